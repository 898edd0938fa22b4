import type { Quota } from '../token-buckets.ts'

interface RegionalQuota {
  readonly large: Quota
  readonly other: Quota
}

const largeRegions = new Set(['us-east-1', 'us-west-2', 'eu-west-1'])

/** Step Functions Developer Guide, "Service quotas", API action throttling (Standard workflows). */
const statesQuotas: Readonly<Record<string, RegionalQuota>> = {
  CreateActivity: same(100, 1),
  CreateStateMachine: same(100, 1),
  CreateStateMachineAlias: same(100, 1),
  DeleteActivity: same(100, 1),
  DeleteStateMachine: same(100, 1),
  DeleteStateMachineAlias: same(100, 1),
  DeleteStateMachineVersion: same(100, 1),
  DescribeActivity: same(200, 1),
  DescribeExecution: regional([300, 15], [250, 10]),
  DescribeMapRun: same(200, 1),
  DescribeStateMachine: same(200, 20),
  DescribeStateMachineAlias: same(200, 1),
  DescribeStateMachineForExecution: same(200, 1),
  GetActivityTask: regional([3000, 500], [1500, 300]),
  GetExecutionHistory: same(400, 20),
  ListActivities: regional([100, 10], [100, 5]),
  ListExecutions: regional([200, 5], [100, 2]),
  ListMapRuns: same(100, 1),
  ListStateMachineAliases: same(100, 1),
  ListStateMachineVersions: same(100, 1),
  ListStateMachines: same(100, 5),
  ListTagsForResource: same(100, 1),
  PublishStateMachineVersion: same(100, 1),
  RedriveExecution: regional([1300, 300], [800, 150]),
  SendTaskFailure: regional([3000, 500], [1500, 300]),
  SendTaskHeartbeat: regional([3000, 500], [1500, 300]),
  SendTaskSuccess: regional([3000, 500], [1500, 300]),
  StartExecution: regional([1300, 300], [800, 150]),
  StopExecution: regional([1000, 200], [500, 25]),
  TagResource: same(200, 1),
  UntagResource: same(200, 1),
  UpdateMapRun: same(100, 1),
  UpdateStateMachine: same(100, 1),
  UpdateStateMachineAlias: same(100, 1),
  ValidateStateMachineDefinition: same(100, 1),
}

/** Amazon SWF Developer Guide, "Amazon SWF throttling quotas", account level: the same in every region. */
const swfQuotas: Readonly<Record<string, RegionalQuota>> = {
  CountClosedWorkflowExecutions: same(2000, 6),
  CountOpenWorkflowExecutions: same(2000, 6),
  CountPendingActivityTasks: same(200, 6),
  CountPendingDecisionTasks: same(200, 6),
  DeleteActivityType: same(200, 6),
  DeleteWorkflowType: same(200, 6),
  DeprecateActivityType: same(200, 6),
  DeprecateDomain: same(100, 6),
  DeprecateWorkflowType: same(200, 6),
  DescribeActivityType: same(2000, 6),
  DescribeDomain: same(200, 6),
  DescribeWorkflowExecution: same(2000, 6),
  DescribeWorkflowType: same(2000, 6),
  GetWorkflowExecutionHistory: same(2000, 60),
  ListActivityTypes: same(200, 6),
  ListClosedWorkflowExecutions: same(200, 6),
  ListDomains: same(100, 6),
  ListOpenWorkflowExecutions: same(200, 48),
  ListTagsForResource: same(50, 30),
  ListWorkflowTypes: same(200, 6),
  PollForActivityTask: same(2000, 200),
  PollForDecisionTask: same(2000, 200),
  RecordActivityTaskHeartbeat: same(2000, 160),
  RegisterActivityType: same(200, 60),
  RegisterDomain: same(100, 6),
  RegisterWorkflowType: same(200, 60),
  RequestCancelWorkflowExecution: same(2000, 30),
  RespondActivityTaskCanceled: same(2000, 200),
  RespondActivityTaskCompleted: same(2000, 200),
  RespondActivityTaskFailed: same(2000, 200),
  RespondDecisionTaskCompleted: same(2000, 200),
  SignalWorkflowExecution: same(2000, 30),
  StartWorkflowExecution: same(2000, 200),
  TagResource: same(50, 30),
  TerminateWorkflowExecution: same(2000, 60),
  UndeprecateActivityType: same(200, 6),
  UndeprecateDomain: same(100, 6),
  UndeprecateWorkflowType: same(200, 6),
  UntagResource: same(50, 30),
}

/** The quota of one API in one region; undefined where none is modelled (Cognito Identity). */
export function quotaOf(service: string, operation: string, region: string): Quota | undefined {
  const quota = quotasOf(service)?.[operation]
  return largeRegions.has(region) ? quota?.large : quota?.other
}

function quotasOf(service: string): Readonly<Record<string, RegionalQuota>> | undefined {
  if (service === 'states') return statesQuotas
  return service === 'swf' ? swfQuotas : undefined
}

function same(size: number, refillPerSecond: number): RegionalQuota {
  return regional([size, refillPerSecond], [size, refillPerSecond])
}

function regional(large: readonly [number, number], other: readonly [number, number]): RegionalQuota {
  return {
    large: { size: large[0], refillPerSecond: large[1] },
    other: { size: other[0], refillPerSecond: other[1] },
  }
}
