import { toHistoryEvent } from '../../aws/history-events.ts'
import type { HistoryEvent } from '../../domain/history-event.ts'
import type { Answer, Inside } from '../../local-aws/fleet/inside.ts'
import { rootPrincipal } from '../../local-aws/identity/roles.ts'
import type { LocalAws } from '../../local-aws/local-aws.ts'
import { account, region } from '../../local-aws/place.ts'
import type { InputOf, OutputOf, Services } from '../../local-aws/protocol/services.ts'
import type { Doing, LabEvent, LabOrder, LabStarted, LabTrace } from './lab-run.ts'
import { workShift } from './lab-worker.ts'

type States = Services['states']
type SdkEvent = Parameters<typeof toHistoryEvent>[0]

interface Run {
  readonly executionArn: string
  readonly doings: readonly Doing[]
  /** Secrets: they never leave this thread. */
  readonly tokens: ReadonlyMap<number, string>
  readonly goHome: () => void
}

/** The lab's end in the world: it creates and starts what the page sends, and sees what its workers do. */
export interface LabWorld {
  /** Stops the run before, and its workers. */
  start(order: LabOrder): Promise<LabStarted>
  /** StopExecution of the run. */
  stop(): Promise<void>
  /** null: nothing was started yet. */
  trace(): Promise<LabTrace | null>
}

const ROLE = `arn:aws:iam::${account}:role/StepFunctions-Lab`

/** One page of GetExecutionHistory, the largest there is. */
const MOST_EVENTS = 1000

/** Opens the lab in a world. Its calls are those of the account's root user: the person at the page is an operator, who may create nothing. */
export function openLab(localAws: LocalAws): LabWorld {
  let runs = 0
  let run: Run | undefined
  let starting: Promise<unknown> = Promise.resolve()

  function call<O extends keyof States>(
    operation: O,
    input: InputOf<States[O]>,
  ): Promise<Answer<OutputOf<States[O]>>> {
    return new Promise((resolve, reject) => {
      localAws
        .live((inside) => inside.callFromInside(rootPrincipal(account), 'states', operation, input, resolve))
        .catch(reject)
    })
  }

  async function begin({ definition, input, manner }: LabOrder): Promise<LabStarted> {
    runs += 1
    const name = `Lab-${runs}`
    const last = run
    if (last !== undefined) {
      await localAws.live(last.goHome)
      await call('StopExecution', { executionArn: last.executionArn })
    }
    const activityArns = activitiesIn(definition)
    for (const arn of activityArns) {
      const created = await call('CreateActivity', { name: arn.split(':').slice(6).join(':') })
      if (created.kind === 'error') return refusal(created.error)
    }
    const machine = await call('CreateStateMachine', { name, definition, roleArn: ROLE })
    if (machine.kind === 'error') return refusal(machine.error)
    const { stateMachineArn = '' } = machine.output
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:run`
    // The workers are there first: a callback's message is sent in the turn in which its execution starts.
    const next = await localAws.live((inside) => beginShift(inside, executionArn, activityArns, manner))
    const started = await call('StartExecution', { stateMachineArn, name: 'run', input })
    if (started.kind === 'error') {
      await localAws.live(next.goHome)
      return refusal(started.error)
    }
    run = next
    return { kind: 'started', executionArn }
  }

  return {
    start(order) {
      // One after the other: whoever presses twice gets the second run, and the workers of one.
      const begun = starting.then(() => begin(order))
      starting = begun.catch(() => undefined)
      return begun
    },
    async stop() {
      if (run !== undefined) await call('StopExecution', { executionArn: run.executionArn })
    },
    async trace() {
      if (run === undefined) return null
      const { executionArn, doings, tokens } = run
      const answer = await call('GetExecutionHistory', { executionArn, maxResults: MOST_EVENTS })
      if (answer.kind === 'error') throw answer.error
      const { events = [], nextToken } = answer.output
      return {
        nowMs: await localAws.live((inside) => inside.world.loop.reachedMs),
        events: events.map(asLabEvent),
        cutShort: nextToken !== undefined,
        doings: [...doings],
        scheduledBy: scheduledBy(events, doings, tokens),
      }
    },
  }
}

function beginShift(
  inside: Inside,
  executionArn: string,
  activityArns: readonly string[],
  manner: LabOrder['manner'],
): Run {
  const doings: Doing[] = []
  const tokens = new Map<number, string>()
  const goHome = workShift(inside, {
    manner,
    activityArns,
    executionArn,
    took: (task, taskToken) => void tokens.set(task, taskToken),
    note: (kind, task, worker, refused) =>
      void doings.push({ kind, atMs: inside.world.loop.nowMs, worker, task, refused }),
  })
  return { executionArn, doings, tokens, goHome }
}

function refusal({ code, message }: { readonly code: string; readonly message: string }): LabStarted {
  return { kind: 'refused', code, message }
}

/** The activities of this account and region that a definition names. */
function activitiesIn(definition: string): readonly string[] {
  const prefix = `arn:aws:states:${region}:${account}:activity:`
  const names = definition.match(new RegExp(`${prefix}[^"\\\\\\s]+`, 'g')) ?? []
  return [...new Set(names)]
}

/** What a history's data says may be a token. */
function asLabEvent(event: SdkEvent): LabEvent {
  return { type: event.type ?? '', fact: withoutData(toHistoryEvent(event)) }
}

function withoutData(fact: HistoryEvent): HistoryEvent {
  switch (fact.kind) {
    case 'executionStarted':
      return { ...fact, inputText: null }
    case 'stateEntered':
    case 'stateExited':
      return { ...fact, dataText: null }
    case 'taskScheduled':
      return { ...fact, parametersText: null }
    default:
      return fact
  }
}

/** The event that scheduled each task: by the name of the worker that took it, or by the token in the message. */
function scheduledBy(
  events: readonly SdkEvent[],
  doings: readonly Doing[],
  tokens: ReadonlyMap<number, string>,
): Record<number, number> {
  const found: Record<number, number> = {}
  for (const { kind, task, worker } of doings) {
    if (kind !== 'took') continue
    const token = tokens.get(task)
    const id =
      events.find(({ activityStartedEventDetails: details }) => details?.workerName === worker)
        ?.previousEventId ??
      events.find(
        ({ taskScheduledEventDetails: details }) =>
          token !== undefined && details?.parameters?.includes(token) === true,
      )?.id
    if (id !== undefined) found[task] = id
  }
  return found
}
