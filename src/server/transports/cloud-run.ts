import { WeChatError } from '../../contract/index.ts'
import { accountInCloud } from '../../domain/cloudbase-tokens.ts'
import { call } from '../call.ts'
import { type Arrived, type Gate, PLATFORM, type Reply, respond } from '../respond.ts'
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
    const name = nameAt(path)
    const hasToken = /(^|&)(cloudbase_)?access_token=[^&]/.test(query)
    if (hasToken || arrived.method === 'OPTIONS' || (name === undefined && !path.startsWith('/_jadeite/'))) {
      return withSequence(gate, await respond(gate, arrived))
    }
    try {
      if (!path.includes('/cgi-bin/')) throw new WeChatError('INVALID_URL')
      const as = await accountInCloud(deps, secretId, path, parameter(query, 'from_appid'))
      const { method, body, ip } = arrived
      const answer = await call(deps, { name, method, query, body, ip, as, overHttp: true })
      if (answer.fault) gate.log?.error({ interface: name, err: answer.fault }, 'a call failed on our side')
      return withSequence(gate, { status: 200, headers: [...PLATFORM], body: answer.body })
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
