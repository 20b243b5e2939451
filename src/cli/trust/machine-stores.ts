import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../failure.ts'
import { word } from '../shell.ts'

type Words = readonly string[]

/** What a kind of machine trusts, and the commands that change it. */
export interface MachineStore {
  readonly name: string
  /** Whether this machine is of the kind. */
  readonly isHere: () => boolean
  /** Whether only root may. */
  readonly isRoots: boolean
  readonly trust: readonly Words[]
  readonly untrust: readonly Words[]
}

/** The kinds of machine that we know, for a certificate in a file; `sha1` is its fingerprint without colons. */
export function machineStores(file: string, sha1: string): MachineStore[] {
  const keychain = join(homedir(), 'Library', 'Keychains', 'login.keychain-db')
  return [
    {
      name: 'Debian, Ubuntu',
      isHere: () => existsSync('/usr/local/share/ca-certificates') && existsSync('/usr/sbin/update-ca-certificates'),
      isRoots: true,
      trust: [
        ['install', '-m', '644', file, '/usr/local/share/ca-certificates/jadeite.crt'],
        ['update-ca-certificates'],
      ],
      untrust: [
        ['rm', '-f', '/usr/local/share/ca-certificates/jadeite.crt'],
        ['update-ca-certificates', '--fresh'],
        ['sh', '-c', `test ! -x ${JAVA_HOOK} || echo -/etc/ssl/certs/jadeite.pem | ${JAVA_HOOK}`],
      ],
    },
    {
      name: 'Fedora, Red Hat',
      isHere: () => existsSync('/etc/pki/ca-trust/source/anchors'),
      isRoots: true,
      trust: [['install', '-m', '644', file, '/etc/pki/ca-trust/source/anchors/jadeite.pem'], ['update-ca-trust']],
      untrust: [['rm', '-f', '/etc/pki/ca-trust/source/anchors/jadeite.pem'], ['update-ca-trust']],
    },
    {
      name: 'macOS',
      isHere: () => process.platform === 'darwin',
      isRoots: false,
      trust: [['security', 'add-trusted-cert', '-r', 'trustRoot', '-k', keychain, file]],
      untrust: [
        ['security', 'remove-trusted-cert', file],
        ['security', 'delete-certificate', '-Z', sha1, keychain],
      ],
    },
    {
      name: 'Windows',
      isHere: () => process.platform === 'win32',
      isRoots: false,
      trust: [['certutil', '-user', '-addstore', 'Root', file]],
      untrust: [['certutil', '-user', '-delstore', 'Root', sha1]],
    },
  ]
}

// The package ca-certificates-java keeps a store of its own. It is told of what is added, but of no file that has gone.
const JAVA_HOOK = '/etc/ca-certificates/update.d/jks-keystore'

/** The line that somebody would type. */
export const typed = ({ isRoots }: MachineStore, commands: readonly Words[]): string =>
  commands.map((words) => `${isRoots ? 'sudo ' : ''}${words.map(word).join(' ')}`).join(' && ')

/** Does it, and tells each command before it is run. Throws UserError, with the line to type where only root may. */
export function change(
  store: MachineStore | undefined,
  what: 'trust' | 'untrust',
  { isRoot, tell }: { isRoot: boolean; tell: (line: string) => void },
): void {
  if (!store) {
    throw new UserError(
      'It is not known how this machine keeps what it trusts: jadeite ca tells how to trust it in a shell.',
    )
  }
  const commands = store[what]
  if (store.isRoots && !isRoot) {
    throw new UserError(`What this machine trusts only root can change: type ${typed(store, commands)}`)
  }
  for (const words of commands) {
    tell(words.map(word).join(' '))
    run(words)
  }
}

function run([command = '', ...rest]: Words): void {
  const { status, error } = spawnSync(command, rest, { stdio: ['inherit', 2, 2] })
  if (status === 0) return
  const why = error ? (error as NodeJS.ErrnoException).code : `exit code ${status}`
  throw new UserError(
    `${[command, ...rest].map(word).join(' ')} failed (${why}): what this machine trusts may be as before.`,
  )
}
