import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Code, CodeKind, Component, Grant, TokenKind } from '../../src/domain/store.ts'
import { openStore } from '../../src/storage/open.ts'
import { temporaryFolder, verifies } from '../harness.ts'
import { APPID, account, stored } from './stored.ts'

const BY = 'wxc0000000000000c1'
const OTHER = 'wxc0000000000000c2'
const SECOND = 'wx8240000000000002'

const component: Component = {
  appid: BY,
  secretDigest: 'digest',
  refreshKey: 'key',
  token: 'token',
  encodingAesKey: 'A'.repeat(43),
  previousEncodingAesKey: '',
  eventUrl: 'http://127.0.0.1/?a=1&b=广东',
  messageUrl: 'https://example.com/$APPID$',
  ipWhitelist: ['10.0.0.0/8', '::1'],
  permissionSets: [2, 3],
  published: false,
  testAccounts: [APPID],
  preAuthCodeLife: 1800,
  afterCancelling: 61003,
}

const grant = (said: Partial<Grant> = {}): Grant => ({
  appid: APPID,
  component: BY,
  permissionSets: [2],
  nonce: 'nonce',
  grantedAt: 2 ** 45,
  isExchanged: false,
  isCancelled: false,
  ...said,
})

const code = (digest: string, kind: CodeKind, expiresAt = 10, by = BY): Code => ({
  kind,
  digest,
  component: by,
  expiresAt,
  isUsed: false,
})

const token = (digest: string, kind: TokenKind, by: string) => ({
  kind,
  component: by,
  digest,
  nonce: '',
  expiresAt: 9,
  endsAt: Infinity,
})

const seen = ({ appid, nonce, grantedAt, isExchanged }: Grant) => ({ appid, nonce, grantedAt, isExchanged })

/** A store of the kind, empty, closed when disposed. */
async function opened(kind: string) {
  const folder = temporaryFolder()
  const store = await openStore(kind === 'memory' ? 'memory' : `sqlite:${join(folder.path, 'jadeite.db')}`)
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}

describe.each(['memory', 'file'])('the store of components (%s)', (kind) => {
  test('finds components as they were given last, and lists them', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    const changed = { ...component, refreshKey: 'other', ipWhitelist: [], published: true, secretDigest: 'other' }
    expect([await store.component(BY), await store.components()]).toEqual([undefined, []])
    await store.exclusively(OTHER, async (store) => store.putComponent({ ...component, appid: OTHER }))
    await store.exclusively(BY, async (store) => store.putComponent(component))
    expect(await store.component(BY)).toEqual(component)
    await store.exclusively(BY, async (store) => {
      await store.putComponent(changed)
      expect(await store.component(BY)).toEqual(changed)
    })
    expect([await store.component(BY), await store.components()]).toEqual([changed, [BY, OTHER]])
    const undone = store.exclusively(BY, async (store) => {
      await store.putComponent(component)
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    expect(await store.component(BY)).toEqual(changed)
  })

  test('lists accounts, as many as are asked for', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    for (const appid of [SECOND, APPID]) {
      await store.exclusively(appid, async (store) => store.putAccount({ ...account, appid }))
    }
    const limits = [0, 1, 2, 9, Number.MAX_SAFE_INTEGER]
    const lists = await Promise.all(limits.map((limit) => store.accounts(limit)))
    expect(lists).toEqual([[], [APPID], [APPID, SECOND], [APPID, SECOND], [APPID, SECOND]])
    await store.exclusively(APPID, async (store) => store.deleteAccount(APPID))
    expect(await store.accounts(9)).toEqual([SECOND])
  })

  test('uses a code once, and forgets by kind and time', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    const codes = [
      code('t1', 'ticket'),
      code('t2', 'ticket', 20),
      code('p', 'preAuthCode'),
      code('a', 'authorizationCode'),
    ]
    expect(await store.newestTicket(BY, 2 ** 50)).toBeUndefined()
    await store.exclusively(BY, async (store) => {
      for (const one of codes) await store.insertCode(BY, one)
    })
    expect(await Promise.all(codes.map(({ digest }) => store.code(BY, digest)))).toEqual(codes)
    expect([await store.code(OTHER, 't1'), await store.code(BY, 'x')]).toEqual([undefined, undefined])
    expect([await store.newestTicket(BY, 2 ** 50), await store.newestTicket(OTHER, 2 ** 50)]).toEqual([20, undefined])

    const used = await store.exclusively(BY, async (store) => [
      await store.useCode(BY, 'p'),
      await store.useCode(BY, 'p'),
      await store.useCode(BY, 'x'),
      await store.useCode(OTHER, 'a'),
    ])
    expect(used).toEqual([true, false, false, false])
    expect([(await store.code(BY, 'p'))?.isUsed, (await store.code(BY, 'a'))?.isUsed]).toEqual([true, false])

    await store.exclusively(BY, async (store) => {
      await store.forgetCodes(BY, 'ticket', 10)
      expect(await store.code(BY, 't1')).toBeDefined()
      await store.forgetCodes(BY, 'ticket', 11)
    })
    const left = await Promise.all(codes.map(({ digest }) => store.code(BY, digest)))
    expect(left.map((one) => one?.digest)).toEqual([undefined, 't2', 'p', 'a'])
  })

  test('finds a grant by account and by component, in the order of authorizing', {
    meta: verifies('storage.port'),
  }, async () => {
    await using use = await opened(kind)
    const { store } = use
    const put = (one: Grant) => store.exclusively(one.appid, async (store) => store.putGrant(one))
    const [late, early, other] = [grant(), grant({ appid: SECOND, grantedAt: 5 }), grant({ component: OTHER })]
    for (const one of [late, early, other]) await put(one)
    expect([await store.grant(APPID, BY), await store.grant(SECOND, OTHER)]).toEqual([late, undefined])
    expect(await store.grants(APPID)).toEqual([late, other])
    expect(await store.authorizers(BY, 0, 9)).toEqual([seen(early), seen(late)])
    expect(await store.authorizers(BY, 1, 9)).toEqual([seen(late)])
    expect(await store.authorizers(BY, 0, 1)).toEqual([seen(early)])
    expect([await store.countAuthorizers(BY), await store.countAuthorizers('x')]).toEqual([2, 0])

    const changed = grant({ permissionSets: [3, 100], nonce: 'other', grantedAt: 1, isExchanged: true })
    await put(changed)
    expect([await store.grant(APPID, BY), await store.authorizers(BY, 0, 9)]).toEqual([
      changed,
      [seen(changed), seen(early)],
    ])
    const cancelled = { ...changed, isCancelled: true }
    await put(cancelled)
    expect([await store.grants(APPID), await store.authorizers(BY, 0, 9)]).toEqual([[cancelled, other], [seen(early)]])
    await put(changed)
    expect(await store.countAuthorizers(BY)).toBe(2)
    await store.exclusively(APPID, async (store) => store.deleteGrant(APPID, BY))
    expect([await store.grants(APPID), await store.authorizers(BY, 0, 9)]).toEqual([[other], [seen(early)]])
  })

  test('knows of a token whose it is, and what lets it act', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    await store.exclusively(BY, async (store) => {
      await store.putComponent(component)
      await store.insertToken(BY, token('c', 'component', ''))
    })
    await store.exclusively(APPID, async (store) => {
      await store.putAccount(account)
      await store.putGrant(grant())
      await store.insertToken(APPID, token('a', 'authorizer', BY))
      await store.insertToken(APPID, token('b', 'authorizer', OTHER))
    })
    const grantOf = async (digest: string) => (await store.credential(APPID, digest))?.grant
    const alive = { expiresAt: 9, endsAt: Infinity }
    const none = { account: undefined, grant: undefined }
    expect(await store.credential(BY, 'c')).toEqual({ token: { kind: 'component', component: '', ...alive }, ...none })
    expect(await store.credential(APPID, 'a')).toEqual({
      token: { kind: 'authorizer', component: BY, ...alive },
      account: { kind: 'service', verified: true, status: 'active' },
      grant: { component: BY, permissionSets: [2], isCancelled: false },
    })
    expect(await grantOf('b')).toBeUndefined()

    const cancelled = grant({ permissionSets: [3], isCancelled: true })
    await store.exclusively(APPID, async (store) => store.putGrant(cancelled))
    expect(await grantOf('a')).toEqual({ component: BY, permissionSets: [3], isCancelled: true })
    await store.exclusively(APPID, async (store) => store.endTokens(APPID, 'authorizer', BY, 5))
    expect((await store.credential(APPID, 'a'))?.token.endsAt).toBe(5)
    expect((await store.credential(APPID, 'b'))?.token.endsAt).toBe(Infinity)
    await store.exclusively(APPID, async (store) => store.deleteGrant(APPID, BY))
    expect([await store.credential(APPID, 'a'), await store.newestToken(APPID, 'plain')]).toEqual([
      undefined,
      undefined,
    ])
    await store.exclusively(BY, async (store) => store.deleteComponent(BY))
    expect([await store.credential(BY, 'c'), await store.component(BY)]).toEqual([undefined, undefined])
  })

  test('keeps an option for each account', { meta: verifies('storage.port') }, async () => {
    await using use = await opened(kind)
    const { store } = use
    await store.exclusively(APPID, async (store) => {
      for (const value of ['1', '2']) await store.setOption(APPID, 'location_report', value)
    })
    const found = [await store.option(APPID, 'location_report'), await store.option(APPID, 'x')]
    expect([...found, await store.option(SECOND, 'location_report')]).toEqual(['2', undefined, undefined])
  })
})

test('what is deleted leaves no row behind', { meta: verifies('components.delete', 'storage.port') }, async () => {
  await using use = await stored()
  const { store, query } = use
  const tables = ['components', 'codes', 'grants', 'authorizers', 'options', 'access_tokens', 'directory', 'accounts']
  const counts = async () =>
    Promise.all(tables.map(async (table) => Number((await query(`select count(*) as n from ${table}`))[0]?.n)))
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0, 1, 1])
  await store.exclusively(BY, async (store) => {
    await store.putComponent(component)
    await store.insertCode(BY, code('t', 'ticket'))
    await store.insertToken(BY, token('c', 'component', ''))
  })
  await store.exclusively(APPID, async (store) => {
    await store.putGrant(grant())
    await store.insertCode(APPID, code('a', 'authorizationCode'))
    await store.insertToken(APPID, token('a', 'authorizer', BY))
    await store.setOption(APPID, 'voice_recognize', '1')
  })
  expect(await counts()).toEqual([1, 2, 1, 1, 1, 2, 2, 1])
  await store.exclusively(APPID, async (store) => store.deleteGrant(APPID, BY))
  expect(await counts()).toEqual([1, 1, 0, 0, 1, 1, 2, 1])
  await store.exclusively(BY, async (store) => store.deleteComponent(BY))
  await store.exclusively(APPID, async (store) => store.deleteAccount(APPID))
  expect(await counts()).toEqual(tables.map(() => 0))
})
