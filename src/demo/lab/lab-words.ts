import { GRACE_MS } from '../../domain/estimate.ts'
import { formatDuration, formatInterval } from '../../lib/duration.ts'
import type { Doing } from './lab-run.ts'
import type { LabMoment, LabTask } from './lab-timeline.ts'

/** A moment in the words of both lanes. */
export interface LabWords {
  readonly happened: string
  /** What AWS's API has of it. */
  readonly told: string
  /** Nothing at all: the lab alone knows. */
  readonly hidden: boolean
  readonly tone: 'plain' | 'beat' | 'lost' | 'handled' | 'good'
}

const HIDDEN = 'Nothing. No event, and no call that tells of it.'

export function momentWords(moment: LabMoment): LabWords {
  switch (moment.kind) {
    case 'beats': {
      const { worker, count, atMs, toMs } = moment
      const many = `${count} beats within ${formatDuration(toMs - atMs)}`
      return {
        happened: `${worker}: ${count === 1 ? 'a beat' : many}, accepted`,
        told: HIDDEN,
        hidden: true,
        tone: 'beat',
      }
    }
    case 'doing':
      return doingWords(moment.doing)
    case 'event':
      return eventWords(moment)
  }
}

function doingWords({ kind, worker, refused }: Doing): LabWords {
  const hidden = { told: HIDDEN, hidden: true }
  switch (kind) {
    case 'took':
      return { ...hidden, happened: `${worker} reads the message and has its token`, tone: 'plain' }
    case 'beat':
      return { ...hidden, happened: `${worker}: a beat, refused with ${refused ?? ''}`, tone: 'lost' }
    case 'answered':
      return refused === null
        ? {
            happened: `${worker} answers, accepted`,
            told: 'The event that follows.',
            hidden: false,
            tone: 'good',
          }
        : { ...hidden, happened: `${worker} answers too late, refused with ${refused}`, tone: 'lost' }
    case 'died':
      return { ...hidden, happened: `${worker} dies with its task`, tone: 'lost' }
    case 'gaveUp':
      return {
        ...hidden,
        happened: `${worker} hears that the task is over, and lets go of it`,
        tone: 'plain',
      }
  }
}

function eventWords(moment: Extract<LabMoment, { kind: 'event' }>): LabWords {
  const { event, state, timedOut, handling, task } = moment
  const { fact, type } = event
  const error = 'error' in fact && fact.error !== null ? `: ${fact.error}` : ''
  const named = fact.kind === 'stateEntered' || fact.kind === 'stateExited' ? `: ${fact.name}` : ''
  const told = `${fact.id} ${type}${named}${error}`
  const base = { told, hidden: false }
  if (handling !== null) {
    const { kind, errorEquals, next } = handling
    const by = errorEquals === null ? '' : ` on ${errorEquals.join(', ')}`
    const of = handling.state ?? 'the state'
    if (kind === 'retry')
      return {
        told: `${told}. Which Retry it was is not told.`,
        hidden: false,
        happened: `Retry${by} fires: ${of}, attempt ${task?.attempt ?? 'again'}`,
        tone: 'handled',
      }
    if (kind === 'catch')
      return {
        told: `${told}. Which Catch it was is not told.`,
        hidden: false,
        happened: `Catch${by} fires: ${of} goes on to ${next ?? 'the next state'}`,
        tone: 'handled',
      }
    return { ...base, happened: `No Retry or Catch of ${of} takes it`, tone: 'lost' }
  }
  if (timedOut !== null) {
    const seconds = formatInterval(timedOut.seconds)
    return {
      told: `${told}. Which limit it was is not told.`,
      hidden: false,
      happened:
        timedOut.cause === 'heartbeat'
          ? `${state ?? 'The task'}: no beat for ${seconds}, the heartbeat ran out`
          : `${state ?? 'The task'}: its TimeoutSeconds ran out after ${seconds}`,
      tone: 'lost',
    }
  }
  const happened = happenedWords(moment)
  const tone = fact.kind === 'taskEnded' || fact.kind === 'executionEnded' ? endTone(fact.outcome) : 'plain'
  return { ...base, happened, tone }
}

function endTone(outcome: string): LabWords['tone'] {
  return outcome === 'succeeded' ? 'good' : 'lost'
}

/** Empty where the event's name says all of it. */
function happenedWords({ event, state, task }: Extract<LabMoment, { kind: 'event' }>): string {
  const { fact } = event
  const name = state ?? 'The task'
  switch (fact.kind) {
    case 'executionStarted':
      return 'The execution begins'
    case 'executionEnded':
      return `The execution is over: ${fact.outcome === 'timedOut' ? 'timed out' : fact.outcome}`
    case 'activityScheduled':
      return `${name}, attempt ${task?.attempt ?? 1}: waits for a worker, no clock runs`
    case 'taskScheduled':
    case 'lambdaScheduled':
      return `${name}, attempt ${task?.attempt ?? 1}: begins`
    case 'taskStarted':
      return task?.kind === 'activity'
        ? `${name}: ${fact.workerName ?? 'a worker'} takes it, and ${task.heartbeatSeconds === null ? 'no heartbeat clock runs' : 'its heartbeat clock runs'}`
        : `${name}: the call is made`
    case 'taskSubmitted':
      return `${name}: its message is out`
    case 'taskEnded':
      return `${name}: ${fact.outcome}`
    case 'aborted':
      return 'What runs beside it is ended; of which task, AWS does not say'
    case 'branchesFailed':
      return 'A branch failed, and the others end with it'
    default:
      return ''
  }
}

/** What is so of an open task, in a sentence: the lab knows what AWS tells nobody. */
export function truthWords(
  { task, lastBeatMs, runsOutMs, workerDied, taken }: LabTask,
  nowMs: number,
): string {
  if (!taken) return 'Nobody works on it: no worker has taken it.'
  const beat =
    lastBeatMs === null ? 'It was never beaten' : `Last beaten ${formatDuration(nowMs - lastBeatMs)} ago`
  const dead = workerDied ? ', and its worker is dead' : ''
  if (task.heartbeatSeconds === null)
    return `${beat}${dead}. It has no heartbeat clock: beats change nothing.`
  if (runsOutMs === null) return `${beat}${dead}.`
  if (runsOutMs > nowMs)
    return `${beat}${dead}. Its clock runs out in ${formatDuration(runsOutMs - nowMs, 'up')}.`
  const late = nowMs - runsOutMs > GRACE_MS ? 'long ago' : 'now'
  return `${beat}${dead}. Its clock ran out ${late}; AWS's timers fire a little late.`
}
