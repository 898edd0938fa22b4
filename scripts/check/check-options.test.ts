import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readCheckOptions } from './check-options.ts'
import { credentialsIn, credentialsOf } from './given-credentials.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-options-'))
afterAll(() => rmSync(folder, { recursive: true }))

function configFor(regions: readonly string[]): string {
  const file = join(folder, `${regions.join()}.json`)
  writeFileSync(
    file,
    JSON.stringify({ connections: [{ name: 'prod', regions, signIn: { kind: 'pasted' } }] }),
  )
  return file
}

const one = ['--config', configFor(['eu-west-1'])]
const two = ['--config', configFor(['eu-west-1', 'us-east-1'])]

describe('the flags of a check', () => {
  it("take the relay's origin for the page's where none is said", () => {
    expect(readCheckOptions(one)).toMatchObject({ origin: 'http://127.0.0.1:5173', relay: undefined })
    const relayed = readCheckOptions([...one, '--relay', 'https://c.example.com/x'])
    expect(relayed).toMatchObject({ origin: 'https://c.example.com', relay: 'https://c.example.com' })
  })

  it('say which connection a heartbeat goes to where there are several', () => {
    expect(readCheckOptions([...one, '--heartbeat', 'swf']).heartbeat).toEqual({
      service: 'swf',
      connectionId: 'prod/eu-west-1',
    })
    expect(() => readCheckOptions([...two, '--heartbeat', 'swf'])).toThrow(/prod\/eu-west-1, prod\/us-east-1/)
  })

  it.each([
    [[]],
    [['--config', join(folder, 'none.json')]],
    [[...one, '--origin', 'console']],
    [[...one, '--credentials', 'AKIA']],
    [[...one, '--heartbeat', 'AAAA']],
    [[...one, '--connection', 'prod/eu-west-1']],
  ])('refuse %j', (args) => {
    expect(() => readCheckOptions(args)).toThrow(/^(?:--|The file)/)
  })
})

describe('the credentials of a check', () => {
  it('are those of the environment, with their session', () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' }
    expect(credentialsOf(env)).toEqual({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' })
    expect(credentialsOf({})).toBeUndefined()
    expect(() => credentialsOf({ AWS_ACCESS_KEY_ID: 'a' })).toThrow(/one is missing/)
  })

  it('are never repeated where they cannot be read', () => {
    expect(() => credentialsIn('{"AccessKeyId":"AKIASECRET"}')).toThrow(/^(?!.*AKIASECRET)/)
  })
})
