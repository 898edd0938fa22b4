/**
 * One HTTP request as the local AWS sees it. Not the web's `Request`: browsers drop `host`,
 * `content-length` and `date` from that one, and all three are signed.
 * Header names are lower case; `url` is absolute or starts with `/`.
 */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The whole local AWS behind one function. Rejects only with `AnswerLost`. */
export type WireHandler = (call: WireRequest) => Promise<WireResponse>

/** The call was carried out, but its answer is to be lost: an adapter breaks the connection. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost'
}
