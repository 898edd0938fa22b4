import { GRACE_MS } from '../../src/domain/grace.ts'
import { SWF_READ_LAG_MS } from '../../src/domain/sight.ts'
import { type Chances, chancesOf } from '../../src/domain/testing-lives.ts'
import { type Random, seededRandom } from '../../src/lib/random.ts'
import { AwsError } from '../../src/local-aws/aws-error.ts'
import { type SteppedWorld, steppedWorld } from '../../src/local-aws/states/test-stepped-world.ts'
import { type SwfWorld, swfWorld } from '../../src/local-aws/swf/test-swf-world.ts'
import { Agenda } from './agenda.ts'
import { activityType, domain, workflowType } from './swf-names.ts'

/** A heartbeat that AWS accepted, and who sent it. */
export interface Beat {
  readonly atMs: number
  readonly by: string
}

interface StageBase {
  readonly agenda: Agenda
  readonly random: Random
  /** By task token: what AWS does not tell. */
  readonly beats: ReadonlyMap<string, readonly Beat[]>
  /** One heartbeat, now. Rejects with `AwsError`. */
  beat(token: string, by: string): Promise<void>
}

export interface StatesStage extends StageBase {
  readonly service: 'states'
  readonly aws: SteppedWorld
  /** `receive` gets the token that a task of the execution sends out with its message, where it does. */
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

export function statesStage(seed: string): StatesStage {
  const random = seededRandom(seed)
  const jobs = [
    { name: 'short', workSeconds: [5, 60] as const, failing: 0.2 },
    { name: 'long', workSeconds: [300, 3000] as const },
  ]
  const aws = steppedWorld({ seed: random.integer(1, 1e9), workloads: { jobs } })
  aws.world.settings.timersLateMs = random.pick(LATENESS_MS)
  const receivers = new Map<string, (token: string) => void>()
  const base = stageOf(aws, random, (taskToken) => aws.call('SendTaskHeartbeat', { taskToken }))
  aws.world.deliveries.subscribe(({ executionArn, parameters }) => {
    const { Token } = Object(parameters) as { Token?: unknown } // as the lives' own state machines fill it
    const receive = receivers.get(executionArn)
    // A message: it arrives in a turn after the world's.
    if (typeof Token === 'string' && receive !== undefined)
      base.agenda.at(base.agenda.nowMs, () => receive(Token))
  })
  return {
    service: 'states',
    aws,
    ...base,
    listen: (executionArn, receive) => void receivers.set(executionArn, receive),
  }
}

export async function swfStage(seed: string): Promise<SwfStage> {
  const random = seededRandom(seed)
  const aws = swfWorld({ seed: random.integer(1, 1e9) })
  aws.world.settings.timersLateMs = random.pick(LATENESS_MS)
  await aws.call('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await aws.call('RegisterWorkflowType', { domain, ...workflowType })
  await aws.call('RegisterActivityType', { domain, ...activityType })
  const mostMs = random.pick([1500, SWF_READ_LAG_MS, SWF_READ_LAG_MS])
  const base = stageOf(aws, random, (taskToken) => aws.call('RecordActivityTaskHeartbeat', { taskToken }))
  return { service: 'swf', aws, ...base, lagMs: ({ ms, chance }) => (chance(0.6) ? mostMs : ms(0, mostMs)) }
}

function stageOf(
  aws: Pick<SteppedWorld, 'world' | 'step'>,
  random: Random,
  send: (token: string) => Promise<unknown>,
): StageBase {
  const agenda = new Agenda({ nowMs: () => aws.world.loop.nowMs, step: (ms) => aws.step(ms) })
  const beats = new Map<string, Beat[]>()
  return {
    agenda,
    random,
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
