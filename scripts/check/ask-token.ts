import { text } from 'node:stream/consumers'
import { readPastedToken } from '../../src/domain/pasted-token.ts'
import type { TaskToken } from '../../src/domain/task-token.ts'
import type { RelayedService } from '../../src/lib/aws-hosts.ts'
import { foundTokenWords, tokenProblemWords } from '../../src/parts/token-words.ts'
import { priceWords } from './heartbeat-words.ts'
import { openTerminal } from './terminal.ts'

/**
 * The token for the one heartbeat of a check, after its price was said: from the terminal without showing it, or from standard input. Throws
 * where there is none, or it cannot be one.
 */
export async function askToken(service: RelayedService, inputHoldsCredentials: boolean): Promise<TaskToken> {
  console.error(priceWords(service))
  const read = readPastedToken(await typedToken(inputHoldsCredentials), service)
  if (read.kind === 'problem')
    throw new Error(`${tokenProblemWords(read.problem, service)} Nothing was sent.`)
  const words = foundTokenWords(read)
  if (words !== undefined) console.error(words)
  return read.token
}

async function typedToken(inputHoldsCredentials: boolean): Promise<string> {
  if (inputHoldsCredentials)
    throw new Error(
      'Standard input holds the credentials or the token, not both: put the credentials into the environment.',
    )
  if (!process.stdin.isTTY) return text(process.stdin)
  const terminal = openTerminal()
  try {
    if ((await terminal.ask('Type yes to go on: ', 'shown')).trim() !== 'yes')
      throw new Error('Nothing was sent.')
    return await terminal.ask('Task token (not shown): ', 'hidden')
  } finally {
    terminal.close()
  }
}
