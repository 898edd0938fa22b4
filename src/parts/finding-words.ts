import type { Seconds } from '../asl/lint-rules.ts'
import type { Finding } from '../domain/finding.ts'
import { GRACE_MS } from '../domain/grace.ts'
import type { HardLimit } from '../domain/hard-limit.ts'
import type { TaskFacts } from '../domain/in-flight-task.ts'
import { formatDuration, formatInterval } from '../lib/duration.ts'
import { upperFirst } from '../lib/upper-first.ts'
import type { WriteMoment } from './deadline-words.ts'
import { whyNoHeartbeat } from './no-heartbeat-words.ts'
import { type SettingNames, settingNames } from './setting-names.ts'

export interface FindingWords {
  /** A few words; the same for every finding of its kind. */
  readonly headline: string
  /** What is known and how, in whole sentences. */
  readonly evidence: string
  readonly whatToDo: string
}

const HEADLINES: Readonly<Record<Finding['kind'], string>> = {
  noHeartbeat: 'No heartbeat configured',
  tokenPassedToNobody: 'Task token passed to nobody',
  noTimeout: 'No timeout at all',
  heartbeatNotBelowTimeout: 'Heartbeat not below the timeout',
  waitingTooLong: 'Waiting long for a worker',
  cancelNotAnswered: 'Cancel not answered',
  cancelIgnored: 'Cancel ignored',
  hardLimitFirst: 'Hard limit before the next guarantee ends',
  jobHeartbeat: 'Heartbeat on a job that nobody beats',
  historyNearLimit: 'History nearly full',
}

/** The words of a kind alone, for groups and filters. */
export function findingHeadline(kind: Finding['kind']): string {
  return HEADLINES[kind]
}

/** A finding in plain words; `task` is the one it is of, null for a finding of an execution. */
export function findingWords(
  finding: Finding,
  task: Pick<TaskFacts, 'swf' | 'kind' | 'idleHeartbeatSeconds'> | null,
  write: WriteMoment,
): FindingWords {
  const facts = task ?? { swf: null, idleHeartbeatSeconds: null }
  const names = settingNames(facts)
  const headline = HEADLINES[finding.kind]
  const swf = facts.swf !== null
  const heartbeat = swf ? 'heartbeatTimeout' : 'HeartbeatSeconds'
  switch (finding.kind) {
    case 'noHeartbeat':
      return {
        headline,
        evidence: `${upperFirst(whyNoHeartbeat(facts))}: beats change nothing. ${whoNotices(finding.shortestLimit, names)}`,
        whatToDo: `${swf ? 'Give the activity type a heartbeatTimeout' : 'Declare HeartbeatSeconds in the state'}, some times longer than its worker takes from beat to beat. ${onlyNew(swf)}`,
      }
    case 'tokenPassedToNobody':
      return {
        headline,
        evidence: `The state passes its task token to nobody: no heartbeat or answer can arrive, so it can only time out. ${whatEndsIt(finding, names)}`,
        whatToDo: `Put $$.Task.Token into the Parameters of the state (in JSONata, $states.context.Task.Token into its Arguments). No operator can get the token of a task that is already running: stop its execution, or let it time out.`,
      }
    case 'noTimeout':
      return {
        headline,
        evidence: `Neither ${names.limits.task}${swf ? ', scheduleToCloseTimeout' : ''} nor ${names.limits.execution} limits it: ${noTimeoutMeans(finding.heartbeatSeconds, task?.kind === 'job')}, up to the one year of an execution.`,
        whatToDo: `Set ${names.limits.task}, or ${names.limits.execution}, to more than the work can take. ${onlyNew(swf)}`,
      }
    case 'heartbeatNotBelowTimeout': {
      const { heartbeatSeconds, limit } = finding
      return {
        headline,
        evidence: `${heartbeat} ${heartbeatSeconds} is not below ${names.limits[limit.because]} ${limit.timeoutSeconds}: the limit comes first, so a dead worker is noticed only then.`,
        whatToDo: `Set ${heartbeat} well below ${formatInterval(limit.timeoutSeconds)}, or the limit higher. ${onlyNew(swf)}`,
      }
    }
    case 'waitingTooLong': {
      const { scheduledAtMs, unclaimedAtMs, than, hard } = finding
      const interval = than.because === 'heartbeat' ? heartbeat : names.limits.task
      return {
        headline,
        evidence: `Scheduled at ${write(scheduledAtMs)}, and no worker had taken it ${formatDuration(unclaimedAtMs - scheduledAtMs)} later, as of ${write(unclaimedAtMs)}: longer than its ${interval} of ${formatInterval(than.seconds)}. ${endOfWait(hard, names, write)}`,
        whatToDo: `See whether workers poll ${swf ? 'its task list' : 'its activity'}, and whether they are all busy.`,
      }
    }
    case 'cancelNotAnswered': {
      const { requestedAtMs, openAtMs, heardAt } = finding
      const told =
        heardAt === null
          ? 'Whether its worker has been told is not known: it learns of it from the answer to its next heartbeat.'
          : `Somebody beat after ${write(heardAt.lo)} and was told.`
      return {
        headline,
        evidence: `Asked to cancel at ${write(requestedAtMs)}, and still open ${formatDuration(openAtMs - requestedAtMs)} later, as of ${write(openAtMs)}. ${told}`,
        whatToDo: 'See whether its worker beats, and whether its code looks at cancelRequested.',
      }
    }
    case 'cancelIgnored':
      return {
        headline,
        evidence: `Asked to cancel at ${write(finding.requestedAtMs)}. By ${write(finding.heardByMs)} somebody had beaten and was told; somebody beat again after ${write(finding.beatAgainAt.lo)}.`,
        whatToDo:
          'Most likely its worker goes on, or takes long to stop. If its code does not look at cancelRequested, only its hard limit, or the end of its workflow, ends the task.',
      }
    case 'hardLimitFirst':
      return {
        headline,
        evidence: `${limitName(finding.hard, names)} ends it ${byWhen(finding.hard, write)}, sooner than ${formatInterval(finding.heartbeatSeconds)} from now: beats cannot extend it.`,
        whatToDo: 'It must be answered before. If it cannot be, expect the timeout and what follows it.',
      }
    case 'jobHeartbeat':
      return {
        headline,
        evidence: `The state declares HeartbeatSeconds ${finding.heartbeatSeconds} on a job. AWS beats no job, and no beat by anybody is proved. It cannot time out before ${write(finding.safeUntilMs)}; after that it does if nobody beats and the job is not done.`,
        whatToDo: `${aboutJobHeartbeat(finding.tokenPassed)} ${onlyNew(swf)}`,
      }
    case 'historyNearLimit': {
      const { eventCount, eventLimit, service } = finding
      const ends = service === 'swf' ? 'SWF terminates the workflow' : 'the execution fails'
      return {
        headline,
        evidence: `Its history has ${eventCount} events of ${eventLimit} at most. When it is full, ${ends}, with every task in it.`,
        whatToDo:
          service === 'swf'
            ? 'Let its decider continue as a new run (ContinueAsNewWorkflowExecution) soon.'
            : 'Let it end, or go on in a new execution, before then. Loops belong in executions of their own, or in a Distributed Map.',
      }
    }
  }
}

function aboutJobHeartbeat(tokenPassed: boolean | null): string {
  if (tokenPassed === false)
    return 'Take HeartbeatSeconds out of the state and set TimeoutSeconds: AWS watches the job.'
  const given = tokenPassed ? 'The job was given its token' : 'If the job is given its token'
  return `${given}: see that it beats with it. If it does not, take HeartbeatSeconds out and set TimeoutSeconds.`
}

function whoNotices(
  limit: Extract<Finding, { kind: 'noHeartbeat' }>['shortestLimit'],
  names: SettingNames,
): string {
  if (limit === undefined)
    return `A dead worker is noticed by its hard limit alone, and ${names.limits.execution} is not read yet.`
  return limit === null
    ? 'No limit is set either: a dead worker would never be noticed before the one year of an execution.'
    : `A dead worker is noticed only by ${names.limits[limit.because]} ${limit.timeoutSeconds}.`
}

/** The first limit of a task that nobody can answer. */
function whatEndsIt(
  { heartbeatSeconds, shortestLimit: limit }: Extract<Finding, { kind: 'tokenPassedToNobody' }>,
  names: SettingNames,
): string {
  if (heartbeatSeconds != null && (limit == null || heartbeatSeconds < limit.timeoutSeconds))
    return `HeartbeatSeconds ${heartbeatSeconds} ends it${limit === undefined ? ' at the latest' : ''}.`
  if (limit === undefined) return `When it does is unknown: ${names.limits.execution} has not been read yet.`
  if (limit === null) return 'No timeout is set, so it stays open for up to one year.'
  return `${upperFirst(names.limits[limit.because])} ${limit.timeoutSeconds} ends it.`
}

function noTimeoutMeans(heartbeatSeconds: Seconds, isJob: boolean): string {
  if (heartbeatSeconds === undefined) return 'if it has no heartbeat timeout either, it stays open'
  if (heartbeatSeconds !== null) return 'as long as somebody beats it goes on'
  return isJob ? 'it goes on as long as its job' : 'nobody may ever answer, and it stays open'
}

function endOfWait(hard: HardLimit | null, names: SettingNames, write: WriteMoment): string {
  if (hard === null) return 'What would end the wait is not known.'
  if (hard.because === 'oneYear')
    return 'No limit that is known ends the wait but the one year of an execution.'
  return `${limitName(hard, names)} ends the wait at ${write(hard.at.lo)}.`
}

/** Limits stand at the beginning of sentences here. */
function limitName({ because, timeoutSeconds }: HardLimit, { limits }: SettingNames): string {
  if (because === 'oneYear') return 'The one year of an execution'
  const name = limits[because]
  // The name of a setting is spelled as AWS does.
  const inSentence = name.includes(' ') ? upperFirst(name) : name
  return `${inSentence} ${timeoutSeconds}`
}

/** AWS's timers fire late by up to the grace; that is said where it may decide. */
function byWhen({ at }: HardLimit, write: WriteMoment): string {
  return at.lo === at.hi
    ? `at ${write(at.lo)} (up to ${GRACE_MS / 1000} s late)`
    : `between ${write(at.lo)} and ${write(at.hi)}`
}

/** Settings are resolved when a task is scheduled. */
function onlyNew(swf: boolean): string {
  return swf
    ? 'Tasks already scheduled keep what they have.'
    : 'Executions already running keep what they have.'
}
