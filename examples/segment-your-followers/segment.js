import { createClient, WeChatError } from 'jadeite/client'

// Tags that this program puts on followers. Each follower gets one of each kind; other tags it leaves alone.
const SOURCES = {
  ADD_SCENE_QR_CODE: '来源-扫码',
  ADD_SCENE_SEARCH: '来源-搜索',
  ADD_SCENE_PROFILE_CARD: '来源-名片',
}
const OTHER_SOURCE = '来源-其他'
const AGES = [
  { days: 365, name: '关注-一年以上' },
  { days: 30, name: '关注-一月以上' },
  { days: 0, name: '关注-新' },
]
const ALL = [...Object.values(SOURCES), OTHER_SOURCE, ...AGES.map(({ name }) => name)]

/** What the platform takes at once. */
const MOST_INFO = 100
const MOST_TAGGED = 50

// Refusals that are about a follower, and not about the call.
const ABOUT_A_FOLLOWER = new Set([40003, 45059, 45171, 49003, 50005])

const { JADEITE_URL, JADEITE_APPID = '', JADEITE_SECRET = '' } = process.env
const client = createClient({
  ...(JADEITE_URL !== undefined && { baseUrl: JADEITE_URL }), // without it: the live service; empty: refused
  appid: JADEITE_APPID,
  secret: JADEITE_SECRET,
})

const now = Date.now() / 1000
const ids = await tagIds()
const summary = new Map(ALL.map((name) => [name, { followers: 0, tagged: 0, untagged: 0 }]))
const refused = []
let read = 0

for await (const openids of pages()) {
  const users = []
  for (const some of inParts(openids, MOST_INFO)) {
    const user_list = some.map((openid) => ({ openid }))
    users.push(...(await patiently(() => client.batchUserinfo({ user_list }))).user_info_list)
  }
  await segment(users.filter(({ subscribe }) => subscribe === 1)) // one may have left since the page was read
}
print()

/** The ids of our tags by name; those that are missing are created. */
async function tagIds() {
  const { tags } = await patiently(() => client.getTags())
  const known = new Map(tags.map(({ id, name }) => [name, id]))
  for (const name of ALL) {
    if (known.has(name)) continue
    const { tag } = await patiently(() => client.createTag({ tag: { name } }))
    known.set(name, tag.id)
  }
  return new Map(ALL.map((name) => [name, known.get(name)]))
}

/** All followers, up to 10,000 at a time. The last page has a next_openid too; what tells the end is a page without data. */
async function* pages() {
  for (let next_openid = ''; ; ) {
    const page = await patiently(() => client.getFans({ next_openid }))
    if (!page.data) return
    yield page.data.openid
    next_openid = page.next_openid
  }
}

/** The segments that a follower belongs to. */
function segmentsOf({ subscribe_scene = '', subscribe_time = now }) {
  const days = (now - subscribe_time) / 86_400
  return [SOURCES[subscribe_scene] ?? OTHER_SOURCE, (AGES.find((age) => days >= age.days) ?? AGES.at(-1)).name]
}

/** Puts on and takes off what differs from what the followers carry, so that a second run has nothing to do. */
async function segment(users) {
  read += users.length
  const missing = new Map(ALL.map((name) => [name, []]))
  const stale = new Map(ALL.map((name) => [name, []]))
  for (const user of users) {
    const segments = segmentsOf(user)
    for (const name of ALL) {
      const belongs = segments.includes(name)
      const carries = user.tagid_list.includes(ids.get(name))
      if (belongs) summary.get(name).followers++
      if (belongs && !carries) missing.get(name).push(user.openid)
      if (carries && !belongs) stale.get(name).push(user.openid)
    }
  }
  // Off before on: a follower carries 20 tags at most.
  for (const [name, openids] of stale) summary.get(name).untagged += await each(client.batchUntagging, name, openids)
  for (const [name, openids] of missing) summary.get(name).tagged += await each(client.batchTagging, name, openids)
}

async function each(method, name, openids) {
  let done = 0
  for (const some of inParts(openids, MOST_TAGGED)) done += await batch(method, name, some)
  return done
}

/** How many of the followers it was done for. Those who are refused are found, and told at the end. */
async function batch(method, name, openids) {
  try {
    await patiently(() => method({ tagid: ids.get(name), openid_list: openids }))
    return openids.length
  } catch (error) {
    if (!(error instanceof WeChatError && ABOUT_A_FOLLOWER.has(error.errcode))) throw error
    const [openid] = openids
    if (openids.length === 1) {
      refused.push(`${openid} ${name}: ${error.errcode} ${error.errmsg}`)
      return 0
    }
    // 45171: the others are done, and who is not is named. Else nobody is done: half of them at a time.
    const failed = error.fail_openid_list
    const parts = failed ? failed.map((one) => [one]) : inParts(openids, Math.ceil(openids.length / 2))
    let done = failed ? openids.length - failed.length : 0
    for (const part of parts) done += await batch(method, name, part)
    return done
  }
}

/** Calls again when the platform is busy (-1): after 1, 2, 4 and 8 seconds. */
async function patiently(call) {
  for (let seconds = 1; ; seconds *= 2) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof WeChatError && error.errcode === -1 && seconds <= 8)) throw error
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    }
  }
}

function inParts(all, most) {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most))
}

function print() {
  console.log(`${read} followers`)
  for (const [name, { followers, tagged, untagged }] of summary) {
    console.log(`${name}: ${followers} (${tagged} tagged, ${untagged} untagged)`)
  }
  if (refused.length > 0) console.log(`${refused.length} refused:\n${refused.join('\n')}`)
}
