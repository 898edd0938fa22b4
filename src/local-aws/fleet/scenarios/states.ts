import { account, region } from '../../place.ts'

/** Pieces of Amazon States Language from which the scenarios are written. */

interface Limits {
  readonly HeartbeatSeconds?: number
  readonly TimeoutSeconds?: number
}

export function activityTask(activity: string, limits: Limits, next?: string): object {
  const Resource = `arn:aws:states:${region}:${account}:activity:${activity}`
  return { Type: 'Task', Resource, ...limits, ...whither(next) }
}

/** A message on a queue, with the token in its body. */
export function queueTask(queue: string, limits: Limits, next?: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl: queueUrl(queue), MessageBody: messageBody },
    ...limits,
    ...whither(next),
  }
}

export function topicTask(topic: string, limits: Limits, next?: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::sns:publish.waitForTaskToken',
    Parameters: { TopicArn: topicArn(topic), Message: messageBody },
    ...limits,
    ...whither(next),
  }
}

export function functionTask(functionName: string, limits: Limits, next?: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionName, Payload: messageBody },
    ...limits,
    ...whither(next),
  }
}

/** A function as the task itself, without a token: it has its TimeoutSeconds and no heartbeat. */
export function lambdaTask(functionName: string, limits: Limits, next?: string): object {
  const Resource = `arn:aws:lambda:${region}:${account}:function:${functionName}`
  return { Type: 'Task', Resource, ...limits, ...whither(next) }
}

/** A job of another service, and its end: `jobTask('glue:startJobRun', { JobName: 'a' }, {})`. */
export function jobTask(action: string, Parameters: object, limits: Limits, next?: string): object {
  const Resource = `arn:aws:states:::${action}.sync`
  return { Type: 'Task', Resource, Parameters, ...limits, ...whither(next) }
}

/** An execution of another state machine, and its end. */
export function childTask(stateMachine: string, limits: Limits, next?: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: {
      StateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:${stateMachine}`,
      // The name by which AWS's own console knows a parent.
      Input: { 'order.$': '$', 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$': '$$.Execution.Id' },
    },
    ...limits,
    ...whither(next),
  }
}

/** Lines of states that run at once; each is written as a machine is. */
export function parallel(
  branches: readonly Readonly<Record<string, object>>[],
  handling: object,
  next?: string,
): object {
  return { Type: 'Parallel', Branches: branches.map(flow), ...handling, ...whither(next) }
}

/** The states given, for each item of the list at `ItemsPath`. */
export function map(ItemsPath: string, States: Readonly<Record<string, object>>, next?: string): object {
  return { Type: 'Map', ItemsPath, ItemProcessor: flow(States), ...whither(next) }
}

export function wait(Seconds: number, next?: string): object {
  return { Type: 'Wait', Seconds, ...whither(next) }
}

/** A machine of states in the order given; each names its own successor. */
export function machine(Comment: string, States: Readonly<Record<string, object>>): object {
  return { Comment, ...flow(States) }
}

export function queueUrl(queue: string): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${queue}`
}

export function topicArn(topic: string): string {
  return `arn:aws:sns:${region}:${account}:${topic}`
}

const messageBody = { 'request.$': '$', 'taskToken.$': '$$.Task.Token' }

function flow(States: Readonly<Record<string, object>>): object {
  return { StartAt: Object.keys(States)[0], States }
}

function whither(next: string | undefined): object {
  return next === undefined ? { End: true } : { Next: next }
}
