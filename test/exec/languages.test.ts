import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { type Ended, start } from '../e2e/process.ts'
import { temporaryFolder, verifies } from '../harness.ts'

interface Program {
  readonly needs: string
  /** Exits with 0 where the language and what the program needs of it are here. */
  readonly probe: readonly string[]
  readonly command: readonly string[]
  /** What it makes of a proxy that refuses: some clients show its words, others its status code alone. */
  readonly refusal: RegExp
}

const sentence = /403 "?Jadeite leads WeChat's hosts only and refused example.org: see --proxy-others/
const code = /response 403|HTTP code 403|Tunnel failed, got: 403/

// Debian's, to which its packages belong, may stand behind another one in PATH.
const python = works(['/usr/bin/python3', '-c', 'import requests']) ? '/usr/bin/python3' : 'python3'
const hasCurl = 'exit(extension_loaded("curl") ? 0 : 1);'

const programs: Readonly<Record<string, Program>> = {
  curl: { needs: 'curl', probe: ['curl', '--version'], command: ['sh', 'curl.sh'], refusal: code },
  'Python requests': {
    needs: 'Python with requests',
    probe: [python, '-c', 'import requests'],
    command: [python, 'with_requests.py'],
    refusal: sentence,
  },
  'Python urllib': {
    needs: 'Python 3',
    probe: [python, '-c', ''],
    command: [python, 'with_urllib.py'],
    refusal: sentence,
  },
  'PHP curl': {
    needs: 'PHP with ext-curl',
    probe: ['php', '-r', hasCurl],
    command: ['php', 'curl.php'],
    refusal: code,
  },
  'Ruby Net::HTTP': { needs: 'Ruby', probe: ['ruby', '-e', ''], command: ['ruby', 'net_http.rb'], refusal: sentence },
  'Go net/http': {
    needs: 'Go that reads SSL_CERT_FILE, as it does on Linux',
    probe: ['sh', '-c', 'test "$(uname)" = Linux && go version'],
    command: ['go', 'run', 'main.go'],
    refusal: /Get "https:\/\/example.org": Jadeite leads WeChat's hosts only and refused example.org/,
  },
  'Java HttpURLConnection': {
    needs: 'Java Development Kit',
    probe: ['javac', '-version'],
    command: ['java', 'UrlConnection.java'],
    refusal: sentence,
  },
  'Java HttpClient': {
    needs: 'Java Development Kit',
    probe: ['javac', '-version'],
    command: ['java', 'Client.java'],
    refusal: code,
  },
}

// Where nothing may be missing, as in CI, a language that is not here fails its test.
const isMissing = (probe: readonly string[]): boolean => process.env.JADEITE_LANGUAGES !== 'all' && !works(probe)

const present = Object.entries(programs).filter(([, { probe }]) => !isMissing(probe))
let told = ''
let ended: Readonly<Record<string, Pick<Ended, 'code' | 'stdout' | 'stderr'>>> = {}

// An account each: they run beside each other, and a token is void when its account has fetched two more.
const accounts = present.map((_, index) => ({ appid: `wx000000000000000${index}`, secret: `s${index}` }))
const commands = present.map(([name, { command }], index) => {
  const { appid, secret } = accounts[index] ?? expect.fail(`no account for ${name}`)
  return [name, ['env', `JADEITE_APPID=${appid}`, `JADEITE_SECRET=${secret}`, ...command]]
})

beforeAll(async () => {
  using folder = temporaryFolder()
  const seed = join(folder.path, 'seed.json')
  writeFileSync(seed, JSON.stringify({ accounts }))
  const together = fileURLToPath(new URL('languages/together.child.mjs', import.meta.url))
  const options = ['--seed', seed, '--ca-folder', join(folder.path, 'ca')]
  const command = [process.execPath, together, JSON.stringify(Object.fromEntries(commands))]
  await using running = start(['exec', ...options, '--', ...command], { folder: folder.path })
  const { stdout, stderr } = await running.ended
  expect(stdout, stderr).not.toBe('')
  ended = JSON.parse(stdout)
  told = stderr
})

for (const [name, { needs, probe, refusal }] of Object.entries(programs)) {
  const missing = isMissing(probe)
  const why = missing ? ` (skipped: this machine has no ${needs})` : ''
  test.skipIf(missing)(
    `${name} works under exec with the platform's address in its source${why}`,
    {
      meta: verifies('exec.languages'),
    },
    () => {
      const { code, stdout, stderr } = ended[name] ?? expect.fail(`${name} was not run`)
      expect(code, stderr).toBe(0)
      const [first = '', second = '', ...rest] = stdout.split('\n')
      expect(JSON.parse(first).tag.id).toBe(100)
      expect(JSON.parse(second).errcode).toBe(45157)
      expect(rest.join('\n')).toMatch(refusal)
    },
  )
}

test('what no client shows exec says: which host was refused, and what lets it through; once', {
  meta: verifies('exec.others'),
}, () => {
  const line =
    'A request to example.org was refused, it is no host of WeChat: --proxy-others tunnel lets all others through, NO_PROXY=example.org this one.'
  expect(told.split('\n').filter((text) => text === `jadeite: ${line}`)).toHaveLength(1)
})

function works([command = '', ...words]: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0
}
