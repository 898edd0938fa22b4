import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { pageFunction, relayFunction } from './edge-functions.ts'
import { deployedHeaders } from './headers.ts'
import { type Relay, relays } from './relay.ts'
import { createResponseHeaders } from './response-headers.ts'
import type { Settings } from './settings.ts'

/** The bucket with the built console, and what serves it: CloudFront, which also relays calls to AWS. */
export class Site extends Construct {
  readonly bucket: Bucket
  readonly distribution: cloudfront.Distribution
  /** Where people open the console, without a `/` at the end. */
  readonly url: string

  /** `files` are the built files outside `/assets/`, as paths. */
  constructor(scope: Construct, settings: Settings, files: readonly string[]) {
    super(scope, 'Site')
    this.bucket = privateBucket(this)
    const responseHeaders = createResponseHeaders(this, deployedHeaders(settings))
    const page = behaviourOfPage(this, this.bucket, responseHeaders, files)
    const { customDomain } = settings
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Heartbeat console ${settings.connectionName}`,
      defaultBehavior: page,
      additionalBehaviors: {
        '/assets/*': behaviourOfAssets(page),
        ...behavioursOfRelays(this, relays(settings.regions), responseHeaders),
      },
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      ...(customDomain === undefined
        ? {}
        : {
            domainNames: [customDomain.host],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
            minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
          }),
    })
    acknowledgeOfDistribution(this.distribution, customDomain !== undefined)
    this.url = `https://${customDomain?.host ?? this.distribution.distributionDomainName}`
  }
}

function privateBucket(scope: Construct): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    // Emptying it would take one more function with wide rights; what is in it can be built again.
    removalPolicy: RemovalPolicy.RETAIN,
  })
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Only CloudFront reads it, and all there is to read is the build, which is public, and config.json, which holds no secret. A log of that shows nothing.',
  })
  return bucket
}

function behaviourOfPage(
  scope: Construct,
  bucket: Bucket,
  responseHeadersPolicy: cloudfront.ResponseHeadersPolicy,
  files: readonly string[],
): cloudfront.BehaviorOptions {
  return {
    origin: S3BucketOrigin.withOriginAccessControl(bucket),
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
    // The page takes the time from the Date of config.json where AWS shows none: an answer kept here would tell an old one.
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    responseHeadersPolicy,
    functionAssociations: [viewerRequest(scope, 'PageFunction', pageFunction(files))],
  }
}

/** Their names carry a hash of their content: kept wherever, as long as they like. No address inside the console is here. */
function behaviourOfAssets(page: cloudfront.BehaviorOptions): cloudfront.BehaviorOptions {
  const { functionAssociations: _, ...rest } = page
  return { ...rest, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED, compress: true }
}

/**
 * The page signs for AWS's host and sends to its own origin; CloudFront passes all of it on but Host, and keeps nothing. A
 * signature is over the body, the path and the headers, so that nothing on the way can alter a call unnoticed.
 */
function behavioursOfRelays(
  scope: Construct,
  all: readonly Relay[],
  responseHeadersPolicy: cloudfront.ResponseHeadersPolicy,
): Record<string, cloudfront.BehaviorOptions> {
  const relayed = viewerRequest(scope, 'RelayFunction', relayFunction(all.map(({ path }) => path)))
  return Object.fromEntries(
    all.map(({ path, host }) => [
      path,
      {
        origin: new HttpOrigin(host, {
          protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
          // A write that the origin may have had is never sent to it again.
          connectionAttempts: 1,
          readTimeout: Duration.seconds(30),
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy,
        compress: false,
        functionAssociations: [relayed],
      },
    ]),
  )
}

function viewerRequest(scope: Construct, id: string, code: string): cloudfront.FunctionAssociation {
  return {
    eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
    function: new cloudfront.Function(scope, id, {
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(code),
    }),
  }
}

function acknowledgeOfDistribution(distribution: cloudfront.Distribution, hasOwnCertificate: boolean): void {
  const acknowledged: [id: string, reason: string][] = [
    [
      'AwsSolutions-CFR1',
      'People on call open the console from wherever they are; who may do what is for sign-in and IAM.',
    ],
    [
      'AwsSolutions-CFR2',
      'There is nothing behind it that takes input but AWS: files are read-only, and what is relayed is decided on by AWS by its signature.',
    ],
    [
      'AwsSolutions-CFR3',
      'A log of addresses would keep the codes that come back from signing in and the names of executions. CloudTrail tells who called AWS.',
    ],
  ]
  if (!hasOwnCertificate) {
    acknowledged.push([
      'AwsSolutions-CFR4',
      "CloudFront's own certificate leaves no choice of protocol; settings.customDomain sets TLS 1.2 of 2021.",
    ])
  }
  for (const [id, reason] of acknowledged) Validations.of(distribution).acknowledge({ id, reason })
}
