import { createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import Encryptor from 'node-easywechat/dist/Core/Encryptor.js'
import { expect, test } from 'vitest'
import { message } from '../../src/server/pushes/message.ts'
import { seal } from '../../src/server/pushes/seal.ts'
import { verifies } from '../harness.ts'

// Token, key and appid of the samples on the platform's page "message push" of third-party platforms.
const APPID = 'wx134c8103faa5a59e'
const sample = { appid: APPID, token: 'AAAAA', encodingAesKey: 'A'.repeat(43) }

test('the sample of a push: opened, and sealed again to the same bytes', {
  meta: verifies('push.encryption', 'push.signatures', 'push.message'),
}, () => {
  const encrypt =
    'D7yzvUNAL930rd28wf21s4hvXhz0L6Uit/p2Di6C5DHyYGpEgdBRnKjBec34JwoQXicwaZC7fOVihW80F4VtsdvE//1vr7oAbqjDv8KenVp+ajKYpJnyQ4zMRhIC+a31fCVOMC03FfzV/QuC94kBP55a+Za3sJgvAn+ZbsNqZI5DkyuzkhQN8OBqCzFhizGmy0xpM0MEA4agpvE+RuNO1rhHTtuJB5yltw1FiYzecSXJ+y/D2r81VkRn2eYjh2ltsoyfbDR7Is6ookXIFxTfyeNyeHxMeT4KN5WpCDmSbTcUYrbBUlkGLJ9n/rU8YOywma6G7aTb7KZKOqCxgfoUlYEZPk4FUL/TK7ShriFDMVCLyjQJ15Ob++agDWtcxhfUfe6HIoIpRW8mKNBQiY/Jd1svvuskA1wLef1RTtzKfMpagSCX/laZINmdnX4zrF6kIaR9P4xQrWXbsTFHTYe0Mg=='
  const key = Buffer.from(`${sample.encodingAesKey}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()])
  const end = 20 + plain.readUInt32BE(16)
  const sent = plain.toString('utf8', 20, end)
  expect(plain.subarray(end).toString()).toBe(`${APPID}${'\x16'.repeat(22)}`)
  const fields = [
    ['ToUserName', 'gh_97417a04a28d'],
    ['FromUserName', 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY'],
    ['CreateTime', 1715943329],
    ['MsgType', 'event'],
    ['Event', 'debug_demo'],
    ['debug_str', 'hello world'],
  ] as const
  expect(sent.replaceAll('\n', '')).toBe(message(fields))

  const query = { timestamp: '1715943329', nonce: '1590219412' }
  expect(seal({ ...sample, ...query, random: plain.subarray(0, 16), message: sent })).toEqual({
    encrypt,
    signature: 'cc0c594499c1634947d5b502f158ee518947db27',
    msgSignature: '6c12a4205838198b8fa631b3220723bb07f1015c',
  })
})

test('the sample of a reply, sealed to the same bytes', {
  meta: verifies('push.encryption', 'push.signatures'),
}, () => {
  const sealed = seal({
    ...sample,
    timestamp: '1713424427',
    nonce: '415670741',
    random: Buffer.from('999951349e8ee746'),
    message: '<xml><demo_resp>[CDATA[good luck]]</demo_resp></xml>', // as on the page
  })
  expect(sealed.encrypt).toBe(
    'hE8R6mGXHkJJjU72KxzKUd1GEkKJaEZq7vRL8XgK3o+00k8JGq6+pZJUIlTSyhsX+bxIBQ72g3GyvDdIZcr6+3HAZbSvPT9t/o11MI7d6WELwqrGd7jMnV0zv3Zc9Nq7',
  )
  expect(sealed.msgSignature).toBe('03e0812039325c2712ef5f0f980fd14c70d6e307')
})

test('a ticket that a published receiver has opened', { meta: verifies('push.encryption', 'push.signatures') }, () => {
  const sealed = seal({
    ...sample,
    timestamp: '1413192605',
    nonce: '1320562132',
    random: Buffer.from('1205899eaf019bbd'),
    message: `<xml><AppId>${APPID}</AppId><CreateTime>1413192605</CreateTime><InfoType>component_verify_ticket</InfoType><ComponentVerifyTicket>ticket@@@abc</ComponentVerifyTicket></xml>`,
  })
  expect(sealed).toEqual({
    encrypt:
      'D7yzvUNAL930rd28wf21s4Upa39sFDh02cM7qMF5BRVbIZTGFbnDNmHjepye7atwquvIUznIGRq7SMIFyv2LjmVUxjGaNZqxqI1eQ4DNCs+p8WYf/lHaxA/YH2Vql9b/Dv2kJaHGM7UvNT/71EhjcM/Ae3RZADRI1Z2s61+F1vrFZ7RhLMvd0ZQKJ/hPF97rm9UdrwVKa13YkGbS21TwDPmWZEOxMb4BGbBbnf7FYU3c2D280pxMXGtn5dvn7zLlqzFGixfhLShcpK7Y4vIWMWQLHeTafQWuGhR147Hpk38=',
    signature: '62a705cd71e474f2c87fcbb4eb09ab7b87542736',
    msgSignature: 'd5220e554223c292f376912d8f3854f9d2123297',
  })
})

const letters = (minLength: number, maxLength: number) =>
  fc.string({
    unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'),
    minLength,
    maxLength,
  })
const digits = fc.integer({ min: 100_000_000, max: 2_147_483_647 })

test('a published receiver opens whatever is sealed', { meta: verifies('push.published-receiver') }, () => {
  const letter = fc.record({
    appid: fc.oneof(fc.stringMatching(/^wx[0-9a-f]{16}$/), letters(1, 40)),
    token: letters(1, 32),
    encodingAesKey: letters(43, 43),
    timestamp: digits.map(String),
    nonce: digits.map(String),
    random: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    message: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme' }),
      // Every length about two blocks: none, one, or a whole block to pad.
      fc.integer({ min: 0, max: 130 }).map((length) => 'x'.repeat(length)),
    ),
  })
  fc.assert(
    fc.property(letter, (letter) => {
      const { encrypt, msgSignature } = seal(letter)
      const { appid, token, encodingAesKey, nonce, timestamp } = letter
      expect(Buffer.from(encrypt, 'base64').length % 32).toBe(0)
      const encryptor = new Encryptor(appid, token, encodingAesKey, appid)
      expect(encryptor.decrypt(encrypt, msgSignature, nonce, Number(timestamp))).toBe(letter.message)
    }),
    { numRuns: 300 },
  )
})
