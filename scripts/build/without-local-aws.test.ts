import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'
import { type ChunkFacts, localAwsInBundle, withoutLocalAws } from './without-local-aws.ts'

function chunk(facts: Partial<ChunkFacts>): ChunkFacts {
  return {
    type: 'chunk',
    isEntry: false,
    name: 'x',
    imports: [],
    dynamicImports: [],
    moduleIds: [],
    ...facts,
  }
}

describe('localAwsInBundle', () => {
  const world = chunk({ moduleIds: ['/repo/src/local-aws/world/world.ts'] })

  it('finds what is reached through static and dynamic imports', () => {
    const bundle = {
      'index.js': chunk({ isEntry: true, name: 'index', imports: ['shared.js'] }),
      'shared.js': chunk({ dynamicImports: ['world.js'], imports: ['index.js'] }),
      'world.js': world,
      'index.css': { type: 'asset' as const },
    }
    expect(localAwsInBundle(bundle, [])).toEqual(['world.js: /repo/src/local-aws/world/world.ts'])
  })

  it('lets an allowed entry have it, and no other', () => {
    const demo = chunk({ isEntry: true, name: 'demo', dynamicImports: ['world.js'] })
    const bundle = { 'demo.js': demo, 'world.js': world, 'index.js': chunk({ isEntry: true, name: 'index' }) }
    expect(localAwsInBundle(bundle, ['demo'])).toEqual([])
    expect(localAwsInBundle(bundle, [])).toHaveLength(1)
  })
})

describe('withoutLocalAws', () => {
  const world = fileURLToPath(new URL('../../src/local-aws/local-aws.ts', import.meta.url))
  const builds = (code: string): Promise<unknown> =>
    build({
      configFile: false,
      logLevel: 'silent',
      plugins: [
        withoutLocalAws([]),
        {
          name: 'entry',
          resolveId: (id) => (id === 'entry' ? '/entry.js' : null),
          load: (id) => (id === '/entry.js' ? code : null),
        },
      ],
      worker: { plugins: () => [withoutLocalAws([])] },
      build: { write: false, rolldownOptions: { input: 'entry' } },
    })

  it('fails a build whose page loads it later', async () => {
    await expect(builds(`import(${JSON.stringify(world)})`)).rejects.toThrow('local-aws.ts')
    await expect(builds('console.log(1)')).resolves.toBeDefined()
  })

  it.each([
    [
      'by its file',
      (worker: string) => `new Worker(new URL('${worker}', import.meta.url), { type: 'module' })`,
    ],
    ['by its URL', (worker: string) => `import url from '${worker}?worker&url'; console.log(url)`],
  ])('fails a build whose page starts it in a worker, named %s', async (_, code) => {
    const worker = fileURLToPath(new URL('../../src/demo/world-worker.ts', import.meta.url))
    await expect(builds(code(worker))).rejects.toThrow('the local AWS is in the build')
  })
})
