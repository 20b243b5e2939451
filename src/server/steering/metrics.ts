import { Counter, collectDefaultMetrics, Gauge, type Metric, type MetricObjectWithValues, Registry } from 'prom-client'
import type { Store } from '../../domain/store.ts'
import { version } from '../version.ts'
import { nameOf } from './request-entry.ts'
import type { RequestLog } from './request-log.ts'
import { TIME_BOUNDS, type Traffic } from './traffic.ts'

/** What is told of in metrics. */
export interface Measured {
  readonly store: Store
  readonly traffic: Traffic
  readonly requests: RequestLog
  /** Pushes that wait or are on their way. */
  readonly pushesWaiting: () => number
}

/** Metrics in the text format of Prometheus, and its content type. Counting is done elsewhere: this only writes it down. */
export async function renderMetrics(measured: Measured): Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry()
  for (const metric of [...ofCalls(measured.traffic), ...(await ofStore(measured.store))])
    registry.registerMetric(metric)
  const gauges: [string, string, number][] = [
    ['jadeite_pushes_waiting', 'Pushes to components that wait or are on their way.', measured.pushesWaiting()],
    ['jadeite_request_log_bytes', 'Memory that the log of requests takes.', measured.requests.size()],
  ]
  for (const [name, help, value] of gauges) new Gauge({ name, help, registers: [registry] }).set(value)
  const info = { name: 'jadeite_info', help: 'What answers.', labelNames: ['version'], registers: [registry] }
  new Gauge(info).set({ version }, 1)
  const text = `${await registry.metrics()}${await ofProcess().metrics()}`
  return { type: registry.contentType, text }
}

// Of the process there is one, however many servers are in it; what watches it is begun by whoever asks first.
let watched: Registry | undefined
function ofProcess(): Registry {
  if (!watched) {
    watched = new Registry()
    collectDefaultMetrics({ register: watched })
  }
  return watched
}

const interfaceOf = (number: number): string => nameOf(number) ?? 'none'

function ofCalls(traffic: Traffic): Metric[] {
  const counted = traffic.counted()
  const calls = new Counter({
    name: 'jadeite_calls_total',
    help: 'Calls of the platform by interface and errcode; 0 succeeded.',
    labelNames: ['interface', 'errcode'],
    registers: [],
  })
  const times = [...counted].map(([number, { byErrcode, times, seconds }]) => {
    for (const [errcode, count] of byErrcode) calls.inc({ interface: interfaceOf(number), errcode }, count)
    return { labels: { interface: interfaceOf(number) }, bounds: TIME_BOUNDS, counts: times, sum: seconds }
  })
  return [calls, histogram('jadeite_call_seconds', 'Time from a call to its answer, in seconds.', times)]
}

async function ofStore(store: Store): Promise<Metric[]> {
  const { commits, bytes } = await store.figures()
  const { bounds, sizes, changes, waiting } = commits
  const gauge = (name: string, help: string, value: number) => {
    const one = new Gauge({ name, help, registers: [] })
    one.set(value)
    return one
  }
  return [
    histogram('jadeite_commit_changes', 'Changes that one commit held.', [
      { labels: {}, bounds, counts: sizes, sum: changes },
    ]),
    gauge('jadeite_changes_waiting', 'Changes that wait for their commit.', waiting),
    gauge('jadeite_store_bytes', 'Size of the database.', bytes),
  ]
}

interface Row {
  readonly labels: Readonly<Record<string, string>>
  readonly bounds: readonly number[]
  /** Not cumulative; one more than bounds. */
  readonly counts: readonly number[]
  readonly sum: number
}

// A histogram whose classes were counted elsewhere: prom-client has no way to put them in.
function histogram(name: string, help: string, rows: readonly Row[]): Metric {
  const values = rows.flatMap(({ labels, bounds, counts, sum }) => {
    let total = 0
    const buckets = [...bounds, '+Inf' as const].map((le, index) => {
      total += counts[index] ?? 0
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total }
    })
    const rest = [
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: total },
    ]
    return [...buckets, ...rest]
  })
  const given: MetricObjectWithValues<(typeof values)[number]> = {
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values,
  } as never
  return { name, get: async () => given } as unknown as Metric
}
