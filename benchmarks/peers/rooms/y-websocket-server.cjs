// The peer: the server that y-websocket 2.1 brings. Prints PORT and the port.
const http = require('node:http')
const { createRequire } = require('node:module')
const fromPeers = createRequire(process.env.PEERS + '/package.json')
const { setupWSConnection } = fromPeers('y-websocket-2/bin/utils')
const { WebSocketServer } = fromPeers('ws')

const server = http.createServer()
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', setupWSConnection)
server.listen(0, '127.0.0.1', () => console.log('PORT', server.address().port))
