const { fork, spawn } = require('node:child_process')
const { join } = require('node:path')

if (process.argv[2] === 'child') spawn('node', [join(__dirname, 'tag.cjs'), process.argv[3]], { stdio: 'inherit' })
else fork(__filename, ['child', process.argv[2]])
