import { defineConfig } from 'vitest/config'

/** A test that takes longer hangs. No test measures time: a slow machine is no failure. */
const HANGS_MS = 60_000

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          testTimeout: HANGS_MS,
          // No test replaces a module or leaves anything in one: the files of a worker load each module once.
          isolate: false,
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'dom',
          testTimeout: HANGS_MS,
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['scripts/build/unit-dom-setup.ts'],
          // Its modules import CSS files, which Node alone cannot load.
          server: { deps: { inline: [/@cloudscape-design\//] } },
        },
      },
    ],
  },
})
