import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conformanceTables } from './conformance-table.ts'
import { tourOfOperations } from './tour.ts'
import { withTables } from './write-table.ts'

describe('the conformance tables of docs/local-aws.md', () => {
  it('are up to date: otherwise run npm run conformance', async () => {
    const document = readFileSync('docs/local-aws.md', 'utf8')
    const tables = conformanceTables(await tourOfOperations(), 'scripts/clients')
    expect(document.split('\n')).toEqual(withTables(document, tables).split('\n'))
  }, 60_000)
})
