// What is measured. A target is how to start it, what it is asked, and how it comes to its tokens.
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const baseline = (name, environment = {}) => ({ file: here(`targets/${name}.js`), environment })
const jadeite = (store, options = []) => ({
  file: here('../dist/main.js'),
  options: ['serve', '--port', '{port}', '--store', store, ...options],
})

const seed = ['--seed', '{folder}/seed.json']
const durable = 'sqlite:{folder}/jadeite.db'

const createTag = { method: 'POST', path: '/cgi-bin/tags/create?access_token=', line: 'token', run: 100 }
const scattered = { ...createTag, run: 1 }
const getTags = {
  method: 'GET',
  path: '/cgi-bin/tags/get?access_token=',
  line: 'token',
  run: 1,
  accounts: 100,
  seededTags: 10,
}
const openid = 'oBenchmark-follower-00000001'
const getTagidList = {
  ...getTags,
  method: 'POST',
  path: '/cgi-bin/tags/getidlist?access_token=',
  seededFollower: { openid, tags: ['seeded 1', 'seeded 4', 'seeded 7'] },
  bodies: [JSON.stringify({ openid })],
}
const getAccessToken = {
  method: 'GET',
  path: '/cgi-bin/token?grant_type=client_credential&appid=',
  line: 'claim',
  run: 1,
}

/** `keeps`: its tags can be counted afterwards. `tokens`: its tokens are real. */
export const targets = [
  { name: 'bare', label: '**bare `node:http`**, constant', start: baseline('bare'), work: createTag },
  { name: 'fastify', label: 'Fastify, constant', start: baseline('fastify'), work: createTag },
  {
    name: 'express',
    label: 'Express + SQLite, a transaction a request, `wal full`',
    start: baseline('express-sqlite', { DATABASE: '{folder}/tags.db' }),
    work: createTag,
    keeps: true,
  },
  {
    name: 'memory',
    label: '**Jadeite** `--store memory`, createTag',
    start: jadeite('memory', seed),
    work: createTag,
    keeps: true,
    tokens: true,
  },
  {
    name: 'durable',
    label: '**Jadeite** `--store sqlite:FILE`, createTag, `wal full`',
    start: jadeite(durable, seed),
    work: createTag,
    keeps: true,
    tokens: true,
  },
  {
    name: 'scattered',
    label: '… createTag, every request another account',
    start: jadeite(durable, seed),
    work: scattered,
    keeps: true,
    tokens: true,
  },
  {
    name: 'authorizer',
    label: '… createTag with the token of an authorizer',
    start: jadeite(durable, seed),
    work: { ...createTag, byComponent: true },
    keeps: true,
    tokens: true,
  },
  {
    name: 'getTags',
    label: '… getTags, 11 tags a list',
    start: jadeite(durable, seed),
    work: getTags,
    tokens: true,
  },
  {
    name: 'getTagidList',
    label: '… getTagidList, 3 tags',
    start: jadeite(durable, seed),
    work: getTagidList,
    tokens: true,
  },
  {
    name: 'getAccessToken',
    label: '… getAccessToken',
    start: jadeite(durable, seed),
    work: getAccessToken,
    tokens: true,
  },
]

/** The same servers without a seed, for start-up and idle memory. */
export const starts = [
  { name: 'bare', label: 'bare `node:http`', start: baseline('bare') },
  {
    name: 'express',
    label: 'Express + SQLite',
    start: baseline('express-sqlite', { DATABASE: '{folder}/tags.db' }),
  },
  { name: 'memory', label: '**Jadeite** `--store memory`', start: jadeite('memory') },
  { name: 'durable', label: '**Jadeite** `--store sqlite:FILE`, new file', start: jadeite(durable) },
]
