import { BinaryReader } from '@bufbuild/protobuf/wire'
import { expect } from 'vitest'
import type { Open, Opened } from '../harness.ts'
import { type CloudReply, seed } from './caller.ts'

/** What CommOpenApiResp holds, by field number. */
export function message({ status, contentType, body }: CloudReply): Record<number, string | number> {
  expect([status, contentType]).toEqual([200, 'application/octet-stream'])
  const reader = new BinaryReader(body)
  const fields: Record<number, string | number> = {}
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    fields[number] = type === 2 ? reader.string() : reader.int32()
  }
  return fields
}

/** The content type of what an interface answers. */
export const TYPE = 'application/json; encoding=utf-8'

/** The JSON that an interface answered. */
export function answered(reply: CloudReply): string {
  const fields = message(reply)
  expect(fields).toEqual({ 1: expect.any(String), 2: TYPE, 4: 200 })
  return String(fields[1])
}

/** Holds a reply to an error of the cloud: its code, and what its text says. */
export function expectCode({ status, contentType, body }: CloudReply, code: string, text: RegExp = /^.+: .+$/): void {
  expect([status, contentType]).toEqual([200, 'application/json'])
  const { message, requestId, ...more } = JSON.parse(body.toString())
  expect(more).toEqual({ code })
  expect(message).toMatch(text)
  expect(requestId).toMatch(/^[0-9a-f-]{26}$/)
}

/** Holds a reply to an error of WeChat behind the cloud. */
export const expectErrorCode = (reply: CloudReply, errorCode: number) =>
  expect(message(reply)).toEqual({ 3: errorCode, 4: 200 })

/** The arguments that most calls bring. */
export const tag = { tag: { name: '广东' } }

/** A server with the two tenants. */
export async function withTenants(open: Open): Promise<Opened> {
  const server = await open({ accounts: seed.accounts })
  await server.plant(seed)
  return server
}
