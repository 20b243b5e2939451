// Before `npm start` and `npm test`: installs what is missing and builds what is out of date, so that both work on a
// fresh clone. Needs nothing but Node and npm. (npm install, not ci: where a registry lacks the binaries of platforms that
// nobody here uses, the lock cannot name them, and ci refuses such a lock.)
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chdir, exit } from 'node:process'
import { fileURLToPath } from 'node:url'

chdir(fileURLToPath(new URL('..', import.meta.url)))

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Jadeite needs Node 20.19 or later; this is ${process.version}.`)
  exit(2)
}

const INSTALLED = 'node_modules/.jadeite-installed'
const lock = readFileSync('package-lock.json', 'utf8')
if (!existsSync(INSTALLED) || readFileSync(INSTALLED, 'utf8') !== lock) {
  run('Installing (once)', 'npm', 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error')
  writeFileSync(INSTALLED, lock)
}

const BUILT = 'dist/seed.schema.json' // what a build writes last
if (
  !existsSync(BUILT) ||
  newest(['src', 'scripts/build.js', 'rolldown.config.js', 'package.json']) > statSync(BUILT).mtimeMs
) {
  run('Building', 'npm', 'run', '--silent', 'build')
}

function run(what, command, ...options) {
  console.error(`${what} …`)
  const { status } = spawnSync(command, options, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (status !== 0) exit(status ?? 1)
}

function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const { mtimeMs } = statSync(path)
      return statSync(path).isDirectory()
        ? Math.max(mtimeMs, newest(readdirSync(path).map((name) => join(path, name))))
        : mtimeMs
    }),
  )
}
