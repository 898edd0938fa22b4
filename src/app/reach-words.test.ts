import { describe, expect, it } from 'vitest'
import type { TransportState } from '../aws/transport.ts'
import { type Reached, reachSentence, reachSummary } from './reach-words.ts'

function reached(service: 'states' | 'swf', state: TransportState): Reached {
  return {
    service,
    state,
    directUrl: `https://${service}.eu-west-1.amazonaws.com`,
    relayPath: `/aws/${service}/eu-west-1/`,
  }
}

const direct: TransportState = { kind: 'found', way: 'direct', sinceMs: 1 }
const relay: TransportState = { kind: 'found', way: 'relay', sinceMs: 2 }

describe('the way to AWS', () => {
  it.each([
    [[direct, direct], 'direct'],
    [[relay], 'through the relay'],
    [[direct, relay], 'Step Functions direct · SWF through the relay'],
    [[{ kind: 'untried' }, direct], 'Step Functions way not known yet · SWF direct'],
    [[{ kind: 'configured', way: 'relay' }, relay], 'through the relay'],
  ] as const)('of %j is %s', (states, told) => {
    const services = ['states', 'swf'] as const
    expect(reachSummary(states.map((state, index) => reached(services[index] ?? 'swf', state)))).toBe(told)
  })

  it('has a time and a reason', () => {
    const write = (ms: number) => `T${ms}`
    const told = (state: TransportState) => reachSentence(reached('swf', state), write)
    expect(told(direct)).toBe('SWF: direct since T1: swf.eu-west-1.amazonaws.com answers this page.')
    expect(told(relay)).toMatch(
      /own host since T2: direct calls fail although swf\.eu-west-1\.amazonaws\.com .* 10 minutes a read tries the direct way again\.$/,
    )
    expect(told({ kind: 'configured', way: 'relay' })).toContain('/aws/swf/eu-west-1/, as configured')
    expect(told({ kind: 'untried' })).toContain('not tried yet')
  })
})
