import type { MapState, ParallelState, Subflow } from '../../../asl/state-machine.ts'
import type { JsonValue } from '../../../lib/json.ts'
import type { Branch, Finish, Fork, Lines, MapItem, Outcome, Visit } from '../model.ts'
import type { StatesStore } from '../store.ts'
import { abortLines } from './abort-lines.ts'
import { append, appendAfter } from './history.ts'

/** One line of a Parallel or Map state. */
export interface Line {
  readonly flow: Subflow
  readonly input: JsonValue
  /** Of an iteration. */
  readonly item?: MapItem
}

/**
 * Runs the lines of a Parallel or Map state, `atOnce` of them at a time, to their end or to the first failure. With
 * `before` it goes on where those ended: what succeeded is kept (Developer Guide, redriving executions).
 */
export async function runFork(
  store: StatesStore,
  visit: Visit<ParallelState | MapState>,
  lines: Lines,
  finish: Finish,
  plan: { readonly lines: readonly Line[]; readonly atOnce: number },
  before?: Fork,
): Promise<void> {
  const { world } = store
  const { branch, name } = visit
  const { execution } = branch
  const fork: Fork = { branches: [], outputs: new Map(before?.outputs) }
  branch.fork = fork
  let nextIndex = 0

  const open = (index: number, line: Line, lastEventId: number): Branch => {
    const opened: Branch = {
      execution,
      parent: branch,
      states: line.flow.States,
      language: line.flow.QueryLanguage ?? execution.language,
      variables: new Map(),
      variableBytes: 0,
      item: line.item,
      lastEventId,
      closed: false,
      ended: (outcome) => ended(opened, index, outcome),
    }
    fork.branches[index] = opened
    execution.branches.add(opened)
    return opened
  }

  /** Sets the next line going, after the event that made room for it; false where there is none left. */
  const beginNext = (afterEventId: number): boolean => {
    while (fork.outputs.has(nextIndex)) nextIndex += 1
    const index = nextIndex
    const line = plan.lines[index]
    if (line === undefined) return false
    nextIndex += 1
    const old = before?.branches[index]
    if (old !== undefined) {
      lines.resume(open(index, line, old.lastEventId), old)
      return true
    }
    const opened = open(index, line, afterEventId)
    if (line.item !== undefined) {
      append(world, opened, { type: 'MapIterationStarted', mapIterationStartedEventDetails: { name, index } })
    }
    lines.begin(opened, line.flow.StartAt, line.input)
    return true
  }

  const ended = async (line: Branch, index: number, outcome: Outcome): Promise<void> => {
    if (outcome.kind === 'failed') {
      abortLines(store, fork, line)
      branch.lastEventId = line.lastEventId
      await finish.fail(outcome)
      return
    }
    line.closed = true
    execution.branches.delete(line)
    fork.outputs.set(index, outcome.output)
    const { lastEventId } = line
    if (line.item !== undefined) {
      const mapIterationSucceededEventDetails = { name, index }
      append(world, line, { type: 'MapIterationSucceeded', mapIterationSucceededEventDetails })
    }
    if (fork.outputs.size === plan.lines.length) await succeed(line.lastEventId)
    // The next iteration hangs on the last state of the one before, beside its MapIterationSucceeded (recorded).
    else beginNext(lastEventId)
  }

  const succeed = async (lastEventId: number): Promise<void> => {
    branch.lastEventId = lastEventId
    // The Exited event hangs on the same one as this (recorded).
    appendAfter(world, execution, lastEventId, { type: `${visit.state.Type}StateSucceeded` })
    await finish.exit({
      kind: 'result',
      value: plan.lines.map((_, index) => fork.outputs.get(index) ?? null),
    })
  }

  if (fork.outputs.size === plan.lines.length) {
    await succeed(branch.lastEventId)
    return
  }
  const startedId = branch.lastEventId
  for (let begun = 0; begun < plan.atOnce; begun += 1) if (!beginNext(startedId)) break
}
