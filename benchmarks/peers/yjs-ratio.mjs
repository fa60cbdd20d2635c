// The peer of the benchmarks of documents: runs a case with Yjs and answers with its cost.
// node --expose-gc yjs-ratio.mjs NODE_MODULES   one JSON object a line in and out:
//   {"case":"log","file":F,"times":N}     edits of a log from empty documents on, as DocBench runs them
//   {"case":"local","file":F,"times":N}   edits of one author in one transaction
//   {"case":"remote","file":F,"one":BOOL} length-prefixed updates of version 1, with a listener
//   {"case":"parse","file":F,"version":V,"times":N}
//   {"case":"merge","file":F,"count":N}
//   {"case":"formatted","file":F}         edits of a formatted text, the first not counted
//   {"case":"memory","file":F}
// Answers: {"ms":CPU milliseconds of the process,"size":...,"sha":...}
import crypto from 'crypto'
import fs from 'fs'
import { createRequire } from 'module'
import readline from 'readline'
import zlib from 'zlib'

const Y = createRequire(process.argv[2] + '/x.js')('yjs')
const cache = new Map()
const cached = (key, make) => {
  if (!cache.has(key)) cache.set(key, make())
  return cache.get(key)
}

const cpu = work => {
  global.gc()
  const before = process.cpuUsage()
  const result = work()
  const used = process.cpuUsage(before)
  return [(used.user + used.system) / 1e3, result]
}

const sha = bytes => crypto.createHash('sha256').update(bytes).digest('hex').slice(0, 16)

const author = (id, sent) => {
  const doc = new Y.Doc()
  doc.clientID = id
  if (sent) doc.on('updateV2', update => sent.push(update))
  return { doc, text: doc.getText('text'), array: doc.getArray('array'), map: doc.getMap('map') }
}

const edit = (to, op) => {
  if (op[0] === 't') {
    if (op[3] > 0) to.text.delete(op[2], op[3])
    to.text.insert(op[2], op[4])
  } else if (op[0] === 'ai') {
    to.array.insert(op[2], op[3])
  } else {
    to.map.set(op[2], op[3])
  }
}

const view = (of, kind) =>
  kind === 't' ? of.text.toString() : kind === 'ai' ? of.array.toArray() : of.map.toJSON()

const log = file => cached(file, () => {
  const lines = zlib.gunzipSync(fs.readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return { head: JSON.parse(lines[0]), ops: lines.slice(1).map(line => JSON.parse(line)) }
})

const followed = ops => {
  const sent = []
  const one = author(1, sent)
  const two = author(2)
  ops.forEach(op => edit(one, op))
  sent.forEach(update => Y.applyUpdateV2(two.doc, update))
  view(one, ops[0][0])
  view(two, ops[0][0])
  return one
}

const concurrent = (ops, init) => {
  const sent = [[], []]
  const one = author(1, sent[0])
  const two = author(2, sent[1])
  one.text.insert(0, init)
  sent[0].splice(0).forEach(update => Y.applyUpdateV2(two.doc, update))
  sent[1].length = 0
  one.doc.transact(() => ops[0].forEach(op => edit(one, op)))
  two.doc.transact(() => ops[1].forEach(op => edit(two, op)))
  const [ofOne, ofTwo] = sent.map(updates => updates.splice(0))
  ofOne.forEach(update => Y.applyUpdateV2(two.doc, update))
  ofTwo.forEach(update => Y.applyUpdateV2(one.doc, update))
  one.text.toString()
  two.text.toString()
  return one
}

const alone = (ops, inOne) => {
  const one = author(1, [])
  const run = () => ops.forEach(op => edit(one, op))
  if (inOne) one.doc.transact(run)
  else run()
  return one
}

const repeated = (times, work) => {
  const [ms, one] = cpu(() => {
    let last
    for (let i = 0; i < times; i++) last = work()
    return last
  })
  return { ms: ms / times, sha: sha(Y.encodeStateAsUpdate(one.doc)) }
}

const updates = file => cached(file, () => {
  const all = zlib.gunzipSync(fs.readFileSync(file))
  const list = []
  for (let at = 0; at < all.length;) {
    const length = all.readUInt32LE(at)
    list.push(new Uint8Array(all.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return list
})

const loaded = file => cached('doc ' + file, () => {
  const doc = new Y.Doc()
  doc.transact(() => updates(file).forEach(update => Y.applyUpdate(doc, update)))
  return [Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdateV2(doc)]
})

const cases = {
  log: ({ file, times }) => {
    const { head, ops } = log(file)
    if (head.kind === 'b1') return repeated(times, () => followed(ops))
    if (head.kind !== 'b2') return repeated(times, () => alone(ops, false))
    const own = [0, 1].map(who => ops.filter(op => op[1] === who))
    return repeated(times, () => concurrent(own, head.init))
  },
  local: ({ file, times }) => {
    const { ops } = log(file)
    return repeated(times, () => alone(ops, true))
  },
  remote: ({ file, one }) => {
    const list = updates(file)
    const doc = new Y.Doc()
    let bytes = 0
    doc.on('update', update => { bytes += update.length })
    const run = () => list.forEach(update => Y.applyUpdate(doc, update))
    const [ms] = cpu(() => (one ? doc.transact(run) : run()))
    return { ms, sha: sha(Y.encodeStateAsUpdate(doc)) }
  },
  parse: ({ file, version, times }) => {
    const bytes = loaded(file)[version - 1]
    const [ms] = cpu(() => {
      for (let i = 0; i < times; i++) {
        const doc = new Y.Doc()
        const apply = version === 1 ? Y.applyUpdate : Y.applyUpdateV2
        apply(doc, bytes)
        doc.getText('text').toString()
      }
    })
    return { ms: ms / times, size: bytes.length }
  },
  merge: ({ file, count }) => {
    const list = updates(file).slice(0, count)
    const [ms, merged] = cpu(() => Y.mergeUpdates(list))
    return { ms, sha: sha(merged) }
  },
  formatted: ({ file }) => {
    const edits = cached(file, () => JSON.parse(fs.readFileSync(file, 'utf8')))
    const { doc, text } = author(1)
    const run = ([kind, at, what, formats]) => {
      if (kind === 'd') text.applyDelta(at)
      else if (kind === 'i' || kind === 'I') text.insert(at, what, formats)
      else if (kind === 'f') text.format(at, what, formats)
      else text.delete(at, what)
    }
    run(edits[0])
    let bytes = 0
    doc.on('updateV2', update => { bytes += update.length })
    const [ms] = cpu(() => edits.slice(1).forEach(run))
    return { ms, sha: sha(Y.encodeStateAsUpdate(doc)) }
  },
  memory: ({ file }) => {
    const bytes = loaded(file)[0]
    global.gc()
    const before = process.memoryUsage().heapUsed
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    doc.getText('text').toString()
    global.gc()
    const size = process.memoryUsage().heapUsed - before
    return { size, structs: [...doc.store.clients.values()].reduce((n, s) => n + s.length, 0) }
  }
}

readline.createInterface({ input: process.stdin }).on('line', line => {
  const request = JSON.parse(line)
  const answer = cases[request.case](request)
  const all = process.cpuUsage()
  answer.processMs = (all.user + all.system) / 1e3
  process.stdout.write(JSON.stringify(answer) + '\n')
})
