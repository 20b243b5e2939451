import { contract, pathOf, WeChatError } from '../../contract/index.ts'
import { accountInCloud } from '../../domain/cloudbase-tokens.ts'
import { call } from '../call.ts'
import { type Arrived, type Gate, PLATFORM, type Reply, replied, respond } from '../respond.ts'
import { nameAt, parameter, splitTarget } from '../routes.ts'
import { errorBody } from '../wire.ts'

/**
 * The listener of containers: what comes here comes from a cloud environment, and wants no token. A call that brings one
 * is answered as anywhere. A path that is not on the environment's white list is HTTP 502 (inferred).
 */
export const answerContainer =
  (gate: Gate, secretId: string) =>
  async (arrived: Arrived): Promise<Reply> => {
    const { deps } = gate
    const { path, query } = splitTarget(arrived.target)
    const name = nameAt(path, arrived.method)
    if (name === undefined || !path.includes('/cgi-bin/')) {
      return { status: 200, headers: PLATFORM, body: errorBody(deps, new WeChatError('INVALID_URL')) }
    }
    const hasToken = /(^|&)(cloudbase_)?access_token=[^&]/.test(query)
    if (hasToken || arrived.method === 'OPTIONS') {
      return withSequence(gate, await respond(gate, arrived, 'cloud run'))
    }
    try {
      const as = await accountInCloud(deps, secretId, pathOf(contract[name]), parameter(query, 'from_appid'))
      const { method, target, body, ip } = arrived
      const answer = await call(deps, { name, method, target, query, body, ip, as, overHttp: true, door: 'cloud run' })
      return withSequence(gate, replied(gate, name, answer))
    } catch (error) {
      const isMissing = error instanceof WeChatError && error.name === 'API_NOT_WHITELISTED'
      return { status: isMissing ? 502 : 200, headers: PLATFORM, body: errorBody(deps, error) }
    }
  }

// What a good reply of the platform's own forwarder carries.
const withSequence = ({ deps }: Gate, reply: Reply): Reply => ({
  ...reply,
  headers: [...reply.headers, 'x-openapi-seqid', Buffer.from(deps.random(8)).toString('hex')],
})
