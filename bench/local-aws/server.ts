// The server's part of `npm start` in a process of its own, so that its memory and its start are its own. Steered by its parent.
import { startLocalAwsHost } from '../../src/server/local-aws-host.ts'

const [scenario = 'fleet', state] = process.argv.slice(2)
const host = await startLocalAwsHost({ port: 0, scenario, ...(state !== undefined && { state }) })
process.send?.({ port: host.port })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  globalThis.gc?.()
  process.send?.({ ...process.memoryUsage(), cpuMs: (user + system) / 1000 })
})
process.on('disconnect', () => void host.close().then(() => process.exit()))
