// `npm run check:aws -- --config FILE`: what of an AWS account answers this console, and what it may read there. Writes nothing but the one
// heartbeat that `--heartbeat` asks for. `--help` has the flags and the exit codes.
import { text } from 'node:stream/consumers'
import { realPorts } from '../src/console/ports.ts'
import { askToken } from './check/ask-token.ts'
import { checkAws, checkedJson, checkedText } from './check/check-aws.ts'
import { type CheckOptions, HELP, readCheckOptions } from './check/check-options.ts'
import { credentialsIn, credentialsOf } from './check/given-credentials.ts'

/** What is told to whoever started it; anything else that is thrown is a defect, and told as one. */
try {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP)
  else process.exitCode = await check(readCheckOptions(args))
} catch (error) {
  // A stack or a cause might hold what was typed.
  console.error(error instanceof Error ? error.message : 'The check failed.')
  process.exitCode = 2
}

async function check(options: CheckOptions): Promise<number> {
  const { config, origin, relay, heartbeat, credentialsOnInput, json } = options
  const token = heartbeat === undefined ? undefined : await askToken(heartbeat.service, credentialsOnInput)
  if (credentialsOnInput && process.stdin.isTTY)
    throw new Error('--credentials - takes what is piped in: a terminal would show them.')
  const credentials = credentialsOnInput
    ? credentialsIn(await text(process.stdin))
    : credentialsOf(process.env)
  const checked = await checkAws({
    config,
    origin,
    relay,
    credentials,
    ...(heartbeat === undefined || token === undefined ? {} : { heartbeat: { ...heartbeat, token } }),
    onConnection: (id) => console.error(`Checking ${id} ...`),
    ports: realPorts,
  })
  process.stdout.write(json ? checkedJson(checked) : checkedText(checked))
  return checked.verdict.kind === 'works' ? 0 : 1
}
