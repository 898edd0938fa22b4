/** An error as AWS answers it: `__type` is `code`, the HTTP status is `status` (400 for every client fault of awsJson 1.0 and 1.1). */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}
