import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFresh } from './fresh-build.js'

describe('isFresh', () => {
  let folder = ''
  const at = (name: string): string => join(folder, name)
  /** Seconds after 1970. */
  const touch = (name: string, seconds: number): void => utimesSync(at(name), seconds, seconds)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fresh-build-'))
    mkdirSync(at('src/deep'), { recursive: true })
    for (const file of ['src/a.ts', 'src/deep/b.ts', 'lock', 'built']) writeFileSync(at(file), '')
    for (const old of ['src/a.ts', 'src/deep/b.ts', 'src/deep', 'src', 'lock']) touch(old, 1000)
    touch('built', 2000)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const fresh = (): boolean => isFresh(at('built'), [at('src'), at('lock')])

  it('is so while nothing that it is made of is newer', () => {
    expect(fresh()).toBe(true)
  })

  it.each(['src/a.ts', 'src/deep/b.ts', 'lock'])('is not so after a change of %s', (file) => {
    touch(file, 3000)
    expect(fresh()).toBe(false)
  })

  it('is not so once a file has gone or nothing was ever built', () => {
    rmSync(at('src/deep/b.ts'))
    expect(fresh()).toBe(false)
    touch('src/deep', 1000)
    expect(fresh()).toBe(true)
    rmSync(at('built'))
    expect(fresh()).toBe(false)
  })
})
