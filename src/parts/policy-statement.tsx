import SpaceBetween from '@cloudscape-design/components/space-between'
import { PolicyCopy } from './policy-copy.tsx'

/** An IAM policy statement to read and to copy. */
export function PolicyStatement({ policy }: { readonly policy: string }) {
  return (
    <SpaceBetween size="xs">
      <pre className="statement">{policy}</pre>
      <PolicyCopy policy={policy} />
    </SpaceBetween>
  )
}
