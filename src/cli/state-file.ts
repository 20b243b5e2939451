import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from '../client/index.ts'
import { UserError } from './failure.ts'

type Account = Awaited<ReturnType<Client['getAccounts']>>['accounts'][number]
type Records = Awaited<ReturnType<Client['exportFollowers']>>['followers']

/** A line of the file: the head, an account with its tags, or some of its followers. */
type Line =
  | { readonly jadeite: 'state'; readonly version: 1 }
  | { readonly account: Account }
  | { readonly appid: string; readonly followers: Records }

/** How much a file holds. */
export interface Held {
  readonly accounts: number
  readonly followers: number
}

/** Writes all accounts with settings, tags and followers to a file, whole or not at all, with mode 0600. Throws UserError. */
export async function exportState(client: Client, file: string): Promise<Held> {
  const held = { accounts: 0, followers: 0 }
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await pipeline(Readable.from(linesOf(client, held)), createWriteStream(draft, { mode: 0o600, flags: 'wx' }))
    await rename(draft, file)
    return held
  } catch (error) {
    rmSync(draft, { force: true })
    throw failure(error, `${file} cannot be written`)
  }
}

async function* linesOf(client: Client, held: { accounts: number; followers: number }): AsyncGenerator<string> {
  yield written({ jadeite: 'state', version: 1 })
  for await (const account of accountsOf(client)) {
    held.accounts++
    yield written({ account })
    for await (const followers of followersOf(client, account.appid)) {
      held.followers += followers.length
      yield written({ appid: account.appid, followers })
    }
  }
}

const written = (line: Line): string => `${JSON.stringify(line)}\n`

async function* accountsOf(client: Client): AsyncGenerator<Account> {
  let { accounts } = await client.getAccounts()
  while (accounts.length > 0) {
    yield* accounts
    accounts = (await client.getAccounts({ after: accounts.at(-1)?.appid ?? '' })).accounts
  }
}

async function* followersOf(client: Client, appid: string): AsyncGenerator<Records> {
  let { followers } = await client.exportFollowers({ appid })
  while (followers.length > 0) {
    yield followers
    followers = (await client.exportFollowers({ appid, after: followers.at(-1)?.openid ?? '' })).followers
  }
}

/** Makes the accounts of a file, each in the place of one that is there. Throws UserError that names file and line. */
export async function importState(client: Client, file: string): Promise<Held> {
  const held = { accounts: 0, followers: 0 }
  const known = new Set<string>()
  for await (const { appid } of accountsOf(client)) known.add(appid)
  let at = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file) })) {
      const line = parsed(text, ++at, file)
      if ('account' in line) {
        if (known.has(line.account.appid)) await client.deleteAccount({ appid: line.account.appid })
        await client.putAccount({ account: line.account })
        held.accounts++
      } else if ('followers' in line) {
        const { refused } = await client.importFollowers({ appid: line.appid, followers: line.followers })
        const [first] = refused
        if (first) throw new UserError(`${file}:${at}: ${first.problem}: ${first.advice}.`)
        held.followers += line.followers.length
      }
    }
  } catch (error) {
    throw failure(error, at === 0 ? `${file} cannot be read` : `${file}:${at}`)
  }
  if (held.accounts === 0) throw new UserError(`${file} holds no account: jadeite snapshot export writes such files.`)
  return held
}

function parsed(text: string, at: number, file: string): Line {
  try {
    const line: Line = JSON.parse(text)
    if (
      at === 1
        ? 'jadeite' in line && line.jadeite === 'state' && line.version === 1
        : 'account' in line || 'followers' in line
    )
      return line
  } catch {}
  throw new UserError(`${file}:${at}: this is no line of a state: jadeite snapshot export writes such files.`)
}

function failure(error: unknown, what: string): UserError {
  if (error instanceof UserError) return error
  const { code, message } = error as NodeJS.ErrnoException
  return new UserError(`${what}: ${code ?? message}.`)
}
