import { describe, expect, it } from 'vitest'
import { installProblem } from './install-deploy.ts'

describe('installProblem', () => {
  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTCACHED', 'ERR_SOCKET_TIMEOUT'])(
    'excuses %s: there is no network',
    (code) => {
      const text = `npm warn something\nnpm error code ${code}\nnpm error network request failed\n`
      expect(installProblem(text)).toEqual({
        kind: 'unreachable',
        reason: `npm ci could not fetch the packages of deploy/: ${code}`,
      })
    },
  )

  it.each([
    ['npm error code EUSAGE\nnpm error `npm ci` can only install with an existing lock file', 'EUSAGE'],
    ['npm error code E404', 'E404'],
    ['npm error code EINTEGRITY\nnpm error ENOTFOUND in some text', 'EINTEGRITY'],
    ['', 'no code given'],
  ])('excuses nothing else: %j', (text, code) => {
    expect(installProblem(text)).toEqual({ kind: 'broken', reason: `npm ci failed in deploy/: ${code}` })
  })
})
