// Compares what a delivery costs the server of y-websocket 2.1 and ours, one after the other, five rounds, medians.
// Then ours alone with 100 people, and with one client that stops reading. All of it takes a quarter of an hour.
// usage: node benchmarks/peers/rooms/fan-out.mjs [--rounds N] [--seconds N] [--only NAME] [--fresh] -- COMMAND OF OUR SERVER...
// (by default: ./echo doc serve --port 0 --memory). --fresh: every round has a server of its own, which nobody has warmed up,
// nor is the load; only the loads of both are run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../../..')
const peers = process.env.PEERS ?? resolve(root, '.ci/npm')
const split = process.argv.indexOf('--')
const options = process.argv.slice(2, split < 0 ? undefined : split)
const option = (name, otherwise) => options.includes(name) ? options[options.indexOf(name) + 1] : otherwise
const ours = split < 0 ? [resolve(root, 'echo'), 'doc', 'serve', '--port', '0', '--memory'] : process.argv.slice(split + 1)
const rounds = +option('--rounds', 5)
const seconds = +option('--seconds', 5)
const only = option('--only')
const fresh = options.includes('--fresh')

const LOADS = [ // clients, senders, Hz, what, and for our server alone: observers, stopped, bytes
  ['10 clients x 20 Hz', 10, 10, 20, 'update'],
  ['50 clients, 10 x 10 Hz', 50, 10, 10, 'update'],
  ['200 clients, 4 x 5 Hz', 200, 4, 5, 'update'],
  ['20 x 60 Hz awareness', 20, 20, 60, 'awareness'],
  ['100 x 60 Hz awareness', 100, 100, 60, 'awareness', 3]
].filter(load => !only || load[0].startsWith(only))
const STOPPED = ['10 clients x 20 Hz of 8 kB', 10, 10, 20, 'update', 10]
const BYTES = 8000 // so that what the system buffers is full at once

async function serve (command) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PEERS: peers } })
  const port = await new Promise((resolve, reject) => {
    child.on('exit', code => reject(new Error(command[0] + ' ended with ' + code))) // too early
    child.stdout.on('data', text => { const found = /PORT (\d+)/.exec(text); if (found) resolve(found[1]) })
  })
  return { child, url: 'ws://127.0.0.1:' + port }
}

async function load (server, [, clients, senders, hz, kind, observers = clients, stopped = 0, bytes = 0], duration) {
  const more = [observers, stopped, bytes, ...(fresh ? [0] : [])]
  const child = spawn(process.execPath, ['--expose-gc', resolve(here, 'load.mjs'), server.url, server.child.pid, clients, senders, hz, duration, kind, ...more],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, PEERS: peers } })
  let text = ''
  for await (const part of child.stdout) text += part
  return JSON.parse(text)
}

const median = (results, key) => results.map(each => each[key]).sort((a, b) => a - b)[results.length >> 1]
const commands = { peer: [process.execPath, resolve(here, 'y-websocket-server.cjs')], echo: ours }
const servers = {}
const compared = LOADS.filter(each => each.length === 5)
if (!fresh) {
  for (const name in commands) {
    servers[name] = await serve(commands[name])
    for (const each of compared) await load(servers[name], each, seconds)
  }
}
const loaded = async (name, each) => {
  const server = servers[name] ?? await serve(commands[name])
  const result = await load(server, each, seconds)
  if (fresh) {
    server.child.kill()
    await once(server.child, 'exit')
  }
  return result
}
const lost = results => results.reduce((sum, each) => sum + each.wanted - each.delivered, 0)
const told = (name, results) => ({
  load: name,
  lost: lost(results),
  closes: results.flatMap(each => each.closes),
  loadAverage: loadavg().map(each => +each.toFixed(1))
})

for (const each of compared) {
  const results = { peer: [], echo: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of ['peer', 'echo']) results[name].push(await loaded(name, each))
  }
  const of = (name, key) => median(results[name], key)
  const ratio = key => +(of('echo', key) / of('peer', key)).toFixed(3)
  console.log(JSON.stringify({
    ...told(each[0], results.echo),
    cpuUsPerDelivery: { peer: of('peer', 'cpuUsPerDelivery'), echo: of('echo', 'cpuUsPerDelivery'), ratio: ratio('cpuUsPerDelivery') },
    p50Ms: { peer: of('peer', 'p50Ms'), echo: of('echo', 'p50Ms') },
    p99Ms: { peer: of('peer', 'p99Ms'), echo: of('echo', 'p99Ms'), ratio: ratio('p99Ms') },
    residentKb: { peer: of('peer', 'residentKb'), echo: of('echo', 'residentKb') }
  }))
}

if (fresh) process.exit(0)

for (const each of LOADS.filter(load => load.length > 5)) { // more than the peer bears
  const results = []
  for (let round = 0; round < rounds; round++) results.push(await load(servers.echo, each, seconds))
  console.log(JSON.stringify({
    ...told(each[0], results),
    cpuUsPerMessage: +(median(results, 'serverCpuMs') * 1000 / median(results, 'messages')).toFixed(2),
    p50Ms: median(results, 'p50Ms'),
    p99Ms: median(results, 'p99Ms'),
    residentKb: median(results, 'residentKb')
  }))
}

if (!only || STOPPED[0].startsWith(only)) { // with and without one more client that reads nothing
  const results = { without: [], with: [] }
  for (let round = 0; round < 2 * rounds; round++) { // each is first as often as the other
    for (const name of round % 2 === 0 ? ['without', 'with'] : ['with', 'without']) {
      results[name].push(await load(servers.echo, [...STOPPED, name === 'with' ? 1 : 0, BYTES], seconds))
    }
  }
  const p99 = name => median(results[name], 'p99Ms')
  console.log(JSON.stringify({
    ...told(STOPPED[0] + ', one stops reading', [...results.without, ...results.with]),
    p50Ms: { without: median(results.without, 'p50Ms'), with: median(results.with, 'p50Ms') },
    p99Ms: { without: p99('without'), with: p99('with'), ratio: +(p99('with') / p99('without')).toFixed(3) },
    cpuUsPerDelivery: { without: median(results.without, 'cpuUsPerDelivery'), with: median(results.with, 'cpuUsPerDelivery') }
  }))
}
for (const server of Object.values(servers)) server.child.kill()
process.exit(0)
