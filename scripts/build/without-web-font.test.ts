import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withoutEmbeddedFonts } from './without-web-font.ts'

describe('withoutEmbeddedFonts', () => {
  it('drops embedded fonts and keeps everything else', () => {
    const file = "@font-face { font-family: 'A'; src: url('/a.woff2') format('woff2'); }"
    const embedded = '@font-face{font-family:\'B\';src:url( "data:font/woff2;base64,AA==" )}'
    const image = ".i { background: url('data:image/svg+xml;utf8,<svg/>'); }"
    expect(withoutEmbeddedFonts(`${file}\n${embedded}\n${image}`)).toBe(`${file}\n${image}`)
  })

  it('empties the design system in use of fonts', () => {
    const css = readFileSync(
      new URL('../../node_modules/@cloudscape-design/global-styles/index.css', import.meta.url),
      'utf8',
    )
    expect(css).toContain('data:font/')
    const stripped = withoutEmbeddedFonts(css)
    expect(stripped).not.toMatch(/@font-face|data:font/)
    expect(stripped.length).toBeGreaterThan(5_000)
  })
})
