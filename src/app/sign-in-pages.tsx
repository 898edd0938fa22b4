import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import { type ReactNode, useEffect } from 'react'
import { applyColourMode } from '../ui/colour-mode.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** The window of a sign-in, once the tab that opened it has the answer. */
export function HandedOverPage() {
  // A browser that does not let it close leaves it with the words.
  useEffect(() => window.close(), [])
  return (
    <BarePage>
      <Alert type="success" header="The sign-in has gone back to the console">
        Go on in the tab where you were. This window can be closed.
      </Alert>
    </BarePage>
  )
}

/** On the way to the sign-out of another user pool. */
export function LeavingPage() {
  return (
    <BarePage>
      <Alert type="info" header="Signing out" />
    </BarePage>
  )
}

function BarePage({ children }: { readonly children: ReactNode }) {
  const dark = useMediaQuery('(prefers-color-scheme: dark)')
  useEffect(() => applyColourMode(dark), [dark])
  return (
    <main>
      <Box padding="xxl">{children}</Box>
    </main>
  )
}
