// Types alone: `import 'jadeite/testing/jest'` tells TypeScript that expect.extend(matchers) of Jest was called.
import type { JadeiteMatchers } from './matchers.ts'

declare global {
  namespace jest {
    interface Matchers<R> extends JadeiteMatchers<Promise<R>> {}
  }
}
