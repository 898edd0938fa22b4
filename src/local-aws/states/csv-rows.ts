/**
 * The rows of a CSV text, each with its fields as they stand there: a field in double quotes may have delimiters, line ends and doubled
 * quotes in it (RFC 4180). A line with nothing on it is no row.
 */
export function csvRows(text: string, delimiter = ','): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  const endRow = (): void => {
    if (row.length > 0 || field !== '') rows.push([...row, field])
    row = []
    field = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quoted = false
    } else if (char === '"' && field === '') quoted = true
    else if (char === delimiter) {
      row.push(field)
      field = ''
    } else if (char === '\n' || char === '\r') endRow()
    else field += char
  }
  endRow()
  return rows
}
