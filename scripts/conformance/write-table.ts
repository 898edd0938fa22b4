const begin = '<!-- conformance tables: written by npm run conformance -->'
const end = '<!-- end of the conformance tables -->'

/** The document with other tables between its marks. Throws where it has no marks. */
export function withTables(document: string, tables: string): string {
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error('the document has no place for the conformance tables')
  return `${document.slice(0, from)}${begin}\n\n${tables}\n\n${document.slice(to)}`
}
