import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    /** A test that takes longer hangs. No test measures time: a slow machine is no failure. */
    testTimeout: 60_000,
    // No test replaces a module or leaves anything in one: the files of a worker load each module once.
    isolate: false,
    // By default one core is left idle, which on a machine of two is half of it.
    maxWorkers: '100%',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'],
  },
})
