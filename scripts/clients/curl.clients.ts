import { execFile } from 'node:child_process'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { openTaskOf, secondClient } from '../../e2e/support/second-client.ts'
import { environmentFor, rootKeys, testPlace, withoutSecrets } from './testing-place.ts'

// curl signs by itself (--aws-sigv4) and calls AWS's own host names: a client that no code of AWS is part of.

const place = testPlace()
const { control } = place
const client = inject('clients').curl

beforeEach((context) => {
  if (client.kind === 'missing') context.skip(client.reason)
})
beforeEach(() => control.openScenario('solo', { paused: true }))

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Sends a POST with curl, its connection led to this place's port. */
function curl(url: string, args: readonly string[]): Promise<Answer> {
  if (client.kind === 'missing') throw new Error(client.reason)
  const all = [
    ...['--silent', '--show-error', '--max-time', '20', '--request', 'POST'],
    ...['--connect-to', `::127.0.0.1:${place.port}`, '--write-out', '\n%{http_code}'],
    ...args,
    ...['--url', url],
  ]
  return new Promise((resolve, reject) => {
    execFile(client.path, all, { env: environmentFor(place, undefined) }, (error, stdout, stderr) => {
      const [, body = '', status = ''] = /^([^]*)\n(\d{3})$/.exec(stdout) ?? []
      if (error === null) resolve({ status: Number(status), body: JSON.parse(body) })
      else reject(new Error(`curl: ${withoutSecrets(stderr)}`)) // the error itself repeats the arguments
    })
  })
}

function signed(service: string, region: string, target: string, input: object): string[] {
  return [
    ...['--aws-sigv4', `aws:amz:${region}:${service}`],
    ...['--user', `${rootKeys.accessKeyId}:${rootKeys.secretAccessKey}`],
    ...['--header', `X-Amz-Target: ${target}`, '--header', 'content-type: application/x-amz-json-1.0'],
    ...['--data', JSON.stringify(input)],
  ]
}

const states = 'http://states.eu-west-1.amazonaws.com/'
const heartbeat = 'AWSStepFunctions.SendTaskHeartbeat'

describe('curl', () => {
  it('beats a callback with a request that it signed itself', async () => {
    const { taskToken, executionArn } = await openTaskOf(secondClient(place.url), 'Onboarding')
    await control.step(45)
    const beat = signed('states', 'eu-west-1', heartbeat, { taskToken })
    expect(await curl(states, beat)).toEqual({ status: 200, body: {} })
    await control.step(45)
    const describeIt = signed('states', 'eu-west-1', 'AWSStepFunctions.DescribeExecution', { executionArn })
    expect(await curl(states, describeIt)).toMatchObject({ status: 200, body: { status: 'RUNNING' } })
    await control.step(30)
    expect(await curl(states, beat)).toEqual({
      status: 400,
      body: {
        __type: 'com.amazonaws.swf.service.v2.model#TaskTimedOut',
        message: "Task Timed Out: 'Provided task does not exist anymore'",
      },
    })
  })

  it.each([
    ['the region', 'states', 'us-east-1', /^Credential should be scoped to a valid region/],
    ['the service', 'swf', 'eu-west-1', /^Credential should be scoped to correct service: 'states'/],
  ])('is refused when it signs for another host: %s', async (_, service, region, message) => {
    expect(await curl(states, signed(service, region, heartbeat, { taskToken: 'any' }))).toMatchObject({
      status: 400,
      body: {
        __type: 'com.amazon.coral.service#InvalidSignatureException',
        message: expect.stringMatching(message),
      },
    })
  })

  it('is refused without a signature', async () => {
    const unsigned = ['--header', `X-Amz-Target: ${heartbeat}`, '--data', '{"taskToken":"any"}']
    expect(await curl(states, unsigned)).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
        message: 'Missing Authentication Token',
      },
    })
  })

  // As generators of API pages write it: what follows # never leaves the client, so the call has no target.
  it.each([
    `${states}#X-Amz-Target=${heartbeat}`,
    'http://swf.eu-west-1.amazonaws.com/#X-Amz-Target=SimpleWorkflowService.RecordActivityTaskHeartbeat',
  ])('gets nothing for %s', async (url) => {
    const headers = ['--header', 'accept: application/json', '--header', 'content-type: application/json']
    expect(await curl(url, headers)).toEqual({
      status: 400,
      body: { __type: 'com.amazon.coral.service#UnknownOperationException', message: '' },
    })
  })
})
