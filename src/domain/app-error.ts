/**
 * Everything that can go wrong between this console and AWS, translated once at the edge (`aws/`). The view decides on words.
 * No member ever holds a task token or a credential.
 */
export type AppError =
  /** IAM said no. `action` and `resource` as AWS names them, where its message does. */
  | {
      readonly kind: 'denied'
      readonly action: string | null
      readonly resource: string | null
      /** These are the credentials that Cognito gives without a sign-in. */
      readonly guest: boolean
      /** A policy denies it outright: allowing it elsewhere would not help. */
      readonly explicit: boolean
      /** The kind of policy that denies it, or that would have to allow it and does not; absent: AWS does not say. */
      readonly policy?: PolicyKind
    }
  | { readonly kind: 'throttled' }
  /** The credentials' time is over, and so is the sign-in behind them. */
  | { readonly kind: 'expiredCredentials' }
  /** Nobody is signed in (any more), and only a person can change that. Nothing was asked of AWS. */
  | { readonly kind: 'signedOut' }
  /** AWS does not know the credentials, or Cognito does not accept the sign-in. */
  | { readonly kind: 'notSignedIn'; readonly message: string }
  /** AWS refused the signature because of the clock. */
  | { readonly kind: 'clockSkew' }
  /**
   * No answer of AWS: the network, the endpoint, a proxy, the relay or CORS. `reachable` false: the host answered nothing at all;
   * `relay`: what came of the way through the console's own host, where it was tried.
   */
  | {
      readonly kind: 'noAnswer'
      readonly reachable: boolean | null
      readonly endpoint: string
      readonly relay?: RelayTrouble
    }
  /**
   * What answered in AWS's place, such as a proxy or the sign-in page of a network; or, where the answer `isMarked` as AWS's, a body that is
   * no answer of AWS: cut off, or no JSON object.
   */
  | {
      readonly kind: 'foreignAnswer'
      readonly endpoint: string
      readonly status: number
      readonly isMarked: boolean
    }
  /** What was asked for is not there (any more). */
  | {
      readonly kind: 'notFound'
      readonly what: 'execution' | 'stateMachine' | 'mapRun' | 'activity' | 'domain' | 'workflow'
      readonly name: string
    }
  /** The three answers of SendTask*: outcomes rather than faults. */
  | { readonly kind: 'taskClosed' }
  | { readonly kind: 'taskDoesNotExist' }
  | { readonly kind: 'invalidToken' }
  /** SWF's UnknownResourceFault to a task token: closed or never known, and SWF does not say which. An outcome, too. */
  | { readonly kind: 'taskUnknown' }
  /** SWF's LimitExceededFault: a quota of the account or the domain is used up; waiting alone does not help. */
  | { readonly kind: 'limitExceeded'; readonly message: string }
  /**
   * A read was answered, but not as AWS answers `action`, or the answer contradicts itself or an earlier one. Nothing in it counts as
   * read.
   */
  | {
      readonly kind: 'unreadable'
      readonly endpoint: string
      /** The IAM action, such as `states:GetExecutionHistory`. */
      readonly action: string
      readonly problem: AnswerProblem
    }
  /** The console itself failed. */
  | { readonly kind: 'defect' }
  /** AWS failed (5xx) or said something this console does not know. */
  | {
      readonly kind: 'awsFault'
      readonly code: string
      readonly message: string
      readonly status: number | null
    }

/** What is wrong with an answer; the API references of both services promise the opposite of each. */
export const answerProblems = [
  /** The answer, or a member of it, does not have its documented type. */
  'malformed',
  /** The list that was asked for is missing. */
  'noList',
  /** A history without events: every execution has at least its start event. */
  'noEvents',
  /** An item of a list without its ARN or its ids: something runs there that cannot be read. */
  'noName',
  /** An event without a time, or with one that no clock can show. */
  'noTime',
  /** Event ids that neither fall nor rise. */
  'outOfOrder',
  /** Event ids are missing: the ids of a history count from 1 without gaps. */
  'gap',
  /** One event id with two different contents, in this answer or in this answer and an earlier one. */
  'contradiction',
  /** A history that ends before the last event already known. */
  'shorterThanKnown',
  /** The pages do not come to an end. */
  'endless',
] as const
export type AnswerProblem = (typeof answerProblems)[number]

/**
 * Why nothing came through the relay. `absent`: the console's own host has none; `refused`: it does not relay this; `unreached`: it gets no
 * answer from AWS; `silent`: the own host does not answer.
 */
export type RelayTrouble = 'absent' | 'refused' | 'unreached' | 'silent'

/** The kinds of policies, as AWS names them in its refusals (IAM User Guide, "Troubleshoot access denied error messages"). */
export const policyKinds = [
  'identity-based policy',
  'permissions boundary',
  'session policy',
  'resource-based policy',
  'service control policy',
  'resource control policy',
  'VPC endpoint policy',
] as const
export type PolicyKind = (typeof policyKinds)[number]

/** What IAM refused. */
export type Denied = Extract<AppError, { kind: 'denied' }>

/**
 * What a failed call proves about its effect. `unsent`: nothing left this machine, or the relay says that it passed nothing on.
 * `refused`: AWS answered with a 4xx, its error type and a request id, so it did nothing. `unknown`: neither is proved.
 */
export type Effect = 'unsent' | 'refused' | 'unknown'

/** An `AppError` as something to throw. Its message names the kind only: details are for the view. */
export class AppFailure extends Error {
  override readonly name = 'AppFailure'
  readonly error: AppError
  readonly effect: Effect

  constructor(error: AppError, effect: Effect = 'unknown') {
    super(error.kind)
    this.error = error
    this.effect = effect
  }
}

/** Whether trying again later, unchanged, may help. */
export function passes(error: AppError): boolean {
  return ['throttled', 'noAnswer', 'foreignAnswer', 'awsFault'].includes(error.kind)
}
