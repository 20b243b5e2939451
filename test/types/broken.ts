// What must not compile. test/contract.test.ts compiles this file and expects an error in each marked line and no other.
import * as Type from 'typebox'
import type { Contract, ErrorName } from '../../src/contract/index.ts'
import { defineInterface } from '../../src/contract/interface.ts'
import { createClient, createComponentClient } from '../../src/client/index.ts'
import { WeChatError } from '../../src/contract/errors.ts'
import type { handlers } from '../../src/server/handlers.ts'

const sound = {
  title: 'A tag',
  docs: 'https://example.org',
  http: 'POST /cgi-bin/x',
  credential: 'accessToken',
  request: Type.Object({ name: Type.String() }),
  response: Type.Object({ id: Type.Integer() }),
  errors: ['TAG_NAME_INVALID'],
  example: { request: { name: 'x' }, response: { id: 1 } },
} as const

export const fine = defineInterface(sound)
export const misspeltError = defineInterface({ ...sound, errors: ['TAG_NAME_INVALD'] }) // fails
export const wrongRequest = defineInterface({ ...sound, example: { request: { name: 1 }, response: { id: 1 } } }) // fails
export const wrongResponse = defineInterface({ ...sound, example: { request: { name: 'x' }, response: { id: 'x' } } }) // fails
export const missingPart = defineInterface({ ...sound, example: { request: {}, response: { id: 1 } } }) // fails
export const wrongMethod = defineInterface({ ...sound, http: 'PUT /cgi-bin/x' }) // fails
export const wrongCredential = defineInterface({ ...sound, credential: 'password' }) // fails

type Handlers = typeof handlers
export const missingHandler: Handlers = {} as Omit<Handlers, 'createTag'> // fails
export const wrongReply: Handlers['createTag'] = async () => ({ tag: { id: '100', name: 'x' } }) // fails
export const wrongInput: Handlers['createTag'] = async (_deps, _caller, { tag }) => ({ tag: { id: 1, name: tag.nmae } }) // fails

export const wrongThrow = () => new WeChatError('TAG_NAME_LONG') // fails
export const wrongName: ErrorName = 'TOO_MANY_TAG' // fails
const client = createClient({ appid: 'wx', secret: 's' })
export const wrongCall = () => client.createTag({ tag: { nmae: 'x' } }) // fails
export const missingCall = () => client.createTag() // fails
export const unknownInterface = (contract: Contract) => contract.creatTag // fails
export const fineCall = () => client.createTag({ tag: { name: 'x' } })

const { officialAccount } = client
export const unknownCloudCall = () => officialAccount.tags.creat({ tag: { name: 'x' } }) // fails
export const wrongCloudCall = () => officialAccount.tags.create({ tag: { nmae: 'x' } }) // fails
export const missingCloudCall = () => officialAccount.tags.create() // fails
export const wrongSpelling = () => officialAccount.tags.batchTagging({ openIdList: [], tagid: 1 }) // fails
export const keyOnTheWire = async () => (await officialAccount.user.getList()).next_openid // fails
export const fineCloudCalls = async (): Promise<[number, string, number, string]> => {
  const { tag, errCode, errMsg } = await officialAccount.tags.create({ tag: { name: 'x' } })
  await officialAccount.tags.batchTagging({ openid_list: [], tagid: 1 })
  await officialAccount.tags.batchTagging({ openidList: [], tagid: 1 })
  return [tag.id, (await officialAccount.user.getList({ nextOpenid: '' })).nextOpenid, errCode, errMsg]
}

const component = createComponentClient({ appid: 'wx', secret: 's', ticket: () => 't' })
export const componentCall = () => client.getPreAuthCode() // fails
export const accountCall = () => component.createTag({ tag: { name: 'x' } }) // fails
export const missingCode = () => component.getAuthorizerRefreshToken() // fails
export const noTicket = () => createComponentClient({ appid: 'wx', secret: 's' }) // fails
export const filledIn = () => component.getPreAuthCode()
export const authorizerCall = () =>
  component.authorizer({ appid: 'wx', refreshToken: 'r' }).createTag({ tag: { name: 'x' } })
