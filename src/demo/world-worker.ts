import { lineOver } from './messages.ts'
import { serveWorld } from './serve-world.ts'

// A thread of its own: what thousands of simulated workers do must not slow down the page that is shown.
serveWorld(lineOver(globalThis))
