/** How a call came. */
export const DOORS = ['https', 'proxy', 'in process', 'cloud call', 'cloud run'] as const
export type Door = (typeof DOORS)[number]

/** What is kept of a call and its answer. */
export interface Seen {
  /** Its number in the contract; -1 where the path is no interface. */
  readonly interface: number
  readonly door: Door
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
  readonly ms: number
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly ip: string
  readonly appid: string
  readonly body: Uint8Array
  readonly status: number
  readonly errcode: number
  readonly reply: string
  readonly note: string
  readonly fault: string
}

/** A call as it is read back: what was too long has lost its end. */
export interface Kept extends Omit<Seen, 'body'> {
  readonly body: string
  /** In bytes, as it came. */
  readonly bodySize: number
  /** In characters, as it was sent. */
  readonly replySize: number
}

/** Of a body and of a reply so much is kept, in bytes and in characters; of a path with its query so many characters. */
export const LONGEST_TEXT = 16 * 1024
const LONGEST_TARGET = 4096
const LONGEST_WORD = 1024

/** The least that a ring is made of, in bytes: one call at its longest has room in it. */
export const SMALLEST_RING = 128 * 1024

/** Records in the order in which they came, the oldest overwritten: always the same bytes, whatever comes. */
export interface Ring {
  /** Writes a record and tells its place, which is good until the next one is written. */
  add(seen: Seen): number
  /** The places of all records, the oldest first. */
  places(): number[]
  read(place: number): Kept
  interfaceAt(place: number): number
  errcodeAt(place: number): number
  appidAt(place: number): string
  clear(): void
  count(): number
  /** Bytes that are taken up; the capacity as soon as one record has been written. */
  size(): number
}

// A record: its head in words of 4 bytes, then the words of text, the body, the reply. Its length is a multiple of 8.
const HEAD = 18
const [LENGTH, NAME, STATUS, ERRCODE, AT, MS, BODY, BODY_SIZE, REPLY, REPLY_SIZE] = [0, 1, 2, 3, 4, 6, 8, 9, 10, 11]
const [TARGET, APPID, IP, METHOD, NOTE, FAULT] = [12, 13, 14, 15, 16, 17]

/** An empty ring of so many bytes, which are taken when the first record comes. */
export function requestRing(bytes: number): Ring {
  const capacity = Math.floor(bytes / 8) * 8
  let memory = Buffer.alloc(0)
  let words = new Int32Array()
  let numbers = new Float64Array()
  let count = 0
  let first = 0 // the place of the oldest record
  let end = 0 // behind the newest

  function open(): void {
    const block = new ArrayBuffer(capacity)
    memory = Buffer.from(block)
    words = new Int32Array(block)
    numbers = new Float64Array(block)
  }

  const word = (place: number, which: number): number => words[(place >> 2) + which] ?? 0

  // A length of 0 says that the next record is at the beginning.
  function after(place: number): number {
    const next = place + word(place, LENGTH)
    return next >= capacity || word(next, LENGTH) === 0 ? 0 : next
  }

  function forgetFirst(): void {
    count -= 1
    if (count > 0) first = after(first)
  }

  // The place of the next record, which is so long at most.
  function cleared(length: number): number {
    if (count === 0) {
      first = 0
      end = 0
    }
    if (end + length > capacity) {
      while (count > 0 && first >= end) forgetFirst()
      if (end < capacity) words[end >> 2] = 0
      end = 0
    }
    while (count > 0 && first >= end && first < end + length) forgetFirst()
    if (count === 0) first = end
    return end
  }

  function textAt(place: number, which: number): string {
    let start = place + HEAD * 4
    for (let before = TARGET; before < which; before++) start += word(place, before)
    return memory.toString('latin1', start, start + word(place, which))
  }

  return {
    add(seen) {
      if (words.length === 0) open()
      const target = cut(seen.target, LONGEST_TARGET)
      const appid = cut(seen.appid, LONGEST_WORD)
      const ip = cut(seen.ip, LONGEST_WORD)
      const method = cut(seen.method, LONGEST_WORD)
      const note = cut(seen.note, LONGEST_WORD)
      const fault = cut(seen.fault, LONGEST_WORD)
      const text = target + appid + ip + method + note + fault
      const body = seen.body.length > LONGEST_TEXT ? seen.body.subarray(0, LONGEST_TEXT) : seen.body
      const reply = cut(seen.reply, LONGEST_TEXT)

      const start = HEAD * 4 + text.length
      const place = cleared(start + body.length + 3 * reply.length + 8)
      memory.write(text, place + HEAD * 4, text.length, 'latin1')
      memory.set(body, place + start)
      const from = place + start + body.length
      const replied = memory.write(reply, from, 3 * reply.length, 'utf8')

      const at = place >> 2
      const length = (start + body.length + replied + 7) & ~7
      words[at + LENGTH] = length
      words[at + NAME] = seen.interface
      words[at + STATUS] = seen.status * 8 + DOORS.indexOf(seen.door)
      words[at + ERRCODE] = seen.errcode
      numbers[(at + AT) >> 1] = seen.at
      numbers[(at + MS) >> 1] = seen.ms
      words[at + BODY] = body.length
      words[at + BODY_SIZE] = seen.body.length
      words[at + REPLY] = replied
      words[at + REPLY_SIZE] = seen.reply.length
      words[at + TARGET] = target.length
      words[at + APPID] = appid.length
      words[at + IP] = ip.length
      words[at + METHOD] = method.length
      words[at + NOTE] = note.length
      words[at + FAULT] = fault.length
      count += 1
      end = place + length
      return place
    },
    places() {
      const places: number[] = []
      for (let place = first; places.length < count; place = after(place)) places.push(place)
      return places
    },
    read(place) {
      const body =
        place + HEAD * 4 + [TARGET, APPID, IP, METHOD, NOTE, FAULT].reduce((sum, one) => sum + word(place, one), 0)
      const reply = body + word(place, BODY)
      return {
        interface: word(place, NAME),
        door: DOORS[word(place, STATUS) % 8] ?? 'https',
        at: numbers[((place >> 2) + AT) >> 1] ?? 0,
        ms: numbers[((place >> 2) + MS) >> 1] ?? 0,
        method: textAt(place, METHOD),
        target: textAt(place, TARGET),
        ip: textAt(place, IP),
        appid: textAt(place, APPID),
        body: memory.toString('utf8', body, reply),
        bodySize: word(place, BODY_SIZE),
        status: Math.floor(word(place, STATUS) / 8),
        errcode: word(place, ERRCODE),
        reply: memory.toString('utf8', reply, reply + word(place, REPLY)),
        replySize: word(place, REPLY_SIZE),
        note: textAt(place, NOTE),
        fault: textAt(place, FAULT),
      }
    },
    interfaceAt: (place) => word(place, NAME),
    errcodeAt: (place) => word(place, ERRCODE),
    appidAt: (place) => textAt(place, APPID),
    clear() {
      count = 0
    },
    count: () => count,
    size: () => memory.length,
  }
}

const cut = (text: string, longest: number): string => (text.length > longest ? text.slice(0, longest) : text)
