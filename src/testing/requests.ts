import type { Client } from '../client/index.ts'

type Filter = NonNullable<Parameters<Client['getRequests']>[0]>
type Wanted = NonNullable<Parameters<Client['waitForRequest']>[0]>

/** A call as the log of requests tells it: tokens and secrets are masked. */
export type LoggedRequest = Awaited<ReturnType<Client['getRequests']>>['requests'][number]

/** What was called on a server, whatever the account and the door. */
export interface Requests {
  /** The newest 1,000 at most, the newest last. */
  list(filter?: Filter): Promise<LoggedRequest[]>
  /** Forgets all. */
  clear(): Promise<void>
  /** Resolves with the calls when so many came (default 1), rejects with what came instead. Those in the log count. */
  wait(wanted: Wanted | NonNullable<Wanted['interface']>): Promise<LoggedRequest[]>
}

/** The log of requests by way of a client; all accounts, where none is named. */
export const requestsOf = (client: Pick<Client, 'getRequests' | 'clearRequests' | 'waitForRequest'>): Requests => ({
  list: async (filter) => (await client.getRequests({ appid: '', limit: 1000, ...filter })).requests,
  clear: async () => void (await client.clearRequests()),
  wait: async (wanted) => {
    const asked = typeof wanted === 'string' ? { interface: wanted } : wanted
    return (await client.waitForRequest({ appid: '', ...asked })).requests
  },
})
