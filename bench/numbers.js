export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** A number with so many digits after the point, and commas between thousands; – where there is none. */
export const shown = (number, digits = 0) =>
  number === undefined || Number.isNaN(number)
    ? '–'
    : number.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** A Markdown table of a head and rows. */
export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
