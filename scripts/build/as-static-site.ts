import type { Plugin } from 'vite'
import { policyWithoutNetwork } from '../../src/lib/content-security-policy.ts'

/**
 * Makes the page `entry` fit for hosts that serve files and nothing else: it carries its own policy, and the folder
 * opens with it.
 */
export function asStaticSite(entry: string): Plugin {
  return {
    name: 'as-static-site',
    apply: 'build',
    transformIndexHtml: {
      // Before what loads anything: a policy holds only for what comes after it.
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policyWithoutNetwork() },
          injectTo: 'head-prepend',
        },
      ],
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle[entry]
        if (page?.type !== 'asset') this.error(`there is no ${entry} in the build`)
        this.emitFile({ type: 'asset', fileName: 'index.html', source: page.source })
      },
    },
  }
}
