import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('npm start runs the program of start.ts with its flags', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/launch.js', '--scenario', 'party'], {
    encoding: 'utf8',
  })
  expect(stderr).toMatch(/^There is no scenario party: choose one of fleet, quiet/m)
  expect(status).toBe(1)
})
