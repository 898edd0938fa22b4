import * as v from 'valibot'

/** Only what Step Functions, SWF and Cognito take in a name; a `*` or `?` would be a pattern in the policies. */
const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,80}$/, 'must be of letters, digits, _ . and -'))

/** Of the commercial partition: CloudFront and managed login are not the same elsewhere. */
const region = v.pipe(
  v.string(),
  v.regex(
    /^(?!cn-|us-gov-|us-iso|eu-isoe|eusc-)[a-z]{2}(?:-[a-z]+)+-\d$/,
    'must be an AWS region such as eu-west-1',
  ),
)

function distinct<T extends v.BaseSchema<unknown, string, v.BaseIssue<unknown>>>(item: T) {
  return v.pipe(
    v.array(item),
    v.check((all) => new Set(all).size === all.length, 'names one twice'),
  )
}

const settings = v.strictObject({
  stackName: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/, 'must begin with a letter')),
  /** Where the bucket, the user pool and the identity pool are. */
  region,
  /** What stands before `.auth.<region>.amazoncognito.com`; the prefix must be free in the whole region. */
  loginDomainPrefix: v.pipe(
    v.string(),
    v.regex(/^(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'is not taken by Cognito'),
  ),
  connectionName: name,
  /** Where Step Functions and SWF are watched. */
  regions: v.pipe(distinct(region), v.minLength(1, 'must name at least one region')),
  /** An empty text stands for every name. */
  stateMachinePrefixes: distinct(v.union([name, v.literal('')])),
  activityPrefixes: distinct(v.union([name, v.literal('')])),
  swfDomains: distinct(
    v.pipe(v.string(), v.regex(/^[^:/|*?\p{Cc}]{1,256}$/u, 'is no name that can stand in a policy')),
  ),
  sendTaskScope: v.picklist(['arn', 'all']),
  kmsKeyArns: distinct(
    v.pipe(v.string(), v.regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "must be a key's ARN")),
  ),
  readsPerSecond: v.pipe(v.number(), v.minValue(0.1), v.maxValue(50)),
  /** A host name of one's own; the certificate must be in us-east-1, where CloudFront takes it from. */
  customDomain: v.optional(
    v.strictObject({
      host: v.pipe(v.string(), v.regex(/^(?:[a-z0-9-]+\.)+[a-z]+$/, 'must be a host name')),
      certificateArn: v.pipe(
        v.string(),
        v.regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, 'must be a certificate in us-east-1'),
      ),
    }),
  ),
})

export type Settings = v.InferOutput<typeof settings>

/** Reads a settings file. Throws an `Error` that names each field that is wrong. */
export function readSettings(json: string): Settings {
  const result = v.safeParse(settings, JSON.parse(json))
  if (result.success) return result.output
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
  throw new Error(problems.join('\n'))
}
