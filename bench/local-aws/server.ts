// The server's part of `npm start` in a process of its own, so that its memory and its start are its own. Steered by its parent.
import { startLocalAwsHost } from '../../src/server/local-aws-host.ts'

const [scenario = 'fleet'] = process.argv.slice(2)
const host = await startLocalAwsHost({ port: 0, scenario })
process.send?.({ port: host.port })
process.on('message', () => {
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
process.on('disconnect', () => process.exit())
