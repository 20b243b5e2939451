import { builtinModules } from 'node:module'
import { defineConfig } from 'rolldown'
import { esmExternalRequirePlugin } from 'rolldown/plugins'

// One file an entry and shared chunks, libraries included: a start then reads 10 files, not 400 (docs/decisions/0007-bundle.md).
const program = defineConfig({
  input: {
    main: 'src/cli/main.ts',
    server: 'src/server/index.ts',
    client: 'src/client/index.ts',
    testing: 'src/testing/index.ts',
    contract: 'src/contract/index.ts',
  },
  platform: 'node',
  external: ['@photostructure/sqlite'],
  // The runtime is shared by all entries, and the client must run without Node: so no require may be left for it to make.
  plugins: [esmExternalRequirePlugin({ external: [...builtinModules, /^node:/] })],
  transform: { define: { 'require.main': 'undefined' } },
  treeshake: { moduleSideEffects: [{ test: /^node:/, external: true, sideEffects: false }] },
  output: { dir: 'dist', cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: true },
})

// A preload for whatever Node a program brings: one file that every one of them can require, in syntax of 2020. Its types,
// none, are CommonJS too, which tsc does not make of a module.
const redirect = defineConfig({
  input: { redirect: 'src/redirect/index.ts' },
  platform: 'node',
  transform: { target: 'es2020' },
  plugins: [
    {
      name: 'no types',
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'redirect.d.cts', source: 'export {}\n' })
      },
    },
  ],
  output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs' },
})

export default [program, redirect]
