// Loads a server of rooms and measures what it delivers.
// usage: PEERS=FOLDER node load.mjs URL PID CLIENTS SENDERS HZ SECONDS update|awareness [OBSERVERS [STOPPED [BYTES [WARM]]]]
//
// STOPPED further clients join and read nothing from then on; updates are BYTES longer, so that the system's own buffers fill.
// Only the first OBSERVERS clients look into what they get (all, if nothing is said); the others read it and no more, so
// that the load itself does not become the bottleneck.
// All clients are in one room. SENDERS of them send HZ messages a second each, all in the same millisecond. A value is
// delivered to another client when it, or a later one of the same sender, has come there; its latency runs from its own
// sending to that moment, so a value that was superseded on the way counts with its full age.
//
// Of 100 bursts the slowest makes the p99, so the load must not be what is slow. In the middle between two bursts it makes
// the messages of the next one and, started with --expose-gc, collects its garbage; and WARM seconds of the same (6 if nothing is said)
// go before what is measured, in which its own code is compiled.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(process.env.PEERS + '/package.json')
const Y = require('yjs')
const WebSocket = require('ws')
const { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } = require('lib0/encoding')

const [url, pid, clients, senders, hz, seconds, kind, observers = clients, stopped = 0, padding = 0, warm = 6] =
  process.argv.slice(2).map(a => /^\d+$/.test(a) ? +a : a)
const FIRST_ID = 1000
const DRAIN_MS = 15_000

const sentAt = Array.from({ length: senders }, () => [0]) // [sender][clock], ms
const BUCKETS_A_MS = 10
const latencies = new Uint32Array(60_000 * BUCKETS_A_MS) // how many, by tenth of a millisecond
let echoes = 0
let delivered = 0
let messages = 0
let bytes = 0
let measuring = false
const closes = [] // codes with which the server sent clients away
const memory = [] // resident MB of the server, every ten seconds

// The process's own count has steps of 10 ms; that of its threads is exact but forgets those that have ended.
const cpuMs = () => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  const threads = readdirSync(`/proc/${pid}/task`).map(thread => +readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return { steps: (+fields[11] + +fields[12]) * 10, exact: threads.reduce((sum, each) => sum + each, 0) / 1e6 }
}
const cpuSince = before => {
  const now = cpuMs()
  return Math.max(now.exact - before.exact, now.steps - before.steps - 10)
}
const residentKb = () => +/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]

class Client {
  constructor (index) {
    this.index = index
    this.doc = new Y.Doc()
    this.doc.clientID = FIRST_ID + index
    this.array = this.doc.getArray('load')
    this.seen = new Int32Array(senders)
    this.clock = 0
  }

  async open () {
    this.socket = new WebSocket(url + '/load-' + process.pid, { perMessageDeflate: false })
    this.socket.binaryType = 'nodebuffer'
    this.socket.on('message', message => this.receive(message))
    this.socket.on('close', code => closes.push(code))
    await new Promise((resolve, reject) => { this.socket.on('open', resolve); this.socket.on('error', reject) })
    const hello = createEncoder()
    writeVarUint(hello, 0)
    writeVarUint(hello, 0)
    writeVarUint8Array(hello, Y.encodeStateVector(this.doc))
    this.socket.send(toUint8Array(hello))
  }

  receive (message) {
    if (!measuring) return
    messages++
    bytes += message.length
    if (this.index >= observers) return
    const at = performance.now()
    const reader = new Reader(message)
    const type = reader.number()
    if (type === 0 && reader.number() !== 0) {
      reader.number() // the update's length
      for (let left = reader.number(); left > 0; left--) { // one client, one struct in this load
        reader.number()
        const sender = reader.number() - FIRST_ID
        this.saw(sender, reader.number() + 1, at)
        break
      }
    } else if (type === 1) {
      reader.number()
      for (let left = reader.number(); left > 0; left--) {
        const sender = reader.number() - FIRST_ID
        const clock = reader.number()
        reader.skip(reader.number())
        this.saw(sender, clock, at)
      }
    }
  }

  saw (sender, clock, at) {
    const sent = sentAt[sender]
    if (sent === undefined) return
    if (sender === this.index) {
      echoes++
      return
    }
    for (let each = this.seen[sender] + 1; each <= clock; each++) {
      latencies[Math.min(latencies.length - 1, Math.floor((at - sent[each]) * BUCKETS_A_MS))]++
      delivered++
    }
    if (clock > this.seen[sender]) this.seen[sender] = clock
  }

  /** Makes the next message. */
  prepare () {
    const message = createEncoder()
    const clock = ++this.clock
    if (kind === 'update') {
      let update
      this.doc.once('update', made => { update = made })
      this.array.push([padding > 0 ? 'x'.repeat(padding) : clock])
      writeVarUint(message, 0)
      writeVarUint(message, 2)
      writeVarUint8Array(message, update)
    } else {
      const state = createEncoder()
      writeVarUint(state, 1)
      writeVarUint(state, FIRST_ID + this.index)
      writeVarUint(state, clock)
      writeVarString(state, JSON.stringify({ user: 'u' + this.index, hr: 60 + clock % 40, hrv: 42.5, eeg: [0.1, 0.2, 0.3, 0.4], t: clock }))
      writeVarUint(message, 1)
      writeVarUint8Array(message, toUint8Array(state))
    }
    this.next = toUint8Array(message)
  }

  send () {
    sentAt[this.index][this.clock] = performance.now()
    this.socket.send(this.next)
    this.next = undefined
  }
}

class Reader {
  constructor (bytes) { this.bytes = bytes; this.at = 0 }

  number () {
    let value = 0
    let scale = 1
    for (;;) {
      const next = this.bytes[this.at++]
      value += (next & 127) * scale
      if (next < 128) return value
      scale *= 128
    }
  }

  skip (count) { this.at += count }
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))
const all = []
for (let i = 0; i < clients; i++) {
  const client = new Client(i)
  await client.open()
  all.push(client)
}
for (let i = 0; i < stopped; i++) {
  const client = new Client(clients + i)
  await client.open()
  client.socket.pause()
}
await pause(500)

/** Sends for a while and waits until all has come; returns how many deliveries there should be. */
async function run (ms) {
  measuring = true
  latencies.fill(0)
  delivered = echoes = messages = bytes = 0
  const begin = performance.now()
  const prepare = () => {
    if (all[0].next) return
    for (let s = 0; s < senders; s++) all[s].prepare()
    global.gc?.({ type: 'minor' })
  }
  let rounds = 0
  while (performance.now() - begin < ms) {
    const due = Math.floor((performance.now() - begin) * hz / 1000) + 1
    for (; rounds < due; rounds++) {
      prepare() // unless it was done in time
      for (let s = 0; s < senders; s++) all[s].send()
      setTimeout(prepare, 500 / hz)
    }
    await pause(1)
  }
  const wanted = rounds * senders * observers - rounds * Math.min(senders, observers)
  const drain = performance.now()
  while (delivered < wanted && performance.now() - drain < DRAIN_MS) await pause(5)
  return wanted
}

if (warm > 0) await run(warm * 1000)
const cpuBefore = cpuMs()
const watch = setInterval(() => memory.push(Math.round(residentKb() / 1024)), 10_000)
const wanted = await run(seconds * 1000)
const cpu = cpuSince(cpuBefore)
clearInterval(watch)

const quantile = q => {
  let left = delivered * q
  const bucket = latencies.findIndex(count => { left -= count; return left <= 0 && count > 0 })
  return bucket < 0 ? null : (bucket + 1) / BUCKETS_A_MS
}
console.log(JSON.stringify({
  kind, clients, senders, hz, wanted, delivered, echoes, messages, bytes,
  p50Ms: quantile(0.5), p99Ms: quantile(0.99), maxMs: quantile(1),
  closes, serverCpuMs: +cpu.toFixed(1), cpuUsPerDelivery: +(cpu * 1000 / Math.max(1, delivered + echoes)).toFixed(2),
  residentKb: residentKb(), memory, loadCpuMs: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e3)
}))
process.exit(0)
