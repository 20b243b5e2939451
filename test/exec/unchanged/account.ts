import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Ready } from '../../../src/cli/ready-file.ts'
import { type Client, createClient } from '../../../src/client/index.ts'

const { JADEITE_EXEC_READY_FILE: file = expect.fail('not under jadeite exec'), JADEITE_URL: baseUrl = '' } = process.env
const ready: Ready = JSON.parse(readFileSync(file, 'utf8'))

/** An account of the server beside us, and a client that steers it; each SDK has one for itself. */
export function account(number: number): { appid: string; secret: string; client: Client } {
  const { appid, secret } = ready.accounts[number] ?? expect.fail(`there is no account ${number}`)
  return { appid, secret, client: createClient({ baseUrl, appid, secret }) }
}

export { baseUrl }
