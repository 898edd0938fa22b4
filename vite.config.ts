import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { withoutLocalAws } from './scripts/build/without-local-aws.ts'
import { withoutWebFont } from './scripts/build/without-web-font.ts'

export default defineConfig({
  plugins: [react(), withoutWebFont(), withoutLocalAws(['demo'])],
  build: {
    sourcemap: true,
    // The page loads its own origin's files only; a module that preloads needs no inline script.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
})
