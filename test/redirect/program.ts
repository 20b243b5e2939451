import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, type Server } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createServer as createTlsServer, type SecureContext } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { type Authority, openAuthority } from '../../src/server/tls/authority.ts'
import { type Jadeite, startJadeite } from '../../src/testing/index.ts'
import { temporaryFolder } from '../harness.ts'

/** The built preload. */
export const preload = fileURLToPath(new URL('../../dist/redirect.cjs', import.meta.url))

/** A server with the two listeners that `jadeite exec` has. */
export interface Platform extends AsyncDisposable {
  readonly jadeite: Jadeite
  readonly folder: string
  readonly ports: { readonly plain: number; readonly tls: number }
  /** What `jadeite exec` sets for the programs that it runs. */
  readonly variables: Readonly<Record<string, string>>
}

export async function platform(): Promise<Platform> {
  const folder = temporaryFolder()
  const jadeite = await startJadeite({ listen: true })
  const plain = Number(new URL(jadeite.url ?? '').port)
  const authority = await openAuthority(join(folder.path, 'ca'))
  const tls = await listening(tlsBefore(plain, authority))
  return {
    jadeite,
    folder: folder.path,
    ports: { plain, tls: tls.port },
    variables: {
      JADEITE_REDIRECT_HTTP: `http://127.0.0.1:${plain}`,
      JADEITE_REDIRECT_HTTPS: `https://127.0.0.1:${tls.port}`,
      JADEITE_REDIRECT_OTHERS: 'refuse',
      NODE_EXTRA_CA_CERTS: authority.file,
      NODE_OPTIONS: `--require ${preload}`,
    },
    async [Symbol.asyncDispose]() {
      tls.server.close()
      await jadeite.close()
      folder[Symbol.dispose]()
    },
  }
}

function tlsBefore(port: number, authority: Authority): Server {
  const choose = (name: string, done: (error: Error | null, context?: SecureContext) => void) =>
    void authority.secureContext(name).then((context) => done(null, context), done)
  return createTlsServer({ SNICallback: choose, ALPNProtocols: ['http/1.1'] }, (client) => {
    const behind = connect(port, '127.0.0.1')
    client.pipe(behind).pipe(client)
    client.on('error', () => behind.destroy())
    behind.on('error', () => client.destroy())
  })
}

/** Makes a server listen on a free port of 127.0.0.1, or on a path. */
export async function listening(server: Server, path?: string): Promise<{ server: Server; port: number }> {
  if (path) server.listen(path)
  else server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

/** Runs Node with these arguments and these variables, none of this process's own but its path, to its end. */
export async function node(
  input: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, input, { env: { PATH: process.env.PATH, ...variables } })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr }
}
