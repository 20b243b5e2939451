import { parseArgs } from 'node:util'
import { targets } from './targets.js'

const HELP = `Usage: node bench/run.js [options]        (npm run bench -- [options])

Measures Jadeite against a bare node:http, Fastify, and Express + SQLite: 64 connections with keep-alive, every target
in a fresh process, every ratio against the bare server of the same round. Prints Markdown.

Options:
  --rounds <n>      rounds; each runs every target once, bare three times   (default 3)
  --seconds <n>     seconds a measurement                                   (default 4)
  --warm-up <n>     seconds of load before it                               (default 2)
  --only <names>    these targets, with commas; bare is always there        (default all);
                    with authorizer also its pairs with plain tokens, in turns
                    ${targets.map(({ name }) => name).join(' ')}
  --calm <percent>  measure again, up to 5 times, while other processes take more of the machine than this;
                    the calmest attempt counts                              (default 100: never)
  --starts <n>      starts a server for the second table; 0 leaves it out   (default 9)
  --accounts <n>    accounts that share the load, 100 tags each
                    (default: enough for 50,000 requests a second)
  --no-install      leave out installing the packed package (it needs the registry)
  --followers <n>   also an account with that many followers: import, pages, tagging (10000000 takes some 4 minutes and
                    5 GB of disk)
  --soak            also 1,000,000 requests to Jadeite on a file, and its memory on the way (adds about a minute)
  --cloud           also what a cloud call costs the server, against the HTTPS path
  --https           also createTag over HTTPS against plain HTTP; wants wrk
  --steering        also what the log of requests and metrics cost
  --exec            also what jadeite exec adds to a command
  -h, --help        this text

Environment:
  BENCH_LOAD=builtin   the load generator in bench/ although wrk is installed
  BENCH_FOLDER=<dir>   where temporary files go (default: the system's temporary folder, or bench/.cache if that is tmpfs)

Exit code: 0 when all was measured; 1 when a target did not start or answered anything but success;
2 when the options are wrong. A goal missed is printed and changes no exit code.
Memory and CPU time are read from /proc: they are missing on other systems than Linux.`

/** The options of this run. Ends the process for --help and for what it cannot understand. */
export function readOptions() {
  const given = parsed()
  if (given.help) {
    console.log(HELP)
    process.exit(0)
  }
  const seconds = positive('seconds', given.seconds)
  const warmUp = positive('warm-up', given['warm-up'])
  const only = given.only?.split(',') ?? targets.map(({ name }) => name)
  const unknown = only.find((name) => !targets.some((target) => target.name === name))
  if (unknown) refuse(`--only ${unknown}: there is no such target`)
  return {
    rounds: positive('rounds', given.rounds),
    seconds,
    warmUp,
    only,
    calm: positive('calm', given.calm) / 100,
    starts: given.starts === '0' ? 0 : positive('starts', given.starts),
    accounts: given.accounts ? positive('accounts', given.accounts) : 500 * (seconds + warmUp),
    install: !given['no-install'],
    soak: given.soak,
    cloud: given.cloud,
    https: given.https,
    steering: given.steering,
    exec: given.exec,
    followers: given.followers ? positive('followers', given.followers) : 0,
  }
}

function parsed() {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '4' },
        'warm-up': { type: 'string', default: '2' },
        only: { type: 'string' },
        calm: { type: 'string', default: '100' },
        starts: { type: 'string', default: '9' },
        accounts: { type: 'string' },
        'no-install': { type: 'boolean', default: false },
        soak: { type: 'boolean', default: false },
        cloud: { type: 'boolean', default: false },
        https: { type: 'boolean', default: false },
        steering: { type: 'boolean', default: false },
        exec: { type: 'boolean', default: false },
        followers: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return refuse(error.message)
  }
}

function positive(name, text) {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) refuse(`--${name} ${text}: a whole number from 1 is wanted`)
  return number
}

function refuse(message) {
  console.error(`${message} (node bench/run.js --help lists what there is)`)
  process.exit(2)
}
