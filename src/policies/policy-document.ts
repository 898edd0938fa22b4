/** An IAM policy document as JSON has it; source: IAM User Guide, "IAM JSON policy elements reference". */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  /** Operator, key, values. Whoever decides by a document and does not know conditions must refuse it. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}
