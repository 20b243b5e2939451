// The third table: what `npm install jadeite` brings, from the packed package in an empty folder.
import { spawnSync } from 'node:child_process'
import { lstatSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shown, table } from './numbers.js'
import { inTemporaryFolder } from './temporary-folder.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Packs and installs: [{ label, packages, megabytes }], jadeite itself included. Throws what npm said. */
export const measureInstall = () =>
  inTemporaryFolder(async (folder) => {
    const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder))
    return [
      await installed('with the optional SQLite for Node 20', join(folder, filename)),
      await installed('without it (`--omit=optional`; Node 22.16 and later have their own)', join(folder, filename), [
        '--omit=optional',
      ]),
    ]
  })

const installed = (label, tarball, more = []) =>
  inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    npm(folder, 'install', '--omit=dev', '--no-audit', '--no-fund', ...more, tarball)
    const lock = JSON.parse(npm(folder, 'ls', '--all', '--json', '--long'))
    const modules = join(folder, 'node_modules')
    return { label, packages: names(lock).size, megabytes: bytesOf(modules) / 1e6 }
  })

const names = ({ dependencies = {} }, found = new Set()) => {
  for (const [name, dependency] of Object.entries(dependencies)) {
    if (dependency.path) found.add(`${name} ${dependency.path}`)
    names(dependency, found)
  }
  return found
}

function bytesOf(path) {
  const { size } = lstatSync(path)
  return lstatSync(path).isDirectory()
    ? readdirSync(path).reduce((total, name) => total + bytesOf(join(path, name)), 0)
    : size
}

function npm(cwd, ...options) {
  const { status, stdout, stderr } = spawnSync('npm', options, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm ${options[0]} failed: ${stderr}`)
  return stdout
}

export const installTable = (results) =>
  table(
    ['npm install, runtime only', 'packages', 'MB'],
    results.map(({ label, packages, megabytes }) => [label, shown(packages), shown(megabytes, 1)]),
  )
