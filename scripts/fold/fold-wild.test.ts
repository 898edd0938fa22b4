import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.ts'
import { MalformedHistory } from './malformed-history.ts'
import { statesAnswer, swfAnswer, TOKEN } from './testing-answers.ts'

const FIELDS = [
  'provider',
  'kind',
  'scheduledEventId',
  'name',
  'path',
  'attempt',
  'heartbeatSeconds',
  'timeoutSeconds',
  'startedAt',
  'cancelRequested',
  'hasToken',
]

/** What a member may be made into; `undefined`: it is left out. */
const wild = fc.constantFrom<readonly unknown[]>(
  [undefined],
  [null],
  [-1],
  [0],
  [3],
  [1.5],
  [1e300],
  [''],
  ['x'],
  ['NONE'],
  ['__proto__'],
  ['<id:3>'],
  [TOKEN],
  [[]],
  [{}],
  [{ name: [TOKEN], ['__proto__']: 1 }],
  [true],
)

/** The same answer with some of its members made into something else, and its events in any order, some twice. */
function mangled(
  answer: unknown,
  picks: readonly { readonly at: number; readonly into: readonly unknown[] }[],
) {
  const copy = JSON.parse(JSON.stringify(answer)) as Record<string, unknown> // its own copy has its shape
  for (const { at, into } of picks) {
    const places = membersOf(copy)
    const place = places[at % places.length]
    if (place === undefined) continue
    if (into[0] === undefined) delete place.of[place.key]
    // Its own: a later pick changes what is within, too.
    else place.of[place.key] = structuredClone(into[0])
  }
  return copy
}

interface Member {
  readonly of: Record<string, unknown>
  readonly key: string
}

function membersOf(value: unknown): Member[] {
  if (typeof value !== 'object' || value === null) return []
  const of = value as Record<string, unknown> // lists, too: their keys are their places
  return Object.keys(of).flatMap((key) => [{ of, key }, ...membersOf(of[key])])
}

describe('foldText, of whatever', () => {
  const picks = fc.array(fc.record({ at: fc.nat(200), into: wild }), { maxLength: 6 })

  it('tells tasks in exactly these fields, or refuses in one line; and shows no token', () => {
    fc.assert(
      fc.property(fc.boolean(), picks, fc.boolean(), (swf, changes, several) => {
        const one = mangled(swf ? swfAnswer() : statesAnswer(), changes)
        try {
          const { output, notes } = foldText(JSON.stringify(several ? [one] : one), 'It')
          for (const task of several ? output.flat() : output) expect(Object.keys(task)).toEqual(FIELDS)
          for (const note of notes) expect(note).toMatch(/^It[^\n]*$/)
          expect(notes.join()).not.toContain(TOKEN)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedHistory)
          expect(String(error)).toMatch(/^MalformedHistory: It[^\n]*$/)
          expect(String(error)).not.toContain(TOKEN)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses a text that was cut short, and shows nothing of it', () => {
    const text = JSON.stringify(statesAnswer())
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(() => foldText(text.slice(0, length), 'It')).toThrow(new MalformedHistory('It is not JSON.'))
      }),
    )
  })

  it('takes line breaks of any kind between its members', () => {
    const text = JSON.stringify(statesAnswer(), null, 2)
    const { output } = foldText(text, 'It')
    expect(output).toHaveLength(2)
    expect(foldText(text.replaceAll('\n', '\r\n'), 'It').output).toEqual(output)
  })
})
