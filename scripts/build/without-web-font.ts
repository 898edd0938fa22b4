import type { Plugin } from 'vite'

/**
 * Leaves out the web font that the design system embeds as `data:` addresses: 138 kB gzipped, and the page's
 * `font-src 'self'` refuses it. The font-family lists of the design system go on to Helvetica, Roboto, Arial
 * and sans-serif.
 */
export function withoutWebFont(): Plugin {
  return {
    name: 'without-web-font',
    enforce: 'pre',
    transform: {
      filter: { id: /@cloudscape-design\/.*\.css(?:$|\?)/ },
      handler(css) {
        const stripped = withoutEmbeddedFonts(css)
        return stripped === css ? null : { code: stripped, map: null }
      },
    },
  }
}

/** `css` without the @font-face rules whose source is a `data:` address; those with a file stay. */
export function withoutEmbeddedFonts(css: string): string {
  return css.replaceAll(/@font-face\s*\{[^{}]*\}\s*/g, (rule) =>
    /url\(\s*['"]?data:/.test(rule) ? '' : rule,
  )
}
