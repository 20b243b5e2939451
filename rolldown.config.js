import { builtinModules } from 'node:module'
import { defineConfig } from 'rolldown'
import { esmExternalRequirePlugin } from 'rolldown/plugins'

// What every start of a server reads from the command line's own files, beside the commands.
const OPENING =
  /\/src\/cli\/(accounts|claim|cloud-run|find-seed|fixed-hosts|listening|log|once-each|opening|private-file|ready-file|running|shell|trust\/authority-folder)\.ts$/

// One file an entry and shared chunks, libraries included: a start then reads a dozen files, not 400
// (docs/decisions/0007-bundle.md). Left alone, what a lazy chunk shares with the start becomes a file of its own: each costs
// a start about a millisecond, so what every start reads is kept together.
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
  preserveEntrySignatures: 'allow-extension', // which rolldown asks for where groups leave dependencies alone
  output: {
    dir: 'dist',
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: true,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'server', tags: ['$initial'], test: /\/src\/(server|storage|domain)\// },
        { name: 'contract', tags: ['$initial'], test: /\/src\/contract\// },
        { name: 'opening', test: OPENING },
      ],
    },
  },
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
