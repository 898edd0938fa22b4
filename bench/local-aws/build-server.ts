import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds the server of this folder into one file, the way the program of `npm start` is built; gives the file. */
export async function buildServer(outDir: string): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const configFile = `${root}/vite.start.config.ts`
  await build({
    root,
    configFile,
    logLevel: 'warn',
    build: { ssr: 'bench/local-aws/server.ts', outDir, emptyOutDir: false },
  })
  return `${outDir}/server.js`
}
