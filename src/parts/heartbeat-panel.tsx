import Box from '@cloudscape-design/components/box'
import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRef, useState } from 'react'
import type { ActionKind, TokenBasis, WriteOutcome } from '../console/journal-entry.ts'
import { estimate } from '../domain/estimate.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { NoKeyRepeat } from '../ui/no-key-repeat.tsx'
import { useConsole } from './console-context.tsx'
import { denialReason } from './denied-words.ts'
import { DetailsField, detailsProblem } from './details-field.tsx'
import { heartbeatPrice, samePrice } from './heartbeat-price.ts'
import { MissingPermission, useDenial } from './missing-permission.tsx'
import { sendHeartbeat } from './send-heartbeat.ts'
import { TokenField, tokenSource, useTokenEntry } from './token-entry.tsx'
import { useLatestRow } from './use-latest-row.ts'
import { useTicked } from './use-ticking.ts'
import { useWriteMoment } from './use-write-moment.ts'
import { useIsUnderWay, WriteOutcomeAlert } from './write-outcome.tsx'

interface HeartbeatPanelProps {
  readonly row: TaskRow
  /** `askCancelRequested`, of SWF only: the same call, for the sake of its answer. */
  readonly kind?: ActionKind
  /** The task has ended: only what was sent stays on show. */
  readonly over?: boolean
}

const BUTTON: Readonly<Record<ActionKind, string>> = {
  heartbeat: 'Send heartbeat',
  askCancelRequested: 'Ask by heartbeat',
}

/** How long the button rests after an outcome, milliseconds. */
const REST_MS = 1000

/**
 * Sends a heartbeat for one task: its price first, then one click where history proves the token, a pasted token otherwise, and the
 * outcome in words.
 */
export function HeartbeatPanel({ row, kind = 'heartbeat', over = false }: HeartbeatPanelProps) {
  const console = useConsole()
  const write = useWriteMoment()
  const sending = useIsUnderWay(row)
  const [last, setLast] = useState<{ readonly outcome: WriteOutcome; readonly basis: TokenBasis } | null>(
    null,
  )
  const [resting, setResting] = useState(false)
  const entry = useTokenEntry(row)
  const denied = useDenial(row, kind)
  const button = useRef<ButtonProps.Ref>(null)
  const isSwf = row.execution.service === 'swf'
  const [typed, setTyped] = useState<string | null>(null)
  // What this console said last, also from another place on the page.
  const details = typed ?? console.ownDetails.get(row.ref) ?? ''
  const problem = isSwf ? detailsProblem(details, entry) : undefined
  const latest = useLatestRow(row)
  const price = useTicked(() => {
    const { task, evidence, connection } = latest()
    const now = connection.clock.now()
    const basis = task.token === null ? 'pasted' : 'history'
    return heartbeatPrice(task, basis, estimate(evidence, now), now, write)
  }, samePrice)

  const send = async (mayGoUnrecorded: boolean): Promise<void> => {
    const read = entry.read()
    if (read === undefined || problem !== undefined) return
    const sent = isSwf && details !== '' ? details : null
    const outcome = await sendHeartbeat(console, row, { kind, ...read, details: sent, mayGoUnrecorded })
    entry.settle(read.token, read.basis, outcome)
    setLast({ outcome, basis: read.basis })
    // A second press is meant for the outcome that it has not seen yet.
    setResting(true)
    console.ports.after(REST_MS, () => setResting(false))
  }

  // An earlier outcome must not seem to be that of a heartbeat that was not sent.
  const blocked = problem ?? entry.problem
  const outcome = (
    <div aria-live="polite">
      {last !== null && !sending && blocked === undefined && (
        <WriteOutcomeAlert
          row={row}
          outcome={last.outcome}
          basis={last.basis}
          withPolicy={denied === undefined}
          onSendWithoutRecord={() => void send(true)}
        />
      )}
    </div>
  )
  if (over) return outcome
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Guarantee', value: price.guarantee },
          { label: 'Hard limit', value: price.hardLimit },
          { label: 'Side effect', value: price.sideEffect },
          { label: 'Token', value: tokenSource(entry, row.task) },
        ]}
      />
      <TokenField entry={entry} task={row.task} />
      {isSwf && <DetailsField value={details} problem={problem} onChange={setTyped} />}
      <SpaceBetween size="xs" direction="horizontal" alignItems="center">
        <NoKeyRepeat>
          <Button
            ref={button}
            variant="primary"
            loading={sending}
            loadingText="Sending"
            {...(denied === undefined
              ? resting && { disabled: true, disabledReason: 'Sent a moment ago' }
              : { disabled: true, disabledReason: denialReason(denied) })}
            onClick={() => void send(false)}
          >
            {BUTTON[kind]}
          </Button>
        </NoKeyRepeat>
        {entry.kept !== undefined && entry.proved === null && (
          <Button onClick={entry.forget}>Use another token</Button>
        )}
        <Box color="text-body-secondary" fontSize="body-s">
          {price.read}
        </Box>
      </SpaceBetween>
      {outcome}
      {denied !== undefined && (
        <MissingPermission
          row={row}
          kind={kind}
          denied={denied}
          // What had the focus goes away with it.
          onTryAgain={() => button.current?.focus()}
        />
      )}
    </SpaceBetween>
  )
}
