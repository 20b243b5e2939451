import type { contract, Output } from '../../contract/index.ts'
import { splitTarget } from '../routes.ts'
import { version } from '../version.ts'
import type { RequestEntry } from './request-entry.ts'

type Har = Output<typeof contract.getHar>

/** Calls as an HTTP Archive 1.2. Headers are not kept, so it has none; what is not known is -1, as the format says. */
export const requestsAsHar = (requests: readonly RequestEntry[]): Har => ({
  log: { version: '1.2', creator: { name: 'Jadeite', version }, entries: requests.map(entry) },
})

const JSON_TYPE = 'application/json; encoding=utf-8'
const unknown = { httpVersion: 'HTTP/1.1', cookies: [], headers: [], headersSize: -1, bodySize: -1 }

function entry({ at, ms, method, path, body, status, reply, ...more }: RequestEntry): Har['log']['entries'][number] {
  const { query } = splitTarget(path)
  const { interface: name, appid, errcode, unread, note, fault } = more
  const remarks = [
    name,
    appid,
    errcode !== 0 && `errcode ${errcode}`,
    unread.length > 0 && `unread: ${unread.join(', ')}`,
  ]
  return {
    startedDateTime: at,
    time: ms,
    request: {
      ...unknown,
      method,
      url: `http://localhost${path}`,
      queryString: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })),
      ...(body !== '' && { postData: { mimeType: 'application/json', text: body } }),
    },
    response: {
      ...unknown,
      status,
      statusText: '',
      content: { size: Buffer.byteLength(reply), mimeType: JSON_TYPE, text: reply },
      redirectURL: '',
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    comment: [...remarks, note, fault && `fault ${fault}`].filter(Boolean).join('; '),
  }
}
