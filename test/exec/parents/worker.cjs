const { Worker, workerData } = require('node:worker_threads')
const tag = require('./tag.cjs')

if (workerData) tag(workerData)
else new Worker(__filename, { workerData: process.argv[2] })
