import { type Authority, type Endpoint, openAuthority, type Patience, type Server } from '../server/index.ts'
import { listening } from './listening.ts'
import { authorityFolder } from './trust/authority-folder.ts'

/** The options of servers for programs that have the platform's hosts written into them. */
export interface FixedHostOptions {
  readonly host: string
  readonly httpsPort?: number
  readonly proxyHost: string
  readonly proxyPort?: number
  readonly proxyOthers: 'refuse' | 'tunnel'
  readonly caFolder?: string
  readonly patience?: Patience
}

/** What was opened for them. */
export interface FixedHosts {
  readonly authority: Authority | undefined
  readonly https: Endpoint | undefined
  readonly proxy: Endpoint | undefined
  readonly proxyOthers: FixedHostOptions['proxyOthers']
  close(): Promise<void>
}

/** Listens for HTTPS and as a forward proxy, as far as the options ask for it. Throws UserError or AuthorityError. */
export async function openFixedHosts(
  server: Server,
  { host, httpsPort, proxyHost, proxyPort, proxyOthers: others, caFolder, patience }: FixedHostOptions,
  onRefused?: (host: string) => void,
): Promise<FixedHosts> {
  if (httpsPort === undefined && proxyPort === undefined) {
    return { authority: undefined, https: undefined, proxy: undefined, proxyOthers: others, close: async () => {} }
  }
  const authority = await openAuthority(authorityFolder(caFolder))
  const https =
    httpsPort === undefined
      ? undefined
      : await listening({ host, port: httpsPort, option: 'https-port', hostOption: 'host' }, (address) =>
          server.listen({ ...address, authority, patience }),
        )
  const proxy =
    proxyPort === undefined
      ? undefined
      : await listening({ host: proxyHost, port: proxyPort, option: 'proxy-port' }, (address) =>
          server.listenAsProxy({ ...address, authority, others, onRefused, patience }),
        ).catch(async (error: unknown) => {
          await https?.close()
          throw error
        })
  return {
    authority,
    https,
    proxy,
    proxyOthers: others,
    async close() {
      await Promise.all([https?.close(), proxy?.close()])
    },
  }
}
