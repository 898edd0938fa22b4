import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useEffect } from 'react'
import { applyColourMode } from '../ui/colour-mode.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** Whether the browser lets this site keep anything; where cookies are blocked, even asking for a storage throws. */
export function keepsAnything(): boolean {
  try {
    return sessionStorage.length >= 0 && localStorage.length >= 0
  } catch {
    return false
  }
}

/** The browser refuses this site its storage. The only thing on the page. */
export function StorageProblemPage() {
  const dark = useMediaQuery('(prefers-color-scheme: dark)')
  useEffect(() => applyColourMode(dark), [dark])
  return (
    <main>
      <Box padding="xxl">
        <Alert
          type="error"
          header="The console cannot start: this browser lets it keep nothing"
          action={<Button onClick={() => location.reload()}>Try again</Button>}
        >
          Cookies and site data are blocked for {location.host}. A sign-in has to outlive the way to the login
          and back, and lies in this tab&rsquo;s storage until it is over. Allow site data for this address.
        </Alert>
      </Box>
    </main>
  )
}
