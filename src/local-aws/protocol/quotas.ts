/** A token bucket: `size` calls at once, then `refillPerSecond`. */
export interface Quota {
  readonly size: number
  readonly refillPerSecond: number
}

interface RegionalQuota {
  readonly large: Quota
  readonly other: Quota
}

const largeRegions = new Set(['us-east-1', 'us-west-2', 'eu-west-1'])

/** Step Functions Developer Guide, "Service quotas", API action throttling (Standard workflows). */
const statesQuotas: Readonly<Record<string, RegionalQuota>> = {
  CreateActivity: same(100, 1),
  CreateStateMachine: same(100, 1),
  DeleteActivity: same(100, 1),
  DeleteStateMachine: same(100, 1),
  DescribeActivity: same(200, 1),
  DescribeExecution: regional([300, 15], [250, 10]),
  DescribeStateMachine: same(200, 20),
  DescribeStateMachineForExecution: same(200, 1),
  GetActivityTask: regional([3000, 500], [1500, 300]),
  GetExecutionHistory: same(400, 20),
  ListActivities: regional([100, 10], [100, 5]),
  ListExecutions: regional([200, 5], [100, 2]),
  ListStateMachines: same(100, 5),
  ListTagsForResource: same(100, 1),
  SendTaskFailure: regional([3000, 500], [1500, 300]),
  SendTaskHeartbeat: regional([3000, 500], [1500, 300]),
  SendTaskSuccess: regional([3000, 500], [1500, 300]),
  StartExecution: regional([1300, 300], [800, 150]),
  StopExecution: regional([1000, 200], [500, 25]),
  TagResource: same(200, 1),
  UntagResource: same(200, 1),
}

/** The quota of one API in one region; undefined where none is modelled (Cognito Identity). */
export function quotaOf(service: string, operation: string, region: string): Quota | undefined {
  if (service !== 'states') return undefined
  const quota = statesQuotas[operation]
  return largeRegions.has(region) ? quota?.large : quota?.other
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
