import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Unpacks what npm would publish to where npm would put it below a folder, with the libraries that it names beside it. */
export function installPacked(folder: string): string {
  const installed = join(folder, 'node_modules/jadeite')
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  mkdirSync(installed, { recursive: true })
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  execFileSync('tar', ['-xzf', join(folder, tarball), '--strip-components=1', '-C', installed])
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), 'node-gyp-build', '@types']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name))
  }
  return installed
}

/** The command of an installed package, as npm makes it: a link. */
export function linkCommand(folder: string): string {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  const link = join(folder, 'node_modules/.bin/jadeite')
  symlinkSync('../jadeite/dist/main.js', link)
  return link
}
