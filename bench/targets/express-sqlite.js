// createTag as most people write it: Express, one statement after another, one transaction a request.
import express from 'express'
import { DatabaseSync } from './sqlite.js'

const database = new DatabaseSync(process.env.DATABASE)
database.exec('pragma journal_mode = wal; pragma synchronous = full')
database.exec(`create table tags (
  account text not null, id integer not null, name text not null, primary key (account, id), unique (account, name)
)`)
const duplicate = database.prepare('select id from tags where account = ? and name = ?')
const count = database.prepare('select count(*) as tags from tags where account = ?')
const insert = database.prepare('insert into tags (account, id, name) values (?, ?, ?)')
const list = database.prepare('select id, name, 0 as count from tags where account = ? order by id')

const app = express()
app.use(express.json())

app.post('/cgi-bin/tags/create', (request, response) => {
  const account = accountOf(request)
  const { name } = request.body.tag
  database.exec('begin immediate')
  try {
    const reply = create(account, name)
    database.exec('commit')
    response.json(reply)
  } catch (error) {
    database.exec('rollback')
    throw error
  }
})

function create(account, name) {
  if (duplicate.get(account, name)) return { errcode: 45157, errmsg: 'invalid tag name' }
  const { tags } = count.get(account)
  if (tags >= 100) return { errcode: 45056, errmsg: 'too many tags' }
  insert.run(account, 100 + tags, name)
  return { tag: { id: 100 + tags, name } }
}

app.get('/cgi-bin/tags/get', (request, response) => {
  response.json({ tags: list.all(accountOf(request)) })
})

// The first characters of a token say whose it is.
const accountOf = (request) => request.query.access_token.slice(0, 15)

app.listen(Number(process.env.PORT), '127.0.0.1')
