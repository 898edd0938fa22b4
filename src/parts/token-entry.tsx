import FormField from '@cloudscape-design/components/form-field'
import LiveRegion from '@cloudscape-design/components/live-region'
import Textarea from '@cloudscape-design/components/textarea'
import { useMemo, useState } from 'react'
import type { TokenBasis, WriteOutcome } from '../console/journal-entry.ts'
import { readPastedToken } from '../domain/pasted-token.ts'
import type { TaskToken } from '../domain/task-token.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { foundTokenWords, tokenProblemWords, whatToPaste } from './token-words.ts'

/** The token of one task as this console has it: proved by history, kept since it was pasted, or still to be pasted. */
export interface TokenEntry {
  readonly proved: TaskToken | null
  readonly kept: TaskToken | undefined
  readonly pasted: string
  /** The token in it. */
  readonly found: TaskToken | undefined
  readonly problem: string | undefined
  /** The token that was understood, where it is not simply what was pasted; undefined: nothing needs to be said. */
  readonly understood: string | undefined
  paste(text: string): void
  /** The token to send with; undefined where there is none, and then `problem` says why. */
  read(): { readonly token: TaskToken; readonly basis: TokenBasis } | undefined
  /** What became of a write with it: a token that AWS took is kept, one of a closed task is forgotten. */
  settle(token: TaskToken, basis: TokenBasis, outcome: WriteOutcome): void
  forget(): void
}

export function useTokenEntry({ ref, task, execution }: TaskRow): TokenEntry {
  const { vault } = useConsole()
  useStore(vault.held)
  const [pasted, setPasted] = useState('')
  const [asked, setAsked] = useState(false)
  const reading = useMemo(() => readPastedToken(pasted, execution.service), [pasted, execution.service])
  const proved = task.token
  const kept = vault.get(ref)
  return {
    proved,
    kept,
    pasted,
    found: reading.kind === 'token' ? reading.token : undefined,
    problem:
      asked && reading.kind === 'problem' ? tokenProblemWords(reading.problem, execution.service) : undefined,
    understood: reading.kind === 'token' ? foundTokenWords(reading) : undefined,
    paste(text) {
      setPasted(text)
      setAsked(false)
    },
    read() {
      if (proved !== null) return { token: proved, basis: 'history' }
      if (kept !== undefined) return { token: kept, basis: 'pasted' }
      if (reading.kind === 'token') return { token: reading.token, basis: 'pasted' }
      setAsked(true)
      return undefined
    },
    settle(token, basis, outcome) {
      if (basis === 'history' || outcome.kind === 'invalidToken') return
      // It leaves the field, where it could be read, and is kept where it may be needed again.
      setPasted('')
      const over = ['taskClosed', 'taskDoesNotExist', 'taskUnknown'].includes(outcome.kind)
      if (over) vault.forget(ref)
      else vault.keep(ref, token)
    },
    forget: () => vault.forget(ref),
  }
}

/** Where the token comes from, in a few words. */
export function tokenSource({ proved, kept }: TokenEntry, { kind, tokenUnproved }: TaskRow['task']): string {
  if (proved !== null) return `proved from history · ${proved.fingerprint}`
  if (kept !== undefined) return `pasted, not proved · ${kept.fingerprint}`
  if (tokenUnproved) return 'not proved by the history'
  return kind === 'activity' ? 'given only to the worker that took the task' : 'not in the history'
}

/** Asks for the token where history does not hold it. */
export function TokenField({ entry, task }: { readonly entry: TokenEntry; readonly task: TaskRow['task'] }) {
  if (entry.proved !== null || entry.kept !== undefined) return null
  return (
    <FormField
      label="Task token"
      description={whatToPaste(task)}
      constraintText={entry.understood && <LiveRegion>{entry.understood}</LiveRegion>}
      errorText={entry.problem}
      stretch
    >
      <Textarea
        value={entry.pasted}
        rows={3}
        spellcheck={false}
        autoComplete={false}
        disableBrowserAutocorrect
        placeholder="Paste the whole token"
        onChange={({ detail }) => entry.paste(detail.value)}
      />
    </FormField>
  )
}
