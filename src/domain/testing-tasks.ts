import type { Evidence, OwnBeat } from './estimate.ts'
import type { SwfActivity, TaskFacts, TimedOut } from './in-flight-task.ts'
import { exactly } from './interval.ts'

/** The moment that tests count seconds from; epoch milliseconds. */
export const ZERO_MS = Date.UTC(2026, 10, 20, 14)

/** Epoch milliseconds `seconds` after `ZERO_MS`. */
export function at(seconds: number): number {
  return ZERO_MS + Math.round(seconds * 1000)
}

/** An activity with an interval of 60 s, scheduled at 0 s, taken by a worker at 10 s, and no other limit. */
export function anActivity(change: Partial<TaskFacts> = {}): TaskFacts {
  return {
    kind: 'activity',
    scheduledEventId: 3,
    name: 'Charge card',
    path: [],
    within: [],
    attempt: 1,
    resource: 'arn:aws:states:eu-west-1:123456789012:activity:charge-card',
    heartbeatSeconds: 60,
    idleHeartbeatSeconds: null,
    timeoutSeconds: null,
    scheduledAtMs: at(0),
    startedAtMs: at(10),
    submittedAtMs: null,
    workerName: 'worker-7',
    token: null,
    tokenUnproved: false,
    tokenPassedToNobody: false,
    siblingFailedAtMs: null,
    childExecutionArn: null,
    swf: null,
    ...change,
  }
}

/** A callback with an interval of 60 s, scheduled at 0 s, submitted at 4 s. */
export function aCallback(change: Partial<TaskFacts> = {}): TaskFacts {
  return anActivity({
    kind: 'callback',
    resource: 'sqs:sendMessage.waitForTaskToken',
    startedAtMs: at(2),
    submittedAtMs: at(4),
    workerName: null,
    ...change,
  })
}

/** The same in SWF, where only the heartbeat limits it. */
export function anSwfActivity(change: Partial<TaskFacts> = {}, swf: Partial<SwfActivity> = {}): TaskFacts {
  const activityType = { name: 'ChargeCard', version: '1.2' }
  return anActivity({
    name: activityType.name,
    resource: 'ChargeCard (1.2)',
    swf: {
      activityId: 'charge-1',
      activityType,
      taskList: 'payments',
      scheduleToStartSeconds: null,
      scheduleToCloseSeconds: null,
      cancelRequest: null,
      ...swf,
    },
    ...change,
  })
}

/** An ending by timeout; without a type, as Step Functions tells it. */
export function timedOut(seconds: number, timeoutType: TimedOut['timeoutType'] = null): TimedOut {
  return { kind: 'timedOut', atMs: at(seconds), error: null, cause: null, timeoutType }
}

/** A task seen open at 15 s, in an execution that nothing limits. */
export function evidenceOf(task: TaskFacts, change: Partial<Evidence> = {}): Evidence {
  return {
    task,
    execution: { fromMs: null, timeoutSeconds: null },
    openAt: exactly(at(15)),
    ownBeats: [],
    ...change,
  }
}

/** An own beat that was sent at one second and answered at another. */
export function beat(basis: OwnBeat['basis'], sentSeconds: number, answeredSeconds: number): OwnBeat {
  return { basis, at: { lo: at(sentSeconds), hi: at(answeredSeconds) } }
}
