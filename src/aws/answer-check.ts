import { type SdkHandler, sdkHandler } from '../lib/sdk-handler.ts'

/** What answered is not AWS, or its answer did not arrive whole. The request may have been carried out. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer'
  readonly status: number
  /** It has AWS's marks, so only its body is not what AWS answers. */
  readonly isMarked: boolean

  constructor(status: number, isMarked: boolean) {
    super('not an answer of AWS')
    this.status = status
    this.isMarked = isMarked
  }
}

/**
 * Passes on only what can be AWS's answer: a JSON object that carries AWS's request id or its content type, as every answer of
 * Step Functions, SWF and Cognito Identity does (awsJson 1.0 and 1.1). Rejects with `ForeignAnswer` otherwise.
 */
export function checkedHandler(handler: SdkHandler): SdkHandler {
  return sdkHandler(handler.metadata.handlerProtocol, async (request, options) => {
    const { response } = await handler.handle(request, options)
    const isMarked = hasMarkOfAws(new Headers(response.headers))
    const answer = jsonObjectOf(response.body)
    // A success has no error type.
    const contradicts = response.statusCode < 300 && answer !== null && '__type' in answer
    if (!isMarked || answer === null || contradicts) throw new ForeignAnswer(response.statusCode, isMarked)
    return response
  })
}

/** Whether an answer can be AWS's by its marks: a request id, or the content type of awsJson. */
export function hasMarkOfAws(headers: Headers): boolean {
  const contentType = headers.get('content-type') ?? ''
  return headers.has('x-amzn-requestid') || contentType.startsWith('application/x-amz-json')
}

function jsonObjectOf(body: Uint8Array): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
