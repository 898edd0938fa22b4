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
import type { HistoryEvent } from '../domain/history-event.ts'
import type { TaskToken } from '../domain/task-token.ts'
import { isJsonObject, parseJson } from '../lib/json.ts'
import { type ApiOptions, createAwsClient } from './aws-client.ts'
import { readHistoryEvents } from './history-events.ts'
import { allPages, eventsAfter, FULL_PAGE } from './pages.ts'
import { listOf, pageTokenOf, reading, textOf, timeOf, unreadable } from './read-members.ts'

export interface StateMachineListing {
  readonly stateMachineArn: string
  readonly name: string
}

export interface ExecutionListing {
  readonly executionArn: string
  readonly name: string
  /** Epoch milliseconds; null: the list does not say. */
  readonly startedAtMs: number | null
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
 * The Step Functions calls of this console, in domain shapes. Each is one attempt; each rejects with `AppFailure`, a list that can be read
 * in part with `PartOfList`. `beforePage` is awaited before every request after the first, so that pages keep to a read budget.
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
  /**
   * GetExecutionHistory, newest first until `afterEventId`; the events come in rising order. `afterEventMs`: the time of that event,
   * where it is known; a history that has another one is not the same.
   */
  readHistory(
    executionArn: string,
    afterEventId: number,
    beforePage: () => Promise<void>,
    afterEventMs?: number | null,
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
    listStateMachines: (beforePage) => {
      const source = { endpoint, action: 'states:ListStateMachines' }
      return allPages(
        source,
        beforePage,
        async (nextToken) => {
          const page = await ask({ action: source.action }, (client, sending) =>
            client.send(new ListStateMachinesCommand({ maxResults: FULL_PAGE, nextToken }), sending),
          )
          return reading(source, () => ({
            items: listOf(source, page.stateMachines)
              .filter((machine) => machine.type !== 'EXPRESS')
              .map((machine): StateMachineListing | null => {
                const stateMachineArn = nameOf(machine.stateMachineArn)
                if (stateMachineArn === null) return null
                return { stateMachineArn, name: nameOf(machine.name) ?? lastPartOf(stateMachineArn) }
              }),
            nextToken: pageTokenOf(source, page.nextToken),
          }))
        },
        ({ stateMachineArn }) => stateMachineArn,
      )
    },
    listRunningExecutions: (parentArn, beforePage) => {
      const source = { endpoint, action: 'states:ListExecutions' }
      return allPages(
        source,
        beforePage,
        async (nextToken) => {
          const asked = about(source.action, 'stateMachine', parentArn)
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
          return reading(source, () => ({
            items: listOf(source, page.executions).map((execution): ExecutionListing | null => {
              const executionArn = nameOf(execution.executionArn)
              if (executionArn === null) return null
              return {
                executionArn,
                name: nameOf(execution.name) ?? lastPartOf(executionArn),
                startedAtMs: timeOf(execution.startDate),
                stateMachineVersionArn: textOf(execution.stateMachineVersionArn),
              }
            }),
            nextToken: pageTokenOf(source, page.nextToken),
          }))
        },
        ({ executionArn }) => executionArn,
      )
    },
    async describeLimits(executionArn) {
      const source = { endpoint, action: 'states:DescribeStateMachineForExecution' }
      const asked = about(source.action, 'execution', executionArn)
      const answer = await ask(asked, (client, sending) =>
        client.send(new DescribeStateMachineForExecutionCommand({ executionArn }), sending),
      )
      const text = textOf(answer.definition)
      return reading(source, () => ({
        inForceFromMs: timeOf(answer.updateDate) ?? Number.POSITIVE_INFINITY,
        timeoutSeconds: timeoutOf(text),
        definition: definitionOf(text),
        lint: lintDefinition(text ?? ''),
        mapRunArn: nameOf(answer.mapRunArn),
      }))
    },
    async describeExecution(executionArn) {
      const source = { endpoint, action: 'states:DescribeExecution' }
      const asked = about(source.action, 'execution', executionArn)
      const answer = await ask(asked, (client, sending) =>
        client.send(new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }), sending),
      )
      const startedAtMs = timeOf(answer.startDate)
      if (startedAtMs === null) throw unreadable(source, 'noTime')
      return {
        startedAtMs,
        redrivenAtMs: timeOf(answer.redriveDate),
        stateMachineVersionArn: nameOf(answer.stateMachineVersionArn),
        mapRunArn: nameOf(answer.mapRunArn),
      }
    },
    async executionOfMapRun(mapRunArn) {
      const source = { endpoint, action: 'states:DescribeMapRun' }
      const asked = about(source.action, 'execution', mapRunArn)
      const answer = await ask(asked, (client, sending) =>
        client.send(new DescribeMapRunCommand({ mapRunArn }), sending),
      )
      const executionArn = nameOf(answer.executionArn)
      if (executionArn === null) throw unreadable(source, 'noName')
      return executionArn
    },
    readHistory: (executionArn, afterEventId, beforePage, afterEventMs = null) => {
      const source = { endpoint, action: 'states:GetExecutionHistory' }
      const known = { id: afterEventId, atMs: afterEventMs }
      return eventsAfter(source, known, beforePage, async ({ nextToken, pageSize }) => {
        const asked = about(source.action, 'execution', executionArn)
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
        return reading(source, () => ({
          items: readHistoryEvents(source, page.events),
          nextToken: pageTokenOf(source, page.nextToken),
        }))
      })
    },
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

/** A name or an ARN; null: missing. */
function nameOf(value: unknown): string | null {
  return textOf(value) || null
}

/** The name of a state machine or an execution, which its ARN ends with. */
function lastPartOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn
}

/** `arn:aws:states:REGION:ACCOUNT:mapRun:MACHINE/LABEL:ID`. */
function isMapRunArn(arn: string): boolean {
  return arn.split(':')[5] === 'mapRun'
}

/** AWS has accepted it, so one that does not parse here has something that this console does not know. */
function definitionOf(text: string | null): StateMachineDefinition | null {
  const parsed = parseDefinition(text ?? '')
  return parsed.kind === 'ok' ? parsed.machine : null
}

/** Also of a definition that does not parse here; undefined: no definition, such as one that is encrypted with a key this person may not use. */
function timeoutOf(text: string | null): number | null | undefined {
  const machine = parseJson(text ?? '')
  if (!isJsonObject(machine)) return undefined
  const { TimeoutSeconds = null } = machine
  return TimeoutSeconds === null || typeof TimeoutSeconds === 'number' ? TimeoutSeconds : undefined
}
