import { median, shown, table } from './numbers.js'

// Each goal: what it says, what was measured, whether that meets it. One whose figures are missing is left out.
const goals = ({ durable, bare, pairs, cloud, https, exec, starts, installs }) => [
  durable && {
    goal: 'durable createTag ≥ 0.9 × bare',
    measured: `${shown(durable.ratios.requestsPerSecond, 2)} × bare`,
    isMet: durable.ratios.requestsPerSecond >= 0.9,
  },
  durable && {
    goal: 'CPU per durable createTag ≤ 1.25 × bare (45 µs where bare is 36)',
    measured: `${shown(durable.ratios.cpuMicroseconds, 2)} × bare (${shown(durable.cpuMicroseconds)} µs, bare ${shown(bare.cpuMicroseconds)})`,
    isMet: durable.ratios.cpuMicroseconds <= 1.25,
  },
  durable && {
    goal: 'p99 of durable createTag ≤ 2 × bare',
    measured: `${shown(durable.ratios.p99, 2)} × bare (${shown(durable.p99, 1)} ms, bare ${shown(bare.p99, 1)})`,
    isMet: durable.ratios.p99 <= 2,
  },
  pairs && {
    goal: 'createTag with the token of an authorizer ≥ 0.95 × with a plain one',
    measured: `${shown(median(pairs.map(({ speed }) => speed)), 2)} × the plain one`,
    isMet: median(pairs.map(({ speed }) => speed)) >= 0.95,
  },
  cloud && {
    goal: 'a cloud call of createTag costs ≤ 2 × the CPU of the HTTPS path',
    measured: `${shown(median(cloud), 2)} ×`,
    isMet: median(cloud) <= 2,
  },
  https && {
    goal: 'createTag over kept-alive HTTPS ≥ 0.8 × over HTTP',
    measured: `${shown(median(https.map(({ speed }) => speed)), 2)} × plain`,
    isMet: median(https.map(({ speed }) => speed)) >= 0.8,
  },
  exec && {
    goal: 'jadeite exec adds ≤ 400 ms to a command',
    measured: `${shown(median(exec.known))} ms`,
    isMet: median(exec.known) <= 400,
  },
  starts && {
    goal: 'first reply of a durable server ≤ 150 ms, or ≤ 1.5 × bare',
    measured: `${shown(starts.get('durable').firstReply)} ms, ${shown(starts.get('durable').firstReply / starts.get('bare').firstReply, 2)} × bare`,
    isMet: starts.get('durable').firstReply <= Math.max(150, 1.5 * starts.get('bare').firstReply),
  },
  starts && {
    goal: 'idle memory ≤ 60 MB',
    measured: `${shown(starts.get('durable').idle)} MB on a file, ${shown(starts.get('memory').idle)} MB in memory`,
    isMet: Math.max(starts.get('durable').idle, starts.get('memory').idle) <= 60,
  },
  installs && {
    goal: 'runtime packages ≤ 20',
    measured: shown(installs[0].packages),
    isMet: installs[0].packages <= 20,
  },
]

const verdict = (measured, isMet) => (measured.includes('–') ? '–' : isMet ? 'yes' : '**no**')

/** The goals of which something was measured, as a table; '' when there is none. */
export function goalsTable(results) {
  const rows = goals(results)
    .filter((goal) => goal !== undefined)
    .map(({ goal, measured, isMet }) => [goal, measured, verdict(measured, isMet)])
  return rows.length > 0 ? table(['goal', 'measured', 'met'], rows) : ''
}
