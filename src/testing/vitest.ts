// Types alone: `import 'jadeite/testing/vitest'` tells TypeScript that expect.extend(matchers) of Vitest was called.
import 'vitest'
import type { JadeiteMatchers } from './matchers.ts'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: merged with an interface that says so
  interface Matchers<T = any> extends JadeiteMatchers<Promise<void>> {}
}
