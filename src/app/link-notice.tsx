import Alert from '@cloudscape-design/components/alert'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { NoticeList } from '../parts/notice-list.tsx'
import { ignoredWords, readLinkSearch, writeLinkSearch } from './link.ts'

interface Ignored {
  readonly pathname: string
  readonly parts: readonly string[]
}

/** Names the parts of a link that no page understands, until it is dismissed or another page opens, and takes them out of the address. */
export function LinkNotice() {
  const router = useRouter()
  const location = useRouterState({ select: (state) => state.location })
  const [ignored, setIgnored] = useState<Ignored | null>(null)
  useEffect(() => {
    // As it came: the router's own location holds only what was understood.
    const { pathname, search, hash } = router.history.location
    const link = readLinkSearch(pathname, search)
    if (link.ignored.length === 0) return
    setIgnored({ pathname: location.pathname, parts: link.ignored })
    router.history.replace(pathname + writeLinkSearch(link.search) + hash)
  }, [router, location])
  if (ignored?.pathname !== location.pathname) return null
  return (
    <NoticeList>
      <Alert type="info" dismissible dismissAriaLabel="Close" onDismiss={() => setIgnored(null)}>
        <span role="alert" className="breakable">
          {ignoredWords(ignored.parts)}
        </span>
      </Alert>
    </NoticeList>
  )
}
