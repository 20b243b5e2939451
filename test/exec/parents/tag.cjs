// Makes a tag as a program does that nobody wrote for Jadeite: the platform's address stands here, the core's clients are used.
const https = require('node:https')

const { JADEITE_APPID, JADEITE_SECRET } = process.env
const query = `grant_type=client_credential&appid=${JADEITE_APPID}&secret=${JADEITE_SECRET}`

/** Creates a tag of this name and prints what the platform answers. */
module.exports = async (name) => {
  const { access_token } = await token()
  const reply = await fetch(`https://api.weixin.qq.com/cgi-bin/tags/create?access_token=${access_token}`, {
    method: 'POST',
    body: JSON.stringify({ tag: { name } }),
  })
  console.log(await reply.text())
}

const token = () =>
  new Promise((resolve, reject) => {
    const request = https.get(`https://api.weixin.qq.com/cgi-bin/token?${query}`, async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      resolve(JSON.parse(text))
    })
    request.on('error', reject)
  })

if (require.main === module) module.exports(process.argv[2])
