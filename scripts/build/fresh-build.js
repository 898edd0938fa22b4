// Plain JavaScript: `npm start` runs it as it stands. Loading what loads TypeScript takes longer than a start.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Build
 * @property {string} what For a sentence: `The console`.
 * @property {string} config The configuration of Vite by which it is made.
 * @property {string} built A file that it writes.
 * @property {readonly string[]} madeOf Files and folders.
 */

/**
 * Makes a build anew where something that it is made of is newer. Throws an Error whose message is a sentence; what is
 * wrong stands on the error output by then.
 * @param {Build} build
 */
export function buildWhereStale({ what, config, built, madeOf }) {
  if (isFresh(built, madeOf)) return
  const args = ['node_modules/vite/bin/vite.js', 'build', '--config', config, '--logLevel', 'warn']
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${what} could not be built: see above.`)
}

/**
 * Whether the file is there and at least as new as everything it is made of.
 * @param {string} built
 * @param {readonly string[]} madeOf Files and folders.
 */
export function isFresh(built, madeOf) {
  return existsSync(built) && Math.max(...madeOf.map(newestIn)) <= statSync(built).mtimeMs
}

/**
 * When the newest of what lies there was written, epoch milliseconds. A folder counts too: it is written when a file of it
 * comes or goes.
 * @param {string} path
 * @returns {number}
 */
function newestIn(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path, { recursive: true }).map((name) => join(path, String(name)))
  return Math.max(stat.mtimeMs, ...inside.map((file) => statSync(file).mtimeMs))
}
