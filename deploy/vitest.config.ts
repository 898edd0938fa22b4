import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'deploy',
    include: ['deploy/*.test.ts'],
    // One process for all files: loading the CDK takes longer than the tests.
    isolate: false,
    fileParallelism: false,
    hookTimeout: 120_000,
    testTimeout: 60_000,
  },
})
