import { account, region } from '../../src/local-aws/place.ts'

export const roleArn = `arn:aws:iam::${account}:role/Runner`
export const arn = (rest: string): string => `arn:aws:states:${region}:${account}:${rest}`
export const pass = { Type: 'Pass', End: true }
const callback = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: 'q', MessageBody: { 'taskToken.$': '$$.Task.Token' } },
}
export function flow(States: Readonly<Record<string, object>>): object {
  return { StartAt: Object.keys(States)[0], States }
}

const hold = { Type: 'Wait', Seconds: 600, End: true }

function distributed(
  states: Readonly<Record<string, object>>,
  more: object = { ItemsPath: '$.items' },
): object {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }
  return { Type: 'Map', ItemProcessor: { ProcessorConfig, ...flow(states) }, End: true, ...more }
}

/** State machines that between them write every kind of event that needs no worker. */
export const machines: Readonly<Record<string, object>> = {
  Plain: flow({
    Pass: { Type: 'Pass', Result: { ok: true }, Next: 'Wait' },
    Wait: { Type: 'Wait', Seconds: 1, Next: 'Done' },
    Done: { Type: 'Succeed' },
  }),
  Failing: flow({ Fail: { Type: 'Fail', Error: 'Bad', Cause: 'It is bad.' } }),
  Runtime: flow({ Pass: { Type: 'Pass', InputPath: '$.nothing', End: true } }),
  Limited: { ...flow({ Wait: { Type: 'Wait', Seconds: 600, End: true } }), TimeoutSeconds: 30 },
  Forking: flow({
    Fork: {
      Type: 'Parallel',
      Branches: [
        flow({ Fail: { Type: 'Fail', Error: 'Bad' } }),
        flow({ Hold: { Type: 'Wait', Seconds: 60, End: true } }),
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Fork well' }],
      End: true,
    },
    'Fork well': { Type: 'Parallel', Branches: [flow({ Pass: pass })], End: true },
  }),
  Aborting: flow({
    Fork: {
      Type: 'Parallel',
      Branches: [
        flow({
          Hold: { Type: 'Wait', Seconds: 20, Next: 'Fail' },
          Fail: { Type: 'Fail', Error: 'Bad' },
        }),
        flow({ Ask: { ...callback, End: true } }),
        flow({ Inner: { Type: 'Parallel', Branches: [flow({ Hold: hold })], End: true } }),
        flow({ Each: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: flow({ Hold: hold }), End: true } }),
        flow({ Many: distributed({ Hold: hold }) }),
      ],
      End: true,
    },
  }),
  Mapping: flow({
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: flow({ Pass: pass }),
      ResultPath: null,
      Next: 'Each badly',
    },
    'Each badly': {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: flow({
        Odd: { ...callback, HeartbeatSeconds: 5, End: true },
      }),
      End: true,
    },
  }),
  Distributed: flow({ Each: distributed({ Ask: { ...callback, HeartbeatSeconds: 5, End: true } }) }),
  Counting: flow({ Each: distributed({ Pass: pass }) }),
  Batching: flow({
    Each: distributed(
      { Pass: pass },
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: 'any', Key: 'any' },
          ReaderConfig: { InputType: 'JSON' },
        },
        ItemBatcher: { MaxItemsPerBatch: 2 },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'results' } },
      },
    ),
  }),
  Functions: flow({
    Call: { Type: 'Task', Resource: `arn:aws:lambda:${region}:${account}:function:f`, Next: 'Ask' },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f' },
      Next: 'Run',
    },
    Run: {
      Type: 'Task',
      Resource: 'arn:aws:states:::batch:submitJob.sync',
      Parameters: { JobName: 'j' },
      Next: 'Start',
    },
    Start: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: arn('stateMachine:Plain'), Input: {} },
      Next: 'Start nothing',
    },
    'Start nothing': {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { StateMachineArn: arn('stateMachine:Nothing') },
      Next: 'Start',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Start badly' }],
    },
    'Start badly': {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Parameters: { StateMachineArn: arn('stateMachine:Nothing') },
      End: true,
    },
  }),
}
