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
const DWELL_MS = 250

/** Whether the hint of a button is to be seen: while it has the focus or the pointer rests on it, until it is hidden. */
export function useHint(): Hint {
  const { ports } = useConsole()
  const [isFocused, setFocused] = useState(false)
  const [pointer, setPointer] = useState<'away' | 'arrived' | 'rests'>('away')
  useEffect(
    () => (pointer === 'arrived' ? ports.after(DWELL_MS, () => setPointer('rests')) : undefined),
    [pointer, ports],
  )
  return {
    isShown: isFocused || pointer === 'rests',
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
        if (pointerType !== 'touch') setPointer('arrived')
      },
      onPointerLeave: () => setPointer('away'),
    },
  }
}
