import { identityPool } from '../../src/local-aws/identity/people.ts'
import { stillAws } from './testing-still-aws.ts'
import { type RecordedCall, TourGuide } from './tour-guide.ts'
import { readStates, readSwf } from './tour-reading.ts'
import { tourStates } from './tour-states.ts'
import { tourSwf } from './tour-swf.ts'

/**
 * A broad run: every operation, well and badly, then all that the account tells; and all that the lived-in scenarios
 * tell. The same calls and the same answers each time.
 */
export async function tour(): Promise<readonly RecordedCall[]> {
  const made = await stillAws('quiet')
  const maker = new TourGuide(made)
  await tourStates(maker)
  await tourSwf(maker)
  await maker.step(10)
  await readStates(maker)
  await readSwf(maker)
  await signIn(maker, made.aws.control.mintIdToken('ana'))
  const recorded = [...maker.recorded]
  const defects = [...made.defects]
  made.aws.close()
  for (const scenario of ['solo', 'jobs', 'activities', 'fleet'] as const) {
    const lived = await stillAws(scenario)
    const reader = new TourGuide(lived)
    await reader.step(1000)
    await readStates(reader)
    await readSwf(reader)
    recorded.push(...reader.recorded)
    defects.push(...lived.defects)
    lived.aws.close()
  }
  if (defects.length > 0) throw defects[0]
  return recorded
}

async function signIn(guide: TourGuide, idToken: string): Promise<void> {
  const IdentityPoolId = identityPool.id
  for (const Logins of [undefined, { [identityPool.provider]: idToken }, { 'graph.facebook.com': 'x' }]) {
    const { value } = await guide.call('cognito-identity', 'GetId', { IdentityPoolId, Logins })
    const { IdentityId } = Object(value) as { IdentityId?: string } // checked by whoever reads the record
    await guide.call('cognito-identity', 'GetCredentialsForIdentity', { IdentityId, Logins })
  }
  const nobody = 'eu-west-1:00000000-0000-4000-8000-00000000000f'
  await guide.call('cognito-identity', 'GetId', { IdentityPoolId: nobody })
  await guide.call('cognito-identity', 'GetCredentialsForIdentity', { IdentityId: nobody })
}
