import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStartOptions } from './start-options.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-options-'))
  writeFileSync(join(folder, 'good.json'), '{"connections":[]}')
  writeFileSync(join(folder, 'bad.json'), '{')
})
afterAll(() => rmSync(folder, { recursive: true }))

function refusal(args: string[], env: Record<string, string>): string {
  try {
    readStartOptions(args, env)
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  throw new Error('the options were taken')
}

describe('the options of npm start', () => {
  it('are the fleet on the usual ports where nothing is said', () => {
    expect(readStartOptions([], {})).toEqual({
      dev: false,
      consolePort: 5173,
      localAws: { port: 4566, seed: '1', scenario: 'fleet' },
      userPool: undefined,
      config: undefined,
    })
  })

  it('are what flags and variables say', () => {
    const args = ['--dev', '--scenario', 'crowd', '--seed', 'x', '--state', 'my.state', '--user-pool']
    expect(readStartOptions(args, { CONSOLE_PORT: '0', LOCAL_AWS_PORT: '65535' })).toEqual({
      dev: true,
      consolePort: 0,
      localAws: { port: 65_535, seed: 'x', scenario: 'crowd', state: 'my.state' },
      userPool: { port: 4577 },
      config: undefined,
    })
  })

  it('name another address for the relay to connect to', () => {
    const RELAY_CONNECT = 'http://127.0.0.1:4566'
    expect(readStartOptions([], { RELAY_CONNECT })).toMatchObject({ relayConnect: RELAY_CONNECT })
  })

  it('are no local AWS where there is a configuration', () => {
    const options = readStartOptions(['--config', join(folder, 'good.json')], {})
    expect(options).toMatchObject({ localAws: undefined, config: { connections: [] } })
  })

  it.each<[string[], Record<string, string>, RegExp]>([
    [['--scenari', 'fleet'], {}, /^Unknown option '--scenari': there are --dev, --config FILE/],
    [['fleet'], {}, /^Unexpected argument 'fleet'.*: there are --dev/],
    [['--seed'], {}, /--seed.*: there are --dev/],
    [['--scenario', 'party'], {}, /^There is no scenario party: choose one of fleet, quiet/],
    [['--config', '/no/such/file'], {}, /^The configuration \/no\/such\/file cannot be read\.$/],
    [['--config', 'x', '--seed', '1'], {}, /with --config there is none/],
    [['--config', 'x', '--state', 'y'], {}, /with --config there is none/],
    [['--config', 'x', '--user-pool'], {}, /with --config there is none/],
    [['--user-pool'], { USER_POOL_PORT: '4566' }, /^LOCAL_AWS_PORT and USER_POOL_PORT are both 4566/],
    [['--state', ''], {}, /--state needs the name of a file/],
    [[], { CONSOLE_PORT: '65536' }, /^CONSOLE_PORT is 65536: a port is/],
    [[], { LOCAL_AWS_PORT: '0x10' }, /^LOCAL_AWS_PORT is 0x10: a port is/],
    [[], { CONSOLE_PORT: '4566' }, /both 4566/],
    [[], { RELAY_CONNECT: '127.0.0.1:4566' }, /^RELAY_CONNECT is 127\.0\.0\.1:4566: it has to be/],
    [[], { RELAY_CONNECT: 'http://127.0.0.1:4566/aws' }, /^RELAY_CONNECT is/],
  ])('%j with %j are refused in a sentence', (args, env, message) => {
    expect(refusal(args, env)).toMatch(message)
    expect(refusal(args, env)).not.toContain('\n')
  })

  it('name a configuration that is not JSON', () => {
    expect(refusal(['--config', join(folder, 'bad.json')], {})).toMatch(/bad\.json is not JSON\.$/)
  })
})
