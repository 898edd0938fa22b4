// `npm run --silent fold -- FILE` (`-`: standard input): what `aws stepfunctions get-execution-history` or
// `aws swf get-workflow-execution-history` printed, as the tasks that are in flight in it.
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { foldText } from './fold/fold-text.ts'
import { MalformedHistory } from './fold/malformed-history.ts'

const USAGE = 'Usage: npm run --silent fold -- FILE   (- for standard input)'

try {
  const [file, ...more] = process.argv.slice(2)
  if (file === undefined || more.length > 0) throw new MalformedHistory(USAGE)
  const { output, notes } = foldText(await read(file), file === '-' ? 'Standard input' : nameOf(file))
  for (const note of notes) console.error(note)
  process.stdout.write(`${JSON.stringify(output, null, 2)}\n`)
} catch (error) {
  if (!(error instanceof MalformedHistory)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function read(file: string): Promise<string> {
  try {
    return decoded(await (file === '-' ? buffer(process.stdin) : readFile(file)))
  } catch {
    throw new MalformedHistory(`${nameOf(file)} cannot be read.`)
  }
}

/** UTF-8, or UTF-16 where its mark says so: what PowerShell's `>` writes. */
function decoded(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes)
}

/** A history that was given in place of its file's name may hold a token, and is not said again. */
function nameOf(file: string): string {
  return /^[^\n\r{["]{1,250}$/.test(file) ? file : 'The file'
}
