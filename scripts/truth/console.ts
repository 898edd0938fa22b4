import { perform } from '../../src/console/perform.ts'
import type { Ports } from '../../src/console/ports.ts'
import { createServerClock, type ServerClock } from '../../src/console/server-clock.ts'
import { fakeConnection } from '../../src/console/testing-connection.ts'
import { testingJournal } from '../../src/console/testing-journal.ts'
import type { ClockReading, DateSight } from '../../src/domain/clock-offset.ts'
import type { Estimate, Evidence } from '../../src/domain/estimate.ts'
import { estimate } from '../../src/domain/estimate.ts'
import { stateMachineArnOf } from '../../src/domain/execution-address.ts'
import type { Interval } from '../../src/domain/interval.ts'
import { TaskToken } from '../../src/domain/task-token.ts'
import type { Chances } from '../../src/domain/testing-lives.ts'
import { type ExecutionRecord, executionQuery } from '../../src/queries/execution-query.ts'
import { type EndedRow, type TaskRow, watchInFlight } from '../../src/queries/in-flight.ts'
import { keys } from '../../src/queries/keys.ts'
import { type Definable, limitsQuery } from '../../src/queries/limits-query.ts'
import { definitionOf, knownNow } from '../../src/queries/lineage.ts'
import { type MapRunParent, mapRunParentQuery } from '../../src/queries/map-run-parent.ts'
import { createQueryClient } from '../../src/queries/query-client.ts'
import { createReadLoop } from '../../src/queries/read-loop.ts'
import { type Line, statesWire, swfWire } from './console-wire.ts'
import type { Life } from './life.ts'
import { wrongMachine } from './machine.ts'
import type { Stage } from './stage.ts'

/** What the console shows of one task at one moment, and by what. */
export interface Moment {
  readonly atMs: number
  readonly now: Interval
  readonly evidence: Evidence
  /** Every token that was pasted for it was its own. */
  readonly pastedIsRight: boolean
  /** Its execution is a child of a Distributed Map. */
  readonly isChild: boolean
}

/** All that one console has shown of one execution. */
export interface Shown {
  /** By the scheduling event of the task, in the order of time. */
  readonly moments: ReadonlyMap<number, readonly Moment[]>
  readonly ended: readonly EndedRow[]
  /** The console has seen the whole history. */
  readonly sawEnd: boolean
}

/** The clock that a console goes by, of a machine's own two. */
export type ClockMaker = (
  machine: Pick<Ports, 'wall' | 'steady'>,
  ownOrigin: DateSight | undefined,
) => ServerClock

/** Who sends the beats that this console sends for this task. */
export function ownName(executionId: string, scheduledEventId: number): string {
  return `${OWN} of ${executionId} for ${scheduledEventId}`
}

export function isOwnName(by: string): boolean {
  return by.startsWith(OWN)
}

const OWN = 'console'

/**
 * A person's console on one execution, without its page: the console's own clock, journal, cache, `perform` and rows, on a machine whose
 * clock is wrong, over a line with latency. `watch` lets it live until it has seen the execution end, or is closed some time after.
 */
export class TruthConsole {
  readonly #life: Life
  readonly #stage: Stage
  readonly #chances: Chances
  readonly #moments = new Map<number, Moment[]>()
  readonly #wrongPasted = new Set<number>()
  readonly #queryClient = createQueryClient()
  readonly #journal = testingJournal()
  readonly #ports: Ports
  readonly #connection
  readonly #loop
  readonly #inFlight
  #rows: readonly TaskRow[] = []
  #fromMs: number
  /** The moment that the machine's clock shows, while one that has passed is looked at again. */
  #lookingAtMs: number | undefined
  #beatsFor = 0
  #isAsleep = false

  constructor(life: Life, stage: Stage, chances: Chances, clockOf: ClockMaker = createServerClock) {
    this.#life = life
    this.#stage = stage
    this.#chances = chances
    this.#fromMs = stage.agenda.nowMs
    const machine = wrongMachine(chances, stage, {
      before: () => {
        this.#look()
        this.#isAsleep = true
      },
      after: () => {
        this.#isAsleep = false
        this.#fromMs = stage.agenda.nowMs
      },
    })
    const clocks = (): ClockReading => machine.clocks(this.#lookingAtMs ?? stage.agenda.nowMs)
    this.#ports = {
      wall: () => clocks().wallMs,
      steady: () => clocks().steadyMs,
      passed: () => stage.agenda.nowMs,
      after: (ms, turn) => stage.agenda.at(stage.agenda.nowMs + ms, () => machine.whenAwake(turn)),
      random: () => chances.ms(0, 999) / 1000,
      fetch: () => Promise.reject(new TypeError('there is no network here')),
    }
    const clock = clockOf(this.#ports, machine.ownOrigin)
    const onSight = (sight: DateSight): void => {
      this.#look()
      clock.sight(sight)
    }
    const line: Line = { stage, chances, machine, onSight }
    const by = (): string => ownName(life.executionId, this.#beatsFor)
    const wire =
      stage.service === 'states' ? { states: statesWire(line, stage, by) } : { swf: swfWire(line, stage, by) }
    this.#connection = fakeConnection(this.#ports, { clock, ...wire })
    this.#loop = createReadLoop(this.#connection, this.#queryClient, this.#ports)
    this.#inFlight = watchInFlight(this.#queryClient, [this.#connection], this.#journal, this.#ports)
    this.#inFlight.subscribe(() => {
      this.#look()
      this.#rows = this.#inFlight.get().rows
    })
  }

  watch(): void {
    this.#loop.pin(this.#life.executionId) // a page that somebody has open: what ended stays
    const { agenda } = this.#stage
    const { ms, chance } = this.#chances
    const usualMs = chance(0.6) ? ms(2000, 10_000) : ms(10_000, 120_000)
    agenda.spawn(async () => {
      while (!this.#isDone()) {
        const quick = chance(0.2)
        if (!this.#isAsleep) agenda.spawn(() => this.#read())
        // Now and then a read is sent while another is under way.
        await agenda.after(quick ? ms(50, 500) : ms(usualMs / 2, usualMs * 2))
      }
    })
    agenda.spawn(async () => {
      if (chance(0.1)) return
      await agenda.after(ms(10, chance(0.8) ? 5000 : 200_000))
      await this.#readLimits()
      // Later a description of a parent surely tells of its last redrive.
      if (!chance(0.5)) return
      await agenda.after(ms(60_000, 200_000))
      await this.#readLimits()
    })
    if (chance(0.7))
      agenda.spawn(async () => {
        while (!this.#isDone()) {
          await agenda.after(ms(1000, chance(0.5) ? 10_000 : 90_000))
          if (!this.#isAsleep) await this.#beat()
        }
      })
  }

  /** Takes the last moments in; to be called when nothing is left to happen. */
  shown(): Shown {
    this.#look()
    const { ended } = this.#inFlight.get()
    this.#queryClient.clear()
    return { moments: this.#moments, ended, sawEnd: this.#isDone() }
  }

  /** It has seen everything, to the last event. */
  #isDone(): boolean {
    const record: ExecutionRecord | undefined = this.#queryClient.getQueryData(
      keys.execution(this.#connection.id, this.#life.executionId),
    )
    return this.#life.isOver() && record?.folded.lastEventId === this.#life.events().length
  }

  /** As the read loop does, or as it does for a person who waits. */
  async #read(): Promise<void> {
    const { executionId } = this.#life
    const query = { ...executionQuery(this.#connection, executionId), staleTime: 0 }
    await quietly(
      this.#chances.chance(0.8) ? this.#queryClient.fetchQuery(query) : this.#loop.readNow(executionId),
    )
  }

  /** Of its definition, and of those of the executions above it, one after the other, as far as they are answered. */
  async #readLimits(): Promise<void> {
    const connection = this.#connection
    const unlisted = { stateMachineVersionArn: undefined, mapRunArn: null }
    let execution: Definable = { executionArn: this.#life.executionId, startedAtMs: 0, ...unlisted }
    for (;;) {
      const stateMachineArn = stateMachineArnOf(execution.executionArn)
      if (stateMachineArn === null) return
      await quietly(this.#queryClient.fetchQuery(limitsQuery(connection, stateMachineArn, execution)))
      const mapRunArn = definitionOf(execution, knownNow(this.#queryClient, connection.id))?.mapRunArn ?? null
      if (mapRunArn === null) return
      const query = { ...mapRunParentQuery(connection, mapRunArn), staleTime: 0 }
      await quietly(this.#queryClient.fetchQuery(query))
      const parent = this.#queryClient.getQueryData<MapRunParent>(query.queryKey)
      if (parent === undefined) return
      execution = parent
    }
  }

  /** One heartbeat for one of the rows, with the token that history proves, or one that was pasted: its own, or another task's. */
  async #beat(): Promise<void> {
    const { ms, chance } = this.#chances
    const proved = this.#rows.filter(({ task }) => task.token !== null)
    const rows = proved.length > 0 && chance(0.5) ? proved : this.#rows
    const row = rows[ms(0, rows.length - 1)]
    if (row === undefined) return
    const { scheduledEventId } = row.ref
    const own = row.task.token !== null && chance(0.8) ? row.task.token : null
    const text = chance(0.6) ? this.#tokenOf(scheduledEventId) : this.#anyToken()
    const token = own ?? (text === undefined ? null : new TaskToken(text))
    if (token === null) return
    const isWrong = own === null && text !== this.#tokenOf(scheduledEventId)
    if (isWrong) this.#wrongPasted.add(scheduledEventId)
    this.#beatsFor = scheduledEventId
    const outcome = await perform(
      {
        kind: 'heartbeat',
        connection: this.#connection,
        task: row.ref,
        taskName: 'a task',
        token,
        tokenBasis: own === null ? 'pasted' : 'history',
        details: null,
        mayGoUnrecorded: false,
      },
      {
        journal: this.#journal,
        fetch: this.#ports.fetch,
        reread: async ({ executionId }) => {
          const { folded } = await this.#loop.readNow(executionId)
          const isOpen = folded.open.some((task) => task.scheduledEventId === scheduledEventId)
          return isOpen ? { kind: 'open' } : { kind: 'ended', ending: null }
        },
      },
    )
    const { tally } = this.#stage
    if (outcome.kind === 'accepted') {
      tally.add('own beat: accepted')
      if (isWrong) tally.add('own beat: token of another task, accepted')
      else if (own === null) tally.add('own beat: own token, pasted')
    } else if (outcome.kind === 'taskClosed' || outcome.kind === 'taskUnknown')
      tally.add('own beat: refused, the task is over')
  }

  #tokenOf(scheduledEventId: number): string | undefined {
    const task = this.#life.tasks().find((of) => of.scheduledEventId === scheduledEventId)
    return task !== undefined && this.#stage.tokens().includes(task.token) ? task.token : undefined
  }

  #anyToken(): string | undefined {
    const tokens = this.#stage.tokens()
    return tokens[this.#chances.ms(0, tokens.length - 1)]
  }

  /** Writes down what was shown since the last change: just after it, just before this one, and around all that happened between. */
  #look(): void {
    const toMs = this.#stage.agenda.nowMs
    const fromMs = this.#fromMs
    if (toMs === fromMs || this.#isAsleep) return
    this.#fromMs = toMs
    if (this.#rows.length === 0) return
    const happened = [
      ...this.#life.events().map(({ atMs }) => atMs),
      ...this.#life.tasks().flatMap(beatTimes),
    ]
    const common = [fromMs, toMs, ...happened, this.#chances.ms(fromMs, toMs)]
    for (const { evidence, ref } of this.#rows) {
      const told = this.#at(fromMs, (now) => estimate(evidence, now))
      const moments = around([...common, ...turningPoints(told)], fromMs, toMs).map(
        (atMs): Moment => ({
          atMs,
          now: this.#at(atMs, (now) => now),
          evidence,
          pastedIsRight: !this.#wrongPasted.has(ref.scheduledEventId),
          isChild: this.#life.depth > 0,
        }),
      )
      const known = this.#moments.get(ref.scheduledEventId)
      if (known === undefined) this.#moments.set(ref.scheduledEventId, moments)
      else known.push(...moments)
    }
  }

  #at<T>(atMs: number, see: (now: Interval) => T): T {
    this.#lookingAtMs = atMs
    const seen = see(this.#connection.clock.now())
    this.#lookingAtMs = undefined
    return seen
  }
}

function beatTimes({ beats }: { readonly beats: readonly { readonly atMs: number }[] }): number[] {
  return beats.map(({ atMs }) => atMs)
}

/** Where an estimate changes its mind by itself. */
function turningPoints({ safeUntilMs, unseenSinceMs, upperMs, hard }: Estimate): number[] {
  return [safeUntilMs, unseenSinceMs, upperMs, hard?.at.lo, hard?.at.hi].flatMap((ms) =>
    ms === null || ms === undefined || !Number.isFinite(ms) ? [] : [Math.round(ms)],
  )
}

/** Each moment and the milliseconds beside it, those in [fromMs, toMs), rising, each once. */
function around(moments: readonly number[], fromMs: number, toMs: number): number[] {
  const all = moments.flatMap((ms) => [ms - 1, ms, ms + 1]).filter((ms) => ms >= fromMs && ms < toMs)
  return [...new Set(all)].sort((a, b) => a - b)
}

/** A read that fails leaves things as they are. */
async function quietly(read: Promise<unknown>): Promise<void> {
  await read.catch(() => undefined)
}
