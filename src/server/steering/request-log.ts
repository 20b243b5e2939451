import { ControlError, contract, type InterfaceName } from '../../contract/index.ts'
import type { LoggedRequest } from '../../domain/rid-info.ts'
import { entryOf, nameOf, numberOf, type RequestEntry, ridOf, type Telling, unreadIn } from './request-entry.ts'
import { requestRing, type Seen, SMALLEST_RING } from './request-ring.ts'

/** Which calls are meant; '' and 0 stand for all. */
export interface RequestFilter {
  readonly interface: string
  readonly appid: string
  readonly errcode: number
  readonly outcome: 'succeeded' | 'refused' | undefined
  /** Those only that brought something that nothing read. */
  readonly unread: boolean
  /** The id of a call: those that came after it. */
  readonly since: number
}

/** What was asked, of those who steer: bounded in bytes, written at every call and read when somebody asks. */
export interface RequestLog {
  readonly isOn: boolean
  record(seen: Seen): void
  /** The newest so many that match, the newest last. Throws ControlError where nothing is logged. */
  list(filter: RequestFilter, limit: number): RequestEntry[]
  /** The call that was answered with that request id, if it is still in the log. */
  byRid(rid: string): LoggedRequest | undefined
  /** The id of the last call; 0 before the first. */
  last(): number
  /** Forgets all and tells how many. */
  clear(): number
  /** Resolves with so many matching calls. Rejects with ControlError that says what came instead. */
  wait(filter: RequestFilter, count: number, milliseconds: number): Promise<RequestEntry[]>
  /** Whoever waits is told that the server ends. */
  endWaits(): void
  /** Bytes that it takes up. */
  size(): number
}

interface Waiter {
  readonly look: (place: number, id: number) => void
  readonly give: (why: string) => void
}

/** 8 MiB: some 20,000 calls. */
export const REQUEST_LOG_BYTES = 8 * 1024 * 1024

/** An empty log of so many bytes; 0: none is kept. Throws TypeError for what is no such number. */
export function requestLog(bytes: number, telling: Telling): RequestLog {
  if (bytes !== 0 && !(Number.isSafeInteger(bytes) && bytes >= SMALLEST_RING && bytes <= LARGEST)) {
    throw new TypeError(`requestLog is ${bytes}: give 0, or bytes from ${SMALLEST_RING} to ${LARGEST}`)
  }
  const ring = requestRing(bytes)
  const waiters = new Set<Waiter>()
  const isOn = bytes > 0
  let last = 0

  function matches(place: number, id: number, wanted: Wanted): boolean {
    if (id <= wanted.since) return false
    if (wanted.number !== undefined && ring.interfaceAt(place) !== wanted.number) return false
    const errcode = ring.errcodeAt(place)
    if (wanted.errcode !== 0 && errcode !== wanted.errcode) return false
    if (wanted.outcome !== undefined && (errcode === 0) !== (wanted.outcome === 'succeeded')) return false
    if (wanted.appid !== '' && ring.appidAt(place) !== wanted.appid) return false
    return !wanted.unread || unreadIn(ring.read(place)).length > 0
  }

  const entryAt = (place: number, id: number): RequestEntry => entryOf(id, ring.read(place), telling)

  function list(filter: RequestFilter, limit: number): RequestEntry[] {
    const wanted = sought(isOn, filter)
    const found: RequestEntry[] = []
    let id = last
    for (const place of ring.places().reverse()) {
      if (found.length === limit || id <= wanted.since) break
      if (matches(place, id, wanted)) found.push(entryAt(place, id))
      id -= 1
    }
    return found.reverse()
  }

  // What came instead of what was waited for: by interface and errcode, the most frequent first.
  function instead(since: number): string {
    const counts = new Map<string, number>()
    let id = last - ring.count()
    for (const place of ring.places()) {
      id += 1
      if (id <= since) continue
      const errcode = ring.errcodeAt(place)
      const what = `${nameOf(ring.interfaceAt(place)) ?? 'a path that is no interface'}${errcode === 0 ? '' : ` with ${errcode}`}`
      counts.set(what, (counts.get(what) ?? 0) + 1)
    }
    const told = [...counts].sort(([, one], [, other]) => other - one).slice(0, 10)
    return told.length === 0
      ? 'nothing came'
      : `what came: ${told.map(([what, count]) => `${what} × ${count}`).join(', ')}`
  }

  return {
    isOn,
    record(seen) {
      const place = ring.add(seen)
      last += 1
      if (waiters.size > 0) for (const { look } of waiters) look(place, last)
    },
    list,
    byRid(rid) {
      const found = ring
        .places()
        .findLast((place) => ring.errcodeAt(place) !== 0 && ridOf(ring.read(place).reply) === rid)
      if (found === undefined) return undefined
      const { appid, at, ms, ip } = ring.read(found)
      const { path: url, body: requestBody, reply: responseBody } = entryAt(found, 0)
      return { appid, at, ms, url, requestBody, responseBody, ip }
    },
    last: () => last,
    clear() {
      const cleared = ring.count()
      ring.clear()
      return cleared
    },
    wait(filter, count, milliseconds) {
      const wanted = sought(isOn, filter)
      const seen = list(filter, count)
      if (seen.length >= count) return Promise.resolve(seen)
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          look(place, id) {
            if (!matches(place, id, wanted)) return
            seen.push(entryAt(place, id))
            if (seen.length < count) return
            over()
            resolve(seen)
          },
          give(why) {
            over()
            reject(new ControlError(`${seen.length} of ${count} such calls came${why}`, instead(filter.since)))
          },
        }
        const timer = setTimeout(waiter.give, milliseconds, ` within ${milliseconds} ms`)
        const over = () => {
          clearTimeout(timer)
          waiters.delete(waiter)
        }
        waiters.add(waiter)
      })
    },
    endWaits() {
      for (const { give } of waiters) give(' before the server ended')
    },
    size: ring.size,
  }
}

const LARGEST = 1024 * 1024 * 1024

interface Wanted extends RequestFilter {
  readonly number: number | undefined
}

function sought(isOn: boolean, filter: RequestFilter): Wanted {
  if (!isOn) throw new ControlError('requests are not logged', 'start the server with --request-log 8MiB')
  const name = filter.interface
  if (name === '') return { ...filter, number: undefined }
  if (Object.hasOwn(contract, name) && contract[name as InterfaceName].credential !== 'admin') {
    return { ...filter, number: numberOf(name as InterfaceName) }
  }
  throw new ControlError(`there is no interface ${name.slice(0, 80)} that is logged`, 'give a name as in createTag')
}
