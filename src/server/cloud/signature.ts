import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../../domain/deps.ts'
import type { Environment } from '../../domain/store.ts'
import type { Arrived } from '../respond.ts'
import { splitTarget } from '../routes.ts'
import { CloudError } from './errors.ts'
import type { Fields } from './form.ts'
import { olderExpected, olderSignature } from './older-signature.ts'
import { isShort } from './signed-names.ts'

// How long a signature is good, in seconds: as SDKs say in X-Signature-Expires, which they do not sign (observed).
const LIFE = 600

// How far a caller's clock may be ahead, in seconds (inferred).
const SKEW = 60

/**
 * The environment that a cloud call comes from, by its signature. One that was seen before is good until it expires
 * (inferred: how the platform takes it is not known). Throws CloudError SIGN_PARAM_INVALID.
 */
export async function requireSigned(deps: Deps, arrived: Arrived, fields: Fields): Promise<Environment> {
  const proof = proofOf(arrived, fields)
  const environment = proof && (await deps.store.environment(proof.secretId))
  if (!environment) throw invalid('secretId is not known: give that of an environment of the seed')

  requireFresh(proof, deps.now())
  if (timingSafeEqual(proof.expected(environment.secretKey), Buffer.from(proof.signature, 'hex'))) return environment
  throw invalid('the signature does not match: check secretKey, and that no proxy changes Host or path')
}

/** What a call brings to show whose it is; in seconds since 1970 from when to when it is good. */
interface Proof {
  readonly secretId: string
  readonly from: number
  readonly to: number
  /** In hex. */
  readonly signature: string
  readonly expected: (secretKey: string) => Buffer
}

// wx-server-sdk 1.x signs in a field of the body, later ones in a header.
function proofOf(arrived: Arrived, fields: Fields): Proof | undefined {
  const authorization = arrived.header('authorization') ?? ''
  if (authorization !== '') {
    const signed = parse(authorization, fields)
    return { ...signed, ...since(arrived), expected: (secretKey) => sign(secretKey, signed, arrived, fields) }
  }
  const older = olderSignature(fields)
  return older && { ...older, expected: (secretKey) => olderExpected(secretKey, older, fields, arrived) }
}

const invalid = (message: string) => new CloudError('SIGN_PARAM_INVALID', message)

interface Signed {
  readonly secretId: string
  /** As in 2026-11-22. */
  readonly date: string
  readonly params: readonly string[]
  readonly headers: readonly string[]
  readonly signature: string
}

const TC3 =
  /^TC3-HMAC-SHA256 Credential=(.+)\/(\d{4}-\d\d-\d\d)\/tcb\/tc3_request, SignedParams=([^,]*), SignedHeaders=([^,]*), Signature=([0-9a-f]{64})$/

function parse(authorization: string, fields: Fields): Signed {
  const [, secretId = '', date = '', params = '', headers = '', signature = ''] = TC3.exec(authorization) ?? []
  const signed = { secretId, date, params: params.split(';'), headers: headers.split(';'), signature }
  if (secretId !== '' && isShort(signed.headers) && isSound(signed.params, fields)) return signed
  throw invalid('Authorization is no TC3-HMAC-SHA256 signature of action, apiName and requestData: sign them')
}

// What decides on the call must be signed.
const isSound = (params: readonly string[], fields: Fields): boolean =>
  ['action', 'apiname', 'requestdata'].every((name) => params.includes(name) || !fields.get(name)?.length) &&
  isShort(params)

function since({ header }: Arrived): { from: number; to: number } {
  const from = secondsIn(header('x-timestamp'))
  return { from, to: from + Math.min(LIFE, secondsIn(header('x-signature-expires'))) }
}

function requireFresh({ from, to }: { readonly from: number; readonly to: number }, now: number): void {
  const seconds = now / 1000
  if (from - SKEW <= seconds && seconds <= to) return
  throw invalid('the signature has expired or is not good yet: set the clock by that of the server')
}

const secondsIn = (text = ''): number => (/^\d{1,12}$/.test(text) ? Number(text) : Number.NaN)

// TC3-HMAC-SHA256 as wx-server-sdk 2.x to 4.x reckons it (observed).
function sign(
  secretKey: string,
  { date, params, headers }: Signed,
  { header, target }: Arrived,
  fields: Fields,
): Buffer {
  const { path, query } = splitTarget(target)
  const canonical = [
    'post',
    `//${header('host') ?? ''}${path}`,
    query,
    ...headers.map((name) => `${name}:${headerAsSigned(name, header(name) ?? '')}`),
    '',
    headers.join(';'),
    payloadHash(params, fields),
  ].join('\n')
  const scope = `${date}/tcb/tc3_request`
  const text = ['TC3-HMAC-SHA256', header('x-timestamp') ?? '', scope, hash('sha256', canonical)].join('\n')
  return hmac(signingKey(secretKey, date), text)
}

// Of a day, and so mostly one of a few: making it anew would be half the work. Dates that are made up fill no memory.
const signingKeys = new Map<string, Buffer>()

function signingKey(secretKey: string, date: string): Buffer {
  const known = signingKeys.get(`${date} ${secretKey}`)
  if (known) return known
  if (signingKeys.size >= 1_000) signingKeys.clear()
  const made = hmac(hmac(hmac(`TC3${secretKey}`, date), 'tcb'), 'tc3_request')
  signingKeys.set(`${date} ${secretKey}`, made)
  return made
}

const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()

function headerAsSigned(name: string, value: string): string {
  if (name !== 'content-type') return value.trim().toLowerCase()
  return value.startsWith('multipart/form-data') ? 'multipart/form-data' : value
}

// Empty fields are left out even where they are listed, and texts count without the blanks around them (observed).
function payloadHash(params: readonly string[], fields: Fields): string {
  const hashed = params.flatMap((name) => {
    const field = fields.get(name) ?? ''
    const value = typeof field === 'string' ? Buffer.from(field.trim()) : field
    return value.length > 0 ? [Buffer.from(`&${name}=`), value, LINE_END] : []
  })
  return hash('sha256', Buffer.concat(hashed))
}

const LINE_END = Buffer.from('\r\n')
