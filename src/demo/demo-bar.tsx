import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import LiveRegion from '@cloudscape-design/components/live-region'
import { useEffect, useState } from 'react'
import { realPorts } from '../console/ports.ts'
import { formatDuration } from '../lib/duration.ts'
import { momentWriter } from '../lib/moment.ts'
import { useStore } from '../ui/use-store.ts'
import { allStoriesHref } from './addresses.ts'
import type { Story } from './story.ts'
import type { TimeMachine, TimeState } from './time-machine.ts'

/** Always in sight: that all this is simulated, and whose time it is. `#f` is where AppLayout looks for a footer. */
export function DemoBar({
  clock,
  machine,
  onRestart,
}: {
  readonly clock: Story['clock']
  readonly machine: TimeMachine
  readonly onRestart: () => void
}) {
  return (
    <footer id="f" className="demo-bar" aria-label="Demo">
      <p className="demo-words">
        <strong>Simulated AWS</strong> <span className="demo-quiet demo-roomy">Nothing here is real.</span>{' '}
        <a href={allStoriesHref()}>All scenarios</a>
      </p>
      <div className="demo-controls">
        {clock === 'world' ? (
          <TimeControls machine={machine} />
        ) : (
          <span className="demo-quiet">
            This machine says <MachineTime />. Time cannot be steered here.
          </span>
        )}
        <Button onClick={onRestart}>Back to the start</Button>
      </div>
    </footer>
  )
}

function MachineTime() {
  const [atMs, setAtMs] = useState(() => realPorts.wall())
  useEffect(() => realPorts.after(1000, () => setAtMs(realPorts.wall())), [atMs])
  return <span className="figures">{momentWriter('local').zoned(atMs, atMs)}</span>
}

const STEPS = [
  { seconds: 10, text: '+10 s', label: 'Step 10 seconds' },
  { seconds: 60, text: '+1 min', label: 'Step 1 minute' },
  { seconds: 600, text: '+10 min', label: 'Step 10 minutes' },
] as const

const SPEEDS = [1, 10, 60] as const

function TimeControls({ machine }: { readonly machine: TimeMachine }) {
  const state = useStore(machine.state)
  return (
    <div className="demo-controls" role="group" aria-label="Time machine">
      <Button onClick={() => void (state.paused ? machine.resume() : machine.pause())}>
        {state.paused ? 'Resume' : 'Pause'}
      </Button>
      {STEPS.map(({ seconds, text, label }) => (
        <Button key={seconds} ariaLabel={label} onClick={() => void machine.step(seconds)}>
          {text}
        </Button>
      ))}
      <ButtonDropdown
        ariaLabel={`Speed x${state.speed}`}
        expandToViewport
        items={SPEEDS.map((factor) => ({ id: String(factor), text: `x${factor}` }))}
        onItemClick={({ detail }) => void machine.setSpeed(Number(detail.id))}
      >
        x{state.speed}
      </ButtonDropdown>
      <LiveRegion hidden>{said(state)}</LiveRegion>
    </div>
  )
}

function said({ paused, speed, steppedSeconds, steps }: TimeState): string {
  const pace = paused ? 'The world stands still.' : `The world runs at ${speed} times its speed.`
  return steppedSeconds === null
    ? pace
    : `Step ${steps}: ${formatDuration(steppedSeconds * 1000)} on. ${pace}`
}
