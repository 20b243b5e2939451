import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Encryptor from 'node-easywechat/dist/Core/Encryptor.js'
import { expect } from 'vitest'
import type { Push } from '../../src/domain/deps.ts'

/** The time that pushes are signed with: seconds since 1970. */
export const SECONDS = 1_767_196_800

/** A push as it came over the wire. */
export interface Received {
  readonly method: string | undefined
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Receivers of pushes on a socket each, until they are disposed. */
export interface Receiver extends AsyncDisposable {
  readonly port: number
  readonly url: string
  readonly received: Received[]
}

/** How a receiver answers; `n` counts from 1. */
export type Answer = (response: Parameters<RequestListener>[1], n: number) => void

export const success: Answer = (response) => response.end('success')

export async function receiver(answer: Answer = success): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request
    received.push({ method, url, headers, body: await text(request) })
    answer(response, received.length)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { port, url: `http://127.0.0.1:${port}/events`, received, [Symbol.asyncDispose]: close }
}

const secrets = { token: 'tokenOfTheComponent', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }

/** Something to tell a component. */
export function push(eventUrl: string, InfoType = 'authorized', appid = 'wxc0000000000000c1', time = SECONDS): Push {
  return {
    component: { appid, token: secrets.token, eventUrl },
    encodingAesKey: secrets.encodingAesKey,
    fields: [
      ['AppId', appid],
      ['CreateTime', time],
      ['InfoType', InfoType],
      ...(InfoType === 'component_verify_ticket'
        ? ([['ComponentVerifyTicket', 'ticket@@@secret']] as const)
        : ([
            ['AuthorizerAppid', 'wx8240000000000001'],
            ['AuthorizationCode', 'queryauthcode@@@secret'],
          ] as const)),
    ],
  }
}

/** What a published receiver reads from a push; it refuses one that is signed wrongly or for another component. */
export function opened({ url, body }: Received, appid = 'wxc0000000000000c1'): string {
  const query = new URL(url, 'http://localhost').searchParams
  const encrypt = /<Encrypt><!\[CDATA\[(.*)\]\]><\/Encrypt>/.exec(body)?.[1] ?? expect.fail(`no Encrypt in ${body}`)
  const { msg_signature = '', nonce = '', timestamp = '' } = Object.fromEntries(query)
  const encryptor = new Encryptor(appid, secrets.token, secrets.encodingAesKey, appid)
  return encryptor.decrypt(encrypt, msg_signature, nonce, Number(timestamp))
}

/** The CreateTime of each push, in the order of arrival. */
export const times = (received: readonly Received[], appid?: string): number[] =>
  received.map((push) => Number(/<CreateTime>(\d+)</.exec(opened(push, appid))?.[1]))
