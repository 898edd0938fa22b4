import { Duration } from 'aws-cdk-lib'
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
} from 'aws-cdk-lib/aws-cloudfront'
import type { Construct } from 'constructs'
import { relayMarkerHeader } from '../src/lib/relay-marker.ts'

/**
 * The headers as CloudFront wants them told: some are fields of their own and refused as plain ones. Throws for a value that
 * the field cannot hold, rather than send another.
 */
export function createResponseHeaders(
  scope: Construct,
  headers: Readonly<Record<string, string>>,
): ResponseHeadersPolicy {
  const security: Record<string, object> = {}
  const others: { header: string; value: string; override: boolean }[] = []
  for (const [header, value] of Object.entries(headers)) {
    const field = fields[header]
    if (field === undefined) others.push({ header, value, override: true })
    else security[field.name] = { ...field.read(value), override: true }
  }
  const props: ResponseHeadersPolicyProps = {
    comment: 'Headers of the heartbeat console',
    // Every name is one of those below, with what that field takes.
    securityHeadersBehavior: security as NonNullable<ResponseHeadersPolicyProps['securityHeadersBehavior']>,
    customHeadersBehavior: { customHeaders: others },
    // No origin may say that a call was not sent. Where CloudFront also takes it out of its own refusals, those count as unknown.
    removeHeaders: [relayMarkerHeader],
  }
  return new ResponseHeadersPolicy(scope, 'ResponseHeaders', props)
}

const fields: Readonly<
  Record<string, { readonly name: string; readonly read: (value: string) => Record<string, unknown> }>
> = {
  'Content-Security-Policy': {
    name: 'contentSecurityPolicy',
    read: (contentSecurityPolicy) => ({ contentSecurityPolicy }),
  },
  'Referrer-Policy': {
    name: 'referrerPolicy',
    read: (value) => ({ referrerPolicy: oneOf(Object.values(HeadersReferrerPolicy), value) }),
  },
  'Strict-Transport-Security': { name: 'strictTransportSecurity', read: readStrictTransport },
  'X-Content-Type-Options': {
    name: 'contentTypeOptions',
    // The field has one value only, and no name for it.
    read: (value) => (oneOf(['nosniff'], value), {}),
  },
  'X-Frame-Options': {
    name: 'frameOptions',
    read: (value) => ({ frameOption: oneOf(Object.values(HeadersFrameOption), value) }),
  },
}

function readStrictTransport(value: string): Record<string, unknown> {
  const [, seconds = '', subdomains] = /^max-age=(\d+)(; includeSubDomains)?$/.exec(value) ?? []
  if (seconds === '') throw new Error(`no such Strict-Transport-Security: ${value}`)
  return {
    accessControlMaxAge: Duration.seconds(Number(seconds)),
    includeSubdomains: subdomains !== undefined,
  }
}

function oneOf<T extends string>(known: readonly T[], value: string): T {
  const found = known.find((one) => one === value)
  if (found === undefined) throw new Error(`CloudFront cannot send ${value}, only ${known.join(', ')}`)
  return found
}
