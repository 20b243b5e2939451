import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Errors } from 'typebox/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import { contract, type ErrorEntry, errors, generalErrors, type InterfaceDeclaration } from '../src/contract/index.ts'
import { openApi } from '../src/server/openapi.ts'
import { version } from '../src/server/version.ts'
import { temporaryFolder, verifies } from './harness.ts'

const declarations = Object.entries<InterfaceDeclaration>(contract)
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

describe.each(declarations)('the declaration of %s', (_name, spec) => {
  test('has examples that fit its schemas', { meta: verifies('contract.compiles') }, () => {
    expect(Errors(spec.request, spec.example.request)[1]).toEqual([])
    expect(Errors(spec.response, spec.example.response)[1]).toEqual([])
  })

  test('lists each error once', { meta: verifies('contract.compiles') }, () => {
    const listed = [...generalErrors(spec), ...spec.errors]
    expect(new Set(listed).size).toBe(listed.length)
  })
})

test.each(declarations.flatMap(([name, { credential }]) => (credential === 'admin' ? [] : [kebab(name)])))(
  '%s has a conformance test of its name',
  { meta: verifies('contract.compiles') },
  (name) => {
    expect(existsSync(`test/conformance/${name}.test.ts`)).toBe(true)
  },
)

test('no two interfaces share a call or a cloud call, nor two of the platform a path', {
  meta: verifies('contract.compiles'),
}, () => {
  const calls = declarations.map(([, { http }]) => http)
  const paths = calls.map((http) => http.split(' ')[1] ?? '').filter((path) => !path.startsWith('/_jadeite/'))
  const cloudCalls = declarations.flatMap(([, { cloudCall }]) => cloudCall ?? [])
  expect(new Set(calls).size).toBe(calls.length)
  expect(new Set(paths).size).toBe(paths.length)
  expect(new Set(cloudCalls).size).toBe(cloudCalls.length)
})

test('no two errors share an errcode, and each speaks two languages', { meta: verifies('errors.texts') }, () => {
  const entries = Object.values<ErrorEntry>(errors)
  expect(new Set(entries.map(({ errcode }) => errcode)).size).toBe(entries.length)
  for (const { errmsg, meaning, advice } of entries) {
    expect([errmsg, meaning.en, meaning.zh, advice].every((text) => text.trim() === text && text !== '')).toBe(true)
    expect(meaning.zh).toMatch(/\p{Script=Han}/u)
  }
})

test('the OpenAPI document is valid', { meta: verifies('control.openapi') }, async () => {
  expect(await new Validator().validate(structuredClone(openApi()))).toMatchObject({ valid: true })
})

test('the version is that of the package', { meta: verifies('package.entries') }, () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8')).version).toBe(version)
})

test('what must not compile does not, and nothing else fails', { meta: verifies('contract.compiles') }, () => {
  const source = readFileSync('test/types/broken.ts', 'utf8').split('\n')
  const marked = source.flatMap((line, index) => (line.endsWith('// fails') ? [index + 1] : []))
  const { stdout } = spawnSync('node_modules/.bin/tsc', ['-p', 'test/types', '--pretty', 'false'], { encoding: 'utf8' })
  const failing = [...stdout.matchAll(/^test\/types\/broken\.ts\((\d+),/gm)].map(([, line]) => Number(line))
  expect([...new Set(failing)].toSorted((a, b) => a - b)).toEqual(marked)
  expect(stdout).not.toMatch(/^src\//m)
})

describe('a layer that reaches where it must not', () => {
  const planted: [layer: string, line: string][] = [
    ['contract', "export { plant } from '../domain/seed.ts'"],
    ['domain', "export { openStore } from '../storage/open.ts'"],
    ['domain', "export { readFileSync } from 'node:fs'"],
    ['domain', 'export const at = () => Date.now()'],
    ['domain', 'export const by = () => crypto.randomUUID()'],
    ['domain', 'export const later = () => setTimeout(() => {}, 1)'],
    ['domain', 'export const where = () => process.env.HOME'],
    ['domain', "export const ask = () => fetch('https://example.org')"],
    ['storage', "export { call } from '../server/call.ts'"],
    ['server', "export { createClient } from '../client/index.ts'"],
    ['client', "export { createServer } from '../server/index.ts'"],
    ['testing', "export { openStore } from '../storage/open.ts'"],
    ['cli', "export { createTag } from '../domain/tags.ts'"],
  ]
  let told = ''

  beforeAll(() => {
    using folder = temporaryFolder()
    copyFileSync('biome.json', join(folder.path, 'biome.json'))
    for (const [index, [layer, line]] of planted.entries()) {
      mkdirSync(join(folder.path, 'src', layer), { recursive: true })
      writeFileSync(join(folder.path, 'src', layer, `planted-${index}.ts`), `${line}\n`)
    }
    const options = ['lint', '--vcs-enabled=false', '--reporter=github', '.']
    told = spawnSync(resolve('node_modules/.bin/biome'), options, { cwd: folder.path, encoding: 'utf8' }).stdout
  })

  test.each(planted.map((one, index) => [...one, index] as const))(
    'is a lint error (%s: %s)',
    { meta: verifies('contract.layers') },
    (layer, _line, index) => {
      expect(told).toMatch(
        new RegExp(
          `^::error title=lint/style/noRestricted(Imports|Globals),file=[^,]*src/${layer}/planted-${index}\\.ts,`,
          'm',
        ),
      )
    },
  )
})
