import { cpus, release, totalmem } from 'node:os'

/** Cores, memory, kernel and Node, in one line. */
export function machine() {
  const [{ model }] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
  return `${cpus().length} cores (${model.trim()}), ${memory}, ${process.platform} ${release()}, Node ${process.version.slice(1)}`
}
