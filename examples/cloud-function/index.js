const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

/** The Official Account with which the environment is shared. */
const { tags } = cloud.openapi({ appid: process.env.OFFICIAL_ACCOUNT }).officialAccount

const NAME_IS_THERE = 45157
/** What says that a follower of the batch cannot be tagged, and not which one: the SDK drops fail_openid_list. */
const OF_FOLLOWERS = [40003, 45059, 45171, 49003, 50005]
const BATCH = 50

/** Creates the tag that the event names, or finds it, and puts it on the followers that the event names. */
exports.main = async ({ name, openids = [] }) => {
  const id = await idOf(name)
  const refused = []
  for (let from = 0; from < openids.length; from += BATCH)
    refused.push(...(await putOn(openids.slice(from, from + BATCH), id)))
  return { tag: { id, name }, tagged: openids.length - refused.length, refused }
}

async function idOf(name) {
  try {
    return (await tags.create({ tag: { name } })).tag.id
  } catch (error) {
    if (error.errCode !== NAME_IS_THERE) throw error
    const existing = (await tags.get()).tags.find((tag) => tag.name === name)
    if (!existing) throw error
    return existing.id
  }
}

// Halves what is refused until it is known who cannot be tagged, and why.
async function putOn(openidList, tagid) {
  try {
    await tags.batchTagging({ openidList, tagid })
    return []
  } catch (error) {
    const { errCode, errMsg } = error
    if (!OF_FOLLOWERS.includes(errCode)) throw error
    if (openidList.length === 1) return [{ openid: openidList[0], errCode, errMsg }]
    const half = Math.ceil(openidList.length / 2)
    return [...(await putOn(openidList.slice(0, half), tagid)), ...(await putOn(openidList.slice(half), tagid))]
  }
}
