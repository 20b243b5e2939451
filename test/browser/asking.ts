import type { Jadeite } from '../../src/testing/index.ts'

/** A component that asks for three permission sets: one with a known name, an exclusive one, and one without a name. */
export const component = {
  appid: 'wxc0000000000000c1',
  secret: 'c0'.repeat(16),
  token: 'token',
  encodingAesKey: 'A'.repeat(43),
  permissionSets: [2, 4, 9000, 100],
}

/** Accounts of which one has a name. */
export const accounts = [
  { appid: 'wx8240000000000001', secret: 'a1'.repeat(16), profile: { nick_name: '广东小店' } },
  { appid: 'wx8240000000000002', secret: 'a2'.repeat(16) },
]

/** Where a component sends an administrator: the page with a good code, and a redirect_uri unless one is given. */
export async function pageFor(
  server: Pick<Jadeite, 'componentOf'>,
  asked: Record<string, string> = {},
): Promise<string> {
  const { pre_auth_code } = await server.componentOf(component).getPreAuthCode()
  const query = { component_appid: component.appid, pre_auth_code, redirect_uri: 'https://platform.example/done' }
  return `/cgi-bin/componentloginpage?${new URLSearchParams({ ...query, ...asked })}`
}

/** A server with all that. */
export const setup = { accounts, components: [component] }

/** The form as an administrator sends it who grants one permission set for the first account. */
export const agreed = { decision: 'agree', appid: 'wx8240000000000001', permission_set: '2' }

/** Asks as a browser does; a redirect is answered, not gone to. */
export async function send(
  { url, fetch: inProcess }: Pick<Jadeite, 'url' | 'fetch'>,
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await (url ? fetch : inProcess)((url ?? 'http://localhost') + path, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { 'Accept-Language': 'en', ...headers },
    ...(form && { body: new URLSearchParams(form) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
