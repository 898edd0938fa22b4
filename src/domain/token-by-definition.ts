import { passesTaskToken } from '../asl/passes-task-token.ts'
import type { StateMachineDefinition } from '../asl/state-machine.ts'
import { stateNamed } from '../asl/state-named.ts'
import { taskKindOf } from './history-event.ts'
import type { TaskFacts } from './in-flight-task.ts'

/**
 * A callback or job as the definition that its execution runs tells of its token; the same object where that adds nothing. A state that
 * names its token nowhere has passed it to nobody, whatever in its message looks like one; of a state that does name it, a message without
 * anything like it proves nothing: it may be there in a form that nobody recognises.
 */
export function withTokenByDefinition(task: TaskFacts, definition: StateMachineDefinition): TaskFacts {
  if ((task.kind !== 'callback' && task.kind !== 'job') || task.name === null) return task
  const state = stateNamed(definition, task.name)
  if (state?.Type !== 'Task' || taskKindOf(state.Resource) !== task.kind) return task
  if (passesTaskToken(state))
    return task.tokenPassedToNobody ? { ...task, tokenPassedToNobody: false, tokenUnproved: true } : task
  if (task.tokenPassedToNobody) return task
  return { ...task, token: null, tokenUnproved: false, tokenPassedToNobody: true }
}
