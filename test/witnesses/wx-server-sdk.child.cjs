// wx-server-sdk in a process of its own, as it keeps state of the process. Makes the calls that its parent sends.
const sdk = require(process.argv[2])

const instances = new Map()

process.on('message', async ({ id, config, api, data, options, openAPI }) => {
  const answer = { id }
  try {
    const cloud = instanceOf(config)
    answer.reply = openAPI ? await cloud.callOpenAPI({ api, data }) : await functionOf(cloud, api, options)(data)
  } catch (error) {
    answer.refusal = { errCode: error.errCode, errMsg: error.errMsg, message: error.message }
  }
  process.send(answer)
})

// cloud.init works once a process.
function instanceOf(config) {
  const key = JSON.stringify(config)
  if (instances.size === 0) {
    sdk.init(config)
    instances.set(key, sdk)
  } else if (!instances.has(key)) instances.set(key, sdk.createNewInstance(config))
  return instances.get(key)
}

const functionOf = (cloud, api, options) =>
  api.split('.').reduce((object, name) => object[name], options ? cloud.openapi(options) : cloud.openapi)
