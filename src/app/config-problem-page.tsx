import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import type { ConfigProblem } from '../console/config.ts'

/** config.json cannot be used: which field, and why. The only thing on the page. */
export function ConfigProblemPage({ problems }: { readonly problems: readonly ConfigProblem[] }) {
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
