import { machineTime } from '../lib/machine-time.ts'
import type { LocalAws } from '../local-aws/local-aws.ts'
import { tellDefect } from '../local-aws/tell-defect.ts'
import type { WireHandler } from '../local-aws/wire.ts'
import { createLocalAwsWithPeople } from '../people/local-aws-with-people.ts'
import { newSigningKeys } from '../people/signing-keys.ts'
import { isLabCall, serveLab } from './lab/serve-lab.ts'
import type { FromWorld, LineEnd, ToWorld } from './messages.ts'

/** Every world of the demo is made of the same seed. */
const SEED = 1

/** The world's side of the line: opens the AWS that the page asks for, and answers its calls. */
export function serveWorld(line: LineEnd): void {
  let localAws: LocalAws | undefined
  let lab: WireHandler | undefined
  const send = (message: FromWorld): void => line.send(message)
  line.onMessage((received) => {
    const message = received as ToWorld // the page's end of this line sends nothing else
    if (message.kind === 'open') {
      localAws?.close()
      // At once: the page signs in as soon as the world lives, and to make keys takes a while, too.
      const keys = newSigningKeys()
      localAws = createLocalAwsWithPeople({
        keys: () => keys,
        seed: SEED,
        scenario: message.scenario,
        startMs: message.startMs,
        ports: machineTime,
        onDefect: tellDefect,
      })
      lab = serveLab(localAws)
      return
    }
    const { id, call } = message
    const handle = isLabCall(call) ? lab : localAws?.handle
    const answered = handle?.(call) ?? Promise.reject(new Error('no world is open'))
    answered.then(
      (response) => send({ kind: 'answer', id, response }),
      // The only way in which a call fails, see `WireHandler`.
      () => send({ kind: 'lost', id }),
    )
  })
}
