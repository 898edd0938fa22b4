/** Text as it was before it went into an address. A lone `%`, which no encoding leaves, is part of what was pasted: then nothing changes. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** An address in an address in an address: no link nests deeper. */
const deepest = 4

/**
 * Each form that the text had on its way: as it is, then with one level of percent-encoding after another taken off, as long as there is
 * one. What is no encoding stays as it is. Linear in the length.
 */
export function decodingsOf(text: string): readonly string[] {
  const forms = [text]
  for (let level = 0; level < deepest; level += 1) {
    const before = forms.at(-1) ?? ''
    const after = before.replaceAll(/(?:%[0-9a-f]{2})+/gi, percentDecoded)
    if (after === before) break
    forms.push(after)
  }
  return forms
}
