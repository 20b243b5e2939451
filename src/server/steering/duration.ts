import { ControlError } from '../../contract/index.ts'

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration such as 90s, 15m, 2h or 1d12h; a bare number is seconds. Throws ControlError. */
export function duration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new ControlError(`${text} is no duration`, 'write it as 90s, 15m, 2h, 1d or 1d12h')
  }
  return Math.round(parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (MILLISECONDS[unit] ?? 0), 0))
}
