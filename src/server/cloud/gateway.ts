import { contract, type InterfaceDeclaration, type InterfaceName, pathOf, WeChatError } from '../../contract/index.ts'
import type { Deps } from '../../domain/deps.ts'
import { accountOf, mayCall } from '../../domain/environments.ts'
import type { Environment } from '../../domain/store.ts'
import { type Answer, call } from '../call.ts'
import type { Arrived, Gate, Reply } from '../respond.ts'
import { parameter, splitTarget } from '../routes.ts'
import { affected } from '../steering/effect.ts'
import { errorBody, rid } from '../wire.ts'
import { encodeAnswer, encodeErrorCode } from './comm-api.ts'
import { CloudError, WxApiError } from './errors.ts'
import { type CloudRequest, readRequest, textOf } from './request.ts'
import { requireSigned } from './signature.ts'

const served = new Map<string, InterfaceName>(
  Object.entries(contract as Record<string, InterfaceDeclaration>).flatMap(([name, { cloudCall }]) =>
    cloudCall === undefined ? [] : [[cloudCall, name as InterfaceName]],
  ),
)

/** Answers one cloud call, as wx-server-sdk makes it. Never throws: what goes wrong on our side is logged. */
export async function answerCloudCall(gate: Gate, arrived: Arrived): Promise<Reply> {
  const { deps, log } = gate
  try {
    const request = await readRequest(arrived)
    return await outcome(gate, arrived, request).catch((error: unknown) => refusedByWeChat(request, error))
  } catch (error) {
    if (!(error instanceof CloudError)) log?.error({ interface: 'cloud call', err: error }, 'a call failed on our side')
    const { code, message } = error instanceof CloudError ? error : new CloudError('SYS_ERR', 'system error')
    return json({ code, message, requestId: rid(deps) })
  }
}

// The order of these lines is the order in which a cloud call is checked, once it can be read (requirement `cloud.order`).
async function outcome(gate: Gate, arrived: Arrived, request: CloudRequest): Promise<Reply> {
  const environment = await requireSigned(gate.deps, arrived, request.fields)
  requireEnv(environment, arrived, request)
  const name = requireServed(request)
  requirePermission(environment, request)
  requireWxApiToken(gate.deps, environment, request)
  const as = requireAccount(environment, request)
  return reply(gate.deps, request, await answerOf(gate, name, as, arrived.ip, request))
}

function requireEnv({ env }: Environment, { target }: Arrived, { fields }: CloudRequest): void {
  const named = [parameter(splitTarget(target).query, 'env'), textOf(fields, 'envname')]
  if (named.every((name) => name === '' || name === env)) return
  throw new CloudError(
    'INVALIID_ENV',
    'env is not that of the credentials: give both from the same environment of the seed',
  )
}

function requireServed({ fields, apiType }: CloudRequest): InterfaceName {
  const name = apiType === 0 ? served.get(textOf(fields, 'apiname')) : undefined
  if (!name) throw new WxApiError('-604100')
  return name
}

function requirePermission(environment: Environment, { fields }: CloudRequest): void {
  if (!mayCall(environment, textOf(fields, 'apiname'))) throw new WxApiError('-604101')
}

function requireWxApiToken({ hash }: Deps, { wxApiToken }: Environment, { fields }: CloudRequest): void {
  if (wxApiToken === '') return
  const brought = textOf(fields, 'wxcloudapitoken') || textOf(fields, 'wxcloudbaseaccesstoken')
  if (!hash.equal(brought, wxApiToken)) throw new WxApiError('-604104')
}

function requireAccount(environment: Environment, { appid }: CloudRequest): string {
  const account = accountOf(environment, appid)
  if (account === undefined) throw new WxApiError('-605108')
  return account
}

async function answerOf(
  { deps, log }: Gate,
  name: InterfaceName,
  as: string,
  ip: string,
  request: CloudRequest,
): Promise<Answer> {
  try {
    const body = Buffer.from(request.body())
    const answer = await call(deps, {
      name,
      method: 'POST',
      target: pathOf(contract[name]),
      query: '',
      body,
      ip,
      as,
      door: 'cloud call',
    })
    if (answer.fault)
      log?.error({ interface: name, err: answer.fault, reply: answer.body }, 'a call failed on our side')
    return answer
  } catch (error) {
    if (error instanceof WeChatError) return { about: {}, body: errorBody(deps, error) }
    throw error
  }
}

function reply(deps: Deps, { action }: CloudRequest, { body, note, about }: Answer): Reply {
  const noted = note ? ['X-Jadeite-Note', note] : []
  const told =
    action === 'wx.openApi'
      ? message(encodeAnswer(body), noted)
      : json({ requestId: rid(deps), data: { responseData: body } }, noted)
  return affected(told, about.effect)
}

// -605108 is seen as JSON alone, and the replies to wx.api have no other way to tell an error.
function refusedByWeChat({ action }: CloudRequest, error: unknown): Reply {
  if (!(error instanceof WxApiError)) throw error
  if (action === 'wx.openApi' && error.errorCode !== '-605108') return message(encodeErrorCode(Number(error.errorCode)))
  throw new CloudError('INVALID_COMMON_PARAM', error.message)
}

const message = (body: Uint8Array, headers: readonly string[] = []): Reply => ({
  status: 200,
  headers: ['Content-Type', 'application/octet-stream', ...headers],
  body,
})

// Without a charset: with one, SDKs of different versions tell the error differently (observed).
const json = (value: object, headers: readonly string[] = []): Reply => ({
  status: 200,
  headers: ['Content-Type', 'application/json', ...headers],
  body: JSON.stringify(value),
})
