import { type Ports, realPorts } from '../console/ports.ts'
import { localConfig } from '../local-aws/local-config.ts'
import { sdkRequestHandler } from '../local-aws/sdk-request-handler.ts'
import { AnswerLost, type WireHandler } from '../local-aws/wire.ts'
import type { Story } from './story.ts'

/** The console has to name a host; by its ending (RFC 2606) no real one can have this name. */
const SIMULATED_AWS = 'https://simulated-aws.invalid'

/** Surroundings in which every call, to AWS or to the console's own host, is answered inside the page. */
export function demoPorts(handle: WireHandler, story: Pick<Story, 'clock' | 'readsPerSecond'>): Ports {
  const answer = asNetwork(handle)
  const config = localConfig(
    SIMULATED_AWS,
    { person: 'ana' },
    { readsPerSecond: story.readsPerSecond, ...(story.clock === 'wire' ? { worldClock: undefined } : {}) },
  )
  return {
    ...realPorts,
    awsRequestHandler: sdkRequestHandler(answer),
    async fetch(input, init) {
      const request = new Request(new URL(input instanceof Request ? input.url : input, SIMULATED_AWS), init)
      const { origin, pathname, search } = new URL(request.url)
      if (pathname === '/config.json') return Response.json(config)
      if (origin !== SIMULATED_AWS) throw new TypeError('Failed to fetch: there is no network in the demo')
      const { status, headers, body } = await answer({
        method: request.method,
        url: pathname + search,
        headers: Object.fromEntries(request.headers),
        body: new Uint8Array(await request.arrayBuffer()),
      })
      // A copy: the type of the answer's bytes allows memory that is shared, which a Response does not.
      return new Response(new Uint8Array(body), { status, headers })
    },
  }
}

/** A lost answer as a browser tells of it. */
function asNetwork(handle: WireHandler): WireHandler {
  return async (call) => {
    try {
      return await handle(call)
    } catch (error) {
      throw error instanceof AnswerLost ? new TypeError('Failed to fetch', { cause: error }) : error
    }
  }
}
