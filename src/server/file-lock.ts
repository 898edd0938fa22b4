import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Claims a file for this process by a file beside it; the answer gives it back. What a process left that was killed is
 * taken over. Throws an Error with a sentence where another process that runs has it.
 */
export function lockFile(file: string): () => void {
  const beside = `${file}.lock`
  const owner = ownerOf(beside)
  // In a container the process that was killed and the one that follows it often have the same id.
  if (owner !== undefined && owner !== process.pid && isRunning(owner)) {
    throw new Error(
      `The state ${file} is in use by process ${owner}. If that is no local AWS, delete ${beside}.`,
    )
  }
  writeFileSync(beside, String(process.pid), { mode: 0o600 })
  return () => rmSync(beside, { force: true })
}

function ownerOf(beside: string): number | undefined {
  try {
    const owner = Number(readFileSync(beside, 'utf8'))
    return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks only whether there is one.
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
