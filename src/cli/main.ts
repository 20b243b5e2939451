#!/usr/bin/env node
import { CommanderError } from 'commander'
import { isTold } from './failure.ts'
import { program } from './program.ts'

// A reader that has seen enough, as head does, is no fault.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') throw new Error(`Standard output cannot be written (${code})`)
})

try {
  await program(process.argv[2]).parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2 // commander has said why
  } else if (isTold(error)) {
    console.error(`jadeite: ${error.message}`)
    process.exitCode = 2
  } else {
    throw error
  }
}
