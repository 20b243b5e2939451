import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifies } from '../harness.ts'
import { node, platform, preload } from './program.ts'

const ADDRESSES = { JADEITE_REDIRECT_HTTP: 'http://127.0.0.1:1', JADEITE_REDIRECT_HTTPS: 'https://[::1]:2' }

// Prints where a connection to the port of a host fails: nobody listens at these addresses.
const failing = (host: string, port: number) => `
  const lookup = (name, options, done) => setImmediate(done, new Error(name + ' was looked up'))
  require('net').connect({ host: '${host}', port: ${port}, lookup }).on('error', ({ message }) => console.log(message))`

test('a worker and a child process are redirected too, and a second copy changes nothing', {
  meta: verifies('redirect.inherited'),
}, async () => {
  await using here = await platform()
  const copy = join(here.folder, 'copy.cjs')
  copyFileSync(preload, copy)
  const told = `require('net').connect(80, 'api.weixin.qq.com', function () { console.log(this.remotePort); this.destroy() })`
  const code = `
    new (require('worker_threads').Worker)(${JSON.stringify(told)}, { eval: true })
    ${failing('example.org', 443)}
    require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(told)}], { stdio: 'inherit' })`
  const { stdout, stderr } = await node(['-e', code], {
    ...here.variables,
    NODE_OPTIONS: `--require ${preload} --require ${copy}`,
  })
  expect(stderr).toBe('')
  expect(stdout.match(/^\d+$/gm)).toEqual([String(here.ports.plain), String(here.ports.plain)])
  expect(stdout).toContain('and they end here: example.org:443 was refused.')
})

test('without its variables it does nothing, and says nothing', { meta: verifies('redirect.settings') }, async () => {
  const { stdout, stderr } = await node(['--require', preload, '-e', failing('api.weixin.qq.com', 443)], {
    JADEITE_REDIRECT_OTHERS: 'refuse',
  })
  expect({ stdout, stderr }).toEqual({ stdout: 'api.weixin.qq.com was looked up\n', stderr: '' })
})

test('other hosts are left alone unless they are to be refused', { meta: verifies('redirect.settings') }, async () => {
  const { stdout } = await node(['--require', preload, '-e', failing('example.org', 443)], ADDRESSES)
  expect(stdout).toBe('example.org was looked up\n')
})

test('it takes an address of IPv6', { meta: verifies('redirect.settings') }, async () => {
  const { stdout } = await node(['--require', preload, '-e', failing('api.weixin.qq.com', 443)], ADDRESSES)
  expect(stdout).toMatch(/^connect E\w+ ::1:2\b/)
})

test.each([
  ['JADEITE_REDIRECT_HTTPS', ''],
  ['JADEITE_REDIRECT_HTTP', ''],
  ['JADEITE_REDIRECT_HTTP', '127.0.0.1:8080'],
  ['JADEITE_REDIRECT_HTTP', 'http://127.0.0.1'],
])('%s of "%s" ends the program with a sentence', { meta: verifies('redirect.settings') }, async (name, value) => {
  const { code, stdout, stderr } = await node(['--require', preload, '-e', 'console.log("ran")'], {
    ...ADDRESSES,
    [name]: value,
  })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(`Error: ${name} is "${value}": give a URL with a port, as in http://127.0.0.1:3000`)
})
