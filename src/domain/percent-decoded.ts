/** Text as it was before it went into an address. A lone `%`, which no encoding leaves, is part of what was pasted: then nothing changes. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
