// Makes dist: the bundles, the declarations, the seed's JSON Schema.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const run = (command, ...options) => {
  const { status } = spawnSync(command, options, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}

run('rolldown', '-c', '--log-level', 'warn')
run('tsc', '-p', 'tsconfig.build.json')

const { SeedSchema } = await import('../dist/contract.js')
writeFileSync(
  'dist/seed.schema.json',
  `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...SeedSchema }, null, 2)}\n`,
)
