import { tokenIn } from '../../local-aws/fleet/callback-worker.ts'
import type { Inside } from '../../local-aws/fleet/inside.ts'
import type { DoingKind, WorkerManner } from './lab-run.ts'

/** Until the next worker is there: after a death, and after a poll that was refused. */
const BACK_AFTER_MS = 5000

/** AWS says of the task that nobody waits for it any more. */
const CLOSED = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])

/** What the workers of one run are there for. */
export interface Shift {
  readonly manner: WorkerManner
  /** One worker at a time polls each. */
  readonly activityArns: readonly string[]
  /** Whose callbacks they answer. */
  readonly executionArn: string
  /** Told of each thing that a worker does, in the turn in which it is done. */
  note(kind: DoingKind, task: number, worker: string, refused: string | null): void
  /** Told of each task's token, which is a secret. */
  took(task: number, taskToken: string): void
}

/**
 * Workers as clients of the world: they know what a worker on the wire knows, and their time is the world's. To be called inside a turn;
 * what comes back sends them home.
 */
export function workShift(inside: Inside, shift: Shift): () => void {
  const { manner, note } = shift
  if (!manner.polls) return () => undefined
  const hangUps = new Map<string, () => void>()
  let over = false
  let workers = 0
  let tasks = 0
  for (const activityArn of shift.activityArns) hire(activityArn)
  // Any number of messages at once, as whoever reads a queue may.
  const unsubscribe = inside.world.deliveries.subscribe(({ executionArn, parameters }) => {
    const taskToken = executionArn === shift.executionArn ? tokenIn(parameters) : undefined
    if (taskToken !== undefined) work(newWorker(), taskToken, () => undefined)
  })
  return () => {
    over = true
    unsubscribe()
    for (const hangUp of hangUps.values()) hangUp()
  }

  function newWorker(): string {
    workers += 1
    return `lab-worker-${workers}`
  }

  function hire(activityArn: string): void {
    poll(activityArn, newWorker())
  }

  function poll(activityArn: string, worker: string): void {
    if (over) return
    const principal = inside.principal('FleetWorker', worker)
    const input = { activityArn, workerName: worker }
    const hangUp = inside.callFromInside(principal, 'states', 'GetActivityTask', input, (answer) => {
      if (over) return
      const taskToken = answer.kind === 'ok' ? answer.output.taskToken : undefined
      if (answer.kind === 'error') inside.after(BACK_AFTER_MS, () => poll(activityArn, worker))
      else if (taskToken === undefined || taskToken === '') poll(activityArn, worker)
      // A name for each task: so a history tells which of them a worker took.
      else work(worker, taskToken, () => hire(activityArn))
    })
    hangUps.set(activityArn, hangUp)
  }

  /** `done` once the worker has its hands free, or there is another one in its place. */
  function work(worker: string, taskToken: string, done: () => void): void {
    tasks += 1
    const task = tasks
    const principal = inside.principal('FleetWorker', worker)
    const { beatEverySeconds, diesAfterSeconds, diesWith, answersAfterSeconds } = manner
    let busy = true
    const still = (act: () => void) => () => {
      if (busy && !over) act()
    }
    const after = (seconds: number, act: () => void) => inside.after(seconds * 1000, still(act))
    const finish = (): void => {
      busy = false
      done()
    }
    shift.took(task, taskToken)
    note('took', task, worker, null)
    if (beatEverySeconds !== null) after(beatEverySeconds, beat)
    if (diesAfterSeconds !== null && (diesWith === 'each' || task === 1)) after(diesAfterSeconds, die)
    if (answersAfterSeconds !== null) after(answersAfterSeconds, answer)

    function beat(): void {
      inside.callFromInside(principal, 'states', 'SendTaskHeartbeat', { taskToken }, (answered) => {
        if (!busy || over) return
        const refused = answered.kind === 'error' ? answered.error.code : null
        note('beat', task, worker, refused)
        if (refused !== null && CLOSED.has(refused) && !manner.ignoresCancel) {
          note('gaveUp', task, worker, null)
          finish()
        } else if (beatEverySeconds !== null) after(beatEverySeconds, beat)
      })
    }

    function die(): void {
      busy = false
      note('died', task, worker, null)
      inside.after(BACK_AFTER_MS, () => {
        if (!over) done()
      })
    }

    function answer(): void {
      const answered = (given: { readonly kind: string; readonly error?: { readonly code: string } }) => {
        if (!busy || over) return
        note('answered', task, worker, given.error?.code ?? null)
        finish()
      }
      if (manner.answer === 'success') {
        const input = { taskToken, output: JSON.stringify({ done: true }) }
        inside.callFromInside(principal, 'states', 'SendTaskSuccess', input, answered)
      } else {
        const input = { taskToken, error: 'Worker.Refused', cause: 'The worker could not do this one.' }
        inside.callFromInside(principal, 'states', 'SendTaskFailure', input, answered)
      }
    }
  }
}
