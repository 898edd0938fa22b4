import { describe, expect, it } from 'vitest'
import { realPorts } from '../../src/console/ports.ts'
import type { TaskToken } from '../../src/domain/task-token.ts'
import { createRelay } from '../../src/server/relay.ts'
import { hostForTests } from '../../src/server/testing-host.ts'
import { ownServer } from '../../src/server/testing-own-server.ts'
import { type Checking, checkAws, checkedJson, checkedText } from './check-aws.ts'
import { checkingOf, newStateMachine, openCallbackToken } from './testing-check.ts'

const host = hostForTests('solo', { paused: true })
const { control } = host.localAws

/** Calls that came from outside since the world was opened. */
function calls(operation: string): number {
  return control.calls().calls.filter((call) => call.operation === operation).length
}

async function check(checking: Checking) {
  const checked = await checkAws(checking)
  return { checked, text: checkedText(checked), works: checked.verdict.kind === 'works' }
}

function operationsAsked(): readonly string[] {
  return [...new Set(control.calls().calls.map(({ operation }) => operation))]
}

/** What of the local AWS would change something. */
function writes(): readonly string[] {
  return operationsAsked().filter((one) => !/^(?:List|Describe|Get)/.test(one) || one === 'GetActivityTask')
}

function relayToTheLocalAws() {
  return ownServer(createRelay({ regions: ['eu-west-1'], connect: host.url }))
}

function isCognito(init: RequestInit | undefined): boolean {
  return new Headers(init?.headers).get('x-amz-target')?.includes('Cognito') === true
}

/** An address at which nothing listens any more. */
async function deadUrl(): Promise<string> {
  const server = await ownServer((_, response) => response.end())
  await server.close()
  return server.url
}

describe('a check of AWS', () => {
  it('says that the console can work directly, and as whom', async () => {
    const { text, works } = await check(checkingOf(host.url))
    expect(text).toContain('The console can work.')
    expect(works).toBe(true)
    expect(text).toContain('local/eu-west-1: Step Functions directly, SWF directly.')
    expect(text).toMatch(/came +Ana\b.*, in operator, until 20\d\d-/)
    expect(text).toContain('origin, POST and all headers are allowed')
    expect(text).toMatch(/Is the Date of direct answers readable.*\n +came +Yes\./)
    expect(text).toMatch(/Does the relay at \/aws\/states\/eu-west-1\/ pass calls on\?\n +came +Not asked/)
    for (const action of [
      'states:ListStateMachines',
      'states:ListExecutions',
      'states:GetExecutionHistory',
      'states:DescribeStateMachineForExecution',
      'states:DescribeExecution',
      'swf:ListOpenWorkflowExecutions',
    ])
      expect(text).toMatch(new RegExp(`ok +asked +${action}\\b`))
  })

  it('writes nothing, and reads each thing once', async () => {
    await check(checkingOf(host.url))
    expect(writes()).toEqual([])
    expect(operationsAsked()).toContain('GetExecutionHistory')
    expect(calls('ListStateMachines')).toBe(1)
    expect(calls('ListOpenWorkflowExecutions')).toBe(1)
  })

  it('finds no way to a service that refuses browsers, without a relay', async () => {
    control.changeSettings({ cors: { states: false } })
    const { text, works } = await check(checkingOf(host.url))
    expect(works).toBe(false)
    expect(text).toContain(
      'local/eu-west-1: Step Functions was reached neither directly nor through a relay.',
    )
    expect(text).toContain('the origin is not allowed')
  })

  it('finds the relay for it, and the other service directly', async () => {
    control.changeSettings({ cors: { swf: false } })
    const relay = await relayToTheLocalAws()
    try {
      const { text, works } = await check(checkingOf(host.url, { relay: relay.url }))
      expect(text).toContain('local/eu-west-1: Step Functions directly, SWF through the relay.')
      expect(works).toBe(true)
      expect(text).toContain('AWS answered a read, through it, with its Date.')
    } finally {
      await relay.close()
    }
  })

  it('tells a host without a relay from a relay', async () => {
    control.changeSettings({ cors: { states: false, swf: false } })
    const bare = await ownServer((_, response) => response.writeHead(405).end())
    try {
      const { text, works } = await check(checkingOf(host.url, { relay: bare.url }))
      expect(works).toBe(false)
      expect(text).toContain('has no relay: what answers there is not AWS.')
    } finally {
      await bare.close()
    }
  })

  it('names what is denied, and on what', async () => {
    control.changeSettings({ deny: ['states:GetExecutionHistory'] })
    const { text, works } = await check(checkingOf(host.url))
    expect(works).toBe(false)
    expect(text).toContain('local/eu-west-1: states:GetExecutionHistory fails')
    expect(text).toMatch(
      /BAD +asked +states:GetExecutionHistory\n +on +arn:aws:states:eu-west-1:\d+:execution:/,
    )
  })

  it('can work where only a read is denied that it can do without', async () => {
    control.changeSettings({ deny: ['states:DescribeExecution'] })
    const { text, works } = await check(checkingOf(host.url))
    expect(works).toBe(true)
    expect(text).toMatch(/BAD +asked +states:DescribeExecution\n +on /)
  })

  it.each([
    [3600, 'behind'],
    [-3600, 'ahead'],
  ])('signs by the time of a server that is %d s later', async (wireSkewSeconds, way) => {
    control.changeSettings({ wireSkewSeconds })
    const { text, works } = await check(checkingOf(host.url))
    expect(text).toContain('The console can work.')
    expect(works).toBe(true)
    expect(text).toMatch(new RegExp(`came +It is 3[56]\\d\\d\\.\\d s ${way}, ±[\\d.]+ s`))
    expect(text).toContain('Set the clock of this machine.')
  })

  it('does not take a line that broke once for a host that refuses', async () => {
    let broken = 0
    const breaking: typeof fetch = async (input, init) => {
      const isCall = new Headers(init?.headers).has('x-amz-target')
      if (isCall && !isCognito(init) && broken === 0) {
        broken += 1
        throw new TypeError('fetch failed')
      }
      return fetch(input, init)
    }
    const { text, works } = await check(checkingOf(host.url, { ports: { ...realPorts, fetch: breaking } }))
    expect(broken).toBe(1)
    expect(works).toBe(true)
    expect(text).toContain('local/eu-west-1: Step Functions directly, SWF directly.')
  })

  it('takes a sign-in page of the network for no answer of AWS', async () => {
    const page = await ownServer((request, response) => {
      const asked = String(request.headers['access-control-request-headers'])
      const readable = { 'access-control-allow-origin': '*', 'access-control-allow-headers': asked }
      response.writeHead(200, { ...readable, 'content-type': 'text/html' }).end('<html>Sign in</html>')
    })
    const { text, works } = await check(
      checkingOf(page.url, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    )
    await page.close()
    expect(works).toBe(false)
    expect(text).toContain(`The answer from ${page.url} is not AWS's. It is HTTP 200`)
    expect(text).not.toContain('AWS answered')
  })

  it('tells a dead network from a host that refuses', async () => {
    const url = await deadUrl()
    const { text, works } = await check(
      checkingOf(url, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    )
    expect(works).toBe(false)
    expect(text).toContain('Nothing answers there at all.')
  })

  it('needs somebody to ask as, but not to find the ways', async () => {
    control.changeSettings({ cors: { swf: false } })
    const { text, works } = await check(checkingOf(host.url, {}, { fields: { signIn: { kind: 'pasted' } } }))
    expect(works).toBe(false)
    expect(text).toContain('Nobody is signed in: only the ways to AWS were checked.')
    expect(text).toContain('local/eu-west-1: there are no credentials to ask with.')
    expect(text).toContain('AWS answered: it refused keys that belong to nobody.')
    expect(text).toMatch(/Is the Date of direct answers readable.*\n +came +Yes\./)
    expect(text).toContain('browsers tell so of a host that refuses them (CORS)')
    expect(calls('ListExecutions')).toBe(0)
  })

  it.each([
    [
      'that AWS does not know',
      { accessKeyId: 'ASIAUNKNOWN', sessionToken: 'x' },
      'does not accept this sign-in',
    ],
    ['that have ended', { accessKeyId: 'test', expiration: new Date(0) }, 'Nobody, or not any more.'],
  ])('asks nothing more with credentials %s', async (_, given, came) => {
    const credentials = { secretAccessKey: 'test', ...given }
    const { text, works } = await check(checkingOf(host.url, { credentials }))
    expect(works).toBe(false)
    expect(text).toContain(came)
    expect(text).not.toContain('states:ListExecutions')
    expect(calls('ListExecutions')).toBe(0)
  })

  it('says that AWS refuses guests', async () => {
    const { text, works } = await check(checkingOf(host.url, {}, { signIn: 'guest' }))
    expect(works).toBe(false)
    expect(text).toContain('AWS refuses guests')
  })

  it('asks only the way that is configured', async () => {
    const { text } = await check(checkingOf(host.url, {}, { fields: { transport: 'direct' } }))
    expect(text).toContain('only the other way is taken')
  })

  it('asks about what is made up where nothing runs', async () => {
    await control.openScenario('quiet', { paused: true })
    const machine = await newStateMachine(host.url, 'Orders')
    const { text, works } = await check(checkingOf(host.url))
    expect(works).toBe(true)
    expect(text).toMatch(/asked +states:ListExecutions\n +on +\S+:stateMachine:Orders\n +came +No running ex/)
    const madeUp = [...text.matchAll(/asked +(\S+)\n +on +(\S+)\n +came +AWS knows none of this name/g)]
    expect(madeUp.map(([, action, on]) => `${action} ${on?.replace(machine.account, '')}`)).toEqual([
      'states:GetExecutionHistory execution:Orders:heartbeat-console-check',
      'states:DescribeStateMachineForExecution execution:Orders:heartbeat-console-check',
      'states:DescribeExecution execution:Orders:heartbeat-console-check',
      'states:DescribeMapRun mapRun:Orders/heartbeat-console-check:00000000-0000-4000-8000-000000000000',
      'states:ListExecutions mapRun:Orders/heartbeat-console-check:00000000-0000-4000-8000-000000000000',
      'swf:GetWorkflowExecutionHistory warehouse',
    ])
  })

  it('finds what is denied also where nothing runs', async () => {
    await control.openScenario('quiet', { paused: true })
    await newStateMachine(host.url, 'Orders')
    control.changeSettings({ deny: ['states:GetExecutionHistory', 'swf:GetWorkflowExecutionHistory'] })
    const { text, works } = await check(checkingOf(host.url))
    expect(works).toBe(false)
    expect(text).toContain('local/eu-west-1: states:GetExecutionHistory fails')
    expect(text).toContain('local/eu-west-1: swf:GetWorkflowExecutionHistory fails')
  })

  it('says that an account is empty, or that nothing of it is watched', async () => {
    const unwatched = await check(checkingOf(host.url, {}, { fields: { watch: { include: ['None'] } } }))
    expect(unwatched.works).toBe(true)
    expect(unwatched.text).toMatch(/came +\d+ state machines, none of them watched\./)
    expect(unwatched.text).toContain('5 permissions could not be asked')
    await control.openScenario('quiet', { paused: true })
    expect((await check(checkingOf(host.url))).text).toContain(
      'No state machine; Express ones are not counted.',
    )
  })

  it('finds a Map Run in an execution that is not the first', async () => {
    await control.openScenario('quiet', { paused: true })
    await newStateMachine(host.url, 'Alone', { run: true })
    await newStateMachine(host.url, 'Many', { run: true, distributed: true })
    await control.step(5)
    const { text } = await check(checkingOf(host.url))
    expect(text).toMatch(/asked +states:DescribeMapRun\n +on +\S+:mapRun:Many\/\S+\n +came +An answer\./)
    expect(text).toMatch(
      /asked +states:ListExecutions\n +on +\S+:mapRun:Many\/\S+\n +came +2 running executions\./,
    )
  })

  it('is not settled where AWS throttles', async () => {
    control.changeSettings({ throttle: ['ListStateMachines'] })
    const { checked, text } = await check(checkingOf(host.url))
    expect(checked.verdict.kind).toBe('unsettled')
    expect(text).toContain('Check again in a minute.')
  })

  it('tells all of it to programs, too, and whose turn it is', async () => {
    const turns: string[] = []
    const { checked } = await check(checkingOf(host.url, { onConnection: (id) => turns.push(id) }))
    expect(turns).toEqual(['local/eu-west-1'])
    expect(JSON.parse(checkedJson(checked))).toMatchObject({
      verdict: { kind: 'works' },
      reports: [{ id: 'local/eu-west-1', services: [{ service: 'states' }, { service: 'swf' }] }],
    })
  })

  it('says that nothing of SWF is configured, and does without', async () => {
    control.changeSettings({ cors: { swf: false } })
    const { text, works } = await check(checkingOf(host.url, {}, { fields: { swfDomains: [] } }))
    expect(works).toBe(true)
    expect(text).toContain('Nothing: no SWF domain is configured.')
  })
})

describe('the heartbeat of a check', () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret-of-a-check' }
  const beating = (token: TaskToken) =>
    ({ service: 'states', connectionId: 'local/eu-west-1', token }) as const

  it.each([
    ['ana', 'AWS accepted it.', 'only where that names ARNs and no star'],
    ['vic', 'Denied, so nothing was written.', 'authorises the token of a callback on its state machine'],
  ])('is sent once, as %s: %s', async (person, came, means) => {
    const token = await openCallbackToken(host.url)
    const { checked, text } = await check(
      checkingOf(host.url, { heartbeat: beating(token) }, { signIn: { person } }),
    )
    expect(text).toContain(`came   ${came}`)
    expect(text).toContain(means)
    expect(calls('SendTaskHeartbeat')).toBe(1)
    expect(writes()).toEqual(['SendTaskHeartbeat'])
    expect(text + checkedJson(checked)).not.toContain(token.reveal())
  })

  it('is not sent where there is no way', async () => {
    const token = await openCallbackToken(host.url)
    control.changeSettings({ cors: { states: false } })
    const { text } = await check(checkingOf(host.url, { heartbeat: beating(token) }))
    expect(text).toContain('Nothing was sent')
    expect(calls('SendTaskHeartbeat')).toBe(0)
  })

  it('is not sent where nobody is signed in', async () => {
    const heartbeat = beating(await openCallbackToken(host.url))
    const { text } = await check(
      checkingOf(host.url, { heartbeat }, { fields: { signIn: { kind: 'pasted' } } }),
    )
    expect(text).toContain('Nothing was sent')
    expect(calls('SendTaskHeartbeat')).toBe(0)
  })

  it('leaves credentials out of what it tells', async () => {
    const { checked, text } = await check(checkingOf(host.url, { credentials }))
    expect(text + checkedJson(checked)).not.toContain(credentials.secretAccessKey)
  })
})
