import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useConsole } from './console-context.tsx'

/** Calls `show` at every tick of the page's one ticker, and after every render: for text that is written through a ref. */
export function useTicking(show: () => void): void {
  const { ticker } = useConsole()
  const latest = useRef(show)
  useLayoutEffect(() => {
    latest.current = show
    show()
  })
  useEffect(() => ticker.subscribe(() => latest.current()), [ticker])
}

/** A value worked out at every tick; the component renders again only when it changes. */
export function useTicked<T>(read: () => T, same: (a: T, b: T) => boolean = Object.is): T {
  const { ticker } = useConsole()
  const latest = useRef({ read, same })
  const [, setValue] = useState<T>(read)
  useLayoutEffect(() => {
    latest.current = { read, same }
  })
  useEffect(
    () =>
      ticker.subscribe(() => {
        const next = latest.current.read()
        setValue((before) => (latest.current.same(before, next) ? before : next))
      }),
    [ticker],
  )
  return read()
}
