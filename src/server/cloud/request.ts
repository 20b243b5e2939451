import { WeChatError } from '../../contract/index.ts'
import type { Arrived } from '../respond.ts'
import { MAX_BODY } from '../wire.ts'
import { decodeCommApiData, type Pair } from './comm-api.ts'
import { CloudError } from './errors.ts'
import { type Fields, readForm } from './form.ts'

/** A cloud call as its body says it. */
export interface CloudRequest {
  /** How wx-server-sdk sends `cloud.openapi` and `cloud.callOpenAPI`, and wants them answered. */
  readonly action: 'wx.openApi' | 'wx.api'
  readonly fields: Fields
  /** 0 for an interface of the platform. */
  readonly apiType: number
  /** The account that the call is for; '' where none is named. */
  readonly appid: string
  /** The JSON body of the same call over HTTPS. Throws DATA_FORMAT_ERROR. */
  body(): string
}

/** Reads the body of a cloud call. Throws CloudError. */
export async function readRequest({ header, body }: Arrived): Promise<CloudRequest> {
  if (body.length > MAX_BODY)
    throw new CloudError('INVALID_PARAM', `the body is too long: send ${MAX_BODY} bytes at most`)
  const contentType = header('content-type') ?? ''
  const isForm = contentType.startsWith('multipart/')
  const fields = await (isForm ? readForm(contentType, body) : readJson(body)).catch(() => {
    throw new CloudError(
      'INVALID_PARAM',
      `the body is no ${isForm ? 'form' : 'JSON object'}: send what wx-server-sdk sends`,
    )
  })

  const action = textOf(fields, 'action')
  if (isForm && action === 'wx.openApi') return ofOpenApi(fields)
  if (!isForm && action === 'wx.api') return ofApi(fields)
  throw new CloudError('INVALID_PARAM', 'action is not served: call cloud.openapi or cloud.callOpenAPI')
}

/** A field that is a text; '' where it is missing. */
export function textOf(fields: Fields, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}

// Values that are no texts count as their JSON, for the signature too (observed in the SDK).
async function readJson(body: Uint8Array): Promise<Fields> {
  const given: object = JSON.parse(utf8.decode(body))
  return new Map(
    Object.entries(given).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}

function ofOpenApi(fields: Fields): CloudRequest {
  const requestData = fields.get('requestdata')
  if (!(requestData instanceof Uint8Array)) {
    throw new CloudError('INVALID_PARAM', 'requestData is missing: send it as a part of application/octet-stream')
  }
  const { apiType, appid, pairs } = decodeCommApiData(requestData)
  return { action: 'wx.openApi', fields, apiType, appid, body: () => bodyOf(pairs) }
}

const ofApi = (fields: Fields): CloudRequest => ({
  action: 'wx.api',
  fields,
  apiType: 0,
  appid: '',
  body: () => textOf(fields, 'requestdata') || '{}',
})

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function bodyOf(pairs: readonly Pair[]): string {
  try {
    return JSON.stringify(Object.fromEntries(pairs.map(([key, value]) => [key, JSON.parse(utf8.decode(value))])))
  } catch {
    throw new WeChatError('DATA_FORMAT_ERROR')
  }
}
