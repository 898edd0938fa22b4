import { execFile } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { canInstallWithApt, installWithApt } from '../apt.ts'

/** A client of AWS on this machine, or why there is none: the tests that need it are skipped with that reason. */
export type Client =
  | { readonly kind: 'found'; readonly path: string; readonly version: string }
  | { readonly kind: 'missing'; readonly reason: string }

/** AWS's own clients, and curl, which signs by itself. */
export interface Clients {
  readonly awsCli: Client
  /** A Python that has boto3; the version is boto3's. */
  readonly boto3: Client
  readonly curl: Client
  /** Later releases of both, which know what AWS has added since Debian's: versions, aliases, redrives. */
  readonly newAwsCli: Client
  readonly newBoto3: Client
}

/** The name of each client. */
export type ClientName = keyof Clients

interface Kind {
  readonly name: string
  /** Where Debian's package puts it; any other one in the PATH is the second choice. */
  readonly debianPath: string
  readonly command: string
  readonly debianPackage: string
  readonly versionArguments: readonly string[]
  readonly version: RegExp
}

type DebianClient = Exclude<ClientName, 'newAwsCli' | 'newBoto3'>

const kinds: Readonly<Record<DebianClient, Kind>> = {
  awsCli: {
    name: 'AWS CLI',
    debianPath: '/usr/bin/aws',
    command: 'aws',
    debianPackage: 'awscli',
    versionArguments: ['--version'],
    version: /^aws-cli\/(\d+\.\d+\.\d+)/,
  },
  boto3: {
    name: 'boto3',
    debianPath: '/usr/bin/python3',
    command: 'python3',
    debianPackage: 'python3-boto3',
    versionArguments: ['-c', 'import boto3; print(boto3.__version__)'],
    version: /^(\d+\.\d+\.\d+)/,
  },
  curl: {
    name: 'curl with --aws-sigv4',
    debianPath: '/usr/bin/curl',
    command: 'curl',
    debianPackage: 'curl',
    versionArguments: ['--version'],
    // Since 7.88 it signs what AWS's own signers sign; older ones differ.
    version: /^curl ((?:7\.(?:8[89]|9\d)|[89]\.\d+|[1-9]\d+\.\d+)\.\d+)/,
  },
}

/**
 * Debian's AWS CLI, boto3 and curl, installed now where they are missing and can be; without them, others of the PATH.
 * It never rejects.
 */
export async function findClients(say: (line: string) => void): Promise<Clients> {
  const missing: Kind[] = []
  for (const kind of Object.values(kinds)) {
    if ((await versionOf(kind, kind.debianPath)) === undefined) missing.push(kind)
  }
  if (missing.length > 0 && canInstallWithApt()) {
    say(`Not here: Debian's ${missing.map(({ name }) => name).join(', ')}. Installing with apt-get`)
    await installWithApt(missing.map(({ debianPackage }) => debianPackage))
  }
  const clients = {
    awsCli: await find(kinds.awsCli),
    boto3: await find(kinds.boto3),
    curl: await find(kinds.curl),
    newAwsCli: await findNewer(kinds.awsCli, 'awscli', (version) =>
      isSince(version, version.startsWith('1.') ? '1.37.0' : '2.23.0'),
    ),
    newBoto3: await findNewer(kinds.boto3, 'boto3', (version) => isSince(version, '1.36.0')),
  }
  for (const [key, client] of Object.entries(clients)) {
    say(
      `${key}: ${client.kind === 'found' ? `${client.version} (${client.path})` : `none: ${client.reason}`}`,
    )
  }
  return clients
}

/** The first in the PATH that is new enough. Never installed: where it is missing, the tests that need it say how to get it. */
async function findNewer(
  kind: Kind,
  pythonPackage: string,
  isNew: (version: string) => boolean,
): Promise<Client> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, kind.command)
    const version = await versionOf(kind, path)
    if (version === undefined || !isNew(version)) continue
    const started = await startedBy(directory, kind)
    const isTheSame = started !== undefined && (await versionOf(kind, started)) === version
    return { kind: 'found', path: isTheSame ? started : path, version }
  }
  return {
    kind: 'missing',
    reason: `no ${kind.name} of 2025 or later in the PATH; its Python package is called ${pythonPackage}`,
  }
}

/**
 * A folder of a version manager holds scripts that look for a program, and then start it: as long a way as the program's own. What is
 * started lies where the Python of that folder has its scripts. Undefined where there is no such Python.
 */
async function startedBy(directory: string, { command }: Kind): Promise<string | undefined> {
  const asked = ['-c', "import sysconfig; print(sysconfig.get_path('scripts'))"]
  try {
    const { stdout } = await promisify(execFile)(join(directory, 'python3'), asked, { timeout: 30_000 })
    return join(stdout.trim(), command)
  } catch {
    return undefined
  }
}

function isSince(version: string, first: string): boolean {
  return version.localeCompare(first, 'en', { numeric: true }) >= 0
}

async function find(kind: Kind): Promise<Client> {
  for (const path of [kind.debianPath, kind.command]) {
    const version = await versionOf(kind, path)
    if (version !== undefined) return { kind: 'found', path, version }
  }
  const reason = `no ${kind.name} on this machine; Debian's package is called ${kind.debianPackage}`
  return { kind: 'missing', reason }
}

/** Undefined where it does not start, or is not of the kind looked for. */
async function versionOf(kind: Kind, path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, kind.versionArguments, { timeout: 30_000 })
    return kind.version.exec(stdout)?.[1]
  } catch {
    // Not there, or broken: looked for elsewhere.
    return undefined
  }
}
