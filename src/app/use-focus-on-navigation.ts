import { type RegisteredRouter, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Ports } from '../console/ports.ts'
import { useConsole } from '../parts/console-context.tsx'

/** Rows that are read again after a reload come one by one; somebody who waits longer has begun to read. */
const ROWS_WITHIN_MS = 10_000

/**
 * Moves the keyboard's focus with the page: to the heading of a new page, and on Back to the link that was followed from there.
 * Another filter or page number in the address is no new page.
 */
export function useFocusOnNavigation(): void {
  const router = useRouter()
  const { ports } = useConsole()
  useEffect(() => followNavigation(router, ports), [router, ports])
}

function followNavigation(router: RegisteredRouter, ports: Ports): () => void {
  let wasBack = false
  let stopWaiting = (): void => undefined
  const unsubscribe = [
    router.history.subscribe(({ action: { type } }) => {
      wasBack = type === 'BACK'
    }),
    // The router's own listener, which restores the scroll position, was there first.
    router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
      if (fromLocation === undefined || fromLocation.pathname === toLocation.pathname) return
      stopWaiting()
      const href = router.history.createHref(fromLocation.href)
      if (wasBack && focusLink(href)) return
      focusHeading()
      if (wasBack) stopWaiting = whenLinkAppears(href, ports)
    }),
  ]
  return () => {
    stopWaiting()
    for (const stop of unsubscribe) stop()
  }
}

function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('main h1')
  if (heading === null) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** Focuses the link of the page's content that leads there; of several, the first that is in sight. */
function focusLink(href: string): boolean {
  const links = [...document.querySelectorAll<HTMLElement>(`main a[href="${CSS.escape(href)}"]`)]
  const link = links.find(isInSight) ?? links[0]
  if (link === undefined) return false
  link.focus({ preventScroll: true })
  // Rows may have come and gone meanwhile.
  if (!isInSight(link)) link.scrollIntoView({ block: 'center' })
  return true
}

/** True where neither the edge of the window nor anything sticky covers an element. */
function isInSight(element: Element): boolean {
  const { x, y, width, height } = element.getBoundingClientRect()
  const top = document.elementFromPoint(x + width / 2, y + height / 2)
  return top !== null && (element.contains(top) || top.contains(element))
}

/** Focuses the link once it is there, unless the person does something first. */
function whenLinkAppears(href: string, ports: Ports): () => void {
  const observer = new MutationObserver(() => {
    if (focusLink(href)) stop()
  })
  const inputs = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const
  const stop = (): void => {
    observer.disconnect()
    cancelTimer()
    for (const input of inputs) removeEventListener(input, stop, true)
  }
  const cancelTimer = ports.after(ROWS_WITHIN_MS, stop)
  for (const input of inputs) addEventListener(input, stop, { capture: true, passive: true })
  observer.observe(document.body, { childList: true, subtree: true })
  return stop
}
