import { describe, expect, it } from 'vitest'
import { createRelay } from '../../src/server/relay.ts'
import { hostForTests } from '../../src/server/testing-host.ts'
import { checkAws } from './check-aws.ts'
import { checkingOf, openCallbackToken, serving } from './testing-check.ts'

const host = hostForTests('solo', { paused: true })
const { control } = host.localAws

/** Calls that came from outside since the world was opened. */
function calls(operation: string): number {
  return control.calls().calls.filter((call) => call.operation === operation).length
}

function relayToTheLocalAws() {
  return serving(createRelay({ regions: ['eu-west-1'], connect: host.url }))
}

/** An address at which nothing listens any more. */
async function deadUrl(): Promise<string> {
  const server = await serving((_, response) => response.end())
  await server.close()
  return server.url
}

describe('a check of AWS', () => {
  it('says that the console can work directly, and as whom', async () => {
    const { text, works } = await checkAws(checkingOf(host.url))
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

  it('writes nothing', async () => {
    await checkAws(checkingOf(host.url))
    const operations = new Set(control.calls().calls.map(({ operation }) => operation))
    const reads = [...operations].filter((one) => /^(?:List|Describe|Get)/.test(one))
    expect(reads).toEqual([...operations])
    expect(operations).toContain('GetExecutionHistory')
  })

  it('finds no way to a service that refuses browsers, without a relay', async () => {
    control.changeSettings({ cors: { states: false } })
    const { text, works } = await checkAws(checkingOf(host.url))
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
      const { text, works } = await checkAws(checkingOf(host.url, { relay: relay.url }))
      expect(text).toContain('local/eu-west-1: Step Functions directly, SWF through the relay.')
      expect(works).toBe(true)
      expect(text).toContain('AWS answered a read through it, with its Date.')
    } finally {
      await relay.close()
    }
  })

  it('tells a host without a relay from a relay', async () => {
    control.changeSettings({ cors: { states: false, swf: false } })
    const bare = await serving((_, response) => response.writeHead(405).end())
    try {
      const { text, works } = await checkAws(checkingOf(host.url, { relay: bare.url }))
      expect(works).toBe(false)
      expect(text).toContain('There is none: what answers there is not AWS.')
    } finally {
      await bare.close()
    }
  })

  it('names what is denied, and on what', async () => {
    control.changeSettings({ deny: ['states:GetExecutionHistory'] })
    const { text, works } = await checkAws(checkingOf(host.url))
    expect(works).toBe(false)
    expect(text).toContain('local/eu-west-1: states:GetExecutionHistory fails')
    expect(text).toMatch(/BAD +asked +states:GetExecutionHistory on arn:aws:states:eu-west-1:\d+:execution:/)
  })

  it('can work where only a read is denied that it can do without', async () => {
    control.changeSettings({ deny: ['states:DescribeExecution'] })
    const { text, works } = await checkAws(checkingOf(host.url))
    expect(works).toBe(true)
    expect(text).toMatch(/BAD +asked +states:DescribeExecution on/)
  })

  it.each([
    [3600, 'behind'],
    [-3600, 'ahead'],
  ])('signs by the time of a server that is %d s later', async (wireSkewSeconds, way) => {
    control.changeSettings({ wireSkewSeconds })
    const { text, works } = await checkAws(checkingOf(host.url))
    expect(text).toContain('The console can work.')
    expect(works).toBe(true)
    expect(text).toMatch(new RegExp(`came +It is 3[56]\\d\\d\\.\\d s ${way}, ±[\\d.]+ s`))
    expect(text).toContain('Set the clock of this machine.')
  })

  it('tells a dead network from a host that refuses', async () => {
    const url = await deadUrl()
    const { text, works } = await checkAws(
      checkingOf(url, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    )
    expect(works).toBe(false)
    expect(text).toContain('Nothing answers there at all.')
  })

  it('needs somebody to ask as', async () => {
    const { text, works } = await checkAws(
      checkingOf(host.url, {}, { fields: { signIn: { kind: 'pasted' } } }),
    )
    expect(works).toBe(false)
    expect(text).toContain('local/eu-west-1: there are no credentials to ask with.')
    expect(calls('ListStateMachines')).toBe(0)
  })

  it('says that AWS refuses guests', async () => {
    const { text, works } = await checkAws(checkingOf(host.url, {}, { signIn: 'guest' }))
    expect(works).toBe(false)
    expect(text).toContain('AWS refuses guests')
  })

  it('asks only the way that is configured', async () => {
    const { text } = await checkAws(checkingOf(host.url, {}, { fields: { transport: 'direct' } }))
    expect(text).toContain('only the other way is taken')
  })

  it('says that nothing of SWF is configured, and does without', async () => {
    control.changeSettings({ cors: { swf: false } })
    const { text, works } = await checkAws(checkingOf(host.url, {}, { fields: { swfDomains: [] } }))
    expect(works).toBe(true)
    expect(text).toContain('Nothing: no SWF domain is configured.')
  })
})

describe('the heartbeat of a check', () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret-of-a-check' }

  it.each([
    ['ana', 'AWS accepted it.'],
    ['vic', 'Denied.'],
  ])('is sent once, as %s: %s', async (person, came) => {
    const token = await openCallbackToken(host.url)
    const heartbeat = { service: 'states', connectionId: 'local/eu-west-1', token } as const
    const { text } = await checkAws(checkingOf(host.url, { heartbeat }, { signIn: { person } }))
    expect(text).toContain(`came   ${came}`)
    expect(calls('SendTaskHeartbeat')).toBe(1)
    expect(text).not.toContain(token.reveal())
  })

  it('is not sent where there is no way', async () => {
    const token = await openCallbackToken(host.url)
    control.changeSettings({ cors: { states: false } })
    const heartbeat = { service: 'states', connectionId: 'local/eu-west-1', token } as const
    const { text } = await checkAws(checkingOf(host.url, { heartbeat }))
    expect(text).toContain('Nothing was sent')
    expect(calls('SendTaskHeartbeat')).toBe(0)
  })

  it('leaves credentials out of what it tells', async () => {
    const { text } = await checkAws(checkingOf(host.url, { credentials }))
    expect(text).not.toContain(credentials.secretAccessKey)
  })
})
