import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, TestRunner } from 'vitest'
import { type ErrorName, errors } from '../src/contract/index.ts'
import { type Jadeite, type JadeiteOptions, startJadeite, WeChatError } from '../src/testing/index.ts'
import type { RequirementId } from './requirements.ts'

declare module 'vitest' {
  interface TaskMeta {
    verifies?: RequirementId[]
    provoked?: ErrorName[]
  }
}

/** For a test's `meta`: the requirements that it shows to hold. */
export const verifies = (...ids: [RequirementId, ...RequirementId[]]): { verifies: RequirementId[] } => ({
  verifies: ids,
})

/** A reply as it came over the wire. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A server under test, with raw access to the wire beside the typed client. */
export interface Opened extends Jadeite {
  request(method: string, target: string, body?: string | Uint8Array, headers?: Record<string, string>): Promise<Reply>
  /** `/cgi-bin/…?access_token=` with a good token. */
  withToken(path: string): Promise<string>
}

export type Open = (options?: JadeiteOptions) => Promise<Opened>

// What the second run of the whole suite leaves out: on the other Node each store and each door comes once.
const twice = process.env.JADEITE_SUITE === 'second'

/** Runs a suite over every pair of store and door. */
export function describeServers(name: string, define: (open: Open) => void): void {
  describe.each([
    { store: 'memory', door: 'in process' },
    ...(twice
      ? []
      : [
          { store: 'memory', door: 'socket' },
          { store: 'file', door: 'in process' },
        ]),
    { store: 'file', door: 'socket' },
  ])(`${name} ($store, $door)`, ({ store, door }) => {
    define((options = {}) => open(store === 'file', door === 'socket', options))
  })
}

async function open(onFile: boolean, listen: boolean, options: JadeiteOptions): Promise<Opened> {
  const folder = onFile && !options.store ? temporaryFolder() : undefined
  const jadeite = await startJadeite({
    ...(folder && { store: `sqlite:${join(folder.path, 'jadeite.db')}` }),
    listen,
    ...options,
  })

  const request: Opened['request'] = async (method, target, body, headers) => {
    const asked = new Request((jadeite.url ?? 'http://localhost') + target, {
      method,
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    })
    const response = jadeite.url ? await fetch(asked) : await jadeite.fetch(asked)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const close = async () => {
    await jadeite.close()
    folder?.[Symbol.dispose]()
  }
  return {
    ...jadeite,
    request,
    withToken: async (path) => `${path}?access_token=${(await jadeite.client.getStableAccessToken()).access_token}`,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A folder of the test's own, gone when it is disposed. */
export function temporaryFolder(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'jadeite-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The error that a call was refused with; fails when it was not, or with another. */
export async function refused(name: ErrorName, call: Promise<unknown>): Promise<WeChatError> {
  const error = await call.then(
    (value) => expect.fail(`answered ${JSON.stringify(value)} where ${name} was due`),
    (error: unknown) => error,
  )
  if (!(error instanceof WeChatError)) throw error
  expect(error.name).toBe(name)
  provoked(name)
  return error
}

const RID = '[0-9a-f]{8}-[0-7][0-9a-f]{7}-[0-7][0-9a-f]{7}'
const TAILS = { rid: ` rid: ${RID}`, hint: ` hint: \\[[A-Za-z0-9_.-]{16}\\] rid: ${RID}` }

/** Holds a reply to an error of the catalogue, to the last byte of its text and its tail. */
export function expectError(
  { status, text }: Pick<Reply, 'status' | 'text'>,
  name: ErrorName,
  values: Record<string, string> = { ip: '127.0.0.1' },
): void {
  const { errcode, errmsg, tail } = errors[name]
  const said = JSON.stringify(errmsg.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')).slice(1, -1)
  const literal = said.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  expect(status).toBe(200)
  expect(text).toMatch(new RegExp(`^\\{"errcode":${errcode},"errmsg":"${literal}${TAILS[tail]}"\\}$`))
  provoked(name)
}

/** Holds a control interface to a refusal that is the platform's: HTTP 400, errcode and text, and what to do. */
export function expectControlError({ status, text }: Pick<Reply, 'status' | 'text'>, name: ErrorName): void {
  const { errcode, errmsg, advice } = errors[name]
  expect([status, JSON.parse(text)]).toEqual([400, { error: `${errcode} ${errmsg}`, hint: advice }])
  provoked(name)
}

function provoked(name: ErrorName): void {
  const test = TestRunner.getCurrentTest()
  if (test) test.meta.provoked = [...(test.meta.provoked ?? []), name]
}
