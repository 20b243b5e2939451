import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { derivedPages } from '../scripts/derived-pages.ts'
import { serve } from './e2e/process.ts'
import { temporaryFolder, verifies } from './harness.ts'

test.each([...derivedPages()])(
  '%s is what contract and requirements say',
  { meta: verifies('docs.derived') },
  async (path, text) => {
    // `npm run docs` writes them anew.
    await expect(text).toMatchFileSnapshot(resolve(path))
  },
)

test('there is no other page in the reference', { meta: verifies('docs.derived') }, () => {
  const pages = readdirSync('docs/reference').map((name) => `docs/reference/${name}`)
  expect(pages.filter((page) => !derivedPages().has(page))).toEqual([])
})

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
mkdirSync(join(folder.path, 'node_modules/.bin'), { recursive: true })
for (const name of readdirSync('node_modules').filter((name) => !name.startsWith('.'))) {
  symlinkSync(resolve('node_modules', name), join(folder.path, 'node_modules', name))
}
symlinkSync(resolve('.'), join(folder.path, 'node_modules/jadeite'))
symlinkSync(resolve('dist/main.js'), join(folder.path, 'node_modules/.bin/jadeite'))

const pages = ['README.md', 'README.zh-CN.md', ...readdirSync('docs/guide').map((name) => `docs/guide/${name}`)]

const texts = pages.map((page) => [page, readFileSync(page, 'utf8')] as const)
const blocksOf = (text: string) =>
  [...text.matchAll(/^```(js|sh) runnable\n(.*?)^```$/gms)].map(([, kind = '', code = '']) => ({ kind, code }))

test.each(texts.filter(([, text]) => blocksOf(text).length > 0))(
  '%s shows what runs',
  { meta: verifies('docs.examples'), timeout: 120_000 },
  async (_page, text) => {
    await using server = await serve({ folder: folder.path }, '--store', 'memory')
    const env = {
      ...process.env,
      PATH: [join(folder.path, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      JADEITE_CA_FOLDER: join(folder.path, 'ca'),
      JADEITE_URL: server.url,
      JADEITE_APPID: server.appid,
      JADEITE_SECRET: server.secret,
    }
    for (const { kind, code } of blocksOf(text)) {
      const options = { cwd: folder.path, env, encoding: 'utf8' } as const
      writeFileSync(join(folder.path, 'block.mjs'), code)
      const printed =
        kind === 'js'
          ? execFileSync(process.execPath, ['block.mjs'], options)
          : execFileSync('sh', ['-ec', code], options)
      expect(printed.trim()).not.toBe('')
      expect(printed).not.toMatch(/"errcode"|errcode: [^0]/)
    }
  },
)

test.each(texts)('%s links to pages that are there', { meta: verifies('docs.examples') }, (page, text) => {
  const targets = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target = '']) =>
    resolve(page, '..', target),
  )
  expect(targets.filter((target) => !existsSync(target))).toEqual([])
})

test('both READMEs have the same sections and the same code', { meta: verifies('docs.examples') }, () => {
  const [english = '', chinese = ''] = ['README.md', 'README.zh-CN.md'].map((file) => readFileSync(file, 'utf8'))
  const outline = (text: string) => [...text.matchAll(/^#+ /gm)].map(([level]) => level)
  const code = (text: string) =>
    [...text.matchAll(/^```(js|sh)[^\n]*\n.*?^```$/gms)].map(([block]) => block.replace(/(\/\/|#) .*$/gm, ''))
  expect(outline(chinese)).toEqual(outline(english))
  expect(code(chinese)).toEqual(code(english))
})
