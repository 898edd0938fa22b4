import { connect } from 'node:net'

/** What a client sends over a connection of its own, and how it goes. */
export interface RawSending {
  /** One after the other, each when the one before it was taken. */
  readonly parts: readonly Uint8Array[]
  /**
   * `waits`: it keeps the connection open until the server closes it, or has answered as often as it was asked.
   * `halfCloses`: it says that no more comes, and goes on reading. `leaves`: it is gone at once.
   */
  readonly ending: 'waits' | 'halfCloses' | 'leaves'
  /** How many answers it waits for. */
  readonly asked: number
}

export interface RawReply {
  /** Of the answers in their order, without those of class 1xx. */
  readonly statuses: readonly number[]
  readonly text: string
}

/** No connection should need a fraction of it, however slow the machine. */
const hangsMs = 30_000

/** Sends bytes as they are. Rejects when the server neither answers nor closes. */
export function exchange(address: { host: string; port: number }, sending: RawSending): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = []
    const socket = connect({ ...address, allowHalfOpen: true })
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`neither answered nor closed; it said ${JSON.stringify(reply().text.slice(0, 200))}`))
    }, hangsMs)
    const reply = (): RawReply => {
      const text = Buffer.concat(received).toString('latin1')
      const statuses = [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status))
      return { statuses: statuses.filter((status) => status >= 200), text }
    }
    socket.on('data', (data) => {
      received.push(data)
      if (sending.ending === 'waits' && reply().statuses.length >= sending.asked) socket.end()
    })
    // The server has closed its side; ours is closed with it.
    socket.on('end', () => socket.end())
    // It may close while bytes are on their way to it, which then break off: `close` follows.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(reply())
    })
    socket.on('connect', () => void send(socket, sending))
  })
}

async function send(socket: ReturnType<typeof connect>, { parts, ending }: RawSending): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return
    await new Promise<void>((resolve) => {
      // Called with an error where the connection has broken.
      socket.write(part, () => resolve())
    })
  }
  if (ending === 'halfCloses') socket.end()
  if (ending === 'leaves') socket.destroy()
}
