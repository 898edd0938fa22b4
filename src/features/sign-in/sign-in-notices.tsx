import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { UserPool } from '../../console/sign-in/user-pool.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { NoticeList } from '../../parts/notice-list.tsx'
import { useStore } from '../../ui/use-store.ts'
import { IdleWarning } from './idle-warning.tsx'
import { PasteNotice } from './paste-notice.tsx'
import { attemptWords, listed, signedOutWords, troubleWords } from './sign-in-words.ts'
import { useEndOfCredentials } from './use-end-of-credentials.ts'
import { useSignIn } from './use-sign-in.ts'

/** Who has to sign in where, on top of every screen; connections that need nobody go on. */
export function SignInNotices() {
  const { signIns } = useConsole()
  return (
    <NoticeList>
      <SignedOutNotice />
      <IdleWarning />
      <StrayNotice />
      {signIns.pools.map((pool) => (
        <PoolNotice key={pool.key} pool={pool} />
      ))}
      {signIns.pasted.map((pasted) => (
        <PasteNotice key={pasted.key} pasted={pasted} />
      ))}
    </NoticeList>
  )
}

function SignedOutNotice() {
  const { signedOut } = useConsole().signIns
  const [dismissed, setDismissed] = useState(false)
  if (signedOut === null || dismissed) return null
  const { headline, detail } = signedOutWords(signedOut)
  return (
    <Alert
      type={signedOut.revoked ? 'success' : 'warning'}
      header={<span role="alert">{headline}</span>}
      dismissible
      dismissAriaLabel="Close"
      onDismiss={() => setDismissed(true)}
    >
      {detail}
    </Alert>
  )
}

function StrayNotice() {
  const trouble = useStore(useConsole().signIns.stray)
  const [dismissed, setDismissed] = useState(false)
  if (trouble === null || dismissed) return null
  return (
    <Alert
      type="error"
      header={<span role="alert">This sign-in was not taken</span>}
      dismissible
      dismissAriaLabel="Close"
      onDismiss={() => setDismissed(true)}
    >
      {troubleWords(trouble)} Sign in again, from this page.
    </Alert>
  )
}

function PoolNotice({ pool }: { readonly pool: UserPool }) {
  const { connections } = useConsole()
  const state = useStore(pool.state)
  const end = useEndOfCredentials(pool)
  const signIn = useSignIn(pool)
  if (state.kind === 'starting' || state.kind === 'signedIn') return null
  const { attempt } = state
  const lapsed = state.kind === 'lapsed'
  const names = connections.filter(({ signInKey }) => signInKey === pool.key).map(({ id }) => id)
  const busy = attempt.kind === 'finishing'
  const words = attemptWords(attempt, pool.loginHost)
  const again = lapsed || attempt.kind === 'failed'
  return (
    <Alert
      type={attempt.kind === 'failed' ? 'error' : lapsed ? 'warning' : 'info'}
      header={
        <span role="alert">
          {lapsed ? `Your sign-in for ${listed(names)} has ended` : `Sign in to read ${listed(names)}`}
        </span>
      }
      action={
        <Button variant="primary" loading={busy} loadingText="Signing in" onClick={signIn}>
          {again ? 'Sign in again' : 'Sign in'}
        </Button>
      }
    >
      <SpaceBetween size="xxs">
        {lapsed ? (
          <div>
            The user pool no longer renews the sign-in of {state.person.name}. {end} What was read stays, and
            grows old. Signing in again at {pool.loginHost} opens a window; nothing on this page is lost.
          </div>
        ) : (
          <div>People sign in at {pool.loginHost}.</div>
        )}
        {words !== null && <div>{words}</div>}
      </SpaceBetween>
    </Alert>
  )
}
