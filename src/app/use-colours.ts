import { useEffect } from 'react'
import type { Preferences } from '../console/preferences.ts'
import type { ReadableStore } from '../lib/store.ts'
import { applyColourMode } from '../ui/colour-mode.ts'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { useStore } from '../ui/use-store.ts'

/** Shows the page light or dark, as the person or else the system wants it. */
export function useColours(preferences: ReadableStore<Preferences>): void {
  const { colourMode } = useStore(preferences)
  const systemDark = useMediaQuery('(prefers-color-scheme: dark)')
  const dark = colourMode === 'dark' || (colourMode === 'system' && systemDark)
  useEffect(() => applyColourMode(dark), [dark])
}
