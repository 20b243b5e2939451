import * as Type from 'typebox'
import { exampleAuthorizer as appid } from './component-fields.ts'
import { defineInterface } from './interface.ts'

const strict = { additionalProperties: false }
const docs = 'https://spec.openapis.org/oas/v3.1.1.html'
const OfAccount = Type.Optional(
  Type.String({ description: 'Of this account; else of all that have none of their own' }),
)

const amount = (maximum: number, description: string) =>
  Type.Optional(
    Type.Union(
      [
        Type.Integer({ minimum: 1, maximum }),
        Type.Object({ min: Type.Integer({ minimum: 0 }), max: Type.Integer({ minimum: 1, maximum }) }, strict),
      ],
      { description },
    ),
  )

const lag = {
  milliseconds: amount(86_400_000, "For so long, by the server's clock; or a range"),
  calls: amount(1_000_000, 'For so many calls that name the tag; or a range'),
  seed: Type.Optional(
    Type.Integer({ description: 'Of a range: the lag of a tag follows from it and the id; default 0' }),
  ),
}

/**
 * From now on a tag that createTag has just made is unknown (45159) to batchTagging, batchUntagging and getTagFans for a
 * while, as behind replicas that lag. getTags lists it at once, and it can be renamed and deleted.
 */
export const setTagLag = defineInterface({
  title: 'Have new tags be unknown for a while',
  docs,
  http: 'POST /_jadeite/tag-lag',
  credential: 'admin',
  request: Type.Object({ appid: OfAccount, ...lag }, strict),
  response: Type.Object({ ...lag, waiting: Type.Integer({ description: 'Tags that are unknown still' }) }),
  errors: [],
  example: { request: { appid, calls: 2 }, response: { calls: 2, waiting: 0 } },
})

/** The lag of new tags, as it was set; nothing of it where there is none. */
export const getTagLag = defineInterface({
  title: 'Read the lag of new tags',
  docs,
  http: 'GET /_jadeite/tag-lag',
  credential: 'admin',
  request: Type.Object({ appid: OfAccount }, strict),
  response: Type.Object({ ...lag, waiting: Type.Integer({ description: 'Tags that are unknown still' }) }),
  errors: [],
  example: { request: { appid }, response: { calls: 2, waiting: 1 } },
})

/** No lag any more: of this account, or none at all. All tags are known at once. */
export const clearTagLag = defineInterface({
  title: 'End the lag of new tags',
  docs,
  http: 'DELETE /_jadeite/tag-lag',
  credential: 'admin',
  request: Type.Object(
    { appid: Type.Optional(Type.String({ description: 'Of this account only; a client fills in its own' })) },
    strict,
  ),
  response: Type.Object({ cleared: Type.Integer({ description: 'Tags that were unknown still' }) }),
  errors: [],
  example: { request: { appid }, response: { cleared: 1 } },
})
