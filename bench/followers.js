// The account with millions of followers against one with ten thousand: import, pages, tagging, deleting a tag.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fetchTokens, makeAccounts, writeSeed } from './accounts.js'
import { requireAllSuccess, sampleReplies } from './checks.js'
import { twoTags, writeFollowers } from './follower-files.js'
import { load } from './load.js'
import { median, shown, table } from './numbers.js'
import { endWithUs, startServer } from './processes.js'
import { inTemporaryFolder } from './temporary-folder.js'
import { residentMegabytes } from './usage.js'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const MAIN = here('../dist/main.js')
const SMALL = 10_000
const DELETED_MEMBERS = 100_000
const DELETED_TAGS = 5
const CREATING = 1_000
const SECONDS = 4

/** All figures of an account with that many followers. */
export const measureFollowers = (count) =>
  inTemporaryFolder(async (folder) => {
    const all = makeAccounts(CREATING + 3, 90)
    const [large, small, deleting] = all
    const creating = all.slice(3).map((account) => ({ ...account, tags: [] }))
    const seed = join(folder, 'seed.json')
    writeSeed(seed, [large, small, deleting, ...creating])

    const tags = Array.from({ length: DELETED_TAGS }, (_, tag) => `seeded ${tag}`)
    await importFile(folder, deleting.appid, DELETED_MEMBERS, () => tags)
    await importFile(folder, small.appid, SMALL, twoTags)
    const imported = await importFile(folder, large.appid, count, twoTags)
    const pages = await pagesInProcess(folder, { large, small })
    const server = await startServer(serve, folder)
    try {
      const { port } = server
      const [largeToken, smallToken, deletingToken, ...tokens] = await fetchTokens(port, [
        large,
        small,
        deleting,
        ...creating,
      ])
      return {
        imported,
        pages,
        taggingLarge: await tagging(port, folder, largeToken, 200_000),
        taggingSmall: await tagging(port, folder, smallToken, SMALL),
        beside: await createBesidePages(port, folder, { largeToken, tokens }),
        deleted: await deleteTags(port, deletingToken), // last: what it leaves behind is cleared for a while
        loaded: residentMegabytes(server.pid),
      }
    } finally {
      await server.stop()
    }
  })

const STORE = 'sqlite:jadeite.db'
const serve = { file: MAIN, options: ['serve', '--port', '{port}', '--store', STORE, '--seed', 'seed.json'] }

/** { seconds, rate (followers a second), megabytes (the most that was resident) } of `jadeite import`. */
async function importFile(folder, appid, count, tagsOf) {
  const file = join(folder, `${appid}.csv`)
  writeFollowers(file, count, tagsOf)
  process.stderr.write(`importing ${count} followers\n`)
  const since = performance.now()
  const child = spawn(
    process.execPath,
    [MAIN, 'import', file, '--store', STORE, '--seed', 'seed.json', '--appid', appid],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  endWithUs(child)
  let megabytes = 0
  const watch = setInterval(() => {
    if (child.exitCode === null) megabytes = Math.max(megabytes, residentMegabytes(child.pid) || 0)
  }, 100)
  const [code] = await once(child, 'exit')
  clearInterval(watch)
  if (code !== 0) throw new Error(`jadeite import ended with code ${code}`)
  const seconds = (performance.now() - since) / 1000
  return { seconds, rate: count / seconds, megabytes }
}

/** Milliseconds at the median of a page of 10,000 of all followers, and of those of a tag, asked for without a socket. */
async function pagesInProcess(folder, { large, small }) {
  const { createServer, openStore } = await import('../dist/server.js')
  const store = await openStore(`sqlite:${join(folder, 'jadeite.db')}`)
  const server = createServer({ store })
  const call = async (path, init) => (await server.fetch(`http://localhost${path}`, init)).text()
  const figures = {}
  for (const [name, { appid, secret }] of Object.entries({ small, large })) {
    const claim = JSON.stringify({ grant_type: 'client_credential', appid, secret })
    const { access_token } = JSON.parse(await call('/cgi-bin/stable_token', { method: 'POST', body: claim }))
    figures[name] = await times((cursor) =>
      call(`/cgi-bin/user/get?access_token=${access_token}&next_openid=${cursor}`),
    )
    figures[`${name}Tag`] = await times((next_openid) => {
      const body = JSON.stringify({ tagid: 100, next_openid })
      return call(`/cgi-bin/user/tag/get?access_token=${access_token}`, { method: 'POST', body })
    })
  }
  await store.close()
  return figures
}

// Page after page, and from the beginning again. A page ends with its cursor, or is the last.
async function times(page, count = 200) {
  const all = []
  let cursor = ''
  for (let read = 0; read < count; read++) {
    const since = performance.now()
    const text = await page(cursor)
    all.push(performance.now() - since)
    cursor = text.includes('"count":10000,') ? text.slice(-30, -2) : ''
  }
  return median(all)
}

/** Milliseconds until tags of 100,000 members each are answered to be gone: the median and the longest. */
async function deleteTags(port, token) {
  const all = []
  for (let tag = 0; tag < DELETED_TAGS; tag++) {
    const since = performance.now()
    const reply = await post(port, `/cgi-bin/tags/delete?access_token=${token}`, { tag: { id: 100 + tag } })
    all.push(performance.now() - since)
    if (reply.errcode !== 0) throw new Error(`A tag was not deleted: ${JSON.stringify(reply)}`)
  }
  return { median: median(all), longest: Math.max(...all) }
}

/** Tags 50 followers a call, each of them with a tag that they do not carry: { callsPerSecond, p99 (milliseconds) }. */
async function tagging(port, folder, token, followers) {
  const openids = await firstFollowers(port, token, followers)
  const bodies = []
  for (let tag = 0; tag < 8; tag++) {
    const { tag: made } = await post(port, `/cgi-bin/tags/create?access_token=${token}`, {
      tag: { name: `bench ${tag}` },
    })
    for (let at = 0; at < openids.length; at += 50) {
      bodies.push(JSON.stringify({ openid_list: openids.slice(at, at + 50), tagid: made.id }))
    }
  }
  const work = { method: 'POST', path: '/cgi-bin/tags/members/batchtagging?access_token=', run: 1, bodies }
  // The small account has work for less than a second.
  return loaded(port, folder, work, [token], followers > SMALL ? SECONDS : 1)
}

async function firstFollowers(port, token, count) {
  const openids = []
  for (let next = ''; openids.length < count; ) {
    const page = await get(port, `/cgi-bin/user/get?access_token=${token}&next_openid=${next}`)
    openids.push(...(page.data?.openid ?? []))
    next = page.next_openid
    if (!page.data) break
  }
  return openids
}

/** createTag under full load while one client reads pages of 10,000 in a loop: as `loaded`, and pages read. */
async function createBesidePages(port, folder, { largeToken, tokens }) {
  let over = false
  let read = 0
  const reading = (async () => {
    for (let next = ''; !over; read++) {
      const page = await get(port, `/cgi-bin/user/get?access_token=${largeToken}&next_openid=${next}`)
      next = page.count === 10_000 ? page.next_openid : ''
    }
  })()
  const work = { method: 'POST', path: '/cgi-bin/tags/create?access_token=', run: 100 }
  const figures = await loaded(port, folder, work, tokens, SECONDS)
  over = true
  await reading
  return { ...figures, pagesPerSecond: read / SECONDS }
}

async function loaded(port, folder, work, lines, seconds) {
  const linesFile = join(folder, 'lines')
  writeFileSync(linesFile, `${lines.join('\n')}\n`)
  const bodiesFile = work.bodies && join(folder, 'bodies')
  if (bodiesFile) writeFileSync(bodiesFile, `${work.bodies.join('\n')}\n`)
  const sample = await sampleReplies(port, work, lines)
  const result = await load(port, { ...work, linesFile, bodiesFile }, { seconds, first: sample.next })
  requireAllSuccess(result, sample.bytesEach)
  if (work.bodies && result.next > work.bodies.length) process.stderr.write('bench: bodies came twice\n')
  return { callsPerSecond: result.requests / (result.microseconds / 1e6), p99: result.p99 / 1000 }
}

const get = async (port, path) => (await fetch(`http://127.0.0.1:${port}${path}`)).json()
const post = async (port, path, body) =>
  (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()

/** Goals and figures as a table. */
export const followersTable = (count, figures) => {
  const { imported, pages, deleted, taggingLarge, taggingSmall, beside, loaded } = figures
  const met = (isMet) => (isMet ? 'yes' : '**no**')
  const calls = taggingLarge.callsPerSecond
  return table(
    [`an account with ${shown(count)} followers`, 'measured', 'goal', 'met'],
    [
      ['`jadeite import`, 2 tags each', `${shown(imported.rate)}/s`, '≥ 150,000/s', met(imported.rate >= 150_000)],
      ['memory of the import', `${shown(imported.megabytes)} MB`, '≤ 250 MB', met(imported.megabytes <= 250)],
      ['a page of 10,000 followers, in process', ...page(pages.large, pages.small, met)],
      ['a page of 10,000 of a tag, in process', ...page(pages.largeTag, undefined, met)],
      [
        'batchTagging of 50, durable',
        `${shown(calls)} calls/s, p99 ${shown(taggingLarge.p99, 1)} ms`,
        '≥ 2,000',
        met(calls >= 2000),
      ],
      [
        '… against an account of 10,000',
        `${shown(taggingSmall.callsPerSecond / calls, 2)} × its time`,
        '≤ 2 ×',
        met(taggingSmall.callsPerSecond / calls <= 2),
      ],
      [
        'deleteTag of 100,000 members',
        `${shown(deleted.median, 1)} ms (longest ${shown(deleted.longest, 1)})`,
        '≤ 20 ms',
        met(deleted.longest <= 20),
      ],
      [
        `createTag while pages are read (${shown(beside.pagesPerSecond)} a second)`,
        `p99 ${shown(beside.p99, 1)} ms, ${shown(beside.callsPerSecond)} calls/s`,
        'p99 ≤ 20 ms',
        met(beside.p99 <= 20),
      ],
      ['memory of the server afterwards', `${shown(loaded)} MB`, '', ''],
    ],
  )
}

const page = (large, small, met) => [
  small ? `${shown(large, 2)} ms, ${shown(large / small, 2)} × that of 10,000` : `${shown(large, 2)} ms`,
  small ? '≤ 4 ms, ≤ 1.2 ×' : '≤ 4 ms',
  met(large <= 4 && (!small || large / small <= 1.2)),
]
