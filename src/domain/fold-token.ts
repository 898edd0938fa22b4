import type { TaskKind } from './history-event.ts'
import { mayHoldToken, namedTaskTokens, TaskToken, tokenLikeStrings } from './task-token.ts'

/** What a task's `parameters` tell of its token. */
export interface OwnToken {
  readonly token: TaskToken | null
  /** The token may stand in the history, but nothing proves which string it is. */
  readonly unproved: boolean
  /** Nothing in `parameters` can hold it. */
  readonly nowhere: boolean
}

const NO_TOKEN: OwnToken = { token: null, unproved: false, nowhere: false }
const UNPROVED: OwnToken = { token: null, unproved: true, nowhere: false }
const NOWHERE: OwnToken = { token: null, unproved: false, nowhere: true }

/** What the texts of a history have shown of tokens so far. */
export interface SeenTexts {
  /** Fingerprints of every token-like string. */
  readonly seen: ReadonlySet<string>
  /** An input or an output was left out, and with it perhaps a token that was handed down. */
  readonly missing: boolean
}

/** The tokens in one execution's history while its events are folded. */
export class FoldedTokens {
  readonly #seen: Set<string>
  #missing: boolean

  constructor({ seen, missing }: SeenTexts) {
    this.#seen = new Set(seen)
    this.#missing = missing
  }

  texts(): SeenTexts {
    return { seen: this.#seen, missing: this.#missing }
  }

  /** Takes in the input or output of an execution or a state; null: it was left out. */
  remember(text: string | null): void {
    if (text === null) this.#missing = true
    else for (const like of candidates(text)) this.#seen.add(new TaskToken(like).fingerprint)
  }

  /**
   * A task's token is made when the task is scheduled, so it is the one token-like string in `parameters` that the
   * execution has not shown before: a parent's token handed down came with an input. Two new ones, a history with gaps (`whole` false)
   * or with texts left out prove nothing; nor does a hash or a part of a JSON Web Token. A state that passes no token but another such
   * string remains: AWS refuses that one. Where nothing that is new could hold it, the token was passed to nobody.
   */
  own(parametersText: string | null, kind: TaskKind, whole: boolean): OwnToken {
    const mayHave = kind === 'callback' || kind === 'job'
    if (parametersText === null) return mayHave ? UNPROVED : NO_TOKEN
    const found = candidates(parametersText).map((text) => new TaskToken(text))
    const fresh = found.filter((token) => !this.#seen.has(token.fingerprint))
    for (const token of fresh) this.#seen.add(token.fingerprint)
    const [own] = fresh
    if (!mayHave) return NO_TOKEN
    if (own === undefined) {
      const rest = found.reduce((text, token) => text.replaceAll(token.reveal(), ''), parametersText)
      return mayHoldToken(rest) ? UNPROVED : NOWHERE
    }
    if (fresh.length > 1 || !whole || this.#missing) return UNPROVED
    return looksLikeSomethingElse(own.reveal(), parametersText)
      ? UNPROVED
      : { token: own, unproved: false, nowhere: false }
  }
}

/** What has a token's shape; without any, what is called a task token: emulators of AWS make shorter ones. */
function candidates(json: string): readonly string[] {
  const shaped = tokenLikeStrings(json)
  return shaped.length > 0 ? shaped : namedTaskTokens(json)
}

/** A hash is hexadecimal throughout; the parts of a JSON Web Token are joined by dots. */
function looksLikeSomethingElse(text: string, within: string): boolean {
  return /^[0-9a-f]+$/i.test(text) || within.includes(`.${text}`) || within.includes(`${text}.`)
}
