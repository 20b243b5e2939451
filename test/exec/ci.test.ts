import { execFile, spawn } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { until } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { installPacked, linkCommand } from '../packed.ts'

const page = readFileSync('docs/guide/ci.md', 'utf8')
const blocks = (kind: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text)
const files = blocks('yaml').map((text) => ({ name: /^# (\S+)/.exec(text)?.[1], content: parse(text) }))
const called = (name: string) => files.filter((file) => file.name === name).map(({ content }) => content)

// A project with Jadeite among its dependencies; its certificate authority is not that of who runs this.
const project = temporaryFolder()
const env = Object.fromEntries(
  Object.entries({ ...process.env, JADEITE_CA_FOLDER: join(project.path, 'authority') }).filter(
    ([name]) => !/^(NODE_|VITEST|.*_proxy$)/i.test(name),
  ),
)
beforeAll(() => {
  installPacked(project.path)
  linkCommand(project.path)
  cpSync('examples/hard-wired-host', project.path, { recursive: true })
  return () => project[Symbol.dispose]()
})

const passed = /^# pass 3$|ℹ pass 3$/m

/** The line of the page that begins so. */
const shown = (beginning: string) =>
  blocks('sh')
    .flatMap((text) => text.split('\n'))
    .find((line) => line.startsWith(beginning)) ?? expect.fail(`there is no line ${beginning}`)

/** Runs a script as a runner does: in the project, ended by the first command that fails. */
async function run(script: string, shell = ['bash', '-eo', 'pipefail', '-c']): Promise<string> {
  const [command = '', ...words] = [...shell, script]
  const { stdout } = await promisify(execFile)(command, words, { cwd: project.path, env })
  return stdout
}

const installs = (line: string) => line === 'npm ci'

test('the steps for GitHub Actions run the tests of a project', {
  meta: verifies('docs.examples', 'exec.parents'),
}, async () => {
  const workflows = called('.github/workflows/test.yml')
  expect(workflows).toHaveLength(2)
  for (const { jobs } of workflows) {
    const steps: { run?: string }[] = jobs.test.steps
    const lines = steps.flatMap(({ run }) => run ?? [])
    expect(lines.filter(installs)).toHaveLength(1)
    let said = ''
    for (const line of lines.filter((line) => !installs(line))) said += await run(line)
    expect(said).toMatch(passed)
  }
})

test('the scripts for GitLab CI run the tests of a project', {
  meta: verifies('docs.examples', 'exec.parents'),
}, async () => {
  const pipelines = called('.gitlab-ci.yml')
  expect(pipelines).toHaveLength(2)
  for (const { test: job } of pipelines) {
    // before_script and script share a shell, after_script has its own.
    const lines: string[] = [...(job.before_script ?? []), ...job.script]
    expect(await run(lines.filter((line) => !installs(line)).join('\n'))).toMatch(passed)
    if (job.after_script) expect(await run(job.after_script.join('\n'))).toContain('has ended')
  }
})

test('what the Dockerfile runs runs the tests of a project', {
  meta: verifies('docs.examples', 'exec.parents'),
}, async () => {
  const [dockerfile = expect.fail('there is none')] = blocks('dockerfile')
  const instructions = dockerfile
    .trim()
    .split('\n')
    .map((line) => /^([A-Z]+) (.+)$/.exec(line)?.slice(1) ?? expect.fail(line))
  expect(instructions.map(([name]) => name)).toEqual(['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'RUN', 'CMD'])
  const [, line = ''] = instructions[5] ?? []
  expect(await run(line, ['sh', '-c'])).toMatch(passed)
  expect(JSON.parse(instructions[6]?.[1] ?? '')).toEqual(line.split(' '))
})

test('in Compose the server is healthy, and is the platform by name and certificate', {
  meta: verifies('docs.examples', 'https.calls'),
}, async () => {
  const [{ services }] = called('compose.yaml')
  const { wechat, app } = services
  expect(wechat.networks.default.aliases).toEqual(['api.weixin.qq.com'])
  expect(app.depends_on).toEqual({ wechat: { condition: 'service_healthy' } })

  // The paths and ports of a container, here.
  const readyFile = join(project.path, 'compose.json')
  const here = (text: string) =>
    text
      .replaceAll('/tmp/ready.json', readyFile)
      .replace(/(^| )\/ca\b/g, `$1${join(project.path, 'ca')}`)
      .replace(/^\/trust\b/, join(project.path, 'ca/trust'))
      .replace(/(port) \d+/g, '$1 0')
  await run(shown('npx jadeite ca'))
  const server = spawn('sh', ['-c', `exec ${here(wechat.command)}`], { cwd: project.path, env, stdio: 'ignore' })
  try {
    await until(
      () =>
        run(here(wechat.healthcheck.test)).then(
          () => true,
          () => false,
        ),
      20_000,
    )
    const { httpsUrl } = JSON.parse(readFileSync(readyFile, 'utf8'))
    const asAlias = `--connect-to api.weixin.qq.com:443:${new URL(httpsUrl).host}`
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', `curl -sS ${asAlias} https://api.weixin.qq.com/cgi-bin/token`],
      { env: { ...env, CURL_CA_BUNDLE: here(app.environment.CURL_CA_BUNDLE) } },
    )
    expect(stdout).toContain('"errcode":41002')
  } finally {
    await run(`npx jadeite stop --ready-file ${readyFile}`)
    server.kill('SIGKILL')
  }
})

test('a program that reads names of its own is told in the same line', {
  meta: verifies('docs.examples'),
}, async () => {
  expect(await run(shown('npx jadeite exec').replace('npm test', 'env'))).toMatch(
    /^WECHAT_SECRET=0123456789abcdef0123456789abcdef$/m,
  )
})
