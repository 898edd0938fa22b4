import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { type JournalEntry, sameTask, type TokenBasis, type WriteOutcome } from '../console/journal.ts'
import { perform } from '../console/perform.ts'
import { estimate } from '../domain/estimate.ts'
import { deadlineLimits } from '../domain/hard-limit.ts'
import { MAX_TASK_TOKEN_LENGTH, readPastedToken, TaskToken, type TokenProblem } from '../domain/task-token.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { useStore } from '../ui/use-store.ts'
import { type Console, useConsole } from './console-context.tsx'
import { heartbeatPrice, samePrice } from './heartbeat-price.ts'
import { outcomeWords } from './outcome-words.ts'
import { PolicyCopy } from './policy-copy.tsx'
import { taskLabel } from './task-name.tsx'
import { useLatestRow } from './use-latest-row.ts'
import { useTicked } from './use-ticking.ts'
import { useWriteMoment } from './use-write-moment.ts'

interface HeartbeatPanelProps {
  readonly row: TaskRow
  /** The task has ended: only what was sent stays on show. */
  readonly over?: boolean
}

/**
 * Sends a heartbeat for one task: its price first, then one click where history proves the token, a pasted token otherwise, and the
 * outcome in words.
 */
export function HeartbeatPanel({ row, over = false }: HeartbeatPanelProps) {
  const console = useConsole()
  const write = useWriteMoment()
  useStore(console.vault.held)
  const { sending, last } = useOwnWrites(row)
  const [pasted, setPasted] = useState('')
  const [problem, setProblem] = useState<TokenProblem | null>(null)
  const latest = useLatestRow(row)
  const proved = row.task.token
  const kept = console.vault.get(row.ref)
  const { guarantee, hardLimit, sideEffect, read } = useTicked(() => {
    const { task, evidence, connection } = latest()
    const now = connection.clock.now()
    const basis = task.token === null ? 'pasted' : 'history'
    return heartbeatPrice(task, basis, estimate(evidence, now), now, write)
  }, samePrice)

  const send = async (token: TaskToken, basis: TokenBasis): Promise<void> => {
    const outcome = await sendHeartbeat(console, row, token, basis)
    if (basis === 'history' || outcome.kind === 'invalidToken') return
    // It leaves the field, where it could be read, and is kept where it may be needed again.
    setPasted('')
    if (outcome.kind === 'taskClosed' || outcome.kind === 'taskDoesNotExist') console.vault.forget(row.ref)
    else console.vault.keep(row.ref, token)
  }

  const sendPasted = (): void => {
    const token = readPastedToken(pasted)
    if (token instanceof TaskToken) {
      setProblem(null)
      void send(token, 'pasted')
    } else setProblem(token.problem)
  }

  const outcome = <div aria-live="polite">{last !== undefined && <Outcome row={row} entry={last} />}</div>
  if (over) return outcome
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Guarantee', value: guarantee },
          { label: 'Hard limit', value: hardLimit },
          { label: 'Side effect', value: sideEffect },
          {
            label: 'Token',
            value:
              proved !== null ? (
                <>proved from history · {proved.fingerprint}</>
              ) : kept !== undefined ? (
                <>pasted, not proved · {kept.fingerprint}</>
              ) : row.task.kind === 'activity' ? (
                'given only to the worker that took the task'
              ) : (
                'not in the history'
              ),
          },
        ]}
      />
      {proved === null && kept === undefined && (
        <FormField
          label="Task token"
          description="From the worker's log or the message it was sent. Kept in memory until this page goes away, never stored. AWS does not tell whose token it is: the guarantee holds only if it is this task's."
          errorText={problem === null ? undefined : PROBLEM_WORDS[problem]}
          stretch
        >
          <Textarea
            value={pasted}
            rows={3}
            spellcheck={false}
            autoComplete={false}
            disableBrowserAutocorrect
            placeholder="Paste the whole token"
            onChange={({ detail }) => {
              setPasted(detail.value)
              setProblem(null)
            }}
          />
        </FormField>
      )}
      <SpaceBetween size="xs" direction="horizontal" alignItems="center">
        <Button
          variant="primary"
          loading={sending}
          loadingText="Sending"
          onClick={() => {
            if (proved !== null) void send(proved, 'history')
            else if (kept !== undefined) void send(kept, 'pasted')
            else sendPasted()
          }}
        >
          Send heartbeat
        </Button>
        {kept !== undefined && proved === null && (
          <Button
            onClick={() => {
              console.vault.forget(row.ref)
            }}
          >
            Use another token
          </Button>
        )}
        <Box color="text-body-secondary" fontSize="body-s">
          {read}
        </Box>
      </SpaceBetween>
      {outcome}
    </SpaceBetween>
  )
}

/** What was sent for this task: whether something is under way, and how the newest of this visit ended. */
function useOwnWrites({ ref }: TaskRow): {
  readonly sending: boolean
  readonly last: JournalEntry | undefined
} {
  const { journal } = useConsole()
  const entries = useStore(journal.entries).filter(({ task }) => sameTask(task, ref))
  const [before] = useState(entries.length)
  const newest = entries.slice(before).at(-1)
  return {
    sending: entries.some(({ outcome }) => outcome === null),
    last: newest?.outcome === null ? undefined : newest,
  }
}

function Outcome({ row, entry }: { readonly row: TaskRow; readonly entry: JournalEntry }) {
  const write = useWriteMoment()
  const { task, evidence } = row
  const hardMs = deadlineLimits(task, evidence.execution)?.at.lo ?? null
  const limitUnread = evidence.execution.timeoutSeconds === undefined
  if (entry.outcome === null) return null
  const words = outcomeWords(entry.outcome, { task, basis: entry.tokenBasis, hardMs, limitUnread }, write)
  return (
    <Alert type={words.type} header={words.headline}>
      <SpaceBetween size="xs">
        {words.detail !== '' && <div>{words.detail}</div>}
        {words.policy !== undefined && <PolicyCopy policy={words.policy} />}
      </SpaceBetween>
    </Alert>
  )
}

async function sendHeartbeat(
  console: Console,
  row: TaskRow,
  token: TaskToken,
  tokenBasis: TokenBasis,
): Promise<WriteOutcome> {
  const { connection, ref } = row
  const loop = console.loops.find((candidate) => candidate.connection.id === connection.id)
  if (loop === undefined) throw new Error('every connection has a read loop')
  const outcome = await perform(
    { kind: 'heartbeat', connection, task: ref, taskName: taskLabel(row), token, tokenBasis },
    {
      journal: console.journal,
      fetch: console.ports.fetch,
      reread: async ({ executionArn, scheduledEventId }) => {
        const { folded } = await loop.readNow(executionArn)
        if (folded.open.some((task) => task.scheduledEventId === scheduledEventId)) return { kind: 'open' }
        const ended = folded.endedTasks.find(({ task }) => task.scheduledEventId === scheduledEventId)
        return { kind: 'ended', ending: ended?.ending ?? null }
      },
    },
  )
  // How a closed task ended stands in its history; the board learns it from this read.
  if (outcome.kind === 'taskClosed') await loop.readNow(ref.executionArn).catch(() => undefined)
  return outcome
}

const PROBLEM_WORDS: Readonly<Record<TokenProblem, string>> = {
  empty: 'Paste the task token first.',
  tooLong: `A task token has at most ${MAX_TASK_TOKEN_LENGTH} characters; this is longer.`,
  hasSpace: 'A task token has no spaces or line breaks in it; copy it again without them.',
  percentEncoded: 'This token went through an address: + / = became %2B %2F %3D. Copy it from the source.',
}
