import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/console/config.ts'
import { consoleConfig, placeholderIds } from './console-config.ts'
import { readSettings } from './settings.ts'
import { exampleSettings } from './testing-template.ts'

const read = (changes: object): unknown => readSettings(JSON.stringify({ ...exampleSettings, ...changes }))

describe('readSettings', () => {
  it.each([
    ['region', 'cn-north-1'],
    ['region', 'us-gov-west-1'],
    ['regions', []],
    ['regions', ['eu-west-1', 'eu-west-1']],
    ['regions', ['eu-west-1; script-src *']],
    ['loginDomainPrefix', 'my-aws-console'],
    ['loginDomainPrefix', 'evil.example.com/'],
    ['stateMachinePrefixes', ['*']],
    ['stateMachinePrefixes', ['Ord?rs']],
    ['activityPrefixes', ['a:b']],
    ['swfDomains', ['*']],
    ['swfDomains', ['']],
    ['sendTaskScope', 'none'],
    ['kmsKeyArns', ['*']],
    ['kmsKeyArns', ['arn:aws:kms:*:123456789012:key/*']],
    ['readsPerSecond', 0],
    [
      'customDomain',
      { host: 'a.example.com', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1' },
    ],
    ['typo', 1],
  ])('refuses %s %j and names it', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(new RegExp(`^${field}`))
  })

  it('takes an empty prefix, which stands for every name', () => {
    expect(read({ stateMachinePrefixes: [''] })).toMatchObject({ stateMachinePrefixes: [''] })
  })
})

describe('config.json', () => {
  it('is what the console reads, but for the sign-in', () => {
    const config = consoleConfig(exampleSettings, placeholderIds(exampleSettings))
    const guests = config.connections.map((connection) => ({ ...connection, signIn: { kind: 'guest' } }))
    const result = readConfig(JSON.stringify({ connections: guests }))
    expect(result).toMatchObject({
      kind: 'ok',
      config: {
        connections: [
          {
            name: 'prod',
            regions: ['eu-west-1', 'us-east-1'],
            watch: { prefixes: ['Orders', 'Video'] },
            swfDomains: ['warehouse'],
            readsPerSecond: 2,
          },
        ],
      },
    })
  })

  it('watches all state machines where the policies let it', () => {
    const settings = { ...exampleSettings, stateMachinePrefixes: ['', 'Orders'] }
    expect(consoleConfig(settings, placeholderIds(settings)).connections[0]?.watch).toEqual({})
  })
})
