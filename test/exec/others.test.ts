import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

// By the proxy, twice, and by Node's fetch, which before Node 24 knows none.
const asks = `
curl -sS https://example.org; curl -sS http://example.org/path
"${process.execPath}" -e 'fetch("https://example.org").catch((error) => console.log(error.cause?.message ?? error.message))'
`

test('a request to another host does not leave the machine, and is told why', {
  meta: verifies('exec.others'),
}, async () => {
  using folder = temporaryFolder()
  const words = ['exec', '--ca-folder', join(folder.path, 'ca'), '--', 'sh', '-c', asks]
  const { stdout, stderr } = await run(words, { folder: folder.path })
  expect(stderr.match(/^jadeite: .*$/gm)).toEqual([
    'jadeite: A request to example.org was refused, it is no host of WeChat: --proxy-others tunnel lets all others through, NO_PROXY=example.org this one.',
  ])
  expect(stderr).toContain('curl: (56) CONNECT tunnel failed, response 403')
  expect(stdout).toMatch(/example\.org/) // the body of the second, and what fetch says
  expect(stdout).toContain('--proxy-others tunnel')
})

test('--proxy-others tunnel lets it through', { meta: verifies('exec.others') }, async () => {
  using folder = temporaryFolder()
  const server = createServer((request, response) => response.end(`you asked for ${request.url}`)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    // A name that is no loopback name to curl, and leads to this machine.
    const script = `curl -sS --noproxy '' http://127.0.0.1:${port}/plain && curl -sS -p --noproxy '' http://127.0.0.1:${port}/tunnel`
    const words = ['exec', '--proxy-others', 'tunnel', '--ca-folder', join(folder.path, 'ca'), '--', 'sh', '-c', script]
    const { code, stdout, stderr } = await run(words, { folder: folder.path })
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'you asked for /plainyou asked for /tunnel',
      stderr: '',
    })
  } finally {
    server.close()
  }
})
