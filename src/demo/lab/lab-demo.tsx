import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useColours } from '../../app/use-colours.ts'
import type { Preferences } from '../../console/preferences.ts'
import type { ReadableStore } from '../../lib/store.ts'
import { backToTheStart, labHref } from '../addresses.ts'
import { DemoBar } from '../demo-bar.tsx'
import type { TimeMachine } from '../time-machine.ts'
import type { LabClient } from './lab-client.ts'
import { LabPage } from './lab-page.tsx'

/** The place of the lab behind the `#`; every other one is the console's. */
const LAB_PLACE = '#lab'

/** The lab, and the console on the same world: one of them is seen. */
export function LabDemo({
  lab,
  machine,
  preferences,
  children,
}: {
  readonly lab: LabClient
  readonly machine: TimeMachine
  readonly preferences: ReadableStore<Preferences>
  /** The console. */
  readonly children: ReactNode
}) {
  const inLab = useInLab()
  useColours(preferences)
  useEffect(() => {
    if (inLab) document.title = 'Heartbeat lab'
  }, [inLab])
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <LabPage lab={lab} shown={inLab} />
      {!inLab && (
        <>
          <nav className="demo-story lab-back" aria-label="Lab">
            The console on the lab's world. <a href={LAB_PLACE}>Back to the lab</a>
          </nav>
          {children}
        </>
      )}
      <DemoBar clock="world" machine={machine} onRestart={() => backToTheStart(labHref())} />
    </I18nProvider>
  )
}

function useInLab(): boolean {
  return useSyncExternalStore(
    (listener) => {
      // Not hashchange: the console's router changes the address without one.
      addEventListener('popstate', listener)
      return () => removeEventListener('popstate', listener)
    },
    () => location.hash === '' || location.hash === LAB_PLACE,
  )
}
