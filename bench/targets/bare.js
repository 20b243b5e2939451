// The floor: node:http that reads the body and answers a constant.
import { createServer } from 'node:http'

const BODY = '{"tag":{"id":134,"name":"tag 0000000"}}'
const HEADERS = { 'Content-Type': 'application/json; encoding=utf-8', 'Content-Length': BODY.length }

createServer((request, response) => {
  request.on('data', () => {})
  request.on('end', () => response.writeHead(200, HEADERS).end(BODY))
}).listen(Number(process.env.PORT), '127.0.0.1')
