import { ListActivitiesCommand, SFNClient } from '@aws-sdk/client-sfn'
import { ListDomainsCommand, SWFClient } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../console/config.ts'
import { awsHost } from '../lib/aws-hosts.ts'
import { sdkHandler } from '../lib/sdk-handler.ts'

const regions = [
  'eu-west-1',
  'mx-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'us-isof-south-1',
  'eu-isoe-west-1',
]

/** For which host the SDK signs, told by the header that it signs. */
async function signedHosts(region: string): Promise<readonly string[]> {
  const hosts: string[] = []
  const config = {
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    requestHandler: sdkHandler('test', async ({ headers }) => {
      hosts.push(headers['host'] ?? '')
      return { statusCode: 200, headers: {}, body: new TextEncoder().encode('{}') }
    }),
  }
  await new SFNClient(config).send(new ListActivitiesCommand({}))
  await new SWFClient(config).send(new ListDomainsCommand({ registrationStatus: 'REGISTERED' }))
  return hosts
}

describe.each(regions)('the hosts of %s', (region) => {
  it('are those for which the SDK signs, so that a relay changes nothing', async () => {
    expect(await signedHosts(region)).toEqual([awsHost('states', region), awsHost('swf', region)])
  })

  it('can be named in config.json', () => {
    const connections = [{ name: 'a', regions: [region], signIn: { kind: 'pasted' } }]
    expect(readConfig(JSON.stringify({ connections }))).toMatchObject({ kind: 'ok' })
  })
})
