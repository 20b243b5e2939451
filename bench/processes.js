// Processes of the bench: each is ended by its own handle, at the latest when the bench ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { oneReply } from './raw-http.js'

const running = new Set()

/** Sees to it that a process does not outlive this one. */
export function endWithUs(child) {
  running.add(child)
  child.once('exit', () => running.delete(child))
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

/** Starts a server and waits for its first reply. Rejects with what it said when it ends instead. */
export async function startServer({ file, options = [], environment = {} }, folder) {
  const port = await freePort()
  const since = performance.now()
  const fill = (text) => text.replace('{port}', port).replace('{folder}', folder)
  const child = spawn(process.execPath, [file, ...options.map(fill)], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)])),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  endWithUs(child)
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  await firstReply(port, child).catch((error) => {
    child.kill('SIGKILL')
    throw new Error(`${file} did not start: ${error.message}\n${said}`)
  })
  return { port, pid: child.pid, startMilliseconds: performance.now() - since, stop: () => stop(child) }
}

const PATIENCE = 30_000
const KNOCK = 'GET /cgi-bin/tags/get?access_token=none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

// Knocks every millisecond: whatever it answers, an answer is a start.
async function firstReply(port, child) {
  const deadline = performance.now() + PATIENCE
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`)
    const reply = await oneReply(port, KNOCK).catch(() => undefined)
    if (reply) return
    await sleep(1)
  }
  throw new Error(`no reply within ${PATIENCE / 1000} s`)
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(impatience)
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
