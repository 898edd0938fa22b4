import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTaskOf, secondClient } from '../../e2e/support/second-client.ts'
import { exitCodes, needsVersion2, testAwsCli } from './testing-aws-cli.ts'
import { testPlace } from './testing-place.ts'

// Every option in the synopsis of the heartbeat commands, but --debug, which prints requests with their signature.

const place = testPlace()
const aws = testAwsCli(place)
const { control } = place
const heartbeat = ['stepfunctions', 'send-task-heartbeat']
const activityArn = 'arn:aws:states:eu-west-1:123456789012:activity:charge-card'
const activity = ['stepfunctions', 'describe-activity', '--activity-arn', activityArn]

beforeEach(() => control.openScenario('solo', { paused: true }))

async function callbackToken(): Promise<string> {
  return (await openTaskOf(secondClient(place.url), 'Onboarding')).taskToken ?? ''
}

function file(name: string, text: string): string {
  const path = join(place.home, name)
  writeFileSync(path, text)
  return path
}

/** The operations that reached the local AWS, each with its error. */
function sent(): readonly string[] {
  return control
    .calls()
    .calls.map(({ operation, error }) => (error === undefined ? operation : `${operation}: ${error}`))
    .filter((call) => call.startsWith('SendTaskHeartbeat'))
}

describe('--cli-input-json', () => {
  it('takes the arguments from a JSON text or a file', async () => {
    const input = JSON.stringify({ taskToken: await callbackToken() })
    expect(await aws.text([...heartbeat, '--cli-input-json', input])).toBe('')
    const path = file('input.json', input)
    expect(await aws.text([...heartbeat, '--cli-input-json', `file://${path}`])).toBe('')
    expect(sent()).toEqual(['SendTaskHeartbeat', 'SendTaskHeartbeat'])
  })

  it('is overridden by an argument', async () => {
    const token = await callbackToken()
    const pasted = JSON.stringify({ taskToken: 'pasted' })
    expect(await aws.text([...heartbeat, '--cli-input-json', pasted, '--task-token', token])).toBe('')
    const refused = await aws.refusal([...heartbeat, '--cli-input-json', pasted])
    expect(refused).toMatchObject({ code: 'InvalidToken' })
  })

  it.each([
    ['a member that the operation does not have', '{"taskToken":"x","details":"y"}', /Unknown parameter/],
    ['a token that is no text', '{"taskToken":7}', /Invalid type for parameter taskToken/],
    ['a text that is no JSON', '{"taskToken":', /Invalid JSON/],
  ])('is not sent with %s', async (_, input, complaint) => {
    const result = await aws.run([...heartbeat, '--cli-input-json', input])
    expect(result).toMatchObject({
      exitCode: exitCodes.usage,
      stdout: '',
      stderr: expect.stringMatching(complaint),
    })
    expect(sent()).toEqual([])
  })
})

describe('--cli-input-yaml', () => {
  beforeEach(needsVersion2)

  it('takes the arguments from a YAML text or a file', async () => {
    const input = `taskToken: ${await callbackToken()}`
    expect(await aws.text([...heartbeat, '--cli-input-yaml', input])).toBe('')
    const path = file('input.yaml', input)
    expect(await aws.text([...heartbeat, '--cli-input-yaml', `file://${path}`])).toBe('')
    expect(sent()).toEqual(['SendTaskHeartbeat', 'SendTaskHeartbeat'])
  })

  it('does not go with --cli-input-json', async () => {
    const both = ['--cli-input-yaml', 'taskToken: x', '--cli-input-json', '{"taskToken":"x"}']
    const result = await aws.run([...heartbeat, ...both])
    expect(result).toMatchObject({
      exitCode: exitCodes.usage,
      stderr: expect.stringContaining('Only one --cli-input-'),
    })
    expect(sent()).toEqual([])
  })
})

describe('--generate-cli-skeleton', () => {
  it.each([
    ['without a value', []],
    ['input', ['input']],
  ])('%s: writes the input as JSON, which is input when filled in', async (_, value) => {
    const skeleton = await aws.json([...heartbeat, '--generate-cli-skeleton', ...value])
    expect(skeleton).toEqual({ taskToken: '' })
    expect(sent()).toEqual([])
    const filled = JSON.stringify({ ...(skeleton as object), taskToken: await callbackToken() }) // as shown above
    expect(await aws.text([...heartbeat, '--cli-input-json', filled])).toBe('')
  })

  it('yaml-input: writes it as YAML, which is input when filled in', async (context) => {
    needsVersion2(context)
    const skeleton = await aws.text([...heartbeat, '--generate-cli-skeleton', 'yaml-input'])
    expect(skeleton).toMatch(/^taskToken: '' {2}# \[REQUIRED\] /)
    expect(sent()).toEqual([])
    const filled = skeleton.replace("''", await callbackToken())
    expect(await aws.text([...heartbeat, '--cli-input-yaml', filled])).toBe('')
  })

  it('output: checks the arguments, writes what the answer looks like, and sends nothing', async () => {
    const output = ['--generate-cli-skeleton', 'output']
    expect(await aws.text([...heartbeat, '--task-token', 'any', ...output])).toBe('')
    const swf = ['swf', 'record-activity-task-heartbeat', '--task-token', 'any', '--details', '50 %']
    expect(await aws.json([...swf, ...output])).toEqual({ cancelRequested: true })
    expect(await aws.run([...heartbeat, ...output])).toMatchObject({ exitCode: exitCodes.usage, stdout: '' })
    expect(control.calls().calls).toEqual([])
  })

  it('knows aws swf record-activity-task-heartbeat', async (context) => {
    const swf = ['swf', 'record-activity-task-heartbeat', '--generate-cli-skeleton']
    expect(await aws.json([...swf])).toEqual({ taskToken: '', details: '' })
    needsVersion2(context)
    const yaml = await aws.text([...swf, 'yaml-input'])
    expect(yaml).toMatch(/^taskToken: '' {2}# \[REQUIRED\] .*\ndetails: '' # If specified, /)
  })
})

describe('--output and --query', () => {
  it.for(['json', 'text', 'table', 'yaml', 'yaml-stream'])(
    '%s of an answer, and of nothing',
    async (format, context) => {
      if (format.startsWith('yaml')) needsVersion2(context)
      const answer = await aws.text([...activity, '--output', format])
      expect(answer).toContain(activityArn)
      expect(answer).toMatch(shapeOf[format] ?? /$^/)
      const beat = [...heartbeat, '--task-token', await callbackToken(), '--output', format]
      expect(await aws.text(beat)).toBe('')
    },
  )

  const shapeOf: Readonly<Record<string, RegExp>> = {
    json: /^\{\n {4}"activityArn": "arn:/,
    text: /^arn:\S+\t\S+\tcharge-card\n$/,
    table: /\|\s+DescribeActivity\s+\|/,
    yaml: /^activityArn: arn:\S+\ncreationDate: '/,
    'yaml-stream': /^- activityArn: arn:/,
  }

  it('--query picks from the answer', async () => {
    expect(await aws.text([...activity, '--query', 'name', '--output', 'text'])).toBe('charge-card\n')
    expect(await aws.json([...activity, '--query', '{n: name, none: nothing}'])).toEqual({
      n: 'charge-card',
      none: null,
    })
  })
})

describe('--region, --profile and --endpoint-url', () => {
  it('--region goes before the environment', async () => {
    const list = ['stepfunctions', 'list-activities', '--query', 'activities[].name']
    expect(await aws.json(list)).toEqual(['charge-card', 'encode-video'])
    expect(await aws.json([...list, '--region', 'us-east-1'])).toEqual([])
  })

  it('--profile names credentials and a region in the files', async () => {
    file('credentials', '[night]\naws_access_key_id = test\naws_secret_access_key = test\n')
    file('config', '[profile night]\nregion = us-east-1\noutput = text\n')
    const args = [...heartbeat, '--profile', 'night', '--task-token', await callbackToken()]
    // The region of the environment goes before the profile's.
    expect(await aws.text(args, { keys: undefined })).toBe('')
    const nobody = await aws.run([...args, '--profile', 'day'], { keys: undefined })
    expect(nobody).toMatchObject({
      exitCode: exitCodes.other,
      stderr: expect.stringContaining('(day) could not be found'),
    })
  })

  it('--endpoint-url that nobody listens on: the error names it, and no refusal', async () => {
    const away = ['--endpoint-url', 'http://127.0.0.1:1']
    const result = await aws.run([...heartbeat, '--task-token', 'any', ...away])
    expect(result).toMatchObject({
      exitCode: exitCodes.other,
      stderr: expect.stringContaining('Could not connect to the endpoint URL: "http://127.0.0.1:1/"'),
    })
  })
})

describe('the other options', () => {
  it('--cli-read-timeout gives up waiting for a task', async () => {
    const poll = ['stepfunctions', 'get-activity-task', '--activity-arn', activityArn]
    const result = await aws.run([...poll, '--cli-read-timeout', '1'])
    expect(result).toMatchObject({
      exitCode: exitCodes.other,
      stderr: expect.stringContaining('Read timeout on endpoint'),
    })
  })

  it('those of TLS, colours, paging and time make no difference here', async () => {
    const plain = ['--no-verify-ssl', '--no-paginate', '--color', 'off', '--cli-connect-timeout', '5']
    const token = await callbackToken()
    expect(await aws.text([...heartbeat, '--task-token', token, ...plain])).toBe('')
    const bundle = ['--ca-bundle', file('bundle.pem', ''), '--color', 'on', '--cli-read-timeout', '0']
    expect(await aws.text([...heartbeat, '--task-token', token, ...bundle])).toBe('')
  })

  it('those of version 2 make no difference here', async (context) => {
    needsVersion2(context)
    const version2 = ['--cli-binary-format', 'base64', '--no-cli-pager', '--no-cli-auto-prompt']
    const args = [...heartbeat, '--task-token', await callbackToken(), ...version2]
    expect(await aws.text(args)).toBe('')
    const both = await aws.run([...args, '--cli-auto-prompt'])
    expect(both).toMatchObject({
      exitCode: exitCodes.usage,
      stderr: expect.stringContaining('--cli-auto-prompt'),
    })
  })

  it('--version says what this is', async () => {
    expect(await aws.text(['--version'])).toMatch(/^aws-cli\/\d+\.\d+\.\d+ Python\//)
    expect(control.calls().calls).toEqual([])
  })

  it('--page-size reads a history page by page; --no-paginate stops after the first', async () => {
    const { executionArn } = await openTaskOf(secondClient(place.url), 'Onboarding')
    const history = ['stepfunctions', 'get-execution-history', '--execution-arn', executionArn]
    const whole = await aws.json([...history, '--query', 'events[].id'])
    expect(whole).toEqual([1, 2, 3, 4, 5])
    expect(await aws.json([...history, '--page-size', '2', '--query', 'events[].id'])).toEqual(whole)
    const first = ['--max-results', '2', '--no-paginate', '--query', '[events[].id, nextToken != null]']
    expect(await aws.json([...history, ...first])).toEqual([[1, 2], true])
  })
})
