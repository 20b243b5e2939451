import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A third-party platform's own site: where the browser goes on to. */
export interface Platform extends AsyncDisposable {
  /** As in http://127.0.0.1:40123/done?state=1. */
  readonly redirectUri: string
  /** The requests for it, one after the other. */
  readonly arrived: { readonly query: URLSearchParams; readonly headers: IncomingHttpHeaders }[]
}

/** Starts one on a free port. */
export async function startPlatform(): Promise<Platform> {
  const arrived: Platform['arrived'] = []
  const server = createServer(({ url = '', headers }, response) => {
    const { pathname, searchParams: query } = new URL(url, 'http://localhost')
    if (pathname === '/done') arrived.push({ query, headers })
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html><h1>Authorized</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    redirectUri: `http://127.0.0.1:${port}/done?state=1`,
    arrived,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
