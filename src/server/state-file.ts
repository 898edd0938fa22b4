import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import * as v from 'valibot'
import { type Entry, entrySchema, type Journal, withoutSuperseded } from '../local-aws/journal/entry.ts'
import { lockFile } from './file-lock.ts'

const format = 'state of a local AWS'
const version = 1 /** Inputs of executions and task tokens stand in it. */
const ownerOnly = 0o600

const headerSchema = v.object({ format: v.literal(format), version: v.number() })
const ownHeaderSchema = v.object({ seed: v.string() })

/** The journal of a local AWS in a file. */
export interface StateFile extends Journal {
  readonly file: string
  /** The seed of whoever the world belongs to: identities hold over a restart by it. */
  readonly seed: string
  /** True where the file was there. */
  readonly resumed: boolean
  /** A sentence where the end of the file was cut off and has been left out. */
  readonly warning: string | undefined
  close(): void
}

/**
 * Opens the state kept in `file`, or a new one with this seed where there is no such file. Throws an Error with a
 * sentence where the file is in use, not of this format and version, or damaged. Nothing is written before the first entry
 * is added: a file whose world cannot be lived again stays as it is.
 */
export function openStateFile(file: string, newSeed: string): StateFile {
  const kept = readState(file)
  const unlock = lockFile(file)
  const { seed, past } = kept ?? { seed: newSeed, past: [] }
  let descriptor: number | undefined
  let failed = false
  const write = (entry: Entry): void => {
    descriptor ??= startFile(file, [{ format, version, seed }, ...withoutSuperseded(past)])
    writeLine(descriptor, entry)
  }
  return {
    file,
    seed,
    past,
    resumed: kept !== undefined,
    warning: kept?.cut ? `The last entry of ${file} was not written to its end; it is left out.` : undefined,
    append(entry) {
      // After half a line nothing more can be added that could be read.
      if (failed) throw new Error(`The state can no longer be written to ${file}.`)
      failed = true
      write(entry)
      failed = false
    },
    close() {
      unlock()
      failed = true
      if (descriptor === undefined) return
      fsyncSync(descriptor)
      closeSync(descriptor)
      descriptor = undefined
    },
  }
}

interface KeptState {
  readonly seed: string
  readonly past: readonly Entry[]
  /** The last line had no end: the process was killed, or the disk was full, while it was written. */
  readonly cut: boolean
}

function readState(file: string): KeptState | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`The state ${file} cannot be read.`, { cause: error })
  }
  const lines = text.split('\n')
  const rest = lines.pop()
  const [head, ...values] = lines.map((line, index) => {
    const value = readLine(line)
    if (value !== undefined) return value
    throw new Error(
      index === 0
        ? `${file} is no state of a local AWS. It is left as it is.`
        : `The state ${file} is damaged in line ${index + 1}. It is left as it is.`,
    )
  })
  const header = v.safeParse(headerSchema, head)
  if (!header.success) throw new Error(`${file} is no state of a local AWS. It is left as it is.`)
  const own = v.safeParse(ownHeaderSchema, head)
  if (header.output.version !== version || !own.success) {
    throw new Error(
      `The state ${file} has version ${header.output.version}, and this program reads version ${version}. It is left as it is.`,
    )
  }
  const past = values.map((value, index) => {
    const entry = v.safeParse(entrySchema, value)
    if (entry.success) return entry.output
    throw new Error(
      `Line ${index + 2} of the state ${file} is of an entry this program does not know. It is left as it is.`,
    )
  })
  return { seed: own.output.seed, past, cut: rest !== '' }
}

/** Writes the file anew and leaves it open. It takes the place of the old one only once it is whole. */
function startFile(file: string, lines: readonly unknown[]): number {
  const beside = `${file}.new`
  const descriptor = openSync(beside, 'w', ownerOnly)
  for (const line of lines) writeLine(descriptor, line)
  fsyncSync(descriptor)
  renameSync(beside, file)
  return descriptor
}

/** A checksum, then JSON, then the line's end: what is cut off or damaged can be told. */
function writeLine(descriptor: number, value: unknown): void {
  const json = JSON.stringify(value)
  const line = Buffer.from(`${checksum(json)} ${json}\n`)
  let written = 0
  while (written < line.length) written += writeSync(descriptor, line, written)
}

/** Undefined where the line is not as it was written. */
function readLine(line: string): unknown {
  const json = line.slice(9)
  return line.slice(0, 9) === `${checksum(json)} ` ? JSON.parse(json) : undefined
}

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 8)
}
