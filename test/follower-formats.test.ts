import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { type Format, type FormatName, formatOf } from '../src/cli/followers/format.ts'
import type { Problem } from '../src/cli/followers/piece.ts'
import { pieces } from '../src/cli/followers/pieces.ts'
import { eachRow } from '../src/cli/followers/rows.ts'
import { PIECE, type Source } from '../src/cli/followers/source.ts'
import type { FollowerRecord } from '../src/contract/index.ts'
import { verifies } from './harness.ts'

const NAMES: readonly FormatName[] = ['csv', 'ndjson']
const ALL =
  'openid,subscribed,subscribe_time,tags,remark,blacklisted,language,unionid,subscribe_scene,qr_scene,qr_scene_str'

const openid = (number: number) => `o${String(number).padStart(27, '0')}`

interface Got {
  readonly records: FollowerRecord[]
  readonly lines: number[]
  readonly problems: Problem[]
}

async function readAll(format: Format, text: string | Buffer): Promise<Got> {
  const bytes = Buffer.from(text)
  const read = async (position: number) => bytes.subarray(position, position + PIECE)
  const source: Source = {
    name: 'f',
    size: bytes.length,
    read,
    key: async () => '',
    passed() {},
    close: async () => {},
  }
  const { start, read: readPiece } = format.open(await read(0), 'f')
  const all: Got = { records: [], lines: [], problems: [] }
  for await (const { records, lines, problems } of pieces(source, readPiece, start)) {
    all.records.push(...records)
    all.lines.push(...lines)
    all.problems.push(...problems)
  }
  return all
}

const readCsv = (text: string | Buffer) => readAll(formatOf('f.csv', undefined), text)
const badLines = ({ problems }: Got) => problems.map(({ line }) => line)

const awkward = fc.string({ unit: fc.constantFrom(...'\\",|#\n\r\t 1a广😀\ufeff\u0000'), maxLength: 12 })
const text = fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 20 }))
const count = fc.integer({ min: 0, max: 2 ** 40 })
const record: fc.Arbitrary<Required<FollowerRecord>> = fc.record({
  openid: fc.string({ unit: fc.constantFrom(...'aZ09_-'), minLength: 27, maxLength: 27 }).map((rest) => `o${rest}`),
  subscribed: fc.boolean(),
  subscribe_time: count,
  tags: fc.array(
    fc.oneof(
      fc.nat(),
      text.filter((name) => name !== ''),
    ),
    { maxLength: 20 },
  ),
  remark: text,
  blacklisted: fc.boolean(),
  language: text,
  unionid: text,
  subscribe_scene: text,
  qr_scene: count,
  qr_scene_str: text,
})

// What an empty cell stands for in a new follower.
const withDefaults = (given: FollowerRecord) => ({ tags: [], remark: '', unionid: '', qr_scene_str: '', ...given })

describe.each(NAMES)('%s', (name) => {
  const format = formatOf('-', name)

  test('any record survives being written and read', { meta: verifies('import.formats') }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 20 }), fc.boolean(), async (records, marked) => {
        const got = await readAll(format, (marked ? '\ufeff' : '') + format.header + format.write(records))
        expect(got.problems).toEqual([])
        expect(got.records.map(withDefaults)).toEqual(records)
      }),
    )
  })

  test('it may be cut at any byte', { meta: verifies('import.formats'), timeout: 120_000 }, async () => {
    const plain = {
      subscribed: true,
      subscribe_time: 1,
      blacklisted: false,
      unionid: '',
      qr_scene: 0,
      qr_scene_str: '',
    }
    const awkward = { ...plain, tags: ['a|b', '#1', 7], remark: '😀 "广",\r\n\n"', language: '', subscribe_scene: 'é' }
    const tricky = [1, 2].map((number) => ({ ...awkward, openid: openid(number) }))
    const written = Buffer.from(format.write(tricky))
    const filler = (length: number) => ({ ...awkward, openid: openid(0), remark: '', qr_scene_str: 'x'.repeat(length) })
    const least = Buffer.byteLength(format.write([filler(0)]))

    for (let cut = 0; cut <= written.length; cut++) {
      const first = filler(PIECE - cut - least)
      const got = await readAll(format, format.header + format.write([first, ...tricky]))
      expect(got.problems, `cut at ${cut}`).toEqual([])
      expect(got.records.map(withDefaults), `cut at ${cut}`).toEqual([first, ...tricky])
    }
  })

  test('its last line may lack an end', { meta: verifies('import.formats') }, async () => {
    for (const remark of ['a', 'a"', ' ', '']) {
      const two = [1, 2].map((number) => ({ ...sample, openid: openid(number), remark, qr_scene_str: remark }))
      const whole = format.header + format.write(two)
      const cut = await readAll(format, whole.slice(0, -1))
      expect(cut.problems).toEqual([])
      expect(cut).toEqual(await readAll(format, whole))
    }
  })

  test('lines end with LF or CR LF, and blank ones are passed over', { meta: verifies('import.formats') }, async () => {
    const lines = (format.header + format.write([1, 2].map((number) => ({ ...sample, openid: openid(number) })))).split(
      '\n',
    )
    const blank = format.header ? [lines[0], '', ...lines.slice(1)] : ['', ...lines]
    const got = await readAll(format, blank.join('\r\n'))
    expect(got.problems).toEqual([])
    expect(got.records.map(withDefaults)).toEqual([1, 2].map((number) => ({ ...sample, openid: openid(number) })))
  })

  test('a line that is too long is refused, and those after it are read', {
    meta: verifies('import.bad-lines'),
  }, async () => {
    const long = (size: number) => format.write([{ ...sample, openid: openid(2), qr_scene_str: 'x'.repeat(size) }])
    const [before = '', after = ''] = [1, 3].map((number) => format.write([{ ...sample, openid: openid(number) }]))
    for (const size of [PIECE, 3 * PIECE, PIECE * 2 - 57]) {
      const got = await readAll(format, format.header + before + long(size) + after)
      const first = format.header ? 2 : 1
      expect(got.problems).toEqual([
        { line: first + 1, problem: 'the line has more than 131072 bytes', advice: 'shorten it' },
      ])
      expect(got.lines).toEqual([first, first + 2])
    }
  })

  test('what is not UTF-8 is refused', { meta: verifies('import.bad-lines') }, async () => {
    const [before, after] = [1, 2].map((number) =>
      format.write([{ ...sample, remark: 'REMARK', openid: openid(number) }]),
    )
    const bytes = Buffer.from(format.header + before + after)
    bytes[bytes.indexOf('REMARK')] = 0xb9
    const got = await readAll(format, bytes)
    expect(got.problems).toEqual([
      { line: format.header ? 2 : 1, problem: 'this is not UTF-8', advice: 'save the file in UTF-8' },
    ])
    expect(got.records).toHaveLength(1)
  })
})

const sample: Required<FollowerRecord> = {
  openid: openid(0),
  subscribed: true,
  subscribe_time: 1,
  tags: ['vip', 134],
  remark: 'r',
  blacklisted: false,
  language: 'zh_CN',
  unionid: '',
  subscribe_scene: 'ADD_SCENE_SEARCH',
  qr_scene: 0,
  qr_scene_str: '',
}

test('cells are read as the guide says', { meta: verifies('import.columns', 'import.unsaid') }, async () => {
  const { records } = await readCsv(
    [
      'remark,openid,tags,subscribed',
      `,${openid(1)},,`,
      `\\,${openid(2)},\\,0`,
      `\\\\, ${openid(3)},a,1`,
      `"a, ""b""\nc",${openid(4)},\\#1|#1|#x|a\\|b|c\\\\|广东,true`,
    ].join('\n'),
  )
  expect(records).toEqual([
    { openid: openid(1) },
    { openid: openid(2), remark: '', tags: [], subscribed: false },
    { openid: openid(4), remark: 'a, "b"\nc', tags: ['#1', 1, '#x', 'a|b', 'c\\', '广东'], subscribed: true },
  ])
})

test('bad cells are told with their line', { meta: verifies('import.bad-lines') }, async () => {
  const got = await readCsv(
    [
      'openid,subscribed,subscribe_time,qr_scene,remark',
      `${openid(1)},,,,"two\nlines"`,
      `${openid(2)},yes,,,`,
      `${openid(3)},,1.5,,`,
      `${openid(4)},,99999999999999,,`,
      `${openid(5)},,,-1,`,
      'short,,,,',
      `${openid(6)},,,,,`,
      openid(7),
      `${openid(8)},,,,"open`,
      `${openid(9)},,,,"ok"`,
      `${openid(10)},,,,"ok"no`,
      `${openid(11)},,,,"never closed`,
      `${openid(12)},,,,fine`,
    ].join('\n'),
  )
  expect(got.lines).toEqual([2, 12, 15])
  expect(badLines(got).sort((one, other) => one - other)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 13, 14])
  expect(got.problems[0]).toEqual({
    line: 4,
    problem: 'subscribed: "yes" is neither true nor false',
    advice: 'write one of them',
  })
})

// A row or a line that is refused at a time, each by a parser that is asked anew.
function slowly(text: string): unknown[] {
  const found: unknown[] = []
  for (let at = 0, line = 1; text.includes('\n', at); ) {
    let end = 0
    const step = ({ data: [row], errors, meta }: { data: string[][]; errors: object[]; meta: { cursor: number } }) => {
      parser.abort()
      if (errors.length > 0) return
      end = at + meta.cursor
      found.push([line, row])
    }
    const parser = new Papa.Parser({ delimiter: ',', newline: '\n', step: step as never })
    parser.parse(text.slice(at), 0, true)
    if (end === 0) found.push(line)
    const next = end || text.indexOf('\n', at) + 1
    line += text.slice(at, next).split('\n').length - 1
    at = next
  }
  return found
}

test('of any text the same rows are read, and the same lines refused, as if one were looked at after the other', {
  meta: verifies('import.bad-lines'),
}, () => {
  const texts = fc.string({ unit: fc.constantFrom('"', '"', ',', '\n', ' ', 'a', '""'), maxLength: 40 })
  fc.assert(
    fc.property(texts, (text) => {
      const found: unknown[] = []
      for (let at = 0, line = 0; text.includes('\n', at); ) {
        const read = eachRow(
          text.slice(at),
          (row, index) => found.push([line + index, row]),
          (index) => found.push(line + index),
        )
        if (read.position === 0) found.push(line + 1)
        line += read.line || 1
        at = read.position ? at + read.position : text.indexOf('\n', at) + 1
      }
      expect(found).toEqual(slowly(text))
    }),
    { numRuns: 3000 },
  )
})

test.each(['"open', '"ok"no', '"ok"no"', '"a""', '"'])(
  'twenty thousand lines with %s are no long work',
  { meta: verifies('import.bad-lines') },
  async (cell) => {
    const began = process.cpuUsage()
    const lines = Array.from({ length: 20_000 }, (_, index) => `${openid(index)},${index % 2 ? cell : 'fine'}\n`)
    const { records, problems } = await readCsv(`openid,remark\n${lines.join('')}`)
    expect(problems.length + records.length).toBeGreaterThan(9_000)
    expect(process.cpuUsage(began).user).toBeLessThan(2_000_000)
  },
)

test('bad records are told with their line', { meta: verifies('import.bad-lines') }, async () => {
  const lines = [
    '{"openid":"short"}',
    `{"openid":"${openid(1)}","remark":"good"}`,
    `{"openid":"${openid(2)}","tagz":[]}`,
    'null',
    '{',
    '{}',
    `{"openid":"${openid(3)}","subscribe_time":"1"}`,
    '',
    `{"openid":"${openid(4)}"}`,
  ]
  const got = await readAll(formatOf('f.jsonl', undefined), lines.join('\n'))
  expect(got.lines).toEqual([2, 9])
  expect(badLines(got)).toEqual([1, 3, 4, 5, 6, 7])
  expect(got.problems.every(({ problem, advice }) => problem !== '' && advice !== '')).toBe(true)
  expect(got.problems[1]?.problem).toBe('tagz: tagz is not a key that is known here')
})

test.each([
  ['', /f:1: there is no column ""/],
  ['remark', /f:1: there is no column openid, which is needed: the known ones are openid, subscribed,/],
  ['openid,tag', /f:1: there is no column "tag": the known ones are openid,/],
  ['openid,toString', /f:1: there is no column "toString"/],
  ['openid;remark', /f:1: there is no column "openid;remark"/],
  ['openid,remark,openid', /f:1: the column openid is there twice/],
])('the header %j is refused', { meta: verifies('import.columns') }, async (header, sentence) => {
  await expect(readCsv(`${header}\n`)).rejects.toThrow(sentence)
})

test('all columns are written, in one order', { meta: verifies('import.columns') }, () => {
  expect(formatOf('x.CSV', undefined).header).toBe(`${ALL}\n`)
})
