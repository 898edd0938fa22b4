import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useEffect } from 'react'
import type { ConfigProblem } from '../console/config.ts'
import { applyColourMode } from '../ui/colour-mode.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** config.json cannot be used: which field, and why. The only thing on the page. */
export function ConfigProblemPage({ problems }: { readonly problems: readonly ConfigProblem[] }) {
  // No preference has been read yet: nothing but the system's own is known.
  const dark = useMediaQuery('(prefers-color-scheme: dark)')
  useEffect(() => applyColourMode(dark), [dark])
  return (
    <Box padding="xxl">
      <Alert
        type="error"
        header="The console cannot start: config.json is not right"
        action={<Button onClick={() => location.reload()}>Try again</Button>}
      >
        <ul>
          {problems.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <code>{field === '' ? 'config.json' : field}</code> {message}
            </li>
          ))}
        </ul>
        Whoever deployed this console can mend it; the fields are described in docs/configuration.md.
      </Alert>
    </Box>
  )
}
