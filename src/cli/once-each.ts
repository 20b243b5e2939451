/** Tells each text the first time that it is heard; past a thousand of them nothing new any more. */
export function onceEach(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>()
  return (text) => {
    if (told.has(text) || told.size === MOST) return
    told.add(text)
    tell(text)
  }
}

const MOST = 1000
