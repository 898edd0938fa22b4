// Writes the conformance tables of docs/local-aws.md: what each operation reads and refuses, and who checks it.
import { readFileSync, writeFileSync } from 'node:fs'
import { conformanceTables } from './conformance/conformance-table.ts'
import { tourOfOperations } from './conformance/tour.ts'
import { withTables } from './conformance/write-table.ts'

const file = 'docs/local-aws.md'
const tables = conformanceTables(await tourOfOperations(), 'scripts/clients')
writeFileSync(file, withTables(readFileSync(file, 'utf8'), tables))
console.log(`${file}: ${tables.split('\n').filter((line) => line.startsWith('| ')).length} lines`)
