import { defineConfig } from 'rolldown'

// One file an entry and shared chunks, libraries included: a start then reads 10 files, not 400 (docs/decisions/0007-bundle.md).
export default defineConfig({
  input: {
    main: 'src/cli/main.ts',
    server: 'src/server/index.ts',
    client: 'src/client/index.ts',
    testing: 'src/testing/index.ts',
    contract: 'src/contract/index.ts',
  },
  platform: 'node',
  external: ['@photostructure/sqlite'],
  output: { dir: 'dist', cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: true },
})
