/** Format characters that no id holds and no screen shows: zero-width spaces, marks of direction, soft hyphens, byte order marks. */
const invisible = /[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g

/** They join letters of some scripts and the parts of some emojis, so a name may hold them between two such characters. */
const looseJoiners =
  /(?<=^|[\p{ASCII}\s])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]+(?=$|[\p{ASCII}\s])/gu

/** Quotation marks of every kind, and backticks. */
export const quotes = '"\'`´“”„‟‘’‚‛«»‹›「」『』＂＇'

/** Pasted text without what a chat, a mail or a terminal adds and nobody sees; no-break spaces become spaces. Linear in its length. */
export function visibleText(text: string): string {
  return text
    .replaceAll(invisible, '')
    .replaceAll(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replaceAll(looseJoiners, '')
    .trim()
}

/** The text without quotation marks around it, paired or not, and without white space around and within them. */
export function unquoted(text: string): string {
  let start = 0
  let end = text.length
  const isAround = (char: string | undefined): boolean =>
    char !== undefined && (quotes.includes(char) || /\s/.test(char))
  while (start < end && isAround(text[start])) start += 1
  while (end > start && isAround(text[end - 1])) end -= 1
  return text.slice(start, end)
}
