import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

/**
 * A Chromium without a window: that of JADEITE_TEST_CHROMIUM, else the one that an npm package carries, with the
 * libraries and the font that a bare machine lacks (docs/decisions/0018-chromium-for-tests.md).
 */
export async function launchChromium(): Promise<Browser> {
  const given = process.env.JADEITE_TEST_CHROMIUM
  if (given) return chromium.launch({ executablePath: given })
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      'The Chromium from npm is for Linux on x64: set JADEITE_TEST_CHROMIUM to the path of one for this machine.',
    )

  const folder = await unpacked()
  const executablePath = join(folder, 'chromium')
  const env = {
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    ...process.env,
    ...(lacksLibraries(executablePath) && { LD_LIBRARY_PATH: join(folder, 'al2023/lib') }),
  }
  return chromium.launch({ executablePath, env })
}

// Those of the package want glibc 2.34, the browser itself 2.25: a machine's own come first.
const lacksLibraries = (path: string): boolean =>
  spawnSync('ldd', [path], { encoding: 'utf8' }).stdout.includes('not found')

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))

// Unpacked beside its place and then moved there whole: two processes may do so at once, and one may be killed.
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(MODULES, '@sparticuz/chromium/package.json'), 'utf8'))
  const folder = join(MODULES, '.cache', `chromium-${version}`)
  if (existsSync(folder)) return folder

  const making = `${folder}.${process.pid}`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  await unpackInto(making)
  writeFileSync(join(making, 'fonts.conf'), FONTS)
  try {
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

// The package unpacks into the folder for temporary files, and its libraries where it takes itself to be on AWS Lambda,
// which it looks for, and prepares the environment for, when it is imported.
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`
