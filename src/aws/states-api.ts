import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskHeartbeatCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { type Lint, lintDefinition } from '../asl/lint-definition.ts'
import { parseDefinition } from '../asl/parse-definition.ts'
import type { StateMachineDefinition } from '../asl/state-machine.ts'
import { AppFailure } from '../domain/app-error.ts'
import type { HistoryEvent } from '../domain/history-event.ts'
import type { TaskToken } from '../domain/task-token.ts'
import { type ApiOptions, createAwsClient } from './aws-client.ts'
import { toHistoryEvent } from './history-events.ts'
import { allPages, eventsAfter, FULL_PAGE } from './pages.ts'

export interface StateMachineListing {
  readonly stateMachineArn: string
  readonly name: string
}

export interface ExecutionListing {
  readonly executionArn: string
  readonly name: string
  readonly startedAtMs: number
  /** The published version it runs, which never changes; null: it was started without one. */
  readonly stateMachineVersionArn: string | null
}

/** What DescribeStateMachineForExecution says of limits. */
export interface StateMachineLimits {
  /** When the definition that the execution runs was put in force; epoch milliseconds. */
  readonly inForceFromMs: number
  /** `TimeoutSeconds` of the state machine; null: none declared; undefined: the definition is not readable. */
  readonly timeoutSeconds: number | null | undefined
  /** What the execution runs; null: not readable, or not in a form that this console knows. */
  readonly definition: StateMachineDefinition | null
  /** What the definition alone shows to be wrong, also of one that is not in a form that this console knows. */
  readonly lint: Lint
  /** The Map Run that started the execution; null: none did. */
  readonly mapRunArn: string | null
}

/** What DescribeExecution says of what an execution runs, and since when. Epoch milliseconds. */
export interface ExecutionDescription {
  readonly startedAtMs: number
  /** Its last redrive; null: none. */
  readonly redrivenAtMs: number | null
  /** As in `ExecutionListing`. */
  readonly stateMachineVersionArn: string | null
  /** The Map Run that started it; null: none did. */
  readonly mapRunArn: string | null
}

/**
 * The Step Functions calls of this console, in domain shapes. Each is one attempt; each rejects with `AppFailure`. `beforePage` is awaited
 * before every request after the first, so that pages keep to a read budget.
 */
export interface StatesApi {
  readonly endpoint: string
  /** ListStateMachines, all pages; Express machines are left out, they have no such tasks. */
  listStateMachines(beforePage: () => Promise<void>): Promise<readonly StateMachineListing[]>
  /** ListExecutions with RUNNING, all pages: of a state machine, or the children of a Map Run, by the ARN of either. */
  listRunningExecutions(
    parentArn: string,
    beforePage: () => Promise<void>,
  ): Promise<readonly ExecutionListing[]>
  /** DescribeStateMachineForExecution. */
  describeLimits(executionArn: string): Promise<StateMachineLimits>
  /** DescribeExecution, without the execution's data. */
  describeExecution(executionArn: string): Promise<ExecutionDescription>
  /** DescribeMapRun: the ARN of the execution that the Map Run is part of. */
  executionOfMapRun(mapRunArn: string): Promise<string>
  /** GetExecutionHistory, newest first until `afterEventId`; the events come in rising order. */
  readHistory(
    executionArn: string,
    afterEventId: number,
    beforePage: () => Promise<void>,
  ): Promise<readonly HistoryEvent[]>
  /** SendTaskHeartbeat, once. */
  sendTaskHeartbeat(token: TaskToken): Promise<void>
}

export function createStatesApi(options: ApiOptions): StatesApi {
  const { endpoint, ask } = createAwsClient(
    options,
    (config) => new SFNClient(config),
    (client, sending) => client.send(new ListStateMachinesCommand({ maxResults: 1 }), sending),
  )

  return {
    endpoint,
    listStateMachines: (beforePage) =>
      allPages(beforePage, async (nextToken) => {
        const page = await ask({ action: 'states:ListStateMachines' }, (client, sending) =>
          client.send(new ListStateMachinesCommand({ maxResults: FULL_PAGE, nextToken }), sending),
        )
        const items = (page.stateMachines ?? [])
          .filter((machine) => machine.type !== 'EXPRESS')
          .map((machine) => ({ stateMachineArn: machine.stateMachineArn ?? '', name: machine.name ?? '' }))
        return { items, nextToken: page.nextToken }
      }),
    listRunningExecutions: (parentArn, beforePage) =>
      allPages(beforePage, async (nextToken) => {
        const asked = about('states:ListExecutions', 'stateMachine', parentArn)
        const page = await ask(asked, (client, sending) =>
          client.send(
            new ListExecutionsCommand({
              ...(isMapRunArn(parentArn) ? { mapRunArn: parentArn } : { stateMachineArn: parentArn }),
              statusFilter: 'RUNNING',
              maxResults: FULL_PAGE,
              nextToken,
            }),
            sending,
          ),
        )
        const items = (page.executions ?? []).map((execution) => ({
          executionArn: execution.executionArn ?? '',
          name: execution.name ?? '',
          startedAtMs: execution.startDate?.getTime() ?? 0,
          stateMachineVersionArn: execution.stateMachineVersionArn ?? null,
        }))
        return { items, nextToken: page.nextToken }
      }),
    async describeLimits(executionArn) {
      const asked = about('states:DescribeStateMachineForExecution', 'execution', executionArn)
      const answer = await ask(asked, (client, sending) =>
        client.send(new DescribeStateMachineForExecutionCommand({ executionArn }), sending),
      )
      return {
        inForceFromMs: answer.updateDate?.getTime() ?? Number.POSITIVE_INFINITY,
        timeoutSeconds: timeoutOf(answer.definition),
        definition: definitionOf(answer.definition),
        lint: lintDefinition(answer.definition ?? ''),
        mapRunArn: answer.mapRunArn ?? null,
      }
    },
    async describeExecution(executionArn) {
      const asked = about('states:DescribeExecution', 'execution', executionArn)
      const answer = await ask(asked, (client, sending) =>
        client.send(new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }), sending),
      )
      return {
        startedAtMs: told(answer.startDate, 'startDate').getTime(),
        redrivenAtMs: answer.redriveDate?.getTime() ?? null,
        stateMachineVersionArn: answer.stateMachineVersionArn ?? null,
        mapRunArn: answer.mapRunArn ?? null,
      }
    },
    async executionOfMapRun(mapRunArn) {
      const asked = about('states:DescribeMapRun', 'execution', mapRunArn)
      const answer = await ask(asked, (client, sending) =>
        client.send(new DescribeMapRunCommand({ mapRunArn }), sending),
      )
      return told(answer.executionArn, 'executionArn')
    },
    readHistory: (executionArn, afterEventId, beforePage) =>
      eventsAfter(afterEventId, beforePage, async ({ nextToken, pageSize }) => {
        const asked = about('states:GetExecutionHistory', 'execution', executionArn)
        const page = await ask(asked, (client, sending) =>
          client.send(
            new GetExecutionHistoryCommand({
              executionArn,
              reverseOrder: true,
              includeExecutionData: true,
              maxResults: pageSize,
              nextToken,
            }),
            sending,
          ),
        )
        return { items: (page.events ?? []).map(toHistoryEvent), nextToken: page.nextToken }
      }),
    async sendTaskHeartbeat(token) {
      await ask({ action: 'states:SendTaskHeartbeat', holdsToken: true }, (client, sending) =>
        client.send(new SendTaskHeartbeatCommand({ taskToken: token.reveal() }), sending),
      )
    },
  }
}

/** What IAM and "does not exist" are about in a call that names one ARN. */
function about<What extends 'execution' | 'stateMachine'>(action: string, what: What, arn: string) {
  return { action, resource: arn, what, name: arn }
}

/** A member that AWS always gives, by its API reference. */
function told<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value
  throw new AppFailure({ kind: 'awsFault', code: 'Unexpected', message: `no ${name}`, status: null })
}

/** `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:ID`. */
function isMapRunArn(arn: string): boolean {
  return arn.split(':')[5] === 'mapRun'
}

/** AWS has accepted it, so one that does not parse here has something that this console does not know. */
function definitionOf(text: string | undefined): StateMachineDefinition | null {
  const parsed = parseDefinition(text ?? '')
  return parsed.kind === 'ok' ? parsed.machine : null
}

/** Also of a definition that does not parse here. */
function timeoutOf(definition: string | undefined): number | null | undefined {
  if (definition === undefined || definition === '') return undefined
  try {
    const parsed: unknown = JSON.parse(definition)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const { TimeoutSeconds } = parsed as { TimeoutSeconds?: unknown } // an ASL definition, read defensively
    return typeof TimeoutSeconds === 'number' ? TimeoutSeconds : null
  } catch {
    return undefined // encrypted with a key this person may not use
  }
}
