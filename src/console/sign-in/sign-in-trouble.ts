/** Why a sign-in did not come off. Never holds a code, a state or a token. */
export type SignInTrouble =
  /** No sign-in of this page waits for that answer: altered on the way, used before, or begun in a page that has gone. */
  | { readonly kind: 'unknownAnswer' }
  /** The sign-in was begun so long ago that its answer is no longer taken. */
  | { readonly kind: 'tooLate' }
  /** The user pool let nobody in; `error` as OAuth names it, such as `access_denied`. */
  | { readonly kind: 'refused'; readonly error: string }
  /** The user pool did not take the code that it had given. */
  | { readonly kind: 'codeRefused'; readonly error: string }
  /** The user pool did not answer. */
  | { readonly kind: 'noAnswer'; readonly host: string }
  /** It answered with something that is no sign-in to this client. */
  | { readonly kind: 'unusable' }
  /** The browser let no window open. */
  | { readonly kind: 'noWindow' }

export class SignInFailure extends Error {
  override readonly name = 'SignInFailure'
  readonly trouble: SignInTrouble

  constructor(trouble: SignInTrouble) {
    super(trouble.kind)
    this.trouble = trouble
  }
}
