import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

const clients = readFileSync('docs/guide/clients.md', 'utf8')
const hosts = readFileSync('docs/guide/hard-wired-hosts.md', 'utf8')

/** A folder with the SDKs, as a project has them, and an authority of its own. */
function project() {
  const folder = temporaryFolder()
  symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'))
  return { ...folder, where: { folder: folder.path, env: { JADEITE_CA_FOLDER: join(folder.path, 'ca') } } }
}

// What the page says may be left out: all that names JADEITE_URL.
const settings: Readonly<Record<string, RegExp>> = {
  'wechat-api': /^api\.endpoint = .*\n/m,
  'co-wechat-api': /^api\.prefix = .*\n/m,
  'node-easywechat': /^ +http: .*\n/m,
  tnwx: /^const local = .*^\}\)\(\)\n/ms,
}

test('each snippet of the page works under exec without its setting for the host', {
  meta: verifies('docs.examples', 'exec.sdks'),
}, async () => {
  using use = project()
  mkdirSync(join(use.path, 'snippets'))
  for (const [name, setting] of Object.entries(settings)) {
    const snippet = new RegExp(`^## ${name} .*?^\`\`\`js runnable\n(.*?)^\`\`\``, 'ms').exec(clients)?.[1] ?? ''
    const without = snippet.replace(setting, '')
    expect(snippet).toContain('JADEITE_URL')
    expect(without).not.toContain('JADEITE_URL')
    writeFileSync(join(use.path, 'snippets', `${name}.mjs`), without)
  }
  const each = `for snippet in snippets/*; do ${process.execPath} $snippet | tr -d '\\n'; echo; done`
  const { code, stdout, stderr } = await run(['exec', '--', 'sh', '-ec', each], use.where)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const printed = stdout.trim().split('\n')
  expect(printed).toHaveLength(4)
  for (const line of printed) expect(line).toContain('星标组')
})

test('wechat-component works under exec in its defaults', { meta: verifies('exec.sdks') }, async () => {
  using use = project()
  const component = {
    appid: 'wxc0000000000000c1',
    secret: 'c0ffee00c0ffee00c0ffee00c0ffee00',
    token: 'jadeite',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    eventUrl: 'http://127.0.0.1:9/events',
  }
  const accounts = [{ appid: 'wx8240000000000001', secret: 's' }]
  writeFileSync(join(use.path, 'jadeite.json'), JSON.stringify({ accounts, components: [component] }))
  const { appid, secret } = component
  const script = `
    const Component = require('wechat-component')
    const ticket = async (done) => {
      const body = JSON.stringify({ component_appid: '${appid}' })
      const reply = await fetch(process.env.JADEITE_URL + '/_jadeite/components/push-ticket', { method: 'POST', body })
      done(null, (await reply.json()).component_verify_ticket)
    }
    new Component('${appid}', '${secret}', ticket).createPreAuthCode((error, reply) => console.log(error ?? reply.pre_auth_code))`
  const { stdout, stderr } = await run(['exec', '--', process.execPath, '-e', script], use.where)
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^preauthcode@@@/), stderr: '' })
})

const php = 'php'
const hasPhp = spawnSync(php, ['-v']).status === 0

test.skipIf(!hasPhp)(
  "PHP's streams are led here by the context of the page",
  {
    meta: verifies('docs.examples', 'exec.languages'),
  },
  async () => {
    using use = project()
    const [, context = ''] = /^```php\n(\$proxy.*?)^```/ms.exec(clients) ?? []
    const ask = "echo file_get_contents('https://api.weixin.qq.com/cgi-bin/token');"
    const { stdout } = await run(['exec', '--', php, '-r', `${context}${ask}`], use.where)
    expect(stdout).toContain('"errcode":41002')
  },
)

test('what speaks over its standard streams is not disturbed', { meta: verifies('exec.state') }, async () => {
  using use = project()
  const input = '{"id":1,"name":"广东"}\n{"id":2,"name":"广东"}\n'
  const words = ['exec', '--', process.execPath, join(import.meta.dirname, 'recipes.child.mjs')]
  const { code, stdout, stderr } = await run(words, { ...use.where, input })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [first = '', second = '', ...rest] = stdout.split('\n')
  expect(JSON.parse(first)).toEqual({ id: 1, result: { tag: { id: 100, name: '广东' } } })
  expect(JSON.parse(second)).toMatchObject({ id: 2, result: { errcode: 45157 } })
  expect(rest).toEqual([''])
})

test('the page names the variables that exec sets, and no others', {
  meta: verifies('docs.examples', 'exec.variables'),
}, async () => {
  using use = project()
  const tells = 'JSON.stringify(process.env)'
  const { stdout } = await run(['exec', '--', process.execPath, '-p', tells], use.where)
  const given: Record<string, string> = JSON.parse(stdout)
  const set = Object.keys(given).filter((name) => given[name] !== process.env[name])
  const rows = /^\| Variable \|.*?\n\n/ms.exec(hosts)?.[0] ?? ''
  const named = [...rows.matchAll(/`([A-Za-z_]+)(…?)`/g)].map(([, name = '', more]) => ({
    name,
    isPrefix: more !== '',
  }))
  const isNamed = (one: string) =>
    named.some(({ name, isPrefix }) => (isPrefix ? one.startsWith(name) : one.toUpperCase() === name.toUpperCase()))
  const whereabouts = ['JADEITE_CA_FOLDER', 'PWD', 'OLDPWD', 'SHLVL', '_']
  expect(set.filter((name) => !isNamed(name) && !whereabouts.includes(name))).toEqual([])
  const isSet = ({ name, isPrefix }: (typeof named)[number]) =>
    Object.keys(given).some((one) => (isPrefix ? one.startsWith(name) : one === name))
  expect(named.filter((one) => !isSet(one)).map(({ name }) => name)).toEqual(['WX_']) // only with a wxApiToken in the seed
})
