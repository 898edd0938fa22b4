/**
 * Tells a dead network from an answer the browser may not show: a `no-cors` request succeeds where the host answers anything at
 * all, and says nothing of what it answered.
 */
export async function isReachable(endpoint: string, fetchPort: typeof fetch): Promise<boolean> {
  try {
    await fetchPort(endpoint, { mode: 'no-cors', cache: 'no-store', signal: AbortSignal.timeout(5000) })
    return true
  } catch {
    return false
  }
}
