import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** A new page begins at its heading for the keyboard and the screen reader, too; filters in the address are not a new page. */
export function useFocusOnNavigation(): void {
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const before = useRef(pathname)
  useEffect(() => {
    const first = before.current === undefined
    const moved = before.current !== pathname
    before.current = pathname
    if (first || !moved) return
    const heading = document.querySelector<HTMLElement>('main h1')
    if (heading === null) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [pathname])
}
