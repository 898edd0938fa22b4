// `npm run check:aws -- --config FILE`: what of an AWS account answers this console, and what it may read there. Writes nothing but the one
// heartbeat that `--heartbeat` asks for. Exit code 0: the console can work; 1: it cannot; 2: nothing could be checked.
import { text } from 'node:stream/consumers'
import { realPorts } from '../src/console/ports.ts'
import { readPastedToken, TaskToken } from '../src/domain/task-token.ts'
import { askHidden, askShown } from './check/ask-hidden.ts'
import { checkAws } from './check/check-aws.ts'
import { type CheckOptions, readCheckOptions } from './check/check-options.ts'
import { credentialsIn, credentialsOf } from './check/given-credentials.ts'
import { priceWords } from './check/heartbeat-words.ts'

/** What is told to whoever started it; anything else that is thrown is a defect, and told as one. */
try {
  process.exitCode = await check(readCheckOptions(process.argv.slice(2)))
} catch (error) {
  // A stack or a cause might hold what was typed.
  console.error(error instanceof Error ? error.message : 'The check failed.')
  process.exitCode = 2
}

async function check({
  config,
  origin,
  relay,
  heartbeat,
  credentialsOnInput,
}: CheckOptions): Promise<number> {
  const credentials = credentialsOnInput
    ? credentialsIn(await text(process.stdin))
    : credentialsOf(process.env)
  const token = heartbeat === undefined ? undefined : await askToken(heartbeat.service, credentialsOnInput)
  const { text: told, works } = await checkAws({
    config,
    origin,
    relay,
    credentials,
    ...(heartbeat === undefined || token === undefined ? {} : { heartbeat: { ...heartbeat, token } }),
    ports: realPorts,
  })
  process.stdout.write(told)
  return works ? 0 : 1
}

/** From the terminal without showing it, or from standard input. Throws where there is none, or it cannot be one. */
async function askToken(service: 'states' | 'swf', inputIsTaken: boolean): Promise<TaskToken> {
  console.error(priceWords(service))
  let typed: string
  if (process.stdin.isTTY) {
    if ((await askShown('Type yes to go on: ')).trim() !== 'yes') throw new Error('Nothing was sent.')
    typed = await askHidden('Task token (not shown): ')
  } else {
    if (inputIsTaken)
      throw new Error(
        'Standard input holds the credentials or the token, not both: put the credentials into the environment.',
      )
    typed = await text(process.stdin)
  }
  const token = readPastedToken(typed, service)
  if (token instanceof TaskToken) return token
  throw new Error(`This cannot be a task token (${token.problem}). Nothing was sent.`)
}
