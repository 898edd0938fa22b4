import { describe, expect, it } from 'vitest'
import { headersToAllow } from './preflight.ts'
import { createStatesApi } from './states-api.ts'
import { createSwfApi } from './swf-api.ts'
import { directTransport } from './testing-transport.ts'

/** Set by the browser itself, or by the SDK in Node alone; none of these is asked for in a preflight. */
const notAskedFor = new Set(['host', 'content-length', 'user-agent'])

describe('the headers to allow', () => {
  it('are those that the SDK sends to both services', async () => {
    const sent: string[][] = []
    const options = {
      region: 'eu-west-1',
      credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'session' }),
      clocks: () => ({ wallMs: 0, steadyMs: 0 }),
      onSight: () => undefined,
      clockOffsetMs: () => 0,
      requestHandler: {
        metadata: { handlerProtocol: 'test' },
        handle({ headers }: { headers: Record<string, string> }) {
          sent.push(Object.keys(headers).map((name) => name.toLowerCase()))
          return Promise.reject(new TypeError('Failed to fetch'))
        },
        updateHttpClientConfig: () => undefined,
        httpHandlerConfigs: () => ({}),
      },
    }
    const noPause = async () => undefined
    const states = createStatesApi({ ...options, transport: directTransport('states', undefined) })
    const swf = createSwfApi({ ...options, transport: directTransport('swf', undefined) })
    await Promise.allSettled([states.listStateMachines(noPause), swf.listOpenWorkflows('d', 0, noPause)])
    expect(sent).toHaveLength(2)
    for (const names of sent)
      expect(names.filter((name) => !notAskedFor.has(name)).toSorted()).toEqual(headersToAllow)
  })
})
