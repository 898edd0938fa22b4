import {
  GetExecutionHistoryCommand,
  type GetExecutionHistoryOutput,
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'

/** A task in flight as a second client sees it; folded here by hand, so that the page's own folding is put to the test. */
export interface SeenTask {
  readonly stateMachineName: string
  readonly stateMachineArn: string
  readonly executionName: string
  readonly executionArn: string
  /** `Pack`, `branch 2 / Charge card`, `[0] / Count shelf (try 2)`: its state, and where in the execution that is. */
  readonly name: string
  readonly scheduledEventId: number
  readonly scheduledAtMs: number
  readonly heartbeatSeconds: number | undefined
  /** A callback's token, which stands in its parameters. A secret also in a test: never part of a message. */
  readonly taskToken: string | undefined
}

/** Another client of the same account, with keys of its own: what it sees, AWS knows. */
export function secondClient(endpoint: string): SFNClient {
  return new SFNClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

/** Every open task of every RUNNING execution, by its history. */
export async function openTasks(sfn: SFNClient): Promise<readonly SeenTask[]> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({ maxResults: 1000 }))
  const tasks: SeenTask[] = []
  for (const { stateMachineArn = '', name: stateMachineName = '' } of stateMachines) {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 }),
    )
    for (const { executionArn = '', name: executionName = '' } of executions) {
      const names = { stateMachineName, stateMachineArn, executionName, executionArn }
      for (const open of openTasksIn(await historyOf(sfn, executionArn))) tasks.push({ ...names, ...open })
    }
  }
  return tasks
}

/** The one open task of the one running execution of a state machine; fails where there is none. */
export async function openTaskOf(sfn: SFNClient, stateMachineName: string): Promise<SeenTask> {
  const task = (await openTasks(sfn)).find((some) => some.stateMachineName === stateMachineName)
  if (task === undefined) throw new Error(`${stateMachineName} has no open task`)
  return task
}

export async function historyOf(sfn: SFNClient, executionArn: string): Promise<readonly HistoryEvent[]> {
  const { events = [] }: GetExecutionHistoryOutput = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  )
  return events
}

const ends = /^(?:Activity|Task|LambdaFunction)(?:Succeeded|Failed|SubmitFailed|TimedOut)$/

type OpenTask = Omit<SeenTask, 'stateMachineName' | 'stateMachineArn' | 'executionName' | 'executionArn'>

/** Where an event stands: the forks around it by the id of their Started event, its state, and the tries of that. */
interface Place {
  readonly forks: readonly { readonly startedId: number; readonly line: string }[]
  readonly state: string
  readonly tries: number
  readonly taskId: number
}

const outside: Place = { forks: [], state: '', tries: 0, taskId: 0 }

function openTasksIn(events: readonly HistoryEvent[]): readonly OpenTask[] {
  const places = new Map<number, Place>()
  const open = new Map<number, OpenTask & { readonly forks: Place['forks'] }>()
  const branches = new Map<number, number>()
  for (const event of events) {
    const { id = 0, previousEventId = 0, type = '' } = event
    let place = places.get(previousEventId) ?? outside
    const before = events[previousEventId - 1]?.type ?? ''
    const name = event.stateEnteredEventDetails?.name
    if (name !== undefined) {
      if (before === 'ParallelStateStarted') {
        const branch = (branches.get(previousEventId) ?? 0) + 1
        branches.set(previousEventId, branch)
        place = inFork(place, previousEventId, `branch ${branch}`)
      }
      place = { ...place, state: name, tries: 0 }
    } else if (event.mapIterationStartedEventDetails !== undefined) {
      const { index } = event.mapIterationStartedEventDetails
      // An iteration may hang on the one before it.
      const around = before === 'MapStateStarted' ? place : outOfFork(place)
      const startedId = before === 'MapStateStarted' ? previousEventId : (place.forks.at(-1)?.startedId ?? 0)
      place = inFork(around, startedId, `[${index}]`)
    } else if (/^(?:Parallel|Map)StateFailed$/.test(type)) {
      const failed = place.forks.at(-1)?.startedId
      for (const [taskId, { forks }] of open) {
        if (forks.some(({ startedId }) => startedId === failed)) open.delete(taskId)
      }
      place = outOfFork(place)
    } else if (/^(?:Parallel|Map)StateExited$/.test(type) && !before.endsWith('StateFailed')) {
      place = outOfFork(place)
    }
    const withHeartbeat = event.taskScheduledEventDetails ?? event.activityScheduledEventDetails
    if ((withHeartbeat ?? event.lambdaFunctionScheduledEventDetails) !== undefined) {
      place = { ...place, tries: place.tries + 1, taskId: id }
      const tries = place.tries > 1 ? ` (try ${place.tries})` : ''
      open.set(id, {
        forks: place.forks,
        name: [...place.forks.map(({ line }) => line), place.state].join(' / ') + tries,
        scheduledEventId: id,
        scheduledAtMs: event.timestamp?.getTime() ?? 0,
        heartbeatSeconds: withHeartbeat?.heartbeatInSeconds,
        taskToken: /"taskToken":"([^"]+)"/.exec(event.taskScheduledEventDetails?.parameters ?? '')?.[1],
      })
    } else if (ends.test(type)) open.delete(place.taskId)
    places.set(id, place)
  }
  return [...open.values()]
}

function inFork(place: Place, startedId: number, line: string): Place {
  return { ...outside, forks: [...place.forks, { startedId, line }] }
}

function outOfFork(place: Place): Place {
  return { ...outside, forks: place.forks.slice(0, -1) }
}
