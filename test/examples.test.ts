import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startJadeite } from '../src/testing/index.ts'
import { verifies } from './harness.ts'

const DAY = 86_400

test('followers are segmented, and a second time there is nothing to do', {
  meta: verifies('docs.examples'),
}, async () => {
  const now = Math.floor(Date.now() / 1000)
  await using jadeite = await startJadeite({ listen: true, now: new Date() })
  const { client } = jadeite
  await client.importFollowers({
    createTags: true,
    followers: Array.from({ length: 3000 }, (_, n) => ({
      openid: openid(n),
      subscribe_time: now - (n % 3) * 200 * DAY - 1, // 0, 200, 400 days
      subscribe_scene: n % 2 === 0 ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_WECHAT_ADVERTISEMENT',
      // One carries as many tags as can be; one a tag of ours that has become wrong, and one of somebody else.
      ...(n === 0 && { tags: Array.from({ length: 20 }, (_, tag) => `标签${tag}`) }),
      ...(n === 1 && { tags: ['关注-新', 'VIP'] }),
    })),
  })

  // A server in front that is busy once, and where a follower leaves between being read and being tagged.
  let calls = 0
  let batches = 0
  await using front = await inFrontOf(jadeite.url ?? '', async (path) => {
    if (++calls === 5) return '{"errcode":-1,"errmsg":"system error"}'
    if (path.startsWith('/cgi-bin/tags/members/batchtagging') && ++batches === 1)
      await client.unsubscribe({ openids: [openid(1500)] })
    return undefined
  })

  const first = await run(front.url, jadeite)
  expect(first.split('\n').slice(0, 9)).toEqual([
    '3000 followers',
    '来源-扫码: 1500 (1498 tagged, 0 untagged)',
    '来源-搜索: 0 (0 tagged, 0 untagged)',
    '来源-名片: 0 (0 tagged, 0 untagged)',
    '来源-其他: 1500 (1500 tagged, 0 untagged)',
    '关注-一年以上: 1000 (1000 tagged, 0 untagged)',
    '关注-一月以上: 1000 (1000 tagged, 0 untagged)',
    '关注-新: 1000 (998 tagged, 1 untagged)',
    '4 refused:',
  ])
  const refused = first.split('\n').slice(9)
  expect(refused.filter((line) => line.startsWith(openid(0)))).toHaveLength(2)
  expect(refused.filter((line) => line.startsWith(openid(1500)))).toHaveLength(2)
  expect(first).toMatch(/来源-扫码: 45059 can not tagging one user too much /)
  expect(first).toMatch(/来源-扫码: 50005 user is unsubscribed /)

  expect(front.replies.filter((reply) => reply.includes('"errcode":45171,'))).toHaveLength(2)

  const { tags } = await client.getTags()
  const counts = new Map(tags.map(({ name, count }) => [name, count]))
  expect(
    ['来源-扫码', '来源-其他', '关注-一年以上', '关注-一月以上', '关注-新'].map((name) => counts.get(name)),
  ).toEqual([1498, 1500, 1000, 1000, 998])
  const idOf = (name: string) => tags.find((tag) => tag.name === name)?.id
  const { tagid_list } = await client.getTagidList({ openid: openid(1) })
  expect(tagid_list.toSorted()).toEqual([idOf('VIP'), idOf('来源-其他'), idOf('关注-一月以上')].toSorted())

  const [followers, ...segments] = (await run(front.url, jadeite)).split('\n')
  expect(followers).toBe('2999 followers')
  expect(segments.slice(0, 7).filter((line) => !line.endsWith('(0 tagged, 0 untagged)'))).toEqual([])
  expect(segments.slice(7)).toEqual(
    ['2 refused:', ...refused.filter((line) => line.startsWith(openid(0)))].map(untailed),
  )
})

const openid = (n: number) => `o${String(n).padStart(27, '-')}`

function untailed(line: string) {
  return expect.stringContaining(line.replace(/ hint: .*/, ''))
}

async function run(url: string, { appid, secret }: { appid: string; secret: string }): Promise<string> {
  const child = spawn(process.execPath, ['examples/segment-your-followers/segment.js'], {
    env: { ...process.env, JADEITE_URL: url, JADEITE_APPID: appid, JADEITE_SECRET: secret },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [printed, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
  expect(complaint).toBe('')
  return printed.trim()
}

// Hands every request on, unless `answer` has an answer of its own.
async function inFrontOf(url: string, answer: (path: string) => Promise<string | undefined>) {
  const replies: string[] = []
  const front = createServer(async (request: IncomingMessage, response) => {
    const { method = '', url: path = '' } = request
    const body = await text(request)
    const own = await answer(path)
    const reply = own ?? (await (await fetch(url + path, { method, ...(body && { body }) })).text())
    replies.push(reply)
    response.setHeader('Content-Type', 'application/json; encoding=utf-8')
    response.end(reply)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const { port } = front.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    replies,
    async [Symbol.asyncDispose]() {
      front.closeAllConnections()
      await new Promise((resolve) => front.close(resolve))
    },
  }
}
