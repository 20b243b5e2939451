import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect, test } from 'vitest'
import { run } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

// Prints what the command is told, with the files that it is pointed to.
const prints = `
  const { readFileSync } = require('node:fs')
  const { env } = process
  console.log(JSON.stringify({ env, bundle: readFileSync(env.SSL_CERT_FILE, 'utf8'), extra: readFileSync(env.NODE_EXTRA_CA_CERTS, 'utf8'), ready: JSON.parse(readFileSync(env.JADEITE_EXEC_READY_FILE)) }))
`

async function told(folder: string, env: Record<string, string> = {}) {
  const words = ['exec', '--ca-folder', join(folder, 'ca'), '--', process.execPath, '-e', prints]
  const { code, stdout, stderr } = await run(words, { folder, env })
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as {
    env: Record<string, string>
    bundle: string
    extra: string
    ready: Record<string, string>
  }
}

test('the command is told where all is', { meta: verifies('exec.variables') }, async () => {
  using folder = temporaryFolder()
  const { env, bundle, extra, ready } = await told(folder.path)
  const proxy = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)
  const exceptions = 'localhost,127.0.0.1,::1'
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']) {
    expect([env[name], env[name.toLowerCase()]]).toEqual([ready.proxyUrl, ready.proxyUrl])
  }
  expect([env.NO_PROXY, env.no_proxy]).toEqual([exceptions, exceptions])
  expect(env).toMatchObject({
    HTTPS_PROXY: proxy,
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: expect.stringMatching(/^--require \S+\/dist\/redirect\.cjs$/),
    REQUESTS_CA_BUNDLE: env.SSL_CERT_FILE,
    CURL_CA_BUNDLE: env.SSL_CERT_FILE,
    PHP_INI_SCAN_DIR: expect.stringMatching(/^:\//),
    JADEITE_URL: ready.url,
    JADEITE_APPID: 'wx8240000000000001',
    JADEITE_SECRET: expect.stringMatching(/^[0-9a-f]{32}$/),
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${ready.url}/admin` }),
    TENCENTCLOUD_SECRETID: 'jadeite',
    TCB_ENV: 'jadeite',
  })
  const port = new URL(ready.proxyUrl ?? '').port
  expect(env.JAVA_TOOL_OPTIONS?.split(' ')).toEqual(
    expect.arrayContaining([
      `-Dhttps.proxyPort=${port}`,
      `-Dhttp.proxyPort=${port}`,
      '-Dhttp.nonProxyHosts=localhost|127.*|[::1]',
      expect.stringMatching(/^-Djavax\.net\.ssl\.trustStore=.+\.jks$/),
    ]),
  )
  const ours = readFileSync(join(folder.path, 'ca/ca.pem'), 'utf8').trim()
  expect(extra.trim()).toBe(ours)
  expect(bundle.startsWith(ours)).toBe(true)
  expect(bundle.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50) // those of the system, too
  expect(new X509Certificate(ours).ca).toBe(true)
})

test('what was set before goes on where it leads elsewhere', { meta: verifies('exec.variables') }, async () => {
  using folder = temporaryFolder()
  const own = join(folder.path, 'own.pem')
  writeFileSync(own, rootCertificates[0] ?? '')
  const { env, extra } = await told(folder.path, {
    NO_PROXY: 'intranet.example, .corp.example:8080,*.qq.com,api.weixin.qq.com:443,.tencentcloudapi.com,*,10.0.0.0/8',
    HTTPS_PROXY: 'http://proxy.example:3128',
    NODE_OPTIONS: '--no-deprecation',
    NODE_EXTRA_CA_CERTS: own,
    JAVA_TOOL_OPTIONS: '-Xmx64m',
    PHP_INI_SCAN_DIR: '/etc/php.d',
    TCB_ENV: 'other',
  })
  expect(env.NO_PROXY).toBe('localhost,127.0.0.1,::1,intranet.example,.corp.example:8080,10.0.0.0/8')
  expect(env.HTTPS_PROXY).toMatch(/^http:\/\/127\.0\.0\.1:/)
  expect(env.NODE_OPTIONS).toMatch(/^--no-deprecation --require \S+$/)
  expect(env.JAVA_TOOL_OPTIONS).toMatch(/^-Xmx64m .*nonProxyHosts=localhost\|127\.\*\|\[::1\]\|intranet\.example\|/)
  expect(env.PHP_INI_SCAN_DIR).toMatch(/^\/etc\/php\.d:\//)
  expect(env.TCB_ENV).toBe('jadeite')
  expect(extra.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  const [, second = ''] = extra.split(/(?<=-----END CERTIFICATE-----)/)
  expect(new X509Certificate(second).fingerprint).toBe(new X509Certificate(rootCertificates[0] ?? '').fingerprint)
})
