import { defineConfig, mergeConfig } from 'vite'
import { asStaticSite } from './scripts/build/as-static-site.ts'
import { pageBuild } from './scripts/build/page-build.ts'

// The demo: the console and a local AWS in one page, as files for any static host.
export default defineConfig(
  mergeConfig(pageBuild, {
    // Wherever the folder lies, its files name each other from where they are.
    base: './',
    // There is no configuration to serve: the demo brings its own.
    publicDir: false,
    plugins: [asStaticSite('demo.html')],
    build: { outDir: 'dist-demo', rolldownOptions: { input: 'demo.html' } },
  }),
)
