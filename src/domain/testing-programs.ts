import fc from 'fast-check'
import type { HistoryEvent, TaskKind } from './history-event.ts'
import { HistoryBuilder } from './testing-history.ts'

/** A state of a random state machine, and what its run will come to. */
export type Step =
  /** Tried `retries` + 1 times, each with its own task. `ends`: how the last one does. */
  | {
      readonly kind: 'task'
      readonly task: TaskKind
      readonly retries: number
      readonly ends: 'open' | 'succeeded' | 'caught' | 'failed'
    }
  /**
   * Tried `retries` + 1 times when one of its branches fails. `heals`: the tasks in it fail at the first try only. `caught`: whether the
   * state goes on when the last try fails, too.
   */
  | {
      readonly kind: 'parallel' | 'map'
      readonly branches: readonly (readonly Step[])[]
      readonly retries: number
      readonly heals: boolean
      readonly caught: boolean
    }

/** Which state a task is of, told by the run itself. */
export interface RunTask {
  readonly kind: TaskKind
  readonly name: string
  readonly path: readonly string[]
  readonly attempt: number
}

/** What a run wrote, and what is true of it, told by the run itself. */
export interface Run {
  readonly events: readonly HistoryEvent[]
  /** Ids of the tasks that are open after each event. */
  readonly openAfter: readonly (readonly number[])[]
  /** By the id of its Scheduled event. */
  readonly tasks: ReadonlyMap<number, RunTask>
  /** Task states that a redrive would try again, by the id of their Entered event: those that failed, and those aborted for it. */
  readonly unfinished: ReadonlyMap<number, Omit<RunTask, 'attempt'>>
}

const taskKinds = fc.constantFrom<TaskKind>('activity', 'callback', 'job', 'requestResponse', 'lambda')

/** Random state machines. `failures`: whether a task may fail its branch and what is around. */
export function programs(failures: boolean): fc.Arbitrary<readonly Step[]> {
  const ends = failures
    ? fc.constantFrom('open', 'succeeded', 'caught', 'failed')
    : fc.constantFrom('open', 'succeeded', 'caught')
  const task = fc.record({ kind: fc.constant('task'), task: taskKinds, retries: fc.nat(2), ends })
  const { steps } = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
    steps: fc.array(tie('step'), { minLength: 1, maxLength: 3, depthIdentifier: 'steps' }),
    step: fc.oneof({ maxDepth: 3, depthIdentifier: 'steps' }, task, {
      arbitrary: fc.record({
        kind: fc.constantFrom('parallel', 'map'),
        branches: fc.array(tie('steps'), { minLength: 1, maxLength: 3 }),
        retries: fc.nat(1),
        heals: fc.boolean(),
        caught: fc.boolean(),
      }),
      weight: 2,
    }),
  }))
  return steps
}

/** The newest event of a chain: it has come to its end, fails with that event, or waits for a task for ever. */
interface Chain {
  readonly last: number
  readonly ends: 'here' | 'failed' | 'waiting'
  /** Of `failed`: the task's event that was the first cause. AWS's histories point at either one. */
  readonly because?: number
}

type Branching = Extract<Step, { kind: 'parallel' | 'map' }>

const NAMES = ['__proto__', 'toString', 'Charge card'] as const

/** What a state stands in. */
interface Around {
  readonly path: readonly string[]
  /** Tasks that fail do so no more. */
  readonly healed: boolean
}

/** One event at a time; a value each time it is another's turn. */
type Turns = Generator<undefined, Chain>

/**
 * Runs a state machine. `choices` say whose turn it is where several branches could go on; branches begin in the order in which they are
 * written, as in AWS's histories.
 */
export function runOf(program: readonly Step[], choices: readonly number[]): Run {
  const history = new HistoryBuilder()
  const open = new Set<number>()
  const openAfter: number[][] = []
  const tasks = new Map<number, RunTask>()
  const unfinished = new Map<number, Omit<RunTask, 'attempt'>>()
  let turn = 0

  const choose = (count: number): number => (choices[turn++ % Math.max(1, choices.length)] ?? 0) % count

  function* task(step: Extract<Step, { kind: 'task' }>, entered: number, name: string, at: Around): Turns {
    let last = entered
    const ends = at.healed && step.ends === 'failed' ? 'succeeded' : step.ends
    const told = { kind: step.task, name, path: at.path }
    unfinished.set(entered, told)
    for (let retry = 0; ; retry += 1) {
      const scheduled = history.task(step.task, last)
      open.add(scheduled)
      tasks.set(scheduled, { ...told, attempt: retry + 1 })
      yield
      last = history.taken('worker-7', scheduled)
      yield
      if (retry === step.retries && ends === 'open') return { last, ends: 'waiting' }
      const fails = retry < step.retries || ends !== 'succeeded'
      last = history.taskEnded(fails ? 'failed' : 'succeeded', last)
      open.delete(scheduled)
      if (retry === step.retries) {
        if (ends === 'failed') return { last, ends, because: last }
        unfinished.delete(entered)
        return { last, ends: 'here' }
      }
      yield
    }
  }

  function* tries(step: Branching, entered: number, name: string, at: Around): Turns {
    let last = entered
    for (let retry = 0; ; retry += 1) {
      const chain = yield* branches(step, last, name, {
        ...at,
        healed: at.healed || (retry > 0 && step.heals),
      })
      if (chain.ends !== 'failed') return chain
      const more = retry < step.retries
      if (more || step.caught)
        for (const id of unfinished.keys()) if (insideOf(id, entered)) unfinished.delete(id)
      if (!more) return step.caught ? { last: chain.last, ends: 'here' } : chain
      last = chain.last
      yield
    }
  }

  function* branches(step: Branching, after: number, name: string, at: Around): Turns {
    const begun = history.begun(after)
    yield
    const before = new Set(open)
    const live: { turns: Turns; chain: Chain | undefined }[] = []
    for (const [index, inner] of step.branches.entries()) {
      const head = step.kind === 'map' ? history.iteration(index, begun) : begun
      if (step.kind === 'map') yield
      const part = step.kind === 'map' ? `[${index}]` : `branch ${index + 1}`
      const turns = states(inner, head, { ...at, path: [...at.path, name, part] })
      live.push({ turns, chain: undefined })
      if (step.kind === 'parallel') yield* first(live)
    }
    for (;;) {
      const failed = live.find(({ chain }) => chain?.ends === 'failed')?.chain
      if (failed !== undefined) {
        for (const { chain } of live) {
          if (chain?.ends === 'here' || chain === failed) continue
          history.add({ kind: 'aborted' }, failed.last)
          yield
        }
        const because = failed.because ?? failed.last
        const over = history.branchesFailed(choose(2) === 0 ? failed.last : because)
        for (const id of open) if (!before.has(id) && insideOf(id, begun)) open.delete(id)
        return { last: over, ends: 'failed', because }
      }
      const going = live.filter(({ chain }) => chain === undefined)
      const next = going[choose(Math.max(1, going.length))]
      if (next === undefined) break
      const result = next.turns.next()
      if (result.done === true) next.chain = result.value
      else yield
    }
    if (live.some(({ chain }) => chain?.ends === 'waiting')) return { last: begun, ends: 'waiting' }
    // What follows may hang on the same event as this, or on this.
    const newest = Math.max(begun, ...live.map(({ chain }) => chain?.last ?? 0))
    const succeeded = history.branchesSucceeded(newest)
    return { last: choose(2) === 0 ? succeeded : newest, ends: 'here' }
  }

  /** The first turn of the branch that came last. */
  function* first(live: { turns: Turns; chain: Chain | undefined }[]): Generator<undefined, void> {
    const newest = live.at(-1)
    const result = newest?.turns.next()
    if (newest !== undefined && result?.done === true) newest.chain = result.value
    else yield
  }

  /** By the events themselves: whether the chain of one leads through the other. */
  function insideOf(id: number, ancestor: number): boolean {
    for (let at = id; at > 0; at = history.events[at - 1]?.previousEventId ?? 0) {
      if (at === ancestor) return true
    }
    return false
  }

  function* states(steps: readonly Step[], head: number, at: Around): Turns {
    let last = head
    for (const [index, step] of steps.entries()) {
      // The same names in every branch: only the chains tell them apart.
      const name = NAMES[index % NAMES.length] ?? ''
      const entered = history.enter(name, last)
      yield
      const chain =
        step.kind === 'task' ? yield* task(step, entered, name, at) : yield* tries(step, entered, name, at)
      if (chain.ends !== 'here') return chain
      yield
      last = history.exit(name, chain.last)
      yield
    }
    return { last, ends: 'here' }
  }

  history.started()
  openAfter.push([])
  const turns = states(program, 0, { path: [], healed: false })
  const note = (): void => {
    while (openAfter.length < history.events.length) openAfter.push([...open])
  }
  for (;;) {
    const { done, value } = turns.next()
    note()
    if (done !== true) continue
    if (value.ends === 'waiting') break
    open.clear()
    history.ended(value.ends === 'here' ? 'succeeded' : 'failed', value.last)
    note()
    break
  }
  return { events: history.events, openAfter, tasks, unfinished }
}
