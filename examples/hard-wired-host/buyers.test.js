import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { tagBuyers } from './buyers.js'

// The followers of jadeite.yaml.
const openids = ['ofg7BjYnkj_DPExPcSRfzYe2Hk7k', 'ofg7BjFfslLAUe3zvRo_SYJpRfsu']
const { JADEITE_APPID: appid, JADEITE_SECRET: secret } = process.env

before(() => assert.ok(appid, 'Run these tests by jadeite exec -- npm test: else they would call WeChat itself.'))

test('buyers carry a tag, which is made once', async () => {
  const id = await tagBuyers({ appid, secret }, openids)
  assert.equal(await tagBuyers({ appid, secret }, openids), id)
})

test('a stranger is refused', async () => {
  await assert.rejects(tagBuyers({ appid, secret }, [`o${'X'.repeat(27)}`]), { errcode: 49003 })
})

test('a wrong secret is refused', async () => {
  await assert.rejects(tagBuyers({ appid, secret: 'wrong' }, openids), { errcode: 40125 })
})
