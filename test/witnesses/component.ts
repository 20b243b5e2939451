import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ComponentClient } from '../../src/client/index.ts'
import { startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder } from '../harness.ts'

/** The component that every SDK is. */
export const component = {
  appid: 'wxc0000000000000c1',
  secret: 'c1'.repeat(16),
  token: 'tokenOfTheComponent',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  permissionSets: [2, 7],
}

export const stores = ['memory', 'file'] as const

/** What an SDK does with a push. */
export type Receive = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

/** A server on a socket with the component and an account that has not authorized it; pushes go to `receive`. */
export async function platform(store: (typeof stores)[number], receive: Receive) {
  const folder = temporaryFolder()
  const receiver = await received(receive)
  const jadeite = await startJadeite({
    listen: true,
    ...(store === 'file' && { store: `sqlite:${join(folder.path, 'jadeite.db')}` }),
    components: [{ ...component, eventUrl: receiver.url }],
  })
  const control = jadeite.componentOf(component)
  const url = jadeite.url ?? expect.fail('the server does not listen')
  return {
    ...jadeite,
    url,
    control,
    folder: folder.path,
    ...arrivals(control, jadeite.pushed),
    /** Agrees on the authorization page as a browser would. Where it is led back to. */
    async agree(page: string, permissionSets: readonly number[]): Promise<URL> {
      const form = new URLSearchParams({ appid: jadeite.appid, decision: 'agree' })
      for (const set of permissionSets) form.append('permission_set', String(set))
      const here = page.replace('https://mp.weixin.qq.com', url)
      const answer = await fetch(here, { method: 'POST', body: form, redirect: 'manual' })
      expect(answer.status).toBe(302)
      return new URL(answer.headers.get('Location') ?? '')
    },
    async [Symbol.asyncDispose]() {
      await jadeite.close()
      await receiver.close()
      folder[Symbol.dispose]()
    },
  }
}

/** Waits until all that was pushed has arrived; fails when something has not. */
export function arrivals(control: ComponentClient, pushed: () => Promise<unknown>) {
  const arrived = async () => {
    await pushed()
    const { deliveries } = await control.getDeliveries()
    expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([])
  }
  return {
    arrived,
    async pushTicket() {
      await control.pushTicket()
      await arrived()
    },
  }
}

/** Where pushes are received. */
export async function received(receive: Receive) {
  const server = createServer((request, response) => {
    receive(request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    close: () => new Promise((done) => server.close(done)),
  }
}
