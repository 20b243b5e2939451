import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openAuthority } from '../../src/server/tls/authority.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { showing } from '../tls/server.ts'
import { run } from './process.ts'

/** `jadeite ca` of a user whose home is this folder. */
const homed = (folder: string) => {
  const env = { HOME: folder, XDG_DATA_HOME: join(folder, 'data'), SHELL: '/bin/sh' }
  return {
    kept: join(folder, 'data', 'jadeite'),
    ca: (...options: string[]) => run(['ca', ...options], { folder, env }),
    /** What sh prints, and what it complains of. */
    sh: (script: string) =>
      new Promise<string>((resolve) => {
        const own = {
          ...before,
          NODE: process.execPath,
          JADEITE: fileURLToPath(new URL('../../dist/main.js', import.meta.url)),
        }
        execFile('sh', ['-c', script], { env: { PATH: process.env.PATH, ...env, ...own } }, (_, stdout, stderr) =>
          resolve(stdout + stderr),
        )
      }),
  }
}

test('it tells where the authority is and how to trust it, and touches its folder alone', {
  meta: verifies('cli.ca'),
}, async () => {
  using folder = temporaryFolder()
  const { ca, kept } = homed(folder.path)
  const { code, stdout, stderr } = await ca()
  expect([code, stderr]).toEqual([0, ''])
  const file = join(kept, 'ca.pem')
  const { fingerprint } = await openAuthority(kept)
  for (const said of [kept, file, fingerprint, 'api.weixin.qq.com', 'eval "$(jadeite ca --export)"', '--unset'])
    expect(stdout).toContain(said)
  for (const program of ['curl', 'Node', 'Python', 'PHP', 'Go', 'Ruby', 'Java'])
    expect(stdout).toMatch(new RegExp(`^  ${program} +.*${kept}/.*…$`, 'm'))
  for (const machine of ['Debian', 'Fedora', 'macOS', 'Windows'])
    expect(stdout).toMatch(new RegExp(`^  ${machine}.*\\n    .*${file}.*\\n    undo: .+$`, 'm'))
  expect(readdirSync(folder.path)).toEqual(['data'])
  expect(readdirSync(kept).sort()).toEqual(['ca-1', 'ca.pem', 'hosts.pem', 'trust'])
  expect((await ca()).stdout).toBe(stdout)

  // The last line undoes it all.
  const remove = /^ {2}(rm -r .+)$/m.exec(stdout)?.[1] ?? expect.fail('no line that removes it')
  expect(spawnSync('sh', ['-c', remove], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(kept)).toEqual([])
})

test('processes that make it at once agree on one', { meta: verifies('tls.one') }, async () => {
  using folder = temporaryFolder()
  const { ca, kept } = homed(folder.path)
  const ended = await Promise.all(Array.from({ length: 4 }, () => ca()))
  const { fingerprint } = await openAuthority(kept)
  for (const { code, stdout } of ended) expect([code, stdout]).toEqual([0, expect.stringContaining(fingerprint)])
  expect(readdirSync(kept).sort()).toEqual(['ca-1', 'ca.pem', 'hosts.pem', 'trust'])
})

test('evaluated by sh, --export makes programs trust it and --unset undoes that', {
  meta: verifies('cli.ca-shell'),
}, async () => {
  using folder = temporaryFolder()
  const { ca, kept, sh } = homed(folder.path)
  const lines = await ca('--export')
  expect([lines.code, lines.stderr]).toEqual([0, ''])
  await using server = await showing((await openAuthority(kept)).secureContext)

  const names = Object.keys(after(kept))
  const show = names.map((name) => `echo "${name}=\${${name}-unset}"`).join('; ')
  const call = `curl -sS https://localhost:${server.port}/ && "$NODE" -e 'fetch("https://localhost:${server.port}/").then(async (r) => console.log(await r.text()))'`
  const [exported, called, undone] = await Promise.all([
    sh(`${EXPORT}; ${show}`),
    sh(`${EXPORT}; ${call}`),
    sh(`${EXPORT}; ${UNSET}; ${show}; ${call}`),
  ])
  expect(settingsIn(exported)).toEqual(after(kept))
  expect(called).toBe('hellohello\n')
  expect(settingsIn(undone)).toEqual({ ...Object.fromEntries(names.map((name) => [name, 'unset'])), ...before })
  expect(undone).toContain('certificate')
  expect(undone).not.toContain('hello')
})

test('fish and PowerShell have lines of their own', { meta: verifies('cli.ca-shell') }, async () => {
  using folder = temporaryFolder()
  const { ca, kept } = homed(folder.path)
  const fish = await ca('--export', '--shell', 'fish')
  expect(fish.stdout).toContain(`set -gx SSL_CERT_FILE '${kept}/trust/bundle.pem'\n`)
  const powershell = await ca('--export', '--shell', 'powershell')
  expect(powershell.stdout).toContain(`$env:SSL_CERT_FILE = '${kept}/trust/bundle.pem'\n`)
  const set = { JADEITE_UNSET: '1', SSL_CERT_FILE: join(kept, 'trust', 'bundle.pem') }
  const unset = (shell: string) =>
    run(['ca', '--shell', shell], { folder: kept, env: { ...set, XDG_DATA_HOME: join(folder.path, 'data') } })
  expect((await unset('fish')).stdout).toBe('set -e SSL_CERT_FILE\n')
  expect((await unset('powershell')).stdout).toBe('Remove-Item Env:SSL_CERT_FILE -ErrorAction SilentlyContinue\n')
})

test('--ca-folder is another authority; what cannot be is a sentence', {
  meta: verifies('cli.ca', 'tls.damaged', 'cli.exit-codes'),
}, async () => {
  using folder = temporaryFolder()
  const { ca } = homed(folder.path)
  const own = await ca('--ca-folder', 'its own')
  expect(own.stdout).toContain(`eval "$(jadeite ca --ca-folder 'its own' --export)"`)
  expect(readdirSync(folder.path)).toEqual(['its own'])

  writeFileSync(join(folder.path, 'its own', 'ca-1', 'key.pem'), 'spoilt')
  const damaged = await ca('--ca-folder', 'its own', '--export')
  expect(damaged).toMatchObject({ code: 2, stdout: 'false\n' }) // at which a shell under set -e ends
  expect(damaged.stderr).toMatch(
    /^jadeite: The certificate authority in .+\/its own\/ca-1 is damaged: delete that folder.+\n$/,
  )
  expect(await ca('--trust', '--untrust')).toMatchObject({ code: 2, stdout: '' })
})

const EXPORT = 'eval "$("$NODE" "$JADEITE" ca --export)"'
const UNSET = 'eval "$("$NODE" "$JADEITE" ca --unset)"'
const before = { JAVA_TOOL_OPTIONS: '-Dmine=1', PHP_INI_SCAN_DIR: '/mine' }
const after = (kept: string) => ({
  NODE_EXTRA_CA_CERTS: `${kept}/trust/extra.pem`,
  SSL_CERT_FILE: `${kept}/trust/bundle.pem`,
  REQUESTS_CA_BUNDLE: `${kept}/trust/bundle.pem`,
  CURL_CA_BUNDLE: `${kept}/trust/bundle.pem`,
  PHP_INI_SCAN_DIR: `/mine:${kept}/trust/php`,
  JAVA_TOOL_OPTIONS: `-Dmine=1 -Djavax.net.ssl.trustStore=${kept}/trust/trust.jks -Djavax.net.ssl.trustStoreType=JKS`,
})

const settingsIn = (printed: string) =>
  Object.fromEntries([...printed.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
