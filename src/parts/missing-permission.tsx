import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ActionKind } from '../console/journal-entry.ts'
import { neededFor } from '../console/permissions.ts'
import type { Denied } from '../domain/app-error.ts'
import { denialOf } from '../domain/permission.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { useStore } from '../ui/use-store.ts'
import { denialReason, deniedWords } from './denied-words.ts'
import { PolicyStatement } from './policy-statement.tsx'

/** What IAM said the last time to such a write on what this task's permission hangs on; undefined: it may be tried. */
export function useDenial(row: TaskRow, kind: ActionKind = 'heartbeat'): Denied | undefined {
  return denialOf(useStore(row.connection.permissions.denials), neededFor(kind, row))
}

/** For a button in a list: it also says where the rest stands. */
export function denialReasonInList(denied: Denied): string {
  return `${denialReason(denied)} The task's page has more.`
}

interface MissingPermissionProps {
  readonly row: TaskRow
  readonly kind: ActionKind
  readonly denied: Denied
  /** The button is live again. */
  readonly onTryAgain: () => void
}

/** Why a write is not offered for now, the statement to ask for, and the way to try it all the same. */
export function MissingPermission({ row, kind, denied, onTryAgain }: MissingPermissionProps) {
  const { detail, next, policy: statement } = deniedWords(denied)
  const tryAgain = (): void => {
    row.connection.permissions.forget(neededFor(kind, row))
    onTryAgain()
  }
  return (
    <Alert
      type="warning"
      header="Not offered: IAM has refused it"
      action={
        <Button formAction="none" onClick={tryAgain}>
          Try again
        </Button>
      }
    >
      <SpaceBetween size="xs">
        <div className="breakable">
          {statement === undefined ? detail : denialReason(denied)} {next}
        </div>
        {statement !== undefined && <PolicyStatement policy={statement} />}
        <div>
          Policies change: &ldquo;Try again&rdquo; offers it anew, and what AWS answers then is told as ever.
        </div>
      </SpaceBetween>
    </Alert>
  )
}
