import { type ControlCaller, type ControlRefusal, callerRefusal, isSameOrigin } from '../control.ts'

/**
 * Why a caller may not use the page; undefined when it may. The page acts for every account, so it asks what control
 * interfaces ask. A browser brings the admin key as the password of HTTP Basic, whatever the name, and brings it on its
 * own once it knows it; and what else runs on this machine is no administrator. So the form must come from this server.
 */
export function strangerRefusal(
  adminKey: string | undefined,
  method: string,
  caller: ControlCaller,
): ControlRefusal | undefined {
  const refusal = callerRefusal(adminKey, { ...caller, authorization: asBearer(caller.authorization) })
  if (refusal || method !== 'POST') return refusal
  const { origin, host = '' } = caller
  if (origin === undefined || isSameOrigin(origin, host)) return undefined
  return {
    status: 403,
    error: `the form comes from ${origin}, and this server is ${host}`,
    hint: 'open the page here, and decide on it',
  }
}

function asBearer(authorization: string | undefined): string | undefined {
  const encoded = /^basic +(.+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return authorization
  const credentials = Buffer.from(encoded, 'base64').toString()
  return `Bearer ${credentials.slice(credentials.indexOf(':') + 1)}`
}
