import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'e2e/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'dom',
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
