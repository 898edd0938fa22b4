import { GRACE_MS } from '../../src/domain/grace.ts'
import { SWF_READ_LAG_MS } from '../../src/domain/sight.ts'
import { type Chances, chancesOf } from '../../src/domain/testing-lives.ts'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import { AwsError } from '../../src/local-aws/aws-error.ts'
import { type SteppedWorld, steppedWorld } from '../../src/local-aws/states/test-stepped-world.ts'
import { type SwfWorld, swfWorld } from '../../src/local-aws/swf/test-swf-world.ts'
import { Agenda } from './agenda.ts'
import { activityType, domain, workflowType } from './swf-names.ts'
import type { Tally } from './tally.ts'

/** A heartbeat that AWS accepted, and who sent it. */
export interface Beat {
  readonly atMs: number
  readonly by: string
}

interface StageBase {
  readonly agenda: Agenda
  readonly random: Random
  readonly tally: Tally
  /** By task token: what AWS does not tell. */
  readonly beats: ReadonlyMap<string, readonly Beat[]>
  /** The task tokens that somebody can know: that of an activity's task is handed out with the task. */
  tokens(): readonly string[]
  /** One heartbeat, now. Rejects with `AwsError`. */
  beat(token: string, by: string): Promise<void>
}

export interface StatesStage extends StageBase {
  readonly service: 'states'
  readonly aws: SteppedWorld
  /** By task token, when the clock of a task that was beaten had started at first; epoch milliseconds. */
  readonly clockStarts: ReadonlyMap<string, number>
  /**
   * `receive` gets the token that a task of the execution, or of a child of its Map Runs, sends out with its message, where it does.
   */
  listen(executionArn: string, receive: (token: string) => void): void
}

export interface SwfStage extends StageBase {
  readonly service: 'swf'
  readonly aws: SwfWorld
  /** How far back the next read of the console looks. */
  lagMs(chances: Chances): number
}

/** An AWS of its own, with the world's chances: how late its timers are, how far its reads lag. */
export type Stage = StatesStage | SwfStage

/** Late by so much at most, each timer by a share of its own. */
const LATENESS_MS = [0, 800, GRACE_MS] as const

/** So late at most, each TaskSubmitted by a share of its own. */
export const SUBMIT_LATE_MS = [0, 5000, 200_000] as const

export function statesStage(seed: string, tally: Tally): StatesStage {
  const random = seededRandom(seed)
  const jobs = [
    { name: 'short', workSeconds: [5, 60] as const, failing: 0.2 },
    { name: 'long', workSeconds: [300, 3000] as const },
  ]
  const aws = steppedWorld({ seed: random.integer(1, 1e9), workloads: { jobs } })
  aws.world.settings.timersLateMs = random.pick(LATENESS_MS)
  const receivers = new Map<string, (token: string) => void>()
  const clockStarts = new Map<string, number>()
  const base = stageOf(aws, random, tally, (taskToken) => {
    // A beat moves what the store has.
    const { heartbeatFromMs } = aws.store.tasks.get(taskToken) ?? {}
    if (heartbeatFromMs !== undefined && !clockStarts.has(taskToken))
      clockStarts.set(taskToken, heartbeatFromMs)
    return aws.call('SendTaskHeartbeat', { taskToken })
  })
  aws.world.deliveries.subscribe(({ executionArn, parameters }) => {
    const { Token } = Object(parameters) as { Token?: unknown } // as the lives' own state machines fill it
    const receive = receivers.get(rootOf(aws, executionArn))
    // A message: it arrives in a turn after the world's.
    if (typeof Token === 'string' && receive !== undefined)
      base.agenda.at(base.agenda.nowMs, () => receive(Token))
  })
  return {
    service: 'states',
    aws,
    ...base,
    clockStarts,
    tokens() {
      const waiting = new Set<unknown>([...aws.store.activities.values()].flatMap((of) => [...of.waiting]))
      return [...aws.store.tasks].filter(([, task]) => !waiting.has(task)).map(([token]) => token)
    },
    listen: (executionArn, receive) => void receivers.set(executionArn, receive),
  }
}

/** The execution whose Map Runs, or whose children's, started this one; itself where none did. */
function rootOf({ store }: Pick<SteppedWorld, 'store'>, executionArn: string): string {
  const parent = store.executions.get(executionArn)?.mapRun?.parent
  return parent === undefined ? executionArn : rootOf({ store }, parent.arn)
}

export async function swfStage(seed: string, tally: Tally): Promise<SwfStage> {
  const random = seededRandom(seed)
  const aws = swfWorld({ seed: random.integer(1, 1e9) })
  aws.world.settings.timersLateMs = random.pick(LATENESS_MS)
  await aws.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await aws.call('RegisterWorkflowType', { domain, ...workflowType })
  await aws.call('RegisterActivityType', { domain, ...activityType })
  const mostMs = random.pick([1500, SWF_READ_LAG_MS, SWF_READ_LAG_MS])
  const base = stageOf(aws, random, tally, (taskToken) =>
    aws.call('RecordActivityTaskHeartbeat', { taskToken }),
  )
  return {
    service: 'swf',
    aws,
    ...base,
    tokens: () =>
      [...aws.store.tasks]
        .filter(([, task]) => task.kind === 'activity' && task.startedMs !== undefined)
        .map(([token]) => token),
    lagMs: ({ ms, chance }) => (chance(0.6) ? mostMs : ms(0, mostMs)),
  }
}

function stageOf(
  aws: Pick<SteppedWorld, 'world' | 'step'>,
  random: Random,
  tally: Tally,
  send: (token: string) => Promise<unknown>,
): Omit<StageBase, 'tokens'> {
  const agenda = new Agenda({ nowMs: () => aws.world.loop.nowMs, step: (ms) => aws.step(ms) })
  const beats = new Map<string, Beat[]>()
  return {
    agenda,
    random,
    tally,
    beats,
    async beat(token, by) {
      await send(token)
      const known = beats.get(token)
      const beat = { atMs: agenda.nowMs, by }
      if (known === undefined) beats.set(token, [beat])
      else known.push(beat)
    },
  }
}

/** The chances of one life: those of another one change nothing about it. */
export function chancesFor({ random }: Stage, name: string): Chances {
  return chancesOf(random.fork(name))
}

/** False where AWS refused: the task is over. */
export async function accepted(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (error instanceof AwsError) return false
    throw error
  }
}
