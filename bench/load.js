// The load: 64 connections, each sends its next request when it has its reply.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endWithUs } from './processes.js'

export const CONNECTIONS = 64

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

export const generator =
  process.env.BENCH_LOAD !== 'builtin' && spawnSync('wrk', ['--version']).error === undefined ? 'wrk' : 'built-in'

/**
 * Loads a server for some seconds. `work` says what is asked: { method, path, linesFile, bodiesFile, run }; numbering begins
 * at `first`.
 * Gives { requests, microseconds, bytes, errors, p50, p99 (microseconds), next (the first number not used) }.
 */
export async function load(port, work, { seconds, first }) {
  const [command, ...options] =
    generator === 'wrk'
      ? [
          'wrk',
          '-t1',
          `-c${CONNECTIONS}`,
          `-d${seconds}s`,
          '--latency',
          '--timeout',
          '30s',
          '-s',
          here('wrk.lua'),
          `${work.scheme ?? 'http'}://127.0.0.1:${port}`,
        ]
      : [process.execPath, here('built-in-load.js'), String(port), String(CONNECTIONS), String(seconds)]
  const child = spawn(command, options, {
    env: {
      ...process.env,
      LOAD_METHOD: work.method,
      LOAD_PATH: work.path,
      LOAD_LINES: work.linesFile,
      LOAD_BODIES: work.bodiesFile ?? '',
      LOAD_RUN: String(work.run),
      LOAD_FIRST: String(first),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endWithUs(child)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  const result = /^\{.*\}$/m.exec(output)?.[0]
  if (code !== 0 || !result) throw new Error(`${command} ended with code ${code}:\n${output}`)
  return JSON.parse(result)
}
