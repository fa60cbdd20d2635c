// Ends our server with SIGTERM while Hocuspocus clients write, starts it again, and counts acknowledged changes that are gone.
// usage: node benchmarks/peers/rooms/terminate.mjs ROUNDS [CLIENTS] -- COMMAND OF OUR SERVER...
// (by default: ./echo doc serve --port 0 --dir A_FRESH_FOLDER)
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const require = createRequire((process.env.PEERS ?? resolve(root, '.ci/npm')) + '/package.json')
const Y = require('yjs')
const WebSocket = require('ws')
const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider')

const split = process.argv.indexOf('--')
const [rounds, clients = '8'] = process.argv.slice(2, split < 0 ? undefined : split)
const folder = mkdtempSync(join(tmpdir(), 'rooms-'))
const command = [...(split < 0 ? [resolve(root, 'echo'), 'doc', 'serve', '--port', '0'] : process.argv.slice(split + 1)), '--dir', folder]
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

async function serve () {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise(resolve => child.on('exit', resolve))
  const port = await new Promise(resolve => child.stdout.on('data', text => resolve(/PORT (\d+)/.exec(text)[1])))
  return { child, ended, url: `ws://127.0.0.1:${port}/hocuspocus` }
}

class Writer {
  constructor (url, room) {
    this.doc = new Y.Doc()
    this.socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
    this.provider = new HocuspocusProvider({ websocketProvider: this.socket, name: room, document: this.doc, token: 't', onClose: () => { this.over = true } })
    this.provider.attach()
    this.written = 0
    this.acknowledged = 0
    this.over = false
    this.provider.on('unsyncedChanges', ({ number }) => {
      if (!this.over) this.acknowledged = Math.max(this.acknowledged, this.written - number)
    })
  }

  async ready () { while (!(this.provider.synced && this.provider.unsyncedChanges === 0)) await pause(5) }

  write (name) {
    this.written++
    this.doc.getArray(name).push([this.written])
  }

  end () {
    this.over = true
    this.provider.destroy()
    this.socket.destroy()
  }
}

const total = { rounds: 0, written: 0, acknowledged: 0, lost: 0, exitCodes: {} }
for (let round = 0; round < +rounds; round++) {
  const server = await serve()
  const writers = Array.from({ length: +clients }, () => new Writer(server.url, 'round-' + round))
  await Promise.all(writers.map(writer => writer.ready()))
  const end = performance.now() + 100 + Math.random() * 700
  while (!writers.every(writer => writer.over)) {
    writers.forEach((writer, i) => { if (!writer.over) writer.write('w' + i) })
    if (performance.now() > end && !server.told) server.told = server.child.kill('SIGTERM')
    await pause(1)
  }
  const code = await server.ended
  writers.forEach(writer => writer.end())

  const again = await serve()
  const reader = new Writer(again.url, 'round-' + round)
  await reader.ready()
  writers.forEach((writer, i) => {
    const kept = reader.doc.getArray('w' + i).length
    total.written += writer.written
    total.acknowledged += writer.acknowledged
    total.lost += Math.max(0, writer.acknowledged - kept)
  })
  reader.end()
  again.child.kill('SIGTERM')
  await again.ended
  total.rounds++
  total.exitCodes[code] = (total.exitCodes[code] ?? 0) + 1
}
rmSync(folder, { recursive: true })
console.log(JSON.stringify(total))
process.exit(total.lost === 0 ? 0 : 1)
