import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { consoleConfig } from './console-config.ts'
import { builtFiles, Files } from './files.ts'
import { Roles } from './roles.ts'
import type { Settings } from './settings.ts'
import { SignIn } from './sign-in.ts'
import { Site } from './site.ts'

/** The whole console in one account and region: site, sign-in, roles, files. `directory` is the build. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, settings: Settings, directory: string) {
    super(scope, settings.stackName, {
      description: 'Heartbeat console for AWS Step Functions and Amazon SWF',
      env: { region: settings.region },
      terminationProtection: true,
    })
    const site = new Site(this, settings, builtFiles(directory))
    const signIn = new SignIn(this, settings, site.url)
    const roles = new Roles(this, settings, signIn.identityPool.ref)
    signIn.giveRoles({ viewer: roles.viewer.attrArn, operator: roles.operator.attrArn })
    const config = consoleConfig(settings, {
      identityPoolId: signIn.identityPool.ref,
      userPoolId: signIn.userPool.userPoolId,
      userPoolClientId: signIn.client.ref,
    })
    new Files(this, site, directory, config)
    new CfnOutput(this, 'ConsoleUrl', { value: site.url })
    new CfnOutput(this, 'UserPoolId', { value: signIn.userPool.userPoolId })
  }
}
