import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { TokenBasis, WriteOutcome } from '../console/journal.ts'
import { perform } from '../console/perform.ts'
import { estimate } from '../domain/estimate.ts'
import { deadlineLimits } from '../domain/hard-limit.ts'
import { MAX_TASK_TOKEN_LENGTH, readPastedToken, TaskToken, type TokenProblem } from '../domain/task-token.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { type Console, useConsole } from './console-context.tsx'
import { heartbeatPrice, samePrice } from './heartbeat-price.ts'
import { outcomeWords } from './outcome-words.ts'
import { taskLabel } from './task-name.tsx'
import { useTicked } from './use-ticking.ts'
import { useWriteMoment } from './use-write-moment.ts'

interface HeartbeatPanelProps {
  readonly row: TaskRow
}

/**
 * Sends a heartbeat for one task: its price first, then one click where history proves the token, a pasted token otherwise, and the
 * outcome in words.
 */
export function HeartbeatPanel({ row }: HeartbeatPanelProps) {
  const console = useConsole()
  const write = useWriteMoment()
  const [pasted, setPasted] = useState('')
  const [problem, setProblem] = useState<TokenProblem | null>(null)
  const [sending, setSending] = useState(false)
  const [last, setLast] = useState<{ outcome: WriteOutcome; basis: TokenBasis } | null>(null)
  const proved = row.task.token
  const kept = console.vault.get(row.ref)
  const { guarantee, hardLimit, sideEffect, read } = useTicked(() => {
    const now = row.connection.clock.now()
    return heartbeatPrice(row.task, estimate(row.evidence, now), now, write)
  }, samePrice)

  const send = async (token: TaskToken, basis: TokenBasis): Promise<void> => {
    setSending(true)
    setLast(null)
    const outcome = await sendHeartbeat(console, row, token, basis)
    setSending(false)
    setLast({ outcome, basis })
    if (basis === 'pasted' && outcome.kind !== 'invalidToken') {
      // A real token, whosever it is, does not stay readable in the field; one that may yet serve is kept out of sight.
      setPasted('')
      if (outcome.kind !== 'taskClosed' && outcome.kind !== 'taskDoesNotExist')
        console.vault.keep(row.ref, token)
    }
  }

  const sendPasted = (): void => {
    const token = readPastedToken(pasted)
    if (token instanceof TaskToken) {
      setProblem(null)
      void send(token, 'pasted')
    } else setProblem(token.problem)
  }

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
          description="From the worker's log or the message it was sent. Kept in memory until this page goes away, never stored. AWS does not tell whose token it is: the guarantee below will hold only if it is this task's."
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
              setLast(null)
            }}
          >
            Use another token
          </Button>
        )}
        <Box color="text-body-secondary" fontSize="body-s">
          {read}
        </Box>
      </SpaceBetween>
      <div aria-live="polite">{last !== null && <Outcome row={row} {...last} />}</div>
    </SpaceBetween>
  )
}

function Outcome({
  row,
  outcome,
  basis,
}: {
  readonly row: TaskRow
  readonly outcome: WriteOutcome
  readonly basis: TokenBasis
}) {
  const write = useWriteMoment()
  const hardMs = deadlineLimits(row.task, row.evidence.execution)?.at.lo ?? null
  const words = outcomeWords(outcome, { task: row.task, basis, hardMs }, write)
  return (
    <Alert type={words.type} header={words.headline}>
      <SpaceBetween size="xs">
        {words.detail !== '' && <div>{words.detail}</div>}
        {words.policy !== undefined && (
          <CopyToClipboard
            variant="button"
            copyButtonText="Copy policy"
            copySuccessText="Policy copied"
            copyErrorText="Could not copy"
            textToCopy={words.policy}
          />
        )}
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
