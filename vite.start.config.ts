import { defineConfig } from 'vite'

// The program of `npm start` in one file for Node: to read its source file by file takes longer than all that it does.
export default defineConfig({
  publicDir: false,
  build: { ssr: 'scripts/start.ts', outDir: 'dist-start', sourcemap: true },
  // Vite itself is asked for by `npm run dev` alone, and the library behind the user pool by `--user-pool`.
  ssr: { noExternal: true, external: ['vite', 'oidc-provider'] },
})
