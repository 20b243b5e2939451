import { setTimeout as after } from 'node:timers/promises'
import type { Deps, Push, Pushes } from '../../domain/deps.ts'
import type { Log } from '../log.ts'
import { type Delivery, deliveryLog } from './delivery-log.ts'
import { envelope, message } from './message.ts'
import { post } from './post.ts'
import { seal } from './seal.ts'

/** How many pushes wait for one component, the one on its way included. */
const WAITING = 100

/** How long a receiver may take, and how often it is tried. All in milliseconds. */
export interface Patience {
  /** For one attempt in all. */
  readonly limit: number
  /** Between attempts; there is one attempt more than pauses. */
  readonly pauses: readonly number[]
}

// What the platform documents for messages (5 s, three attempts); for pushes to components it says nothing.
const platform: Patience = { limit: 5000, pauses: [1000, 2000] }

/** The port of the domain, when its work is done, and an end to it. */
export interface Pusher extends Pushes {
  /** Resolves when nothing waits or is on its way. */
  settled(): Promise<void>
  /** What waits or is on its way is dropped, and so is all that comes. */
  stop(): void
  /** How many pushes wait or are on their way. */
  waiting(): number
}

interface Options extends Pick<Deps, 'now' | 'random'> {
  readonly log?: Log | undefined
  readonly patience?: Patience
}

interface Queue {
  waiting: number
  tail: Promise<void>
}

/**
 * Pushes to components over HTTP: in order for each of them, and for each independently of the others. Another address of
 * a component counts as another component: what waits for the one before does not keep it.
 */
export function pusher({ now, random, log, patience = platform }: Options): Pusher {
  const queues = new Map<string, Queue>()
  const deliveries = deliveryLog()
  const stopped = new AbortController()

  function send(push: Push): void {
    const { appid, eventUrl } = push.component
    if (eventUrl === '') return
    const delivery = deliveries.add(push)
    const key = `${appid} ${eventUrl}`
    const queue = queues.get(key) ?? { waiting: 0, tail: Promise.resolve() }
    if (stopped.signal.aborted || queue.waiting === WAITING) {
      delivery.state = 'dropped'
      return
    }
    queues.set(key, queue)
    queue.waiting += 1
    queue.tail = queue.tail.then(async () => {
      const problem = await deliver(push, delivery).catch(String)
      settle(delivery, problem)
      queue.waiting -= 1
      if (queue.waiting === 0) queues.delete(key)
    })
  }

  // Sealed once, so that every attempt brings the same bytes. Gives the problem of the last one.
  async function deliver(push: Push, delivery: Delivery): Promise<string | undefined> {
    const { query, body } = sealed(push, now(), random)
    for (let attempts = 0; !stopped.signal.aborted; attempts++) {
      const attempt = await post(push.component.eventUrl, query, body, patience.limit, stopped.signal)
      delivery.attempts.push(attempt)
      const wait = patience.pauses[attempts]
      if (attempt.problem === undefined || wait === undefined) return attempt.problem
      await pause(wait, stopped.signal)
    }
    return 'the server has ended'
  }

  function settle(delivery: Delivery, problem: string | undefined): void {
    delivery.state = problem === undefined ? 'delivered' : stopped.signal.aborted ? 'dropped' : 'failed'
    if (delivery.state !== 'failed') return
    const { component_appid: component, InfoType, url } = delivery
    log?.error(
      { component, InfoType, url, problem },
      'a push did not arrive; jadeite call pushTicket pushes another ticket',
    )
  }

  return {
    send,
    ticketArrived: ({ appid, eventUrl }) => deliveries.lastTicket(appid, eventUrl)?.state === 'delivered',
    deliveries: (component = '') => deliveries.read(component),
    async settled() {
      const alive = setInterval(() => {}, 60_000) // the pauses keep no process alive, who waits for their end does
      while (queues.size > 0) await Promise.all([...queues.values()].map(({ tail }) => tail))
      clearInterval(alive)
    },
    stop: () => stopped.abort(),
    waiting: () => [...queues.values()].reduce((sum, { waiting }) => sum + waiting, 0),
  }
}

function sealed({ component, encodingAesKey, fields }: Push, now: number, random: Deps['random']) {
  const { appid, token } = component
  const timestamp = String(Math.floor(now / 1000))
  const nonce = digits(random(4))
  const letter = { appid, token, encodingAesKey, timestamp, nonce, random: random(16), message: message(fields) }
  const { encrypt, signature, msgSignature } = seal(letter)
  const query = { signature, timestamp, nonce, encrypt_type: 'aes', msg_signature: msgSignature }
  return { query: new URLSearchParams(query).toString(), body: envelope(appid, encrypt) }
}

/** 9 or 10 digits, less than 2^31, as in the platform's samples. */
const digits = (random: Uint8Array): string =>
  String(100_000_000 + (Buffer.from(random).readUInt32BE() % 2_000_000_000))

// It keeps no process alive, and ends at once when all does.
const pause = (milliseconds: number, stopped: AbortSignal): Promise<void> =>
  after(milliseconds, undefined, { ref: false, signal: stopped }).catch(() => {})
