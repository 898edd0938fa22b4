import {
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskHeartbeatCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { AppFailure } from '../domain/app-error.ts'
import type { DateSight } from '../domain/clock-offset.ts'
import type { HistoryEvent } from '../domain/history-event.ts'
import type { TaskToken } from '../domain/task-token.ts'
import { watchAnswerTimes } from './answer-times.ts'
import type { AwsCredentials } from './credentials.ts'
import { toHistoryEvent } from './history-events.ts'
import { type Asked, translateError } from './translate-error.ts'

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
}

/**
 * The Step Functions calls of this console, in domain shapes. Each is one attempt; each rejects with `AppFailure`. `beforePage` is awaited
 * before every request after the first, so that pages keep to a read budget.
 */
export interface StatesApi {
  readonly endpoint: string
  /** ListStateMachines, all pages; Express machines are left out, they have no such tasks. */
  listStateMachines(beforePage: () => Promise<void>): Promise<readonly StateMachineListing[]>
  /** ListExecutions with RUNNING, all pages. */
  listRunningExecutions(
    stateMachineArn: string,
    beforePage: () => Promise<void>,
  ): Promise<readonly ExecutionListing[]>
  /** DescribeStateMachineForExecution. */
  describeLimits(executionArn: string): Promise<StateMachineLimits>
  /** GetExecutionHistory, newest first until `afterEventId`; the events come in rising order. */
  readHistory(
    executionArn: string,
    afterEventId: number,
    beforePage: () => Promise<void>,
  ): Promise<readonly HistoryEvent[]>
  /** SendTaskHeartbeat, once. */
  sendTaskHeartbeat(token: TaskToken): Promise<void>
}

export interface StatesApiOptions {
  readonly region: string
  /** Another endpoint than AWS's, such as a local one. */
  readonly endpoint?: string | undefined
  readonly credentials: () => Promise<AwsCredentials>
  readonly wall: () => number
  readonly onSight: (sight: DateSight) => void
  /** Server minus wall time to sign with at first, milliseconds; the SDK corrects it from answers. */
  readonly clockOffsetMs: number
}

/** A read or write that has not been answered by then is given up: milliseconds. */
const ANSWER_WITHIN_MS = 15_000

export function createStatesApi(options: StatesApiOptions): StatesApi {
  const { region, endpoint } = options
  const shownEndpoint = endpoint ?? `https://states.${region}.amazonaws.com`
  const client = new SFNClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    // The session keeps and renews them; said to be over at once, they are asked for at every call and not kept twice.
    credentials: async () => ({ ...(await options.credentials()), expiration: new Date(0) }),
    systemClockOffset: options.clockOffsetMs,
    maxAttempts: 1, // the read loop owns retries of reads, `perform` those of writes
  })
  watchAnswerTimes(client, options.wall, options.onSight)

  const ask = async <T>(asked: Omit<Asked, 'endpoint'>, call: (abortSignal: AbortSignal) => Promise<T>) => {
    try {
      return await call(AbortSignal.timeout(ANSWER_WITHIN_MS))
    } catch (cause) {
      if (cause instanceof AppFailure) throw cause // the credentials could not be had
      throw new AppFailure(translateError(cause, { ...asked, endpoint: shownEndpoint }))
    }
  }

  return {
    endpoint: shownEndpoint,
    listStateMachines: (beforePage) =>
      allPages(beforePage, async (nextToken) => {
        const page = await ask({}, (abortSignal) =>
          client.send(new ListStateMachinesCommand({ maxResults: 1000, nextToken }), { abortSignal }),
        )
        const items = (page.stateMachines ?? [])
          .filter((machine) => machine.type !== 'EXPRESS')
          .map((machine) => ({ stateMachineArn: machine.stateMachineArn ?? '', name: machine.name ?? '' }))
        return { items, nextToken: page.nextToken }
      }),
    listRunningExecutions: (stateMachineArn, beforePage) =>
      allPages(beforePage, async (nextToken) => {
        const page = await ask({ what: 'stateMachine', name: stateMachineArn }, (abortSignal) =>
          client.send(
            new ListExecutionsCommand({
              stateMachineArn,
              statusFilter: 'RUNNING',
              maxResults: 1000,
              nextToken,
            }),
            { abortSignal },
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
      const answer = await ask({ what: 'execution', name: executionArn }, (abortSignal) =>
        client.send(new DescribeStateMachineForExecutionCommand({ executionArn }), { abortSignal }),
      )
      return {
        inForceFromMs: answer.updateDate?.getTime() ?? Number.POSITIVE_INFINITY,
        timeoutSeconds: timeoutOf(answer.definition),
      }
    },
    async readHistory(executionArn, afterEventId, beforePage) {
      const newestFirst = await allPages(beforePage, async (nextToken) => {
        const page = await ask({ what: 'execution', name: executionArn }, (abortSignal) =>
          client.send(
            new GetExecutionHistoryCommand({
              executionArn,
              reverseOrder: true,
              includeExecutionData: true,
              maxResults: afterEventId === 0 ? 1000 : 100,
              nextToken,
            }),
            { abortSignal },
          ),
        )
        const items = (page.events ?? []).map(toHistoryEvent)
        const reached = (items.at(-1)?.id ?? 0) <= afterEventId + 1
        return { items, nextToken: reached ? undefined : page.nextToken }
      })
      return newestFirst.filter((event) => event.id > afterEventId).reverse()
    },
    async sendTaskHeartbeat(token) {
      await ask({ holdsToken: true }, (abortSignal) =>
        client.send(new SendTaskHeartbeatCommand({ taskToken: token.reveal() }), { abortSignal }),
      )
    },
  }
}

async function allPages<T>(
  beforePage: () => Promise<void>,
  page: (
    nextToken: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly nextToken: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = []
  let nextToken: string | undefined
  for (;;) {
    const { items, nextToken: following } = await page(nextToken)
    all.push(...items)
    if (following === undefined) return all
    nextToken = following
    await beforePage()
  }
}

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
