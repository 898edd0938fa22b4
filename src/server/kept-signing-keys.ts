import { readFileSync, writeFileSync } from 'node:fs'
import { newSigningKeys, type SigningKeys, signingKeysOf } from '../people/signing-keys.ts'

/** It signs for everybody. */
const ownerOnly = 0o600

/**
 * The keys of the sign-in by name that are kept beside the state `file`, or new ones, kept from now on: a page that is signed in stays so
 * over a restart. What cannot be read as keys is replaced, and pages fetch new ID tokens.
 */
export async function keptSigningKeys(file: string): Promise<SigningKeys> {
  const beside = `${file}.keys`
  const kept = readKeys(beside)
  if (kept !== undefined) return kept
  const made = await newSigningKeys()
  writeFileSync(beside, JSON.stringify(made.signing), { mode: ownerOnly })
  return made
}

function readKeys(beside: string): SigningKeys | undefined {
  try {
    return signingKeysOf(JSON.parse(readFileSync(beside, 'utf8')))
  } catch {
    return undefined
  }
}
