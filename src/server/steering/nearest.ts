/** Those of the words that are most like one, the likest first; case does not matter. */
export function nearest(word: string, words: readonly string[], count = 3): string[] {
  const given = word.slice(0, LONGEST).toLowerCase()
  return words
    .map((other) => ({ other, apart: distance(given, other.toLowerCase()) }))
    .toSorted((one, other) => one.apart - other.apart)
    .slice(0, count)
    .map(({ other }) => other)
}

// No name is longer, and it is not for the caller to say how long this takes.
const LONGEST = 64

// How many letters must be put in, taken out or changed (Levenshtein).
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1]
    for (let column = 0; column < other.length; column++) {
      const changed = (above[column] ?? 0) + (letter === other[column] ? 0 : 1)
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1))
    }
    above = line
  }
  return above.at(-1) ?? 0
}
