// Connects in every way that there is, and prints where each connection ended, or how it failed.
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')
const tls = require('node:tls')

// A free port of this machine, and a Unix socket, with somebody listening.
const [port, path] = [Number(process.argv[2]), process.argv[3]]
const host = 'api.weixin.qq.com'

// Stands in for names that are let through: nothing leaves this machine.
const found = (_name, { all }, done) =>
  all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
const notFound = (name, _options, done) => setImmediate(done, new Error(`${name} was looked up`))

const at = (host, port) => net.connect({ host, port, lookup: notFound })

const connections = {
  forms: {
    'net.connect(options)': () => net.connect({ host, port: 80 }),
    'net.connect(options, listener)': (done) => net.connect({ host, port: 80 }, done),
    'net.connect(port, host)': () => net.connect(80, host),
    'net.connect(port, host, listener)': (done) => net.connect(80, host, done),
    'net.createConnection(text, host)': () => net.createConnection('80', host),
    'socket.connect(options)': () => new net.Socket().connect({ host, port: '80' }),
    'socket.connect(port, host, listener)': (done) => new net.Socket().connect(80, host, done),
    'with what is for the real host': () =>
      net.connect(Object.freeze({ host, port: 80, family: 6, localAddress: '2001:db8::1', lookup: notFound })),
    'another port': () => net.connect(8080, host),
    'another way to write it': () => net.connect(80, 'API.Weixin.QQ.com.'),
  },
  secure: {
    'port 443': () => net.connect(443, host),
    'tls.connect(options)': () => tls.connect({ host, port: 443, servername: host }),
    'tls.connect(port, host, listener)': (done) => tls.connect(443, host, done),
    'tls.connect(port, host, options)': () => tls.connect(443, host, { rejectUnauthorized: true }),
    'tls, another port': () => tls.connect({ host, port: 8443 }),
    'an address that was looked up before': () => tls.connect({ host: '203.0.113.1', port: 443, servername: host }),
    'a cloud environment': () => tls.connect(443, 'env-1.ap-shanghai.tcb-api.tencentcloudapi.com'),
  },
  untouched: {
    'net.connect(port)': () => net.connect(port),
    'net.connect({ port })': () => net.connect({ port }),
    'net.connect({ host: nothing, port })': () => net.connect({ host: '', port }),
    localhost: () => net.connect(port, 'localhost'),
    '127.0.0.1': () => net.connect({ host: '127.0.0.1', port }),
    "127.0.0.1 in the platform's name": () => net.connect({ host: '127.0.0.1', port, servername: host }),
    'another host, another port': () => net.connect({ host: 'database.example.org', port, lookup: found }),
  },
  unix: {
    'net.connect(path)': () => net.connect(path),
    'net.connect({ path })': () => net.connect({ path }),
    'net.connect({ path, host })': () => net.connect({ path, host, port: 443 }),
  },
  refused: {
    http: () => http.get('http://example.org/', { agent: new http.Agent() }),
    https: () => https.get('https://example.org/'),
    'an address': () => net.connect(443, '203.0.113.1'),
    fetch: async (_, failed) => fetch('https://example.org/').catch(({ cause }) => failed(cause)),
    'a name like the platform': () => at('api.weixin.qq.com.example.org', 443),
    'a sister of an exception': () => at('notallowed.example', 443),
    'another port of an exception': () => at('port.example', 443),
  },
  letThrough: {
    'what NO_PROXY names': () => at('allowed.example', 443),
    'what is below it': () => at('below.allowed.example', 80),
    'a suffix': () => at('below.suffix.example', 443),
    'a port': () => at('port.example', 80),
    'a proxy': () => at('proxy.example', 443),
    'this machine': () => at('test.localhost', 80),
    'no port of the web': () => at('example.org', 5432),
  },
}

async function main() {
  const told = {}
  for (const [group, each] of Object.entries(connections)) {
    const ended = Object.entries(each).map(async ([name, connect]) => [name, await end(connect)])
    told[group] = Object.fromEntries(await Promise.all(ended))
  }
  return told
}

const end = (connect) =>
  new Promise((resolve) => {
    const failed = ({ code, message }) => resolve({ code, message })
    // A form with a listener must call it: nothing else is listened to.
    const connected = () => resolve(socket.remotePort ?? 'a Unix socket')
    const socket = connect(connected, failed)
    if (!(socket instanceof net.Socket)) return void socket.on?.('error', failed)
    socket.on('error', failed)
    if (connect.length === 0) socket.on(socket.encrypted ? 'secureConnect' : 'connect', connected)
  })

main().then((told) => process.stdout.write(JSON.stringify(told), () => process.exit()))
