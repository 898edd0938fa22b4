import { type PointerEvent, useEffect, useState } from 'react'
import { useConsole } from './console-context.tsx'

interface Hint {
  readonly isShown: boolean
  show(): void
  hide(): void
  /** Of what holds the button and its hint: the pointer may go from the one onto the other. */
  readonly handlers: {
    onFocus(): void
    onBlur(): void
    onPointerEnter(event: PointerEvent): void
    onPointerLeave(): void
  }
}

/** A pointer on its way across a table means none of the rows that it crosses; milliseconds. */
const DWELL_MS = 350
/** A pointer on its way from the button to its hint crosses what lies between. Shorter than the dwell, so that two are never seen. */
const CROSSING_MS = 300

type PointerState = 'away' | 'arrived' | 'rests' | 'leaving'

/** What becomes of the pointer's state if nothing else happens. */
const NEXT: Partial<
  Readonly<Record<PointerState, { readonly afterMs: number; readonly state: PointerState }>>
> = {
  arrived: { afterMs: DWELL_MS, state: 'rests' },
  leaving: { afterMs: CROSSING_MS, state: 'away' },
}

/** Whether the hint of a button is to be seen: while it has the focus or the pointer rests on it, until it is hidden. */
export function useHint(): Hint {
  const { ports } = useConsole()
  const [isFocused, setFocused] = useState(false)
  const [pointer, setPointer] = useState<PointerState>('away')
  useEffect(() => {
    const next = NEXT[pointer]
    return next === undefined ? undefined : ports.after(next.afterMs, () => setPointer(next.state))
  }, [pointer, ports])
  return {
    isShown: isFocused || pointer === 'rests' || pointer === 'leaving',
    show: () => setFocused(true),
    hide() {
      setFocused(false)
      setPointer('away')
    },
    handlers: {
      onFocus: () => setFocused(true),
      onBlur: () => setFocused(false),
      // A finger has left before it could rest: it taps.
      onPointerEnter: ({ pointerType }) => {
        if (pointerType !== 'touch') setPointer((before) => (before === 'leaving' ? 'rests' : 'arrived'))
      },
      onPointerLeave: () => setPointer((before) => (before === 'rests' ? 'leaving' : 'away')),
    },
  }
}
