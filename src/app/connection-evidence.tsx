import Popover from '@cloudscape-design/components/popover'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Connection } from '../console/connection.ts'
import type { ClockSource } from '../console/server-clock.ts'
import { RouteLink } from '../parts/task-name.tsx'
import { useTicked } from '../parts/use-ticking.ts'
import { useWriteZonedMoment } from '../parts/use-write-moment.ts'
import { useStore } from '../ui/use-store.ts'
import { clockWarning } from './clock-warning.ts'
import { type Reached, reachSentence, reachSummary } from './reach-words.ts'

export const CLOCK_SOURCES: Readonly<Record<ClockSource, string>> = {
  aws: "By the Date of AWS's answers, with what they leave open.",
  signatureError:
    'By the time that AWS told when it refused a signature; its answers show this page no Date.',
  idToken:
    'By when the ID token was issued: it is that late at least. Nothing else has shown the time of AWS yet.',
  ownOrigin: "By this console's own host: no answer of AWS has shown its time yet.",
  world: "The simulated AWS's own time.",
  none: 'Not known yet: no answer has shown it.',
}

/** By which way AWS is reached, and on the way to it, at a press: since when and why, and whose time is told. */
export function ConnectionEvidence({ connection }: { readonly connection: Connection }) {
  const write = useWriteZonedMoment()
  const source = useStore(connection.clock.source)
  const reached = useReached(connection)
  return (
    <Popover
      header={`How ${connection.id} is reached`}
      size="large"
      dismissAriaLabel="Close"
      content={
        <SpaceBetween size="xs">
          {reached.map((one) => (
            <div key={one.service} className="breakable">
              {reachSentence(one, write)}
            </div>
          ))}
          <div>Server time: {CLOCK_SOURCES[source]}</div>
          <div>Pace: at most {connection.readsPerSecond} reads a second.</div>
          <RouteLink href="/check">Check what AWS answers this page</RouteLink>
        </SpaceBetween>
      }
    >
      <span aria-live="polite">{reachSummary(reached)}</span>
    </Popover>
  )
}

/** The services that this connection calls; SWF only where domains are named, or somebody opened a workflow. */
function useReached({ transports: { states, swf }, swfDomains }: Connection): readonly Reached[] {
  const [statesState, swfState] = [useStore(states.state), useStore(swf.state)]
  const usesSwf = swfDomains.length > 0 || swfState.kind === 'found'
  return [{ ...states, state: statesState }, ...(usesSwf ? [{ ...swf, state: swfState }] : [])]
}

/** Says so where this machine's clock is wrong, or server time is not known well. */
export function ClockWarning({ connection: { clock } }: { readonly connection: Connection }) {
  const source = useStore(clock.source)
  const warning = useTicked(() => {
    const { lo, hi } = clock.now()
    return clockWarning(clock.machineOffset(), (hi - lo) / 2, source)
  })
  return warning === null ? null : <StatusIndicator type="warning">{warning}</StatusIndicator>
}
