import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../lib/random.ts'
import { AwsError } from '../aws-error.ts'
import { isTaskToken, newTaskToken } from '../task-token.ts'
import { callbackResource, type SteppedWorld, steppedWorld } from './test-stepped-world.ts'

async function refusal(promise: Promise<unknown>): Promise<AwsError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof AwsError) return error
  }
  throw new Error('expected AWS to refuse')
}

async function callbackToken(aws: SteppedWorld): Promise<string> {
  const state = {
    Type: 'Task',
    Resource: callbackResource,
    Parameters: { 'T.$': '$$.Task.Token' },
    End: true,
  }
  const executionArn = await aws.start(await aws.stateMachine('M', { Ask: state }))
  const scheduled = (await aws.history(executionArn)).find(({ type }) => type === 'TaskScheduled')
  return String(JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '{}').T)
}

describe('task tokens', () => {
  it('are 400 to 700 characters of base64 that break in URLs', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const token = newTaskToken(seededRandom(seed))
        expect(token).toMatch(/^[A-Za-z0-9+/]{398,698}==?$/)
        expect(token.length).toBeGreaterThanOrEqual(400)
        expect(token.length).toBeLessThanOrEqual(700)
        expect(token).toContain('+')
        expect(token).toContain('/')
        expect(isTaskToken(token)).toBe(true)
      }),
    )
  })

  it('are known by a character, so that a mangled one is InvalidToken', async () => {
    const aws = steppedWorld()
    const token = await callbackToken(aws)
    const mangled = [
      token.replaceAll('+', ' '),
      token.slice(0, -1),
      `${token}A`,
      `x${token.slice(1)}`,
      'no token',
      '%',
    ]
    for (const taskToken of mangled) {
      const error = await refusal(aws.call('SendTaskHeartbeat', { taskToken }))
      expect(error).toMatchObject({ code: 'InvalidToken', message: "Invalid Token: 'Invalid token'" })
    }
  })

  it('are unknown in another region and in another world', async () => {
    const aws = steppedWorld()
    const taskToken = await callbackToken(aws)
    const elsewhere = steppedWorld({ within: aws, region: 'us-east-1' })
    const otherWorld = steppedWorld({ seed: 2 })
    for (const other of [elsewhere, otherWorld]) {
      expect((await refusal(other.call('SendTaskHeartbeat', { taskToken }))).code).toBe('TaskDoesNotExist')
    }
    expect(await aws.call('SendTaskHeartbeat', { taskToken })).toEqual({})
  })

  it('never show in what AWS answers to a call that carries one', async () => {
    const aws = steppedWorld()
    const taskToken = await callbackToken(aws)
    const wrong = [
      () => aws.call('SendTaskHeartbeat', { taskToken: `${taskToken}${'A'.repeat(2000)}` }),
      () => aws.call('SendTaskHeartbeat', { taskToken: taskToken.slice(3) }),
      () => aws.call('SendTaskSuccess', { taskToken, output: 'not json' }),
      () => aws.call('SendTaskFailure', { taskToken, error: 'e'.repeat(257) }),
    ]
    for (const attempt of wrong) {
      const { message } = await refusal(attempt())
      expect(message).not.toContain(taskToken.slice(20, 60))
    }
    await aws.step(60_000)
    await aws.call('SendTaskSuccess', { taskToken, output: '1' })
    expect((await refusal(aws.call('SendTaskHeartbeat', { taskToken }))).message).not.toContain(
      taskToken.slice(20, 60),
    )
  })

  it('do not show in the cause of a state that failed to read its context', async () => {
    const aws = steppedWorld()
    const Parameters = { 'T.$': '$$.Task.Token', 'x.$': '$$.Task.Nothing' }
    const state = { Type: 'Task', Resource: callbackResource, Parameters, End: true }
    const executionArn = await aws.start(await aws.stateMachine('M', { Ask: state }), { a: 1 })
    expect(await aws.call('DescribeExecution', { executionArn })).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Ask' (entered at the event id #2). The JSONPath '$$.Task.Nothing' specified for the field 'x.$' could not be found in the input '{"a":1}'`,
    })
  })

  it("reach a callback's worker through the message alone, when the task is submitted", async () => {
    const aws = steppedWorld()
    const sent: unknown[] = []
    const unsubscribe = aws.world.deliveries.subscribe((delivery) => sent.push(delivery))
    const token = await callbackToken(aws)
    expect(sent).toEqual([])
    await aws.step(1000)
    expect(sent).toMatchObject([
      { service: 'sqs', action: 'sendMessage', parameters: { T: token }, region: 'eu-west-1' },
    ])
    unsubscribe()
    await callbackToken(aws)
    await aws.step(1000)
    expect(sent).toHaveLength(1)
  })
})
