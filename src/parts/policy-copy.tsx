import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'

/** The IAM policy statement that would allow what was denied, to hand to whoever can. */
export function PolicyCopy({ policy }: { readonly policy: string }) {
  return (
    <CopyToClipboard
      variant="button"
      copyButtonText="Copy policy"
      copySuccessText="Policy copied"
      copyErrorText="Could not copy"
      textToCopy={policy}
    />
  )
}
