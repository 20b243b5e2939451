import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCommApiData, encodeAnswer, encodeErrorCode } from '../../src/server/cloud/comm-api.ts'
import { CloudError } from '../../src/server/cloud/errors.ts'
import { verifies } from '../harness.ts'
import { commApiData } from './caller.ts'

const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 })), { maxLength: 20 })
const EMPTY = { apiType: 0, pairs: [], appid: '' }
const hex = (text: string) => Buffer.from(text.replaceAll(/[ |]/g, ''), 'hex')

function expectRefused(bytes: Uint8Array): void {
  expect(() => decodeCommApiData(bytes), Buffer.from(bytes.subarray(0, 100)).toString('hex')).toThrow(CloudError)
}

test('what was seen is read', { meta: verifies('cloud.open-api') }, () => {
  const { pairs, ...more } = decodeCommApiData(
    hex('08001 21a0a18 0a03746167 12117b226e616d65223a22e5b9bfe4b89c227d 3203777842'),
  )
  expect(more).toEqual({ apiType: 0, appid: 'wxB' })
  expect(pairs.map(([key, value]) => [key, Buffer.from(value).toString()])).toEqual([['tag', '{"name":"广东"}']])
  expect(decodeCommApiData(hex('08001200'))).toEqual(EMPTY)
})

test('what is written is read', { meta: verifies('cloud.protobuf') }, () => {
  fc.assert(
    fc.property(pairs, fc.string(), (pairs, appid) => {
      const read = decodeCommApiData(commApiData(pairs, appid))
      const plain = read.pairs.map(([key, value]) => [key, [...value]])
      expect({ ...read, pairs: plain }).toEqual({
        apiType: 0,
        pairs: pairs.map(([key, value]) => [key, [...value]]),
        appid,
      })
    }),
  )
})

test('fields that are not known are passed over', { meta: verifies('cloud.protobuf') }, () => {
  const unknown = [
    '3a 02 ffff', // 7: bytes
    '3d 01020304', // 7: 32 bits
    '39 0102030405060708', // 7: 64 bits
    '38 ffffffffffffffffff01', // 7: a number
    '3b 08 01 3c', // 7: a group
    'fa ff ff ff 0f 00', // the highest number that there is
    '12 02 38 01', // within OpenApiData
    '12 04 0a 02 18 01', // within a pair; the pair itself is one
    '0d 01020304', // 1, and not a number
    '30 01', // 6, and no bytes
    '1a 00', // innerData
  ]
  for (const bytes of unknown) {
    const { pairs, ...more } = decodeCommApiData(Buffer.concat([hex(bytes), commApiData([], 'wxB')]))
    expect([bytes, more]).toEqual([bytes, { apiType: 0, appid: 'wxB' }])
    expect(pairs).toHaveLength(bytes.startsWith('12 04') ? 1 : 0)
  }
})

test('what is cut short is refused, or read without what is missing', { meta: verifies('cloud.protobuf') }, () => {
  const whole = commApiData(
    [
      ['tag', '{"name":"广东"}'],
      ['tagid', '134'],
    ],
    'wxB',
  )
  const ends = [...whole.keys()].filter((length) => isReadable(whole.subarray(0, length)))
  expect(ends).toEqual([0, 2, whole.length - 5]) // where a field of the outer message ends
})

test('lengths that lie are refused', { meta: verifies('cloud.protobuf') }, () => {
  const lies = [
    '12 06 0a 03 0a 01 61', // OpenApiData is longer than it
    '12 7f',
    '12 ffffffff0f',
    '12 ffffffff07', // the longest that a signed number can be
    '12 ffffffffffffffffff01', // a number of ten bytes
    '12 ffffffffffffffffffffff', // one that does not end
    '12 04 0a 05 0a 01', // a pair reaches out of OpenApiData
    '12 06 0a 04 0a 7f 61 61', // a key reaches out of its pair
    '32 04 777842', // appid
    '3a ff',
    '3b 3b 3b', // groups that do not end
    '3b 44', // one that ends as another
    '3c', // one that never began
    '00 00', // no field has number 0
    '3e 00', // no such type
    '3f 00',
    '32 01 ff', // no UTF-8
    `${'3b'.repeat(100_000)}`,
  ]
  for (const bytes of lies) expectRefused(hex(bytes))
})

test('more than 256 arguments are refused', { meta: verifies('cloud.bounds') }, () => {
  const many = (length: number) => commApiData(Array.from({ length }, (_, n) => [`k${n}`, '1'] as const))
  expect(decodeCommApiData(many(256)).pairs).toHaveLength(256)
  expectRefused(many(257))
  const started = performance.now()
  expectRefused(Buffer.concat([hex('12 feff3f'), Buffer.from('0a00'.repeat(524_287), 'hex')]))
  expect(performance.now() - started).toBeLessThan(1_000)
})

test('any bytes are read or refused, and at once', { meta: verifies('cloud.protobuf') }, () => {
  const started = performance.now()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => void isReadable(bytes)),
    { numRuns: 3_000 },
  )
  fc.assert(
    fc.property(pairs, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }), (pairs, changes) => {
      const bytes = Uint8Array.from(commApiData(pairs, 'wxB'))
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      isReadable(bytes)
    }),
    { numRuns: 2_000 },
  )
  expect(performance.now() - started).toBeLessThan(20_000)
})

// Any other error than the one that is due fails the test.
function isReadable(bytes: Uint8Array): boolean {
  try {
    decodeCommApiData(bytes)
    return true
  } catch (error) {
    if (error instanceof CloudError) return false
    throw error
  }
}

test('answers hold any JSON', { meta: verifies('cloud.open-api') }, () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const reader = new BinaryReader(encodeAnswer(json))
      expect([reader.tag(), reader.string()]).toEqual([[1, WireType.LengthDelimited], json])
    }),
  )
  const written = new BinaryWriter().tag(3, WireType.Varint).int32(-604100).tag(4, WireType.Varint).int32(200)
  expect(encodeErrorCode(-604100)).toEqual(written.finish())
})
