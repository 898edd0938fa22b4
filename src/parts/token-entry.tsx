import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { TokenBasis, WriteOutcome } from '../console/journal-entry.ts'
import { MAX_TASK_TOKEN_LENGTH, readPastedToken, TaskToken, type TokenProblem } from '../domain/task-token.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { whatToPaste } from './token-words.ts'

/** The token of one task as this console has it: proved by history, kept since it was pasted, or still to be pasted. */
export interface TokenEntry {
  readonly proved: TaskToken | null
  readonly kept: TaskToken | undefined
  readonly pasted: string
  readonly problem: string | undefined
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
  const [problem, setProblem] = useState<TokenProblem | null>(null)
  const proved = task.token
  const kept = vault.get(ref)
  return {
    proved,
    kept,
    pasted,
    problem: problem === null ? undefined : problemWords(problem, MAX_TASK_TOKEN_LENGTH[execution.service]),
    paste(text) {
      setPasted(text)
      setProblem(null)
    },
    read() {
      if (proved !== null) return { token: proved, basis: 'history' }
      if (kept !== undefined) return { token: kept, basis: 'pasted' }
      const token = readPastedToken(pasted, execution.service)
      if (token instanceof TaskToken) return { token, basis: 'pasted' }
      setProblem(token.problem)
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
    <FormField label="Task token" description={whatToPaste(task)} errorText={entry.problem} stretch>
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

function problemWords(problem: TokenProblem, maxLength: number): string {
  switch (problem) {
    case 'empty':
      return 'Paste the task token first.'
    case 'tooLong':
      return `A task token has at most ${maxLength} characters; this is longer.`
    case 'hasSpace':
      return 'A task token has no spaces or line breaks in it; copy it again without them.'
    case 'percentEncoded':
      return 'This token went through an address: + / = became %2B %2F %3D. Copy it from the source.'
  }
}
