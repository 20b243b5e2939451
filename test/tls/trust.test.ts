import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { authorityFolder } from '../../src/cli/trust/authority-folder.ts'
import { change, type MachineStore, machineStores, typed } from '../../src/cli/trust/machine-stores.ts'
import { type TrustFiles, trustFiles } from '../../src/cli/trust/trust-files.ts'
import { javaOptions, trustVariables, untrustVariables } from '../../src/cli/trust/variables.ts'
import { openAuthority } from '../../src/server/tls/authority.ts'
import { temporaryFolder, verifies } from '../harness.ts'

const certificatesIn = (file: string) =>
  readFileSync(file, 'utf8').match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? []

/** Trust files of a new authority, and of others that the caller's variables name. */
async function trusted(folder: string) {
  const authority = await openAuthority(join(folder, 'ours'))
  const named = async (name: string) => (await openAuthority(join(folder, name))).file
  const env = {
    SSL_CERT_FILE: await named('ssl'),
    REQUESTS_CA_BUNDLE: await named('requests'),
    CURL_CA_BUNDLE: join(folder, 'is-not-there.pem'),
    NODE_EXTRA_CA_CERTS: await named('node'),
  }
  const text = (file: string) => readFileSync(file, 'utf8')
  return { authority, env, text, files: trustFiles(join(folder, 'trust files'), authority, env) }
}

test("the bundle is our authority, the caller's and the system's", { meta: verifies('tls.bundle') }, async () => {
  using folder = temporaryFolder()
  const { authority, env, files, text } = await trusted(folder.path)
  const bundle = certificatesIn(files.bundle)
  expect(bundle[0]).toBe(authority.certificate)
  expect(bundle.slice(1, 4)).toEqual([env.NODE_EXTRA_CA_CERTS, env.SSL_CERT_FILE, env.REQUESTS_CA_BUNDLE].map(text))
  expect(certificatesIn(files.extra)).toEqual([authority.certificate, text(env.NODE_EXTRA_CA_CERTS)])
  expect(new Set(bundle).size).toBe(bundle.length)

  const others = bundle.slice(4).map((pem) => new X509Certificate(pem).fingerprint256)
  expect(others.length).toBeGreaterThan(50)
  const debian = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(debian)) {
    expect(others.sort()).toEqual(
      [...new Set(certificatesIn(debian).map((pem) => new X509Certificate(pem).fingerprint256))].sort(),
    )
  }
})

test('written again they hold the new authority, not what they held before', {
  meta: verifies('tls.bundle'),
}, async () => {
  using folder = temporaryFolder()
  const { authority, env, files } = await trusted(folder.path)
  const next = await openAuthority(join(folder.path, 'next'))
  const variables = trustVariables(files, env)
  expect(trustFiles(join(folder.path, 'trust files'), next, variables)).toEqual(files)
  expect(readFileSync(files.bundle, 'utf8')).not.toContain(authority.certificate)
  expect(certificatesIn(files.extra)).toEqual([next.certificate])
})

/** What a JKS holds, read by the description of its format alone: alias -> SHA-256. */
function readJks(store: Buffer): Map<string, string> {
  const [body, digest] = [store.subarray(0, -20), store.subarray(-20)]
  const salted = Buffer.concat([Buffer.from('\0c\0h\0a\0n\0g\0e\0i\0t'), Buffer.from('Mighty Aphrodite'), body])
  expect(createHash('sha1').update(salted).digest()).toEqual(digest)
  expect(body.subarray(0, 8).toString('hex')).toBe('feedfeed00000002')
  const found = new Map<string, string>()
  let at = 12
  const take = (length: number) => {
    at += length
    return body.subarray(at - length, at)
  }
  for (let count = body.readUInt32BE(8); count > 0; count--) {
    expect(take(4).readUInt32BE()).toBe(2)
    const alias = take(take(2).readUInt16BE()).toString()
    expect(Math.abs(Number(take(8).readBigInt64BE()) - Date.now())).toBeLessThan(60_000)
    expect(take(take(2).readUInt16BE()).toString()).toBe('X.509')
    found.set(alias, new X509Certificate(take(take(4).readUInt32BE())).fingerprint256)
  }
  expect(at).toBe(body.length)
  return found
}

test('the trust store of Java holds the bundle', { meta: verifies('tls.bundle') }, async () => {
  using folder = temporaryFolder()
  const { authority, files } = await trusted(folder.path)
  const held = readJks(readFileSync(files.javaTrustStore))
  const bundle = certificatesIn(files.bundle).map((pem) => new X509Certificate(pem).fingerprint256)
  expect([...held.values()]).toEqual(bundle)
  expect(held.get('jadeite')).toBe(authority.fingerprint)

  const keytool = ['-J-Duser.language=en', '-list', '-keystore', files.javaTrustStore, '-storetype', 'JKS']
  const { error, status, stdout } = spawnSync('keytool', [...keytool, '-storepass', 'changeit'], { encoding: 'utf8' })
  if (error) return
  expect([status, stdout]).toEqual([0, expect.stringContaining(`contains ${bundle.length} entries`)])
  expect(stdout).toContain(authority.fingerprint)
})

test('PHP is told of the bundle', { meta: verifies('tls.bundle') }, async () => {
  using folder = temporaryFolder()
  const { files } = await trusted(join(folder.path, "it's"))
  const path = `'${folder.path}/it'"'"'s/trust files/bundle.pem'`
  expect(readFileSync(join(files.phpFolder, 'jadeite.ini'), 'utf8')).toBe(
    `curl.cainfo=${path}\nopenssl.cafile=${path}\n`,
  )
})

test('files that cannot be written are a sentence', { meta: verifies('tls.bundle') }, () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  expect(() => trustFiles(file, { certificate: '' }, {})).toThrow(
    `Trust files cannot be written to ${file} (ENOTDIR): check that you may write there.`,
  )
})

const files: TrustFiles = {
  bundle: '/t/bundle.pem',
  extra: '/t/extra.pem',
  javaTrustStore: '/t/trust.jks',
  phpFolder: '/t/php',
}
const ours = {
  NODE_EXTRA_CA_CERTS: '/t/extra.pem',
  SSL_CERT_FILE: '/t/bundle.pem',
  REQUESTS_CA_BUNDLE: '/t/bundle.pem',
  CURL_CA_BUNDLE: '/t/bundle.pem',
  PHP_INI_SCAN_DIR: ':/t/php',
  JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStore=/t/trust.jks -Djavax.net.ssl.trustStoreType=JKS',
}
const nothing = Object.fromEntries(Object.keys(ours).map((name) => [name, undefined]))

test('variables lead to the files, and are undone', { meta: verifies('tls.variables') }, () => {
  expect(trustVariables(files, {})).toEqual(ours)
  expect(trustVariables(files, ours)).toEqual(ours)
  expect(untrustVariables(files, ours)).toEqual(nothing)
  expect(Object.keys(untrustVariables(files, ours))).toEqual(Object.keys(ours))
  expect(untrustVariables(files, {})).toEqual({})
})

test.each([
  ['PHP_INI_SCAN_DIR', '/etc/php:/p', '/etc/php:/p:/t/php'],
  ['PHP_INI_SCAN_DIR', '', '/t/php'],
  ['JAVA_TOOL_OPTIONS', '-Xmx1g -Da="b c"', `-Xmx1g -Da="b c" ${ours.JAVA_TOOL_OPTIONS}`],
])("what the caller has in %s, as in '%s', goes on", { meta: verifies('tls.variables') }, (name, before, both) => {
  expect(trustVariables(files, { [name]: before })).toEqual({ ...ours, [name]: both })
  expect(untrustVariables(files, { ...ours, [name]: both })).toEqual({ ...nothing, [name]: before || undefined })
  expect(untrustVariables(files, { [name]: before })).toEqual({})
})

test('a variable that was set to something else since is left alone', { meta: verifies('tls.variables') }, () => {
  expect(untrustVariables(files, { ...ours, SSL_CERT_FILE: '/else.pem' })).not.toHaveProperty('SSL_CERT_FILE')
})

test('options of Java are quoted as Java reads them', { meta: verifies('tls.variables') }, () => {
  expect(javaOptions(undefined, ['-Da=b', '-Dc=/d e/f', `-Dg=h "i"`, "-Dj=k'l"])).toBe(
    `-Da=b '-Dc=/d e/f' '-Dg=h "i"' '-Dj=k'"'"'l'`,
  )
  expect(javaOptions('-Dport=80 -Dx=y', ['-Dport=8', '-Dport=80'])).toBe('-Dx=y -Dport=8 -Dport=80')
})

test('the folder is the one that is named, or one of this user', { meta: verifies('cli.ca') }, () => {
  expect(authorityFolder('ca', {})).toBe('ca')
  if (process.platform !== 'linux') return
  expect(authorityFolder(undefined, {})).toBe(join(homedir(), '.local/share/jadeite'))
  expect(authorityFolder('', { XDG_DATA_HOME: '/x' })).toBe('/x/jadeite')
  expect(authorityFolder(undefined, { XDG_DATA_HOME: 'relative' })).toBe(join(homedir(), '.local/share/jadeite'))
})

test('what a machine trusts is changed by commands that are told', { meta: verifies('cli.ca-machine') }, () => {
  using folder = temporaryFolder()
  const [from, to] = [join(folder.path, 'ca.pem'), join(folder.path, "its store's.crt")]
  writeFileSync(from, 'certificate')
  const store: MachineStore = {
    name: 'a folder',
    isHere: () => true,
    isRoots: true,
    trust: [
      ['cp', from, to],
      ['test', '-f', to],
    ],
    untrust: [
      ['rm', to],
      ['test', '-f', to],
    ],
  }
  const told: string[] = []
  const tell = (line: string) => void told.push(line)
  const quoted = `'${to.replace("'", `'"'"'`)}'`
  expect(() => change(store, 'trust', { isRoot: false, tell })).toThrow(
    `What this machine trusts only root can change: type sudo cp ${from} ${quoted} && sudo test -f ${quoted}`,
  )
  expect([told, existsSync(to)]).toEqual([[], false])

  change(store, 'trust', { isRoot: true, tell })
  expect(told).toEqual([`cp ${from} ${quoted}`, `test -f ${quoted}`])
  expect(readFileSync(to, 'utf8')).toBe('certificate')
  expect(() => change({ ...store, isRoots: false }, 'untrust', { isRoot: false, tell })).toThrow(
    `test -f ${quoted} failed (exit code 1): what this machine trusts may be as before.`,
  )
  expect(existsSync(to)).toBe(false)
  expect(() => change(undefined, 'trust', { isRoot: true, tell })).toThrow('It is not known how this machine keeps')
})

test('on Debian the store of Java is told of what has gone', { meta: verifies('cli.ca-machine') }, () => {
  const [debian = expect.fail('there is none')] = machineStores('/folder/ca.pem', 'AB')
  const hook = '/etc/ca-certificates/update.d/jks-keystore'
  expect(typed(debian, debian.untrust)).toBe(
    `sudo rm -f /usr/local/share/ca-certificates/jadeite.crt && sudo update-ca-certificates --fresh && sudo sh -c 'test ! -x ${hook} || echo -/etc/ssl/certs/jadeite.pem | ${hook}'`,
  )
})
