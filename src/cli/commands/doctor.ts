import { type Finding, findings, type Looked } from '../doctor/findings.ts'

/** The options of `jadeite doctor`, as commander has read them. */
export interface DoctorOptions extends Looked {
  readonly json: boolean
}

/** Says what is set up and what is not, a line each; the exit code is 1 when something stands in the way. */
export async function doctor({ json, ...options }: DoctorOptions): Promise<void> {
  const found = await findings(options)
  console.log(json ? JSON.stringify({ findings: found }) : found.map(line).join('\n'))
  if (found.some(({ state }) => state === 'not')) process.exitCode = 1
}

// Where something is to be done, that stands in the next line.
function line({ state, subject, says, advice }: Finding): string {
  const first = `${state.padEnd(6)}  ${subject.padEnd(13)}  ${says}`
  return advice === undefined ? first : `${first}\n${' '.repeat(23)}${advice}`
}
