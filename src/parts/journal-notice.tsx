import Alert from '@cloudscape-design/components/alert'
import { useStore } from '../ui/use-store.ts'
import { useConsole } from './console-context.tsx'
import { NoticeList } from './notice-list.tsx'

/** Says that the journal cannot be read or written, before anything is sent. */
export function JournalNotice() {
  const { journal } = useConsole()
  const { reading, writable, unreadable } = useStore(journal.health)
  if (reading !== 'failed' && writable && unreadable === 0) return null
  return (
    <NoticeList>
      {reading === 'failed' && (
        <Alert type="warning" header={<span role="alert">The journal could not be read</span>}>
          Writes that this browser sent earlier are missing here, and its own heartbeats may be taken for a
          worker&rsquo;s. Storage for this site may be blocked, or busy. Reload the page to try again.
        </Alert>
      )}
      {unreadable > 0 && (
        <Alert type="warning" header={<span role="alert">Part of the journal cannot be read</span>}>
          Entries of another version of the console are kept, but cannot be shown: {unreadable}. Heartbeats
          among them may be taken for a worker&rsquo;s.
        </Alert>
      )}
      {!writable && (
        <Alert type="warning" header={<span role="alert">The journal cannot be written</span>}>
          Storage for this site is full, blocked, or does not respond. The console asks before it sends
          anything that it cannot record. Free storage for this site, then send again.
        </Alert>
      )}
    </NoticeList>
  )
}
