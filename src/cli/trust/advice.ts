import { join } from 'node:path'
import type { Authority } from '../../server/index.ts'
import { quoted } from '../shell.ts'
import { type MachineStore, typed } from './machine-stores.ts'
import { type TrustFiles, trustFolder } from './trust-files.ts'

/** What `jadeite ca` says of an authority; `named` is what --ca-folder said. */
export function advice(
  { folder, file, fingerprint, from, until, permitted }: Authority,
  files: TrustFiles,
  { stores, named }: { stores: readonly MachineStore[]; named: string | undefined },
): string {
  const ca = named === undefined ? 'jadeite ca' : `jadeite ca --ca-folder ${quoted(named)}`
  return `The certificate authority is in ${folder}

  certificate  ${file}
  SHA-256      ${fingerprint}
  holds        from ${day(from)} to ${day(until)}
  signs for    ${permitted.join(', ')},
               and hosts below these; a certificate for any other host is refused by who trusts it

Nobody trusts it until told to.

In this shell, for all of the programs below
  ${`eval "$(${ca} --export)"`}
  undo: ${`eval "$(${ca} --unset)"`}

For one program; to undo it, leave it out
${table(programs(file, files))}

On this machine, for what asks it: curl, Go, Ruby, PHP, Debian's Java (Node, Python requests, Firefox and any other Java have lists of their own)
  ${ca} --trust
  undo: ${ca} --untrust
which is
${stores.map((store) => `  ${store.name}\n    ${typed(store, store.trust)}\n    undo: ${typed(store, store.untrust)}`).join('\n')}

To be rid of it, undo what was done and delete its folders; the next that needs one makes another:
  rm -r ${[file, join(folder, 'hosts.pem'), trustFolder(folder)].map(quoted).join(' ')} ${quoted(folder)}/ca-*`
}

const programs = (file: string, { bundle, javaTrustStore, phpFolder }: TrustFiles): [string, string][] => [
  ['curl', `curl --cacert ${quoted(file)} …`],
  ['Node', `NODE_EXTRA_CA_CERTS=${quoted(file)} node …`],
  ['Python', `SSL_CERT_FILE=${quoted(bundle)} REQUESTS_CA_BUNDLE=${quoted(bundle)} python3 …`],
  ['PHP', `PHP_INI_SCAN_DIR=${quoted(`:${phpFolder}`)} php …`],
  ['Go', `SSL_CERT_FILE=${quoted(bundle)} go test ./…`],
  ['Ruby', `SSL_CERT_FILE=${quoted(bundle)} ruby …`],
  ['Java', `java -Djavax.net.ssl.trustStore=${quoted(javaTrustStore)} -Djavax.net.ssl.trustStoreType=JKS …`],
]

const table = (rows: readonly [string, string][]): string =>
  rows.map(([name, line]) => `  ${name.padEnd(7)} ${line}`).join('\n')

const day = (date: Date): string => date.toISOString().slice(0, 10)
