import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { run } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

// A project whose programs were written for the platform; its bin is a package's, as npm would have put it there.
const project = temporaryFolder()
const bin = join(project.path, 'node_modules', '.bin')

beforeAll(() => {
  cpSync('test/exec/parents', project.path, { recursive: true })
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'make-tag'), "#!/usr/bin/env node\nrequire('../../tag.cjs')(process.argv[2])\n", {
    mode: 0o755,
  })
  return () => project[Symbol.dispose]()
})

const commands = {
  'npm test': ['npm', 'test'],
  npx: ['npx', '--no-install', 'make-tag', 'npx'],
  'node --test': [process.execPath, '--test', 'tag.test.mjs'],
  'sh with a pipe': ['sh', '-c', `cat | xargs -I % node tag.cjs % | cat`],
  'worker threads': [process.execPath, 'worker.cjs', 'worker threads'],
  "children's children": [process.execPath, 'grandchild.cjs', "children's children"],
}

test.each(Object.entries(commands))(
  'exec leads what %s runs',
  { meta: verifies('exec.parents') },
  async (name, command) => {
    const { code, stdout, stderr } = await run(['exec', '--ca-folder', 'ca', '--', ...command], {
      folder: project.path,
      input: name,
    })
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toContain(`{"tag":{"id":100,"name":"${name}"}}`)
  },
)
