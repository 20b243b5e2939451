import { X509Certificate } from 'node:crypto'
import { type Authority, openAuthority } from '../../server/index.ts'
import { failing, linesOf, ownShell, type Shell } from '../shell.ts'
import { advice } from '../trust/advice.ts'
import { authorityFolder } from '../trust/authority-folder.ts'
import { change, machineStores } from '../trust/machine-stores.ts'
import { trustFiles, trustFolder, trustPaths } from '../trust/trust-files.ts'
import { trustVariables, untrustVariables } from '../trust/variables.ts'

/** The options of `jadeite ca`, as commander has read them. */
export interface CaOptions {
  readonly caFolder?: string | undefined
  readonly shell?: Shell | undefined
  /** What to do beside telling. */
  readonly asked?: 'export' | 'unset' | 'trust' | 'untrust' | undefined
}

/** Tells of the certificate authority, or does what is asked with it. Throws UserError and AuthorityError. */
export async function ca(options: CaOptions): Promise<void> {
  const { asked, shell = ownShell() } = options
  try {
    await told({ ...options, shell })
  } catch (error) {
    if (asked === 'export' || asked === 'unset') print(failing(shell))
    throw error
  }
}

async function told({ caFolder, shell, asked }: CaOptions & { shell: Shell }): Promise<void> {
  const folder = authorityFolder(caFolder)
  if (asked === 'unset') return print(linesOf(untrustVariables(trustPaths(trustFolder(folder))), shell))

  const authority = await openAuthority(folder)
  if (asked === 'trust' || asked === 'untrust') return changeMachine(authority, asked)

  const files = trustFiles(trustFolder(authority.folder), authority)
  if (asked === 'export') return print(linesOf(trustVariables(files), shell))
  print(advice(authority, files, { stores: storesFor(authority), named: caFolder }))
}

function changeMachine(authority: Authority, what: 'trust' | 'untrust'): void {
  const store = storesFor(authority).find(({ isHere }) => isHere())
  change(store, what, { isRoot: process.getuid?.() === 0, tell: (line) => print(`$ ${line}`) })
  print(
    what === 'trust'
      ? 'This machine trusts it now; jadeite ca --untrust undoes it. Programs that bring a list of their own (Node, Python requests, Firefox, a Java that is not of the system) are told as jadeite ca says.'
      : 'It has been taken out of what this machine trusts, by these commands; who was told of it in another way is as before.',
  )
}

const storesFor = ({ file, certificate }: Authority) =>
  machineStores(file, new X509Certificate(certificate).fingerprint.replaceAll(':', ''))

function print(text: string): void {
  if (text !== '') console.log(text)
}
