import { createHash } from 'node:crypto'
import type { StillAws } from './still-aws.ts'
import { TourGuide } from './tour-guide.ts'
import { readStates, readSwf } from './tour-reading.ts'

/** All that a world tells of itself, in short: two worlds that nobody can tell apart have the same. */
export async function worldDigest(still: StillAws): Promise<string> {
  const guide = new TourGuide(still)
  await readStates(guide)
  await readSwf(guide)
  return createHash('sha256').update(JSON.stringify(guide.recorded)).digest('hex')
}
