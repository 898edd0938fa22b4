import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotes, unquoted, visibleText } from './pasted-text.ts'

describe('visibleText', () => {
  it.each([
    ['a zero-width space at the end', 'name\u200b'],
    ['a byte order mark', '\ufeffname'],
    ['a word joiner, a soft hyphen and marks of direction', 'n\u2060a\u00adm\u200e\u202ae'],
    ['joiners beside plain letters', 'na\u200d\u200cme\u200c'],
    ['white space around it', '\u00a0 name\t\n'],
  ])('drops %s', (_, text) => {
    expect(visibleText(text)).toBe('name')
  })

  it('keeps joiners within an emoji and in scripts that need them', () => {
    for (const text of ['👩\u200d🚀', 'می\u200cخواهم']) expect(visibleText(text)).toBe(text)
  })

  it('makes plain spaces of no-break spaces', () => {
    expect(visibleText('a\u00a0b\u202fc\u3000d')).toBe('a b c d')
  })

  it('changes nothing a second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(visibleText(text))).toBe(visibleText(text))
      }),
    )
  })
})

describe('unquoted', () => {
  it('takes off every kind of quotation mark, paired or not', () => {
    for (const quote of quotes)
      for (const text of [`${quote}a b${quote}`, `${quote}a b`, `a b${quote}`, `${quote} a b ${quote}`])
        expect(unquoted(text)).toBe('a b')
    expect(unquoted('“name”')).toBe('name')
    expect(unquoted(`'"name"'`)).toBe('name')
  })

  it('keeps those inside', () => {
    expect(unquoted(`it's`)).toBe(`it's`)
    expect(unquoted('""')).toBe('')
  })
})
