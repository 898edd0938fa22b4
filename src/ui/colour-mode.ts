import { applyMode, Mode } from '@cloudscape-design/global-styles'

export function applyColourMode(dark: boolean): void {
  applyMode(dark ? Mode.Dark : Mode.Light)
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
}
