import { defineConfig } from 'vitest/config'

/** AWS's own clients against the local AWS: apart from the unit tests, because each call starts a program. */
export default defineConfig({
  test: {
    name: 'clients',
    environment: 'node',
    include: ['scripts/clients/*.clients.ts'],
    globalSetup: ['scripts/clients/global-setup.ts'],
    // The AWS CLI takes a second or two to start; the files run two at a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
