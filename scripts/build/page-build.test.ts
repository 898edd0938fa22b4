import { build } from 'vite'
import { describe, expect, it } from 'vitest'
import { pageBuild } from './page-build.ts'

/** The files of a small page, built as the console and the demo are, with a worker of its own. */
async function builtFiles(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const sources: Readonly<Record<string, string>> = {
    '/entry.js': "import url from '/own-worker.js?worker&url'; import('/later.js'); console.log(url)",
    '/later.js': 'export const later = 1; console.log(later)',
    '/own-worker.js': 'postMessage(1)',
  }
  const inMemory = () => ({
    name: 'in-memory',
    resolveId: (id: string) => ((id.split('?')[0] ?? '') in sources ? id : null),
    load: (id: string) => (id in sources ? sources[id] : null),
  })
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [inMemory()],
    worker: { ...pageBuild.worker, plugins: () => [inMemory()] },
    build: { ...pageBuild.build, write: false, rolldownOptions: { input: '/entry.js' } },
  })
  return [result].flat().flatMap((one) => {
    if (!('output' in one)) throw new Error('this is a build that watches')
    return one.output.map((file) => ({
      name: file.fileName,
      text: String(file.type === 'chunk' ? file.code : file.source),
    }))
  })
}

describe('a build of a page', () => {
  it('has no source map, and points to none', async () => {
    const files = await builtFiles()
    expect(files.map(({ name }) => name.replace(/-[\w-]{8}\./, '.')).sort()).toEqual([
      'assets/entry.js',
      'assets/later.js',
      'assets/own-worker.js',
    ])
    expect(files.filter(({ text }) => text.includes('sourceMappingURL'))).toEqual([])
  })
})
