import { describe, expect, it } from 'vitest'
import type { StateMachineDefinition, TaskState } from '../asl/state-machine.ts'
import type { TaskFacts } from './in-flight-task.ts'
import { TaskToken } from './task-token.ts'
import { aCallback, anActivity } from './testing-tasks.ts'
import { withTokenByDefinition } from './token-by-definition.ts'

const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'

function definitionOf(state: Partial<TaskState>, name = 'Charge card'): StateMachineDefinition {
  const inner = { [name]: { Type: 'Task', Resource: CALLBACK, End: true, ...state } as const }
  return {
    StartAt: 'Both',
    States: { Both: { Type: 'Parallel', Branches: [{ StartAt: name, States: inner }], End: true } },
  }
}

const SILENT = definitionOf({ Parameters: { MessageBody: { parcel: 7 } } })
const PASSING = definitionOf({ Parameters: { 'MessageBody.$': 'States.Base64Encode($$.Task.Token)' } })

const token = new TaskToken('x'.repeat(100))
const found: Partial<TaskFacts> = { token }
const unproved: Partial<TaskFacts> = { tokenUnproved: true }
const withheld: Partial<TaskFacts> = { tokenPassedToNobody: true }

describe('the definition tells of a token', () => {
  it.each([
    ['nothing is known of', {}],
    ['may stand in the history', unproved],
    ['seems to stand in the history', found],
    ['does not stand in the history', withheld],
  ])('that %s: the state passes it to nobody', (_, known) => {
    expect(withTokenByDefinition(aCallback(known), SILENT)).toMatchObject({
      token: null,
      tokenUnproved: false,
      tokenPassedToNobody: true,
    })
  })

  it('that a message which does not seem to hold it may hold it all the same', () => {
    expect(withTokenByDefinition(aCallback(withheld), PASSING)).toMatchObject({
      tokenUnproved: true,
      tokenPassedToNobody: false,
    })
  })

  it.each([
    ['of a state that passes it', aCallback(found), PASSING],
    ['of a state that the definition does not have', aCallback(), definitionOf({}, 'Other')],
    [
      'of a state that does something else in it',
      aCallback(),
      definitionOf({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
    ],
    ['of a state whose name was not read', aCallback({ name: null }), SILENT],
    ['of a task without one', anActivity(), SILENT],
    ['that was known already', aCallback(withheld), SILENT],
  ])('nothing new %s: the task stays the same object', (_, task, definition) => {
    expect(withTokenByDefinition(task, definition)).toBe(task)
  })
})
