// Fastify as its readme starts: a route that answers a constant. It parses the body by itself.
import fastify from 'fastify'

const app = fastify()
app.post('/cgi-bin/tags/create', async () => ({ tag: { id: 134, name: 'tag 0000000' } }))
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
