import { existsSync } from 'node:fs'
import { run } from './run.ts'

/** Root on Debian or a relative of it: `installWithApt` can work. */
export function canInstallWithApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/** Installs Debian packages, their output going to this process's. It never rejects: look whether they are there. */
export async function installWithApt(packages: readonly string[]): Promise<void> {
  const how = { timeoutMs: 180_000, env: { DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['update', '-q'], how)
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], how)
}
