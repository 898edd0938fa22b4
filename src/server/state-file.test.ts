import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskHeartbeatCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { identityPool } from '../local-aws/identity/identity-pool.ts'
import type { Entry } from '../local-aws/journal/entry.ts'
import { namedProvider } from '../people/named-sign-in.ts'
import { type LocalAwsHost, startLocalAwsHost } from './local-aws-host.ts'
import { openStateFile } from './state-file.ts'

let folder: string
let hosts: LocalAwsHost[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-file-'))
  hosts = []
})
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()))
  rmSync(folder, { recursive: true })
})

async function start(state: string, more: { seed?: string; scenario?: string } = {}): Promise<LocalAwsHost> {
  const host = await startLocalAwsHost({ port: 0, state, ...more })
  hosts.push(host)
  return host
}

function clientOf({ url }: LocalAwsHost): SFNClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new SFNClient({ endpoint: url, region: 'eu-west-1', credentials, maxAttempts: 1 })
}

async function onlyExecution(host: LocalAwsHost, machine: string) {
  const stateMachineArn = `arn:aws:states:eu-west-1:123456789012:stateMachine:${machine}`
  const { executions = [] } = await clientOf(host).send(new ListExecutionsCommand({ stateMachineArn }))
  const [first] = executions
  if (executions.length !== 1 || first?.executionArn === undefined) throw new Error(`not one of ${machine}`)
  const { executionArn, status } = first
  const { events = [] } = await clientOf(host).send(new GetExecutionHistoryCommand({ executionArn }))
  return { executionArn, status, events }
}

/** What Cognito Identity answers to who shows this ID token. */
function identityOf({ url }: LocalAwsHost, idToken: string): Promise<Response> {
  const input = { IdentityPoolId: identityPool.id, Logins: { [namedProvider]: idToken } }
  const headers = { 'x-amz-target': 'AWSCognitoIdentityService.GetId' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(input) })
}

/** A world of three tasks, one minute old, one of whose executions was stopped. */
async function lived(state: string): Promise<LocalAwsHost> {
  const host = await start(state, { scenario: 'solo', seed: 'mine' })
  await host.localAws.control.pause()
  await host.localAws.control.step(40)
  const { executionArn } = await onlyExecution(host, 'Video')
  await clientOf(host).send(new StopExecutionCommand({ executionArn, error: 'Enough' }))
  await host.localAws.control.step(10)
  return host
}

async function histories(host: LocalAwsHost): Promise<string> {
  const executions = ['Onboarding', 'Orders', 'Video'].map((machine) => onlyExecution(host, machine))
  return JSON.stringify(await Promise.all(executions))
}

describe('a local AWS with a state file', () => {
  it('goes on where it was closed, whatever scenario it is started with', async () => {
    const state = join(folder, 'state')
    const first = await lived(state)
    expect(first.notices).toEqual([])
    const before = await histories(first)
    const { worldMs } = first.localAws.control.clock()
    const idToken = await first.localAws.idTokenOf('ana')
    await first.close()
    const second = await start(state, { scenario: 'crowd', seed: 'another' })
    expect(await histories(second)).toBe(before)
    expect(second.localAws.control.clock()).toMatchObject({ worldMs, paused: true })
    expect(second.notices).toEqual([expect.stringMatching(/^The world goes on from \d{4}-/)])
    expect(await identityOf(second, idToken)).toMatchObject({ status: 200 })
    expect(statSync(`${state}.keys`).mode & 0o777).toBe(0o600)
    // The callback that nobody answers was 50 s old, and its heartbeat is 60 s.
    expect((await onlyExecution(second, 'Onboarding')).status).toBe('RUNNING')
    await second.localAws.control.step(12)
    expect((await onlyExecution(second, 'Onboarding')).status).toBe('FAILED')
    expect((await onlyExecution(second, 'Orders')).status).toBe('RUNNING')
  })

  it('keeps everything that was answered before it was killed', async () => {
    const first = await lived(join(folder, 'state'))
    const { events } = await onlyExecution(first, 'Onboarding')
    const scheduled = events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails
    const [, taskToken] = /"taskToken":"([^"]+)"/.exec(scheduled?.parameters ?? '') ?? []
    await clientOf(first).send(new SendTaskHeartbeatCommand({ taskToken }))
    // What a process leaves that is killed at this moment.
    const left = join(folder, 'left')
    copyFileSync(join(folder, 'state'), left)
    const second = await start(left)
    expect(await histories(second)).toBe(await histories(first))
    for (const host of [first, second]) {
      // A minute after the task began, and half a minute after its beat.
      await host.localAws.control.step(30)
      expect((await onlyExecution(host, 'Onboarding')).status).toBe('RUNNING')
    }
  })

  it('is for its owner alone', async () => {
    const state = join(folder, 'state')
    await lived(state)
    expect(statSync(state).mode & 0o777).toBe(0o600)
  })

  it('refuses a file whose world it lives differently, and leaves it as it is', async () => {
    const state = join(folder, 'state')
    await (await lived(state)).close()
    const { seed, past } = openStateFile(state, '')
    const other = join(folder, 'other')
    const copy = openStateFile(other, seed)
    for (const entry of past) copy.append(oneTurnLater(entry))
    copy.close()
    const before = readFileSync(other)
    await expect(start(other)).rejects.toThrow(
      /was kept by another version of the local AWS.*left as it is\.$/,
    )
    expect(readFileSync(other)).toEqual(before)
  })
})

function oneTurnLater(entry: Entry): Entry {
  return entry.kind === 'opened' ? entry : { ...entry, at: { ...entry.at, turns: entry.at.turns + 1 } }
}

const opened: Entry = { kind: 'opened', scenario: 'quiet', seed: 1, startMs: 0, paused: true }

function mark(nowMs: number): Entry {
  return { kind: 'clock', at: { turns: 0, trace: 0, nowMs }, speed: 1, paused: true }
}

/** A file with these entries. */
function written(entries: readonly Entry[]): string {
  const file = join(folder, 'written')
  rmSync(file, { force: true })
  const kept = openStateFile(file, 'seed')
  for (const entry of entries) kept.append(entry)
  kept.close()
  return file
}

describe('the state file', () => {
  it('gives back what was added, and leaves out marks that newer ones have replaced', () => {
    const file = written([opened, mark(1), mark(2)])
    const again = openStateFile(file, 'unused')
    expect(again).toMatchObject({
      seed: 'seed',
      resumed: true,
      warning: undefined,
      past: [opened, mark(1), mark(2)],
    })
    again.append(mark(3))
    again.close()
    expect(openStateFile(file, '').past).toEqual([opened, mark(2), mark(3)])
  })

  it('leaves out a last entry that was cut off anywhere, says so, and can be added to', () => {
    const file = written([opened, mark(1), mark(2)])
    const whole = readFileSync(file)
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1
    for (let length = lastLine + 1; length < whole.length; length += 1) {
      writeFileSync(file, whole.subarray(0, length))
      const cut = openStateFile(file, '')
      expect(cut.past).toEqual([opened, mark(1)])
      expect(cut.warning).toContain(file)
      cut.append(mark(9))
      cut.close()
      expect(openStateFile(file, '')).toMatchObject({ past: [opened, mark(1), mark(9)], warning: undefined })
    }
  })

  it('refuses a file with any byte changed, and leaves it as it is', () => {
    const file = written([opened, mark(1)])
    const whole = readFileSync(file)
    for (let index = 0; index < whole.length - 1; index += 1) {
      const damaged = Buffer.from(whole)
      damaged[index] = (damaged[index] ?? 0) ^ 1
      writeFileSync(file, damaged)
      expect(() => openStateFile(file, '')).toThrow(
        /(damaged in line|is no state of a local AWS).* It is left as it is\.$/,
      )
      expect(readFileSync(file)).toEqual(damaged)
    }
  })

  it.each(['', 'hello', '{"version":1}\n'])('refuses %j, which is none', (text) => {
    const file = join(folder, 'foreign')
    writeFileSync(file, text)
    expect(() => openStateFile(file, '')).toThrow(/is no state of a local AWS/)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('refuses one of another version by its number', () => {
    const file = join(folder, 'newer')
    writeFileSync(file, 'd2b8446d {"format":"state of a local AWS","version":2}\n')
    expect(() => openStateFile(file, '')).toThrow(/has version 2, and this program reads version 1/)
  })

  it('refuses a place that cannot be read', () => {
    expect(() => openStateFile(folder, '')).toThrow(/cannot be read\.$/)
  })

  it('takes nothing more once it is closed', () => {
    const kept = openStateFile(join(folder, 'closed'), '')
    kept.append(opened)
    kept.close()
    expect(() => kept.append(mark(1))).toThrow(/can no longer be written/)
  })

  it('is for one process at a time, and is taken over from one that was killed', () => {
    const file = written([opened])
    const lock = `${file}.lock`
    // The process that runs this one runs as long as this one does.
    writeFileSync(lock, String(process.ppid))
    expect(() => openStateFile(file, '')).toThrow(
      new RegExp(`is in use by process ${process.ppid}\\. .*delete ${lock}`),
    )
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(lock, String(pid))
    openStateFile(file, '').close()
    expect(existsSync(lock)).toBe(false)
  })
})
