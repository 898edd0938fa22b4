import { integer, list, oneOf, optional, required, structure, text } from '../validation.ts'

// Lengths and ranges from the API model of Step Functions (2016-11-23).

export const arn = text({ min: 1, max: 256 })
export const longArn = text({ min: 1, max: 2000 })
export const name = text({ min: 1, max: 80 })
export const taskToken = text({ min: 1, max: 2048, secret: true })
// 256 KiB as a UTF-8 text: Step Functions Developer Guide, quotas.
export const payload = text({ max: 262_144, bytes: true, secret: true })
export const error = text({ max: 256, secret: true })
export const cause = text({ max: 32_768, secret: true })
/** Of a version or an alias. */
export const description = text({ max: 256, secret: true })
export const pageSize = integer({ min: 0, max: 1000 })
export const pageToken = text({ min: 1, max: 1024 })

export const tags = list(
  structure({
    key: optional(text({ min: 1, max: 128 })),
    value: optional(text({ max: 256 })),
  }),
)

export const encryption = structure({
  kmsKeyId: optional(text({ min: 1, max: 2048 })),
  kmsDataKeyReusePeriodSeconds: optional(integer({ min: 60, max: 900 })),
  type: required(oneOf(['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'])),
})

/** A `maxResults` of 0 or none means AWS's default of 100. */
export function pageLength(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? 100 : maxResults
}
