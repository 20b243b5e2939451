// Makes dist: the bundles, the declarations, the seed's JSON Schema.
import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// The bundler lists each file that it writes, which nobody reads.
const run = (command, ...options) => {
  const { status } = spawnSync(command, options, {
    stdio: ['ignore', command === 'rolldown' ? 'ignore' : 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}

run('rolldown', '-c', '--log-level', 'warn')
chmodSync('dist/main.js', 0o755)
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences())
run('tsc', '-p', 'tsconfig.build.json')

const { SeedSchema } = await import('../dist/contract.js')
writeFileSync(
  'dist/seed.schema.json',
  `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...SeedSchema }, null, 2)}\n`,
)

// What the bundles contain of others, told by their source maps, with the licence of each.
function licences() {
  const maps = readdirSync('dist', { recursive: true }).filter((name) => name.endsWith('.js.map'))
  const sources = maps.flatMap((map) => JSON.parse(readFileSync(join('dist', map), 'utf8')).sources)
  const folders = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [])
  return [...new Set(folders)]
    .sort()
    .map((name) => {
      const {
        version,
        license: one,
        licenses = [],
      } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))
      const license = one ?? licenses.map(({ type }) => type).join(', ')
      const file = readdirSync(`node_modules/${name}`).find((entry) => /^licen[cs]e/i.test(entry))
      const text = file ? readFileSync(`node_modules/${name}/${file}`, 'utf8').trim() : license
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
