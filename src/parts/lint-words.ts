import type { LintFinding } from '../asl/lint-definition.ts'
import type { Seconds } from '../asl/lint-rules.ts'
import type { FindingWords } from './finding-words.ts'
import { idleHeartbeat } from './no-heartbeat-words.ts'

/** What a definition alone shows, in plain words. */
export function lintWords(finding: LintFinding): FindingWords {
  switch (finding.kind) {
    case 'noHeartbeat':
      return {
        headline: 'No heartbeat configured',
        evidence: `${noHeartbeat(finding.idleHeartbeatSeconds)}: beats will change nothing. ${whoNotices(finding.timeoutSeconds, finding.machineTimeoutSeconds)}`,
        whatToDo: 'Declare HeartbeatSeconds, some times longer than its worker takes from beat to beat.',
      }
    case 'tokenPassedToNobody':
      return {
        headline: 'Task token passed to nobody',
        evidence: `The state waits for its task token but passes it to nobody: no heartbeat or answer can arrive, so each of its tasks can only time out.${staysOpen(finding)}`,
        whatToDo:
          'Put $$.Task.Token into the Parameters of the state (in JSONata, $states.context.Task.Token into its Arguments).',
      }
    case 'noTimeout':
      return {
        headline: 'No timeout at all',
        evidence: `Neither the state nor the state machine declares a TimeoutSeconds that limits it: ${noTimeoutMeans(finding.heartbeatSeconds)} up to the one year of an execution.`,
        whatToDo:
          'Declare TimeoutSeconds, in the state or for the state machine: more than the work can take.',
      }
    case 'heartbeatNotBelowTimeout': {
      const limit = finding.limit === 'task' ? 'TimeoutSeconds' : "the state machine's TimeoutSeconds"
      return {
        headline: 'Heartbeat not below the timeout',
        evidence: `HeartbeatSeconds ${finding.heartbeatSeconds} is not below ${limit} ${finding.timeoutSeconds}: the limit comes first, so a dead worker is noticed only then.`,
        whatToDo: 'Set HeartbeatSeconds well below the limit, or the limit higher.',
      }
    }
    case 'jobHeartbeat':
      return {
        headline: 'Heartbeat on a job that nobody beats',
        evidence: `HeartbeatSeconds ${finding.heartbeatSeconds} on a job: AWS beats none, so the task times out unless ${finding.tokenPassed ? 'the job beats with the token it is given' : 'the job is done sooner; its token is passed to nobody'}.`,
        whatToDo: finding.tokenPassed
          ? 'See that the job beats. If it does not, take HeartbeatSeconds out and set TimeoutSeconds.'
          : 'Take HeartbeatSeconds out and set TimeoutSeconds: AWS watches the job.',
      }
    case 'heartbeatUnused':
      return {
        headline: 'Heartbeat without a use',
        evidence: `HeartbeatSeconds ${finding.heartbeatSeconds} on a call that nobody can beat: only activities, callbacks and jobs take heartbeats.`,
        whatToDo: 'Take HeartbeatSeconds out; TimeoutSeconds limits the call.',
      }
  }
}

/** Where nothing is declared that could end it; empty: something is, or may be. */
function staysOpen({
  heartbeatSeconds,
  timeoutSeconds,
  machineTimeoutSeconds,
}: Extract<LintFinding, { kind: 'tokenPassedToNobody' }>): string {
  const limited = [heartbeatSeconds, timeoutSeconds, machineTimeoutSeconds].some((limit) => limit !== null)
  return limited ? '' : ' No timeout is set, so they stay open for up to one year.'
}

function noHeartbeat(idleSeconds: number | null): string {
  return idleSeconds === null
    ? 'The state declares no HeartbeatSeconds'
    : `Its ${idleHeartbeat('HeartbeatSeconds', idleSeconds)}`
}

function whoNotices(timeoutSeconds: Seconds, machineTimeoutSeconds: Seconds): string {
  if (typeof timeoutSeconds === 'number')
    return `A dead worker is noticed only by TimeoutSeconds ${timeoutSeconds}.`
  if (timeoutSeconds === undefined)
    return 'A dead worker is noticed only by TimeoutSeconds, which is not known before it runs.'
  if (machineTimeoutSeconds === undefined)
    return "A dead worker is noticed only by the state machine's TimeoutSeconds, which cannot be read here."
  return machineTimeoutSeconds === null
    ? 'No limit is set either: a dead worker would never be noticed before the one year of an execution.'
    : `A dead worker is noticed only by the state machine's TimeoutSeconds ${machineTimeoutSeconds}.`
}

function noTimeoutMeans(heartbeatSeconds: Seconds): string {
  if (heartbeatSeconds === undefined) return 'if it turns out to have no heartbeat, it may stay open'
  return heartbeatSeconds === null ? 'it may stay open' : 'as long as somebody beats it goes on,'
}
