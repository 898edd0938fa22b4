import type { LocalAws } from '../../local-aws/local-aws.ts'
import type { WireHandler, WireRequest } from '../../local-aws/wire.ts'
import type { LabOrder } from './lab-run.ts'
import { openLab } from './lab-world.ts'

const PREFIX = '/_lab/'

/** True for the page's calls to its lab, which are none to AWS. */
export function isLabCall({ url }: WireRequest): boolean {
  return url.startsWith(PREFIX)
}

/** Answers the lab's calls about one world, in JSON; 500 with the reason where the lab itself has a defect. */
export function serveLab(localAws: LocalAws): WireHandler {
  const lab = openLab(localAws)
  const answerTo = async (name: string, text: string): Promise<unknown> => {
    switch (name) {
      case 'start':
        return lab.start(JSON.parse(text) as LabOrder) // the lab's own page sends nothing else
      case 'stop':
        await lab.stop()
        return null
      case 'trace':
        return lab.trace()
      default:
        throw new Error(`no call ${name} of the lab`)
    }
  }
  return async ({ url, body }) => {
    try {
      return json(200, await answerTo(url.slice(PREFIX.length), new TextDecoder().decode(body)))
    } catch (error) {
      return json(500, { error: error instanceof Error ? error.message : 'not an error' })
    }
  }
}

function json(status: number, value: unknown) {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(value)),
  }
}
