import react from '@vitejs/plugin-react'
import type { UserConfig } from 'vite'
import { withoutWebFont } from './without-web-font.ts'

/** What the builds of the console and of its demo have in common; nothing but names of files and folders differs. */
export const pageBuild = {
  plugins: [react(), withoutWebFont()],
  resolve: {
    alias: [
      {
        // Its `browser` field names files without their extension, which this bundler does not match; without this
        // the page would carry the providers for Node: processes, instance metadata, single sign-on files.
        find: /^@aws-sdk\/credential-providers$/,
        replacement: '@aws-sdk/credential-providers/dist-es/index.browser.js',
      },
    ],
  },
  // `lib/worker-starter` starts them as modules.
  worker: { format: 'es' },
  build: {
    // The whole folder is put on a host: what is not for everybody is not in it. `npm run dev` shows the source.
    sourcemap: false,
    // The page loads its own origin's files only; a module that preloads needs no inline script.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Changes rarely: a new version of the console leaves it in the browser's cache.
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\// }] },
      },
    },
    // What the design system and the SDK weigh; what goes beyond it is ours and wants a look.
    chunkSizeWarningLimit: 1350,
  },
} satisfies UserConfig
