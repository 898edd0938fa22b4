import { describe, expect, it } from 'vitest'
import { type ChunkFacts, localAwsInBundle } from './without-local-aws.ts'

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
