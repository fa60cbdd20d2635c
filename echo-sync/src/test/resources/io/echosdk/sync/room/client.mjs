// A real client, driven by lines of JSON on stdin and answering each with one line on stdout.
// usage: node client.mjs FOLDER_OF_MODULES yws|hocuspocus URL ROOM [TOKEN]
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const [modules, protocol, url, room, token = ''] = process.argv.slice(2)
const require = createRequire(modules + '/package.json')
const Y = require('yjs')
const WebSocket = require('ws')
const doc = new Y.Doc()
const closes = []
const stateless = []
let denied = false

const provider = protocol === 'yws' ? yWebsocket() : hocuspocus()

function yWebsocket () {
  const { WebsocketProvider } = require('y-websocket')
  const made = new WebsocketProvider(url, room, doc, {
    WebSocketPolyfill: WebSocket, disableBc: true, params: token ? { token } : {}
  })
  made.on('connection-close', event => closes.push(event ? event.code : 0))
  return made
}

function hocuspocus () {
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider')
  const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
  const made = new HocuspocusProvider({
    websocketProvider, name: room, document: doc, token,
    onAuthenticationFailed: () => { denied = true },
    onStateless: ({ payload }) => stateless.push(payload),
    onClose: ({ event }) => closes.push(event.code)
  })
  made.attach()
  return made
}

const verbs = {
  insert: ({ at, text }) => { doc.getText('t').insert(Math.min(at, doc.getText('t').length), text) },
  delete: ({ at, length }) => { doc.getText('t').delete(at, length) },
  show: ({ state }) => { provider.awareness.setLocalState(state) },
  connect: () => { protocol === 'yws' ? provider.connect() : provider.configuration.websocketProvider.connect() },
  disconnect: () => { protocol === 'yws' ? provider.disconnect() : provider.configuration.websocketProvider.disconnect() },
  stop: () => { provider.ws.pause() }, // reads nothing from its socket any more
  read: () => { provider.ws.resume() },
  say: ({ text }) => { provider.sendStateless(text) },
  look: () => {}
}

createInterface({ input: process.stdin }).on('line', line => {
  const command = JSON.parse(line)
  verbs[command.verb](command)
  setTimeout(answer, command.verb === 'look' ? 5 : 0) // so that looking again and again leaves time to work
}).on('close', () => process.exit(0))

function answer () {
  console.log(JSON.stringify({
    synced: provider.synced,
    text: doc.getText('t').toString(),
    people: [...provider.awareness.getStates().values()].filter(s => s && s.name).map(s => s.name).sort(),
    unsynced: protocol === 'yws' ? 0 : provider.unsyncedChanges,
    scope: provider.authorizedScope ?? null,
    denied, closes, stateless,
    state: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex')
  }))
}
