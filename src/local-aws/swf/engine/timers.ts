import type {
  CancelTimerDecisionAttributes,
  StartTimerDecisionAttributes,
  StartTimerFailedCause,
} from '@aws-sdk/client-swf'
import { defined } from '../../defined.ts'
import type { WorkflowExecution } from '../model.ts'
import type { SwfStore } from '../store.ts'
import { type Decided, refuseDecision } from './decided.ts'
import { needDecision } from './decision-task.ts'
import { append } from './history.ts'

/** Amazon SWF Developer Guide, quotas: open timers of one execution. */
const mostOpen = 1000

/** StartTimer: the timer fires up to `timersLateMs` late, as every timeout does. */
export function startTimer(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { timerId = '', control, startToFireTimeout }: StartTimerDecisionAttributes,
): void {
  const cause = refusalOf(store, execution, timerId)
  if (cause !== undefined) {
    refuseDecision(store, execution, {
      eventType: 'StartTimerFailed',
      startTimerFailedEventAttributes: { timerId, cause, decisionTaskCompletedEventId },
    })
    return
  }
  const { world } = store
  const startedEventId = append(world, execution, {
    eventType: 'TimerStarted',
    timerStartedEventAttributes: defined({
      timerId,
      control,
      startToFireTimeout,
      decisionTaskCompletedEventId,
    }),
  })
  const late = world.random.fork(`swf-timer/${execution.runId}/${startedEventId}`).next()
  const fireMs = Number(startToFireTimeout) * 1000 + Math.round(late * world.settings.timersLateMs)
  const timer = world.loop.after(fireMs, () => {
    execution.timers.delete(timerId)
    append(world, execution, {
      eventType: 'TimerFired',
      timerFiredEventAttributes: { timerId, startedEventId },
    })
    needDecision(store, execution)
  })
  execution.timers.set(timerId, { startedEventId, timer })
}

/** CancelTimer: its decider knows, so no decision task follows. */
export function cancelTimer(
  store: SwfStore,
  { execution, decisionTaskCompletedEventId }: Decided,
  { timerId = '' }: CancelTimerDecisionAttributes,
): void {
  const running = execution.timers.get(timerId)
  if (running === undefined) {
    refuseDecision(store, execution, {
      eventType: 'CancelTimerFailed',
      cancelTimerFailedEventAttributes: {
        timerId,
        cause: 'TIMER_ID_UNKNOWN',
        decisionTaskCompletedEventId,
      },
    })
    return
  }
  const { startedEventId, timer } = running
  timer.cancel()
  execution.timers.delete(timerId)
  append(store.world, execution, {
    eventType: 'TimerCanceled',
    timerCanceledEventAttributes: { timerId, startedEventId, decisionTaskCompletedEventId },
  })
}

/** Undefined where the timer may start. AWS does not document which cause wins where several hold. */
function refusalOf(
  { decisionQuotas }: SwfStore,
  { timers, domain }: WorkflowExecution,
  timerId: string,
): StartTimerFailedCause | undefined {
  if (timers.has(timerId)) return 'TIMER_ID_ALREADY_IN_USE'
  if (timers.size >= mostOpen) return 'OPEN_TIMERS_LIMIT_EXCEEDED'
  return decisionQuotas.take('StartTimer', domain.region) ? undefined : 'TIMER_CREATION_RATE_EXCEEDED'
}
