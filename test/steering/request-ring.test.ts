import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Kept,
  LONGEST_TEXT,
  requestRing,
  type Seen,
  SMALLEST_RING,
} from '../../src/server/steering/request-ring.ts'
import { verifies } from '../harness.ts'

const call = fc.record({
  interface: fc.integer({ min: -1, max: 60 }),
  door: fc.constantFrom('https', 'proxy', 'in process', 'cloud call', 'cloud run'),
  at: fc.nat(),
  ms: fc.double({ min: 0, max: 1000, noNaN: true }),
  method: fc.constantFrom('GET', 'POST', 'P'.repeat(200_000)),
  target: fc.integer({ min: 0, max: 6000 }).map((length) => '/'.repeat(length)),
  ip: fc.constantFrom('127.0.0.1', '::1'),
  appid: fc.constantFrom('', 'wx000000000000000a', 'x'.repeat(200_000)),
  body: fc.integer({ min: 0, max: 20_000 }).map((length) => new Uint8Array(Buffer.alloc(length, 'a'))),
  status: fc.constantFrom(200, 502),
  errcode: fc.constantFrom(0, -1, 45157),
  reply: fc.integer({ min: 0, max: 20_000 }).map((length) => '广'.repeat(length)),
  note: fc.constantFrom('', 'a note'),
  fault: fc.constantFrom('', '3'),
}) satisfies fc.Arbitrary<Seen>

const expected = ({ body, reply, target, appid, method, ...seen }: Seen): Kept => ({
  ...seen,
  appid: appid.slice(0, 1024),
  method: method.slice(0, 1024),
  target: target.slice(0, 4096),
  body: Buffer.from(body.subarray(0, LONGEST_TEXT)).toString(),
  bodySize: body.length,
  reply: reply.slice(0, LONGEST_TEXT),
  replySize: reply.length,
})

test('a ring holds the newest records as they were written, and never more bytes', {
  meta: verifies('requests.bounded'),
}, () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), fc.nat(60), (calls, clearedAfter) => {
      const ring = requestRing(SMALLEST_RING)
      let kept: Seen[] = []
      calls.forEach((seen, index) => {
        ring.add(seen)
        kept.push(seen)
        if (index === clearedAfter) {
          ring.clear()
          kept = []
        }
        const places = ring.places()
        expect(places).toHaveLength(ring.count())
        expect(places.map(ring.read)).toEqual(kept.slice(kept.length - places.length).map(expected))
        if (kept.length > 0) expect(places.length).toBeGreaterThan(0)
      })
      expect(ring.size()).toBe(calls.length > 0 ? SMALLEST_RING : 0)
    }),
    { numRuns: 60 },
  )
})
