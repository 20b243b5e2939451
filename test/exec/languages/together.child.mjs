// Runs programs beside each other, as a parent of many would: their command lines are given as JSON, by name. Prints how each ended.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

const programs = Object.entries(JSON.parse(process.argv[2]))
const ended = programs.map(async ([name, [command, ...words]]) => {
  const child = spawn(command, words, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return [name, { code, stdout, stderr }]
})
console.log(JSON.stringify(Object.fromEntries(await Promise.all(ended))))
