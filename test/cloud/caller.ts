import { createHash, createHmac } from 'node:crypto'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { SeedAccount } from '../../src/contract/seed.ts'
import type { Clock, Jadeite } from '../../src/testing/index.ts'

export const own = { appid: 'wx8240000000000011', secret: 'a'.repeat(32) } satisfies SeedAccount
export const second = { appid: 'wx8240000000000012', secret: 'b'.repeat(32) } satisfies SeedAccount
export const foreign = { appid: 'wx8240000000000013', secret: 'c'.repeat(32) } satisfies SeedAccount
export const tenant = { env: 'env-1', secretId: 'AKID1', secretKey: 'first key', accounts: [own.appid, second.appid] }
export const other = { env: 'env-2', secretId: 'AKID2', secretKey: 'second key', accounts: [foreign.appid] }

/** What a test plants: two tenants, the first with two accounts. */
export const seed = { accounts: [own, second, foreign], environments: [tenant, other] }

/** A request as wx-server-sdk builds it; what is given takes the place of what it would send. */
export interface Asked {
  readonly env?: string
  readonly query?: string
  readonly secretId?: string
  readonly secretKey?: string
  /** What the form has beside action, apiName, requestData and envName, or in their place; undefined: not there. */
  readonly fields?: Record<string, string | Uint8Array | undefined>
  readonly apiName?: string
  readonly data?: Record<string, unknown>
  readonly appid?: string
  /** Seconds since 1970. */
  readonly timestamp?: number
  readonly headers?: Record<string, string | undefined>
  /** Of these a signature is made; default all that are not empty. */
  readonly signed?: readonly string[]
  /** As `cloud.callOpenAPI` sends it. */
  readonly isApi?: boolean
}

export interface Built {
  readonly target: string
  readonly headers: Record<string, string>
  readonly body: Buffer
}

const BOUNDARY = '----------------------------382914'

/** The message in which arguments go: values are texts of JSON, or bytes as they are. */
export function commApiData(pairs: readonly (readonly [string, string | Uint8Array])[], appid = ''): Uint8Array {
  const openApiData = new BinaryWriter()
  for (const [key, value] of pairs) {
    openApiData.tag(1, WireType.LengthDelimited).fork()
    openApiData.tag(1, WireType.LengthDelimited).string(key)
    openApiData.tag(2, WireType.LengthDelimited).bytes(Buffer.from(value as Uint8Array))
    openApiData.join()
  }
  const data = new BinaryWriter().tag(1, WireType.Varint).int32(0)
  data.tag(2, WireType.LengthDelimited).bytes(openApiData.finish())
  if (appid !== '') data.tag(6, WireType.LengthDelimited).string(appid)
  return data.finish()
}

/** The bytes of a form; what is given as bytes says that it is application/octet-stream, and has no filename. */
export function form(fields: Iterable<readonly [string, string | Uint8Array]>, boundary = BOUNDARY): Buffer {
  const parts = [...fields].flatMap(([name, value]) => {
    const type = typeof value === 'string' ? '' : 'Content-Type: application/octet-stream\r\n'
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n${type}\r\n`
    return [Buffer.from(head), Buffer.from(value as Uint8Array), Buffer.from('\r\n')]
  })
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}

/** What of a server goes into a signature. */
export interface Signing extends Pick<Jadeite, 'url'> {
  readonly clock: Pick<Clock, 'now'>
}

/** Builds a signed request to a server. */
export function build({ clock, url }: Signing, asked: Asked): Built {
  const { env = tenant.env, apiName = 'officialAccount.tags.create', data = {}, isApi = false } = asked
  const pairs = Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)] as const)
  const fields = Object.entries({
    action: isApi ? 'wx.api' : 'wx.openApi',
    apiName,
    requestData: isApi ? JSON.stringify(data) : commApiData(pairs, asked.appid),
    envName: env,
    wxCloudApiToken: '',
    tcb_sessionToken: '',
    ...asked.fields,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))

  const target = `/admin?${asked.query ?? `env=${env}&seqId=19e51_1`}`
  const contentType = isApi ? 'application/json' : `multipart/form-data; boundary=${BOUNDARY}`
  const host = new URL(url ?? 'http://localhost').host
  const timestamp = asked.timestamp ?? Math.floor(clock.now().getTime() / 1000) - 1
  const headers = {
    'Content-Type': contentType,
    'User-Agent': 'tcb-node-sdk/3.17.2',
    Authorization: authorization(asked, { target, contentType, host, timestamp, fields }),
    'X-Signature-Expires': '600',
    'X-Timestamp': String(timestamp),
    ...asked.headers,
  }
  return {
    target,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Built['headers'],
    body: isApi ? Buffer.from(JSON.stringify(Object.fromEntries(fields))) : form(fields),
  }
}

interface ToSign {
  readonly target: string
  readonly contentType: string
  readonly host: string
  readonly timestamp: number
  readonly fields: readonly (readonly [string, string | Uint8Array])[]
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

// Written from the contract, and not from the code under test.
function authorization(
  { secretId = tenant.secretId, secretKey = tenant.secretKey, signed }: Asked,
  { target, contentType, host, timestamp, fields }: ToSign,
): string {
  const [path = '', query = ''] = target.split('?')
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const filled = fields.filter(([, value]) => value.length > 0).map(([name]) => name.toLowerCase())
  const names = signed ?? filled.sort()
  const payload = createHash('sha256')
  for (const name of names) {
    const value = fields.find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
    if (value.length > 0) payload.update(`&${name}=`).update(value).update('\r\n')
  }
  const type = contentType.startsWith('multipart/form-data') ? 'multipart/form-data' : contentType
  const canonical = `post\n//${host}${path}\n${query}\ncontent-type:${type}\nhost:${host}\nuser-agent:tcb-node-sdk/3.17.2\n\ncontent-type;host;user-agent\n${payload.digest('hex')}`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${date}/tcb/tc3_request\n${sha256(canonical)}`
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), 'tcb'), 'tc3_request')
  return `TC3-HMAC-SHA256 Credential=${secretId}/${date}/tcb/tc3_request, SignedParams=${names.join(';')}, SignedHeaders=content-type;host;user-agent, Signature=${hmac(key, text).toString('hex')}`
}

export interface CloudReply {
  readonly status: number
  readonly contentType: string | null
  readonly headers: Headers
  readonly body: Buffer
}

/** Sends a request, over the door that the server has. */
export async function send({ fetch: inside, url }: Pick<Jadeite, 'fetch' | 'url'>, built: Built): Promise<CloudReply> {
  const request = { method: 'POST', headers: built.headers, body: new Uint8Array(built.body) }
  const response = url
    ? await fetch(url + built.target, request)
    : await inside(`http://localhost${built.target}`, request)
  const { status, headers } = response
  return { status, headers, contentType: headers.get('content-type'), body: Buffer.from(await response.arrayBuffer()) }
}

export const ask = (server: Jadeite, asked: Asked): Promise<CloudReply> => send(server, build(server, asked))
