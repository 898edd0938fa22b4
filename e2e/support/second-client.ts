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
  /** The name of its state. */
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
      const open = openTaskIn(await historyOf(sfn, executionArn))
      if (open !== undefined) tasks.push({ ...names, ...open })
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

/** The state machines of these tests run one state after the other, so the newest task is the open one or there is none. */
function openTaskIn(
  events: readonly HistoryEvent[],
): Omit<SeenTask, 'stateMachineName' | 'stateMachineArn' | 'executionName' | 'executionArn'> | undefined {
  let open: ReturnType<typeof openTaskIn>
  let name = ''
  for (const event of events) {
    name = event.stateEnteredEventDetails?.name ?? name
    const withHeartbeat = event.taskScheduledEventDetails ?? event.activityScheduledEventDetails
    const details = withHeartbeat ?? event.lambdaFunctionScheduledEventDetails
    if (details !== undefined) {
      open = {
        name,
        scheduledEventId: event.id ?? 0,
        scheduledAtMs: event.timestamp?.getTime() ?? 0,
        heartbeatSeconds: withHeartbeat?.heartbeatInSeconds,
        taskToken: /"taskToken":"([^"]+)"/.exec(event.taskScheduledEventDetails?.parameters ?? '')?.[1],
      }
    } else if (ends.test(event.type ?? '')) open = undefined
  }
  return open
}
