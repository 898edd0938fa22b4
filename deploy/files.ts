import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import type { Site } from './site.ts'

/** The built files outside `assets/`, as paths. Throws where nothing has been built. */
export function builtFiles(directory: string): string[] {
  if (!existsSync(join(directory, 'index.html'))) {
    throw new Error(`There is no built console in ${directory}: run npm run build first.`)
  }
  const names = readdirSync(directory, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.map'),
  )
  return [...new Set([...names.map(({ name }) => `/${name}`), '/config.json'])].sort()
}

/** The build makes none; one of another build does not go public either. */
const sourceMaps = '**/*.map'

/** Copies the build and `config` into the site's bucket whenever they change. */
export class Files extends Construct {
  constructor(scope: Construct, site: Site, directory: string, config: object) {
    super(scope, 'Files')
    const { bucket, distribution } = site
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = copierRole(this, site, logGroup)
    const shared = {
      destinationBucket: bucket,
      // What the construct would add is dropped: its grants have stars in their actions.
      role: role.withoutPolicyUpdates(),
      logGroup,
      // Pages that are open still ask for the assets of the version before.
      prune: false,
    }
    const assets = new BucketDeployment(this, 'Assets', {
      ...shared,
      sources: [Source.asset(directory, { exclude: ['*', '!assets', '!assets/**', sourceMaps] })],
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
    })
    const page = new BucketDeployment(this, 'Page', {
      ...shared,
      sources: [
        // The build's own config.json is that of the local AWS.
        Source.asset(directory, { exclude: ['assets', 'config.json', sourceMaps] }),
        Source.jsonData('config.json', config),
      ],
      cacheControl: [CacheControl.noCache()],
      distribution,
      distributionPaths: ['/*'],
    })
    // A page is there only after the assets that it names.
    page.node.addDependency(assets)
    acknowledgeOfCopier(this, role, bucket)
  }
}

/** What the copying function needs, action by action. */
function copierRole(scope: Construct, { bucket, distribution }: Site, logGroup: LogGroup): iam.Role {
  const statements: [actions: string[], resources: string[]][] = [
    [['s3:GetObject'], [`arn:aws:s3:::${uploads(scope)}/*`]],
    [['s3:ListBucket'], [bucket.bucketArn]],
    [['s3:GetObject', 's3:PutObject'], [bucket.arnForObjects('*')]],
    [['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'], [distribution.distributionArn]],
    [['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]],
  ]
  return new iam.Role(scope, 'CopierRole', {
    description: 'Copies the built heartbeat console into its bucket',
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      copy: new iam.PolicyDocument({
        statements: statements.map(([actions, resources]) => new iam.PolicyStatement({ actions, resources })),
      }),
    },
  })
}

/** The bucket that `cdk bootstrap` made for what is uploaded in a deployment. */
function uploads(scope: Construct): string {
  const { region, synthesizer } = Stack.of(scope)
  return `cdk-${synthesizer.bootstrapQualifier ?? 'hnb659fds'}-assets-${Aws.ACCOUNT_ID}-${region}`
}

function acknowledgeOfCopier(scope: Construct, role: iam.Role, bucket: Bucket): void {
  const stack = Stack.of(scope)
  // A bucket's own resource is what the construct named Bucket stands for.
  const bucketId = stack.getLogicalId(bucket.node.defaultChild as CfnBucket)
  const objects = [
    `arn:aws:s3:::${uploads(scope).replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}/*`,
    `<${bucketId}.Arn>/*`,
  ]
  for (const resource of objects) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason:
        'It copies whatever the build holds; the names of the objects are hashes. No action has a star.',
    })
  }
  // All BucketDeployments of a stack share one function, which stands beside them.
  for (const child of stack.node.children.filter(({ node }) =>
    node.id.startsWith('Custom::CDKBucketDeployment'),
  )) {
    Validations.of(child).acknowledge({
      id: 'AwsSolutions-L1',
      reason: "The function and its runtime are the CDK's own, and move on with aws-cdk-lib.",
    })
  }
}
