// What load.js takes where there is no wrk: the same requests (wrk.lua) over node:net, in a process of its own.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { replyReader, requestText } from './raw-http.js'

const [port, connections, seconds] = process.argv.slice(2).map(Number)
const { LOAD_METHOD, LOAD_PATH, LOAD_LINES, LOAD_BODIES, LOAD_RUN, LOAD_FIRST } = process.env
const linesOf = (file) => readFileSync(file, 'utf8').trimEnd().split('\n')
const bodies = LOAD_BODIES ? linesOf(LOAD_BODIES) : undefined
const work = { method: LOAD_METHOD, path: LOAD_PATH, run: Number(LOAD_RUN), bodies }
const lines = linesOf(LOAD_LINES)

let number = Number(LOAD_FIRST)
let bytes = 0
let errors = 0
const latencies = []
const since = performance.now()
let isOver = false

for (let opened = 0; opened < connections; opened++) open()
setTimeout(finish, seconds * 1000)

function open() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let sent = 0
  const send = () => {
    sent = performance.now()
    socket.write(requestText(work, lines, number++))
  }
  socket.on('connect', send)
  socket.on(
    'data',
    replyReader((head, _body, size) => {
      if (isOver) return
      latencies.push(performance.now() - sent)
      bytes += size
      if (!head.startsWith('HTTP/1.1 200')) errors++
      send()
    }),
  )
  socket.on('error', () => errors++)
  socket.on('end', () => errors++)
}

function finish() {
  isOver = true
  const microseconds = Math.round((performance.now() - since) * 1000)
  latencies.sort((one, other) => one - other)
  const percentile = (part) => Math.round((latencies[Math.floor(latencies.length * part)] ?? 0) * 1000)
  const result = {
    requests: latencies.length,
    microseconds,
    bytes,
    errors,
    p50: percentile(0.5),
    p99: percentile(0.99),
  }
  process.stdout.write(`${JSON.stringify({ ...result, next: number })}\n`, () => process.exit(0))
}
