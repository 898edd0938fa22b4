import { defineConfig, mergeConfig } from 'vite'
import { pageBuild } from './scripts/build/page-build.ts'
import { withoutLocalAws } from './scripts/build/without-local-aws.ts'

export default defineConfig(
  mergeConfig(pageBuild, {
    plugins: [withoutLocalAws([])],
    // A worker is built apart, by plugins of its own.
    worker: { plugins: () => [withoutLocalAws([])] },
  }),
)
