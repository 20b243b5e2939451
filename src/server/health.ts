import type { Gate, Reply } from './respond.ts'
import { version } from './version.ts'

/** Whether a path is one of those by which a server is watched: nothing of the platform's, and they have no prefix. */
export const isHealth = (path: string): boolean => path === '/healthz' || path === READY

const READY = '/readyz'

/** Says that this process answers, or at /readyz that it answers calls. Anybody may ask. Never throws. */
export async function answerHealth({ deps: { store }, log }: Gate, path: string, method: string): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, headers: [...JSON_TYPE, 'Allow', 'GET, HEAD'], body: said({ error: 'GET is wanted' }) }
  }
  if (path !== READY) return { status: 200, headers: JSON_TYPE, body: said({ status: 'ok' }) }

  const who = { version, pid: process.pid }
  try {
    await store.accounts(1) // this much is not remembered: the store itself is asked
    return { status: 200, headers: JSON_TYPE, body: said({ status: 'ready', ...who }) }
  } catch (error) {
    log?.error({ err: error }, 'the store cannot be read')
    return { status: 503, headers: JSON_TYPE, body: said({ status: 'unready', reason: 'store', ...who }) }
  }
}

// What is asked again and again must not be remembered on the way.
const JSON_TYPE: readonly string[] = ['Content-Type', 'application/json', 'Cache-Control', 'no-store']

const said = (what: object): string => JSON.stringify(what)
