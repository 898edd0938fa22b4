import type { Settings } from './settings.ts'

/** What only the deployment knows: ids that AWS gives to what it makes. */
export interface MadeIds {
  readonly identityPoolId: string
  readonly userPoolId: string
  readonly userPoolClientId: string
}

/** Where people sign in: the user pool's managed login. */
export function loginUrl({ loginDomainPrefix, region }: Settings): string {
  return `https://${loginDomainPrefix}.auth.${region}.amazoncognito.com`
}

/** The `config.json` of the deployed console; its fields are in docs/configuration.md. */
export function consoleConfig(settings: Settings, ids: MadeIds) {
  const prefixes = settings.stateMachinePrefixes
  return {
    connections: [
      {
        name: settings.connectionName,
        regions: settings.regions,
        signIn: {
          kind: 'userPool',
          issuer: `https://cognito-idp.${settings.region}.amazonaws.com/${ids.userPoolId}`,
          clientId: ids.userPoolClientId,
          loginUrl: loginUrl(settings),
        },
        identityPoolId: ids.identityPoolId,
        readsPerSecond: settings.readsPerSecond,
        watch: prefixes.includes('') ? {} : { prefixes },
        swfDomains: settings.swfDomains,
      },
    ],
  }
}

/** Stand-ins of the right shape: which hosts the page calls does not depend on the ids themselves. */
export function placeholderIds({ region }: Settings): MadeIds {
  return {
    identityPoolId: `${region}:00000000-0000-0000-0000-000000000000`,
    userPoolId: `${region}_000000000`,
    userPoolClientId: '0',
  }
}
