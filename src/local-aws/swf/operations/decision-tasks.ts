import type { Decision, DecisionTask as DecisionTaskAnswer } from '@aws-sdk/client-swf'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { eventPage } from '../../event-pages.ts'
import { flag, list, members, optional, required } from '../../validation.ts'
import { decision } from '../decision-rules.ts'
import { closingDecisions } from '../engine/closing-decisions.ts'
import { completeDecisionTask, startDecisionTask } from '../engine/decision-task.ts'
import { applyDecision } from '../engine/decisions.ts'
import { pollList, taskListIn } from '../engine/task-lists.ts'
import * as fields from '../fields.ts'
import { domainArn, domainOf, unknownResource } from '../lookups.ts'
import type { DecisionTask, Domain } from '../model.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { openTaskOf, resourceOfToken } from '../task-of-token.ts'

type Names = 'PollForDecisionTask' | 'RespondDecisionTaskCompleted'

/** What a decider calls. */
export function decisionTaskOperations(store: SwfStore): Pick<SwfOperations, Names> {
  return {
    PollForDecisionTask: {
      parse: members({
        domain: required(fields.domainName),
        taskList: required(fields.taskList),
        identity: optional(fields.identity),
        nextPageToken: optional(fields.pageToken),
        maximumPageSize: optional(fields.pageSize),
        reverseOrder: optional(flag),
        startAtPreviousStartedEvent: optional(flag),
      }),
      resource: ({ domain = '' }, call) => domainArn(domain, call),
      run({ domain: domainName = '', taskList, identity, nextPageToken, maximumPageSize, ...how }, call) {
        const domain = domainOf(store, domainName, call)
        const { reverseOrder = false, startAtPreviousStartedEvent = false } = how
        const request = JSON.stringify([
          'PollForDecisionTask',
          domain.arn,
          taskList?.name,
          identity,
          reverseOrder,
          startAtPreviousStartedEvent,
        ])
        const page = (task: DecisionTask, from: number | undefined): DecisionTaskAnswer =>
          historyPage(store, request, task, {
            from,
            length: fields.pageLength(maximumPageSize),
            reverseOrder,
            sinceEventId: startAtPreviousStartedEvent ? task.execution.decidedStartedEventId : 1,
          })
        if (nextPageToken !== undefined && nextPageToken !== '') {
          const place = String(store.pageTokens.read(request, nextPageToken))
          const { task, from } = startedTaskAt(domain, place)
          return page(task, from)
        }
        return pollList(
          taskListIn(domain.decisionLists, taskList?.name ?? ''),
          (task) => {
            startDecisionTask(store, task, identity)
            return page(task, undefined)
          },
          () => nobodyCame,
        )
      },
    },
    RespondDecisionTaskCompleted: {
      parse: members({
        taskToken: required(fields.taskToken),
        decisions: optional(list(decision)),
        executionContext: optional(fields.data),
        taskList: optional(fields.newTaskList),
        taskListScheduleToStartTimeout: optional(fields.timeout),
      }),
      resource: ({ taskToken = '' }) => resourceOfToken(store, taskToken),
      run({ taskToken = '', decisions = [], executionContext, taskList, ...more }, call) {
        const task = openTaskOf(store, 'decision', taskToken, call)
        checkOrder(decisions)
        const { execution } = task
        const override =
          taskList?.name === undefined
            ? undefined
            : {
                taskList: taskList.name,
                scheduleToStart: fields.toTimeout(more.taskListScheduleToStartTimeout) ?? 'NONE',
              }
        const answer = { executionContext, override }
        completeDecisionTask(store, task, answer, (decisionTaskCompletedEventId, unhandled) => {
          const decided = { execution, decisionTaskCompletedEventId, unhandled }
          for (const each of decisions) applyDecision(store, decided, each)
        })
        return {}
      },
    },
  }
}

/** "The value of taskToken is an empty string" (API reference). */
const nobodyCame: DecisionTaskAnswer = {
  taskToken: '',
  startedEventId: 0,
  previousStartedEventId: 0,
  events: undefined,
  workflowExecution: undefined,
  workflowType: undefined,
}

/** Throws `ValidationException`. Nothing is done then, and the decision task stays with its decider. */
function checkOrder(decisions: readonly Decision[]): void {
  if (decisions.slice(0, -1).some(({ decisionType = '' }) => closingDecisions.has(decisionType))) {
    throw new AwsError('ValidationException', 'Close must be last decision in list')
  }
}

interface PageOf {
  readonly from: number | undefined
  readonly length: number
  readonly reverseOrder: boolean
  readonly sinceEventId: number
}

/** The history up to the start of the task: what came since is for the next decision task. */
function historyPage(
  store: SwfStore,
  request: string,
  { execution, token: taskToken, startedEventId = 0 }: DecisionTask,
  { sinceEventId, ...asked }: PageOf,
): DecisionTaskAnswer {
  const { workflowId, runId, type, decidedStartedEventId } = execution
  const page = eventPage(execution.events.slice(Math.max(0, sinceEventId - 1), startedEventId), asked)
  const next = page.next === undefined ? undefined : JSON.stringify([runId, startedEventId, page.next])
  return defined({
    taskToken,
    startedEventId,
    workflowExecution: { workflowId, runId },
    workflowType: { ...type },
    events: page.events,
    nextPageToken: next && store.pageTokens.issue(request, next),
    previousStartedEventId: decidedStartedEventId,
  })
}

/** Throws `UnknownResourceFault` once the decision task is over. */
function startedTaskAt(domain: Domain, place: string): { task: DecisionTask; from: number } {
  // Sound: the token is sealed, so what is in it is what was issued above.
  const [runId, startedEventId, from] = JSON.parse(place) as [string, number, number]
  const task = domain.executions.get(runId)?.decision
  if (task?.startedEventId !== startedEventId) throw unknownResource('Unknown decision task')
  return { task, from }
}
