/** The expression between `{%` and `%}`; undefined for a text that is none. Blanks outside of the marks make it plain text (Developer Guide). */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined
}
