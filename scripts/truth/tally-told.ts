import type { Estimate } from '../../src/domain/estimate.ts'
import type { Moment } from './console.ts'
import type { Dimension } from './tally.ts'

/** What the checks of alarms can bite on at one moment. */
export function dimensionsOf(told: Estimate, { evidence, now }: Moment): Dimension[] {
  const found: Dimension[] = []
  const { kind, proof, unseenSinceMs, hard } = told
  if (kind === 'beaten' && proof !== null)
    for (const { basis, at } of evidence.ownBeats) {
      if (at.lo < proof.hi || at.lo > evidence.openAt.lo) continue
      if (basis === 'pasted') found.push('own beat: pasted, beside a proof before it')
      if (basis === 'lost') found.push('own beat: its answer lost, beside a proof before it')
    }
  if (kind === 'beaten' && unseenSinceMs !== null) {
    const isPastHard = hard !== null && now.hi >= hard.at.lo
    found.push(isPastHard ? 'doubt: past a hard limit' : 'doubt: not read for an interval')
  }
  return found
}
