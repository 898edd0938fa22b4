import { AnswerLost, type WireHandler, type WireResponse } from '../local-aws/wire.ts'
import type { FromWorld, LineEnd, ToWorld } from './messages.ts'

/** The page's side of the line: opens a world there. Calls may come at once. */
export function openWorld(
  line: LineEnd,
  world: Omit<Extract<ToWorld, { kind: 'open' }>, 'kind'>,
): WireHandler {
  const send = (message: ToWorld): void => line.send(message)
  const waiting = new Map<
    number,
    { readonly answered: (response: WireResponse) => void; readonly lost: (error: AnswerLost) => void }
  >()
  let lastId = 0
  line.onMessage((received) => {
    const message = received as FromWorld // the world's end of this line sends nothing else
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'answer') call?.answered(message.response)
    else call?.lost(new AnswerLost())
  })
  send({ kind: 'open', ...world })
  return (call) =>
    new Promise((answered, lost) => {
      lastId += 1
      waiting.set(lastId, { answered, lost })
      send({ kind: 'call', id: lastId, call })
    })
}
