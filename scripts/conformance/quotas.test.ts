import { describe, expect, it } from 'vitest'
import { quotaOf } from '../../src/local-aws/protocol/quotas.ts'
import type { ServiceName } from '../../src/local-aws/protocol/services.ts'
import { Throttle } from '../../src/local-aws/protocol/throttle.ts'
import type { Quota } from '../../src/local-aws/token-buckets.ts'
import { awsRefusal } from './aws-refusal.ts'
import { knownOperations } from './operations.ts'
import { signedCall } from './signed-call.ts'
import { type StillAws, stillAws } from './still-aws.ts'

/** Where Step Functions has its larger buckets, and where it has the others. */
const regions = ['eu-west-1', 'eu-central-1'] as const

/** What the console's reads and writes are planned by: size and refill a second, in those two regions (AWS's quota pages). */
const documented: Readonly<Record<string, readonly [string, string]>> = {
  'states.ListExecutions': ['200/5', '100/2'],
  'states.GetExecutionHistory': ['400/20', '400/20'],
  'states.DescribeExecution': ['300/15', '250/10'],
  'states.ListStateMachines': ['100/5', '100/5'],
  'states.ListActivities': ['100/10', '100/5'],
  'states.DescribeStateMachine': ['200/20', '200/20'],
  'states.DescribeStateMachineForExecution': ['200/1', '200/1'],
  'states.DescribeActivity': ['200/1', '200/1'],
  'states.ListMapRuns': ['100/1', '100/1'],
  'states.SendTaskHeartbeat': ['3000/500', '1500/300'],
  'states.SendTaskSuccess': ['3000/500', '1500/300'],
  'states.SendTaskFailure': ['3000/500', '1500/300'],
  'swf.ListDomains': ['100/6', '100/6'],
  'swf.ListOpenWorkflowExecutions': ['200/48', '200/48'],
  'swf.DescribeWorkflowExecution': ['2000/6', '2000/6'],
  'swf.GetWorkflowExecutionHistory': ['2000/60', '2000/60'],
  'swf.RecordActivityTaskHeartbeat': ['2000/160', '2000/160'],
  'swf.CountPendingActivityTasks': ['200/6', '200/6'],
}

interface Bucket {
  readonly service: ServiceName
  readonly name: string
  readonly region: string
  readonly quota: Quota
}

// Cognito Identity is not throttled.
const operations = knownOperations().filter(({ service }) => service !== 'cognito-identity')

const buckets: readonly Bucket[] = operations.flatMap(({ service, name }) =>
  regions.flatMap((region) => {
    const quota = quotaOf(service, name, region)
    return quota === undefined ? [] : [{ service, name, region, quota }]
  }),
)

/** How many of so many tries are let through. */
async function through(tries: number, take: () => boolean | Promise<boolean>): Promise<number> {
  let count = 0
  for (let index = 0; index < tries; index += 1) if (await take()) count += 1
  return count
}

/** A bucket gives what is in it, then what runs into it, and never holds more than its size. */
async function measure(
  { quota }: Bucket,
  take: () => boolean | Promise<boolean>,
  wait: (ms: number) => void,
) {
  const full = await through(quota.size + 3, take)
  wait(1000)
  const afterASecond = await through(quota.refillPerSecond + 3, take)
  wait(1000 / quota.refillPerSecond - 1)
  const justBefore = await through(2, take)
  wait(2)
  const afterOne = await through(2, take)
  return { full, afterASecond, justBefore, afterOne }
}

function promised({ quota }: Bucket) {
  return { full: quota.size, afterASecond: quota.refillPerSecond, justBefore: 0, afterOne: 1 }
}

/** A call that AWS refuses for its input, if it comes so far: quotas come first. */
async function codeOf(still: StillAws, { service, name, region }: Omit<Bucket, 'quota'>, secretKey = 'test') {
  const call = signedCall({
    service,
    operation: name,
    body: '[]',
    atMs: still.wireNowMs(),
    region,
    secretKey,
  })
  return awsRefusal(await still.aws.handle(call))
}

describe('the throttling quotas', () => {
  it('are those that AWS documents', () => {
    const known = Object.fromEntries(
      Object.keys(documented).map((api) => {
        const ofApi = buckets.filter(({ service, name }) => `${service}.${name}` === api)
        return [api, ofApi.map(({ quota }) => `${quota.size}/${quota.refillPerSecond}`)]
      }),
    )
    expect(known).toEqual(documented)
  })

  it('are there for every operation but one that AWS does not throttle, and one whose quota nobody here knows', () => {
    const throttled = new Set(buckets.map(({ service, name }) => `${service}.${name}`))
    const free = operations
      .map(({ service, name }) => `${service}.${name}`)
      .filter((api) => !throttled.has(api))
    expect(free).toEqual(['states.StartSyncExecution', 'states.TestState'])
  })

  it('are a bucket for each API in each region: its size at once, then its refill', async () => {
    let nowMs = 0
    const throttle = new Throttle(() => nowMs)
    for (const bucket of buckets) {
      const take = (): boolean => throttle.take(bucket.service, bucket.name, bucket.region)
      const measured = await measure(bucket, take, (ms) => {
        nowMs += ms
      })
      expect({ ...bucket, ...measured }).toEqual({ ...bucket, ...promised(bucket) })
    }
  })

  // The larger ones take their time, and are measured above.
  const small = buckets.filter(({ quota }) => quota.size <= 250)

  it('throttle calls over the wire by ThrottlingException, whatever else is wrong with them', async () => {
    const still = await stillAws('quiet')
    for (const bucket of small) {
      const codes = new Set<string>()
      const take = async (): Promise<boolean> => {
        const { code, message, status } = await codeOf(still, bucket)
        codes.add(`${status} ${code}: ${message}`)
        return code !== 'ThrottlingException'
      }
      const measured = await measure(bucket, take, still.wait)
      expect({ ...bucket, ...measured, codes: [...codes] }).toEqual({
        ...bucket,
        ...promised(bucket),
        codes: [
          '400 SerializationException: Start of structure or map found where not expected.',
          '400 ThrottlingException: Rate exceeded',
        ],
      })
    }
    expect(still.defects).toEqual([])
  })

  it('are not drawn on by whoever cannot sign', async () => {
    const still = await stillAws('quiet')
    const bucket = { service: 'states', name: 'ListExecutions', region: 'eu-west-1' } as const
    for (let index = 0; index < 300; index += 1) {
      expect((await codeOf(still, bucket, 'wrong')).code).toBe('InvalidSignatureException')
    }
    expect((await codeOf(still, bucket)).code).toBe('SerializationException')
  })
})
