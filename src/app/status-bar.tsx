import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useRef } from 'react'
import type { Connection } from '../console/connection.ts'
import type { SessionState } from '../console/session.ts'
import { momentWriter } from '../lib/moment.ts'
import { useConsole } from '../parts/console-context.tsx'
import { useTicked, useTicking } from '../parts/use-ticking.ts'
import type { LoopStatus } from '../queries/loop-status.ts'
import type { ReadLoop } from '../queries/read-loop.ts'
import { useStore } from '../ui/use-store.ts'
import { CLOCK_SOURCES, ClockWarning, ConnectionEvidence } from './connection-evidence.tsx'
import { freshness, saysSignedOut } from './freshness.ts'

/** Per connection: whose eyes this looks through, by which clock, and how old the oldest of what is shown is. */
export function StatusBar() {
  const { loops } = useConsole()
  return (
    <section className="status-bar" aria-label="Connections">
      {loops.map((loop) => (
        <ConnectionStatus key={loop.connection.id} loop={loop} />
      ))}
    </section>
  )
}

function ConnectionStatus({ loop }: { readonly loop: ReadLoop }) {
  const status = useStore(loop.status)
  const { connection } = loop
  return (
    <div className="status-line">
      <strong>{connection.id}</strong>
      <ServerTime connection={connection} />
      <ClockWarning connection={connection} />
      <ConnectionEvidence connection={connection} />
      <Freshness loop={loop} status={status} />
      <Button
        variant="inline-link"
        ariaLabel={status.paused ? `Resume reading ${connection.id}` : `Pause reading ${connection.id}`}
        onClick={() => loop.setPaused(!status.paused)}
      >
        {status.paused ? 'Resume' : 'Pause'}
      </Button>
      <span className="status-quiet">at most {connection.readsPerSecond} reads a second</span>
      {saysSignedOut(status) || <Who connection={connection} />}
    </div>
  )
}

function ServerTime({ connection }: { readonly connection: Connection }) {
  const { preferences } = useConsole()
  const { timeZone } = useStore(preferences)
  const source = useStore(connection.clock.source)
  const element = useRef<HTMLSpanElement>(null)
  useTicking(() => {
    const { lo, hi } = connection.clock.now()
    const middle = (lo + hi) / 2
    const off = Math.max(0.1, (hi - lo) / 2000)
    const error = off > 60 ? `±${Math.ceil(off / 60)} min` : `±${off.toFixed(1)} s`
    const text = `${momentWriter(timeZone).zoned(middle, middle)} ${error}`
    if (element.current !== null && element.current.textContent !== text) element.current.textContent = text
  })
  return (
    <span title={CLOCK_SOURCES[source]}>
      {source === 'world' ? 'simulated time' : 'server'} <span ref={element} className="figures" />
    </span>
  )
}

function Freshness({ loop, status }: { readonly loop: ReadLoop; readonly status: LoopStatus }) {
  const { inFlight, ports } = useConsole()
  const { connection } = loop
  const { type, text } = useTicked(
    () => {
      const oldest = inFlight.get().oldestReadAt.get(connection.id)
      const ageMs = oldest === undefined ? null : connection.clock.now().hi - oldest.lo
      return freshness(status, ageMs, ports.passed())
    },
    (a, b) => a.text === b.text,
  )
  return <StatusIndicator type={type}>{text}</StatusIndicator>
}

function Who({ connection }: { readonly connection: Connection }) {
  const state = useStore(connection.session.state)
  const text = useTicked(() => whoWords(state, connection.clock.wireNow().hi))
  return <span className="status-who">{text}</span>
}

function whoWords(state: SessionState, nowMs: number): string {
  switch (state.kind) {
    case 'signingIn':
      return 'signing in'
    case 'signedOut':
      return 'signed out'
    case 'failed':
      return 'not signed in'
    case 'guest':
      return 'guest'
    case 'signedIn': {
      const groups = state.groups.length === 0 ? '' : ` · ${state.groups.join(', ')}`
      if (state.untilMs === null) return `${state.who}${groups}`
      const minutes = Math.floor((state.untilMs - nowMs) / 60_000)
      return `${state.who}${groups} · credentials for ${minutes < 1 ? 'less than 1' : minutes} min`
    }
  }
}
