// What a process has used, and how much of the machine others used meanwhile. Linux only: it is read from /proc.
import { readdirSync, readFileSync } from 'node:fs'

const TICK_MICROSECONDS = 10_000

/** User and system time of a process and its children so far, in microseconds; NaN where there is no /proc. */
export const cpuTime = (pid) => (process.platform === 'linux' ? cpuTicks(pid) * TICK_MICROSECONDS : Number.NaN)

const cpuTicks = (pid) => family(pid).reduce((total, { utime, stime }) => total + Number(utime) + Number(stime), 0)

/** Resident memory of a process, in megabytes; NaN where there is no /proc. */
export function residentMegabytes(pid) {
  if (process.platform !== 'linux') return Number.NaN
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

function family(root) {
  const members = [statOf(root)]
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = others.flatMap((pid) => {
    try {
      return [statOf(pid)]
    } catch {
      return [] // it has ended meanwhile
    }
  })
  for (const member of members) members.push(...parents.filter(({ parent }) => parent === member.pid))
  return members
}

// The name, second, stands in brackets and may hold anything.
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { pid: Number(pid), parent: Number(fields[1]), utime: fields[11], stime: fields[12] }
}

/**
 * Begins to count; the function it gives ends it: the share of all CPU time that went neither to the server `pid` nor to
 * the bench itself. NaN where there is no /proc.
 */
export function watchOthers(pid) {
  if (process.platform !== 'linux') return () => Number.NaN
  const before = { ...ticks(), ours: cpuTicks(pid) + ownTicks() }
  return () => {
    const after = { ...ticks(), ours: cpuTicks(pid) + ownTicks() }
    return Math.max(0, (after.busy - before.busy - (after.ours - before.ours)) / (after.all - before.all))
  }
}

// user nice system idle iowait irq softirq steal, in ticks since the machine started
function ticks() {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/).slice(1, 9).map(Number)
  const all = fields.reduce((total, field) => total + field, 0)
  return { all, busy: all - fields[3] - fields[4] }
}

// This process and the children it has waited for, the load generator among them: utime stime cutime cstime.
function ownTicks() {
  const text = readFileSync('/proc/self/stat', 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((total, field) => total + Number(field), 0)
}
