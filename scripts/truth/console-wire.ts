import { lintDefinition } from '../../src/asl/lint-definition.ts'
import { toHistoryEvent } from '../../src/aws/history-events.ts'
import { eventsAfter } from '../../src/aws/pages.ts'
import type { StatesApi } from '../../src/aws/states-api.ts'
import type { SwfApi } from '../../src/aws/swf-api.ts'
import { toSwfEvent } from '../../src/aws/swf-events.ts'
import { translateError } from '../../src/aws/translate-error.ts'
import { SIGNATURE_MS } from '../../src/console/journal-entry.ts'
import { fakeStates, fakeSwf } from '../../src/console/testing-connection.ts'
import { AppFailure, type Effect } from '../../src/domain/app-error.ts'
import { type DateSight, dateSight } from '../../src/domain/clock-offset.ts'
import type { Chances } from '../../src/domain/testing-lives.ts'
import { AwsError } from '../../src/local-aws/aws-error.ts'
import type { Machine } from './machine.ts'
import type { Stage, StatesStage, SwfStage } from './stage.ts'

/** The line between a console and AWS: latency both ways, requests and answers that are lost, faults. */
export interface Line {
  readonly stage: Stage
  readonly chances: Chances
  readonly machine: Machine
  /** The `Date` of an answer, as it comes. */
  onSight(sight: DateSight): void
}

const ENDPOINT = 'http://aws.invalid'

type Fate = 'answered' | 'neverArrives' | 'answerLost' | 'faultAfterwards'

/** The Step Functions calls that the console makes of one execution. `by` says who sends a beat. */
export function statesWire(line: Line, stage: StatesStage, by: () => string): StatesApi {
  const { aws } = stage
  return fakeStates({
    readHistory: (executionArn, afterEventId, beforePage, afterEventMs = null) => {
      const source = { endpoint: ENDPOINT, action: 'states:GetExecutionHistory' }
      const known = { id: afterEventId, atMs: afterEventMs }
      return eventsAfter(source, known, beforePage, async ({ nextToken, pageSize }) => {
        const page = await exchange(line, readFate(line), () =>
          aws.call('GetExecutionHistory', {
            executionArn,
            reverseOrder: true,
            maxResults: pageSize,
            nextToken,
          }),
        )
        return { items: (page.events ?? []).map(toHistoryEvent), nextToken: page.nextToken }
      })
    },
    async describeLimits(executionArn) {
      const {
        definition = '{}',
        updateDate,
        mapRunArn,
      } = await exchange(line, readFate(line), () =>
        aws.call('DescribeStateMachineForExecution', { executionArn }),
      )
      const { TimeoutSeconds: timeoutSeconds = null } = JSON.parse(definition) as { TimeoutSeconds?: number }
      const inForceFromMs = updateDate?.getTime() ?? 0
      const lint = lintDefinition(definition)
      return { inForceFromMs, timeoutSeconds, definition: null, lint, mapRunArn: mapRunArn ?? null }
    },
    async describeExecution(executionArn) {
      const told = await exchange(line, readFate(line), () => aws.call('DescribeExecution', { executionArn }))
      return {
        startedAtMs: told.startDate?.getTime() ?? Number.NaN,
        redrivenAtMs: told.redriveDate?.getTime() ?? null,
        stateMachineVersionArn: told.stateMachineVersionArn ?? null,
        mapRunArn: told.mapRunArn ?? null,
      }
    },
    async executionOfMapRun(mapRunArn) {
      const told = await exchange(line, readFate(line), () => aws.call('DescribeMapRun', { mapRunArn }))
      return told.executionArn ?? ''
    },
    async sendTaskHeartbeat(token) {
      const sender = by()
      await exchange(line, writeFate(line), () => stage.beat(token.reveal(), sender), { holdsToken: true })
    },
  })
}

/** As `statesWire`, for SWF, whose reads lag. */
export function swfWire(line: Line, stage: SwfStage, by: () => string): SwfApi {
  const { aws } = stage
  return fakeSwf({
    readHistory: ({ domain, workflowId, runId }, afterEventId, beforePage, afterEventMs = null) => {
      const source = { endpoint: ENDPOINT, action: 'swf:GetWorkflowExecutionHistory' }
      const known = { id: afterEventId, atMs: afterEventMs }
      return eventsAfter(source, known, beforePage, async ({ nextToken, pageSize }) => {
        const page = await exchange(line, readFate(line), () => {
          aws.world.settings.swfLagMs = stage.lagMs(line.chances)
          if (aws.world.settings.swfLagMs > 1000) stage.tally.add('read: lagging by more than a second')
          return aws.call('GetWorkflowExecutionHistory', {
            domain,
            execution: { workflowId, runId },
            reverseOrder: true,
            maximumPageSize: pageSize,
            nextPageToken: nextToken,
          })
        })
        return { items: (page.events ?? []).map(toSwfEvent), nextToken: page.nextPageToken }
      })
    },
    async recordActivityTaskHeartbeat(token) {
      const sender = by()
      await exchange(line, writeFate(line), () => stage.beat(token.reveal(), sender), { holdsToken: true })
      return { cancelRequested: false }
    },
  })
}

function readFate({ chances: { chance } }: Line): Fate {
  return chance(0.04) ? 'neverArrives' : 'answered'
}

function writeFate({ chances: { ms, chance } }: Line): Fate {
  const lost = ['neverArrives', 'answerLost', 'faultAfterwards'] as const
  return chance(0.7) ? 'answered' : (lost[ms(0, 2)] ?? 'answerLost')
}

/** One request and its answer. Rejects with `AppFailure`, as the console's own calls do. */
async function exchange<T>(
  line: Line,
  fate: Fate,
  carryOut: () => Promise<T>,
  asked: { readonly holdsToken?: boolean } = {},
): Promise<T> {
  const { stage, chances, machine, onSight } = line
  const { agenda, tally } = stage
  const { holdsToken = false } = asked
  const sentMs = agenda.nowMs
  const sent = machine.clocks(sentMs)
  const failure = (cause: Error, effect: Effect = 'unknown'): AppFailure =>
    new AppFailure(translateError(cause, { endpoint: ENDPOINT, ...asked }), effect)

  if (fate === 'neverArrives' || fate === 'answerLost') {
    // It may take effect as long as its signature is good, also after the console has given up waiting.
    if (fate === 'answerLost') {
      const laterMs = chances.ms(5, chances.chance(0.5) ? 3000 : SIGNATURE_MS)
      agenda.at(sentMs + laterMs, () => {
        carryOut().then(
          () =>
            tally.add(
              laterMs <= 3000
                ? 'own beat: answer lost, taken within 3 s'
                : 'own beat: answer lost, taken later',
            ),
          () => undefined,
        )
      })
    } else tally.add(holdsToken ? 'own beat: never arrives' : 'read: never arrives')
    await agenda.after(chances.ms(100, 20_000))
    await awake(machine)
    throw failure(new TypeError('Failed to fetch'))
  }
  const upMs = latency(chances)
  await agenda.after(upMs)
  const result = await carried(carryOut)
  const dateMs = Math.floor(agenda.nowMs / 1000) * 1000
  const downMs = latency(chances)
  await agenda.after(downMs)
  await awake(machine)
  if (upMs + downMs > 1000)
    tally.add(
      holdsToken ? 'own beat: on its way for more than a second' : 'read: on its way for more than a second',
    )
  onSight(dateSight(dateMs, sent, machine.clocks(agenda.nowMs)))
  if (fate === 'faultAfterwards') {
    if ('value' in result) tally.add('own beat: a fault after it was taken')
    throw failure(
      Object.assign(new Error('fault'), { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }),
    )
  }
  if ('error' in result) throw failure(result.error, 'refused')
  return result.value
}

/** An answer that comes while the machine sleeps is taken in when it wakes. */
function awake(machine: Machine): Promise<void> {
  return new Promise((resolve) => machine.whenAwake(resolve))
}

/** What AWS answers, an error as the SDK shows it. */
async function carried<T>(
  carryOut: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: Error }> {
  try {
    return { value: await carryOut() }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code: name, message, status: httpStatusCode } = error
    return { error: Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }) }
  }
}

function latency({ ms, chance }: Chances): number {
  return ms(5, chance(0.85) ? 300 : 9000)
}
