import type { ScenarioName } from '../../src/local-aws/fleet/scenarios/all.ts'
import { identityPool } from '../../src/local-aws/identity/identity-pool.ts'
import { namedProvider } from '../../src/people/named-sign-in.ts'
import { type StillAws, stillAws } from './still-aws.ts'
import { type RecordedCall, TourGuide } from './tour-guide.ts'
import { readStates, readSwf } from './tour-reading.ts'
import { tourStates } from './tour-states.ts'
import { tourSwf } from './tour-swf.ts'

/**
 * A broad run: every operation, well and badly, then all that the account tells; and all that the lived-in scenarios
 * tell. The same calls and the same answers each time.
 */
export async function tour(): Promise<readonly RecordedCall[]> {
  const recorded = [...(await tourOfOperations())]
  for (const scenario of ['solo', 'jobs', 'activities', 'fleet'] as const) {
    recorded.push(
      ...(await recordedIn(scenario, async (guide) => {
        await guide.step(1000)
        await readStates(guide)
        await readSwf(guide)
      })),
    )
  }
  return recorded
}

/** Its first part, in an account that was empty. */
export function tourOfOperations(): Promise<readonly RecordedCall[]> {
  return recordedIn('quiet', async (guide, { aws }) => {
    await tourStates(guide)
    await tourSwf(guide)
    await guide.step(10)
    await readStates(guide)
    await readSwf(guide)
    await signIn(guide, await aws.idTokenOf('ana'))
  })
}

/** Throws what the local AWS did wrong, if anything. */
async function recordedIn(
  scenario: ScenarioName,
  go: (guide: TourGuide, still: StillAws) => Promise<void>,
): Promise<readonly RecordedCall[]> {
  const still = await stillAws(scenario)
  const guide = new TourGuide(still)
  await go(guide, still)
  still.aws.close()
  if (still.defects.length > 0) throw still.defects[0]
  return guide.recorded
}

async function signIn(guide: TourGuide, idToken: string): Promise<void> {
  const IdentityPoolId = identityPool.id
  for (const Logins of [undefined, { [namedProvider]: idToken }, { 'graph.facebook.com': 'x' }]) {
    const { value } = await guide.call('cognito-identity', 'GetId', { IdentityPoolId, Logins })
    const { IdentityId } = Object(value) as { IdentityId?: string } // checked by whoever reads the record
    await guide.call('cognito-identity', 'GetCredentialsForIdentity', { IdentityId, Logins })
  }
  const nobody = 'eu-west-1:00000000-0000-4000-8000-00000000000f'
  await guide.call('cognito-identity', 'GetId', { IdentityPoolId: nobody })
  await guide.call('cognito-identity', 'GetCredentialsForIdentity', { IdentityId: nobody })
}
