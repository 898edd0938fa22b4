import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { tokenLikeStrings } from '../domain/task-token.ts'
import type { TokenEntry } from './token-entry.tsx'

/** RecordActivityTaskHeartbeat's limit of `details` (SWF API reference). */
const MAX_DETAILS_LENGTH = 2048

/** Why SWF, or good sense, would not take these details; undefined: they can be sent. */
export function detailsProblem(
  details: string,
  { kept, pasted, found }: Pick<TokenEntry, 'kept' | 'pasted' | 'found'>,
): string | undefined {
  const over = details.length - MAX_DETAILS_LENGTH
  if (over > 0)
    return `SWF takes at most ${figures(MAX_DETAILS_LENGTH)} characters: ${figures(over)} too many.`
  return tokenLikeStrings(details).length > 0 ||
    holdsToken(details, [kept?.reveal(), found?.reveal(), pasted])
    ? 'This looks like a task token. Details may end up in the history, where everybody can read them.'
    : undefined
}

/** Also one that a terminal has wrapped. */
function holdsToken(details: string, tokens: readonly (string | undefined)[]): boolean {
  const unwrapped = details.replaceAll(/\s/g, '')
  return tokens.some((token) => {
    const plain = token?.replaceAll(/\s/g, '') ?? ''
    return plain.length >= SHORTEST_SECRET && unwrapped.includes(plain)
  })
}

/** Shorter than any task token: what is pasted by mistake into the token's field may be a word. */
const SHORTEST_SECRET = 20

function figures(count: number): string {
  return count.toLocaleString('en')
}

interface DetailsFieldProps {
  readonly value: string
  readonly problem: string | undefined
  readonly onChange: (value: string) => void
}

/** The `details` of an SWF heartbeat: they stand in the history if the task times out, and nowhere before. */
export function DetailsField({ value, problem, onChange }: DetailsFieldProps) {
  return (
    <FormField
      label={
        <>
          Details <i>optional</i>
        </>
      }
      description="They replace what the worker reported last, which cannot be read while the task is open. If the task times out, its history shows the newest ones."
      constraintText={`${figures(value.length)} of ${figures(MAX_DETAILS_LENGTH)} characters`}
      errorText={problem}
      stretch
    >
      <Textarea
        value={value}
        rows={2}
        spellcheck={false}
        placeholder="For example: kept alive by hand, ticket 4711"
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  )
}
