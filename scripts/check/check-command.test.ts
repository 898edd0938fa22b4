import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { localConfig } from '../../src/local-aws/local-config.ts'
import { hostForTests } from '../../src/server/testing-host.ts'
import { openCallbackToken } from './testing-check.ts'

const host = hostForTests('solo', { paused: true })
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'check-aws-'))
afterAll(() => rmSync(folder, { recursive: true }))

const secret = 'a-secret-key-that-nobody-may-see'
const json = (more: object) =>
  JSON.stringify({
    AccessKeyId: 'test',
    SecretAccessKey: secret,
    SessionToken: 'session-of-a-check',
    ...more,
  })

/** The command without npm, whose own start would be most of the time. */
function run(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ exitCode: number | null; told: string; printed: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/check-aws.ts', ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env },
    })
    let told = ''
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        told += text
      })
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, told, printed }))
    child.stdin.once('error', () => undefined) // it need not read its input to the end
    child.stdin.end(input)
  })
}

function configFile(url: string): string {
  const file = join(folder, 'config.json')
  writeFileSync(file, JSON.stringify(localConfig(url, undefined, { readsPerSecond: 50 })))
  return file
}

describe('npm run check:aws', () => {
  it('ends with 0 where the console can work, with the keys of the environment', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    const { exitCode, told } = await run(['--config', configFile(host.url)], '', env)
    expect(told).toContain('The console can work.')
    expect(told).toContain('the given credentials, with no known end.')
    expect(exitCode).toBe(0)
  })

  it('ends with 1 where AWS does not know the credentials, and shows none of them', async () => {
    const args = ['--config', configFile(host.url), '--credentials', '-']
    const { exitCode, told } = await run(args, json({}))
    expect(exitCode).toBe(1)
    expect(told).toContain('local/eu-west-1: AWS does not accept this sign-in.')
    expect(told).not.toContain(secret)
    expect(told).not.toContain('session-of-a-check')
  })

  it('takes a token from standard input, says its price, and never shows it', async () => {
    const token = await openCallbackToken(host.url)
    const args = ['--config', configFile(host.url), '--heartbeat', 'states']
    const { exitCode, told } = await run(args, `${token.reveal()}\n`)
    expect(told).toContain('begins anew, so a dead worker is noticed that much later')
    expect(told).toContain('AWS accepted it.')
    expect(told).not.toContain(token.reveal())
    expect(exitCode).toBe(0)
  })

  it('says what its flags mean, and asks nothing', async () => {
    const { exitCode, told } = await run(['--help'])
    expect(exitCode).toBe(0)
    expect(told).toContain('--heartbeat SERVICE')
    expect(host.localAws.control.calls().calls).toEqual([])
  })

  it('prints JSON alone for programs', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    const { exitCode, printed } = await run(['--config', configFile(host.url), '--json'], '', env)
    expect(JSON.parse(printed)).toMatchObject({ verdict: { kind: 'works' } })
    expect(exitCode).toBe(0)
  })

  it.each([
    ['credentials and a token', ['--heartbeat', 'states', '--credentials', '-']],
    ['a token that cannot be one', ['--heartbeat', 'states']],
  ])('sends nothing for %s on standard input', async (_, args) => {
    const { exitCode, told } = await run(['--config', configFile(host.url), ...args], `${secret} ${secret}`)
    expect(exitCode).toBe(2)
    expect(told).not.toContain(secret)
    expect(host.localAws.control.calls().calls).toEqual([])
  })

  it('does not say again what was typed in the wrong place', async () => {
    const { exitCode, told } = await run(['--config', configFile(host.url), '--token', secret])
    expect(exitCode).toBe(2)
    expect(told).toContain('Usage: npm run check:aws')
    expect(told).not.toContain(secret)
  })
})
