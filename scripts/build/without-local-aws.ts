import type { Plugin } from 'vite'

/** What the check needs to know of a chunk; a bundle of Vite's is a record of these and of assets. */
export interface ChunkFacts {
  readonly type: 'chunk'
  readonly isEntry: boolean
  readonly name: string
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly moduleIds: readonly string[]
}

/** With it whoever signs in to it without a password. */
const localAws = /[\\/]src[\\/](?:local-aws|people)[\\/]/

/**
 * Fails the build when the page of a named entry could load the local AWS: nobody on call may ever be shown a
 * fake fleet. `allowedEntries` are the entries whose page has it inside on purpose.
 */
export function withoutLocalAws(allowedEntries: readonly string[]): Plugin {
  return {
    name: 'without-local-aws',
    apply: 'build',
    generateBundle(_options, bundle) {
      const found = localAwsInBundle(bundle, allowedEntries)
      if (found.length > 0) this.error(`the local AWS is in the build:\n  ${found.join('\n  ')}`)
    },
  }
}

/** The modules of the local AWS that an entry not in `allowedEntries` can reach, by `import` of any kind. */
export function localAwsInBundle(
  bundle: Readonly<Record<string, ChunkFacts | { readonly type: 'asset' }>>,
  allowedEntries: readonly string[],
): string[] {
  const found = new Set<string>()
  const reached = new Set<string>()
  const open = Object.keys(bundle).filter((file) => {
    const chunk = bundle[file]
    return chunk?.type === 'chunk' && chunk.isEntry && !allowedEntries.includes(chunk.name)
  })
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const chunk = bundle[file]
    if (chunk?.type !== 'chunk' || reached.has(file)) continue
    reached.add(file)
    open.push(...chunk.imports, ...chunk.dynamicImports)
    for (const id of chunk.moduleIds) if (localAws.test(id)) found.add(`${file}: ${id}`)
  }
  return [...found].sort()
}
