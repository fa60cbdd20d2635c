// What observers hear: random sessions on Yjs, each message put to another implementation as well.
// node yjs-events.mjs MODULES SEEDS STEPS [FIRST_SEED]: messages go to stdout, answers come on
// stdin, JSON lines in turn; the last line says how many answers differed. Positions never lie
// between the halves of a surrogate pair.
import { createRequire } from 'module'
import fs from 'fs'
import path from 'path'

const modules = process.argv[2]
const [seeds, steps, firstSeed = 0] = process.argv.slice(3).map(Number)
const Y = createRequire(path.join(modules, 'x.js'))('yjs')
console.log = console.error // Yjs tells of client ids there; stdout is the protocol's

let state = 0
const random = () => { // mulberry32
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n)
const oneOf = list => list[below(list.length)]
const chance = p => random() < p

const input = []
let partial = ''
const readLine = () => {
  const buffer = Buffer.alloc(65536)
  while (input.length === 0) {
    let read = 0
    try {
      read = fs.readSync(0, buffer)
    } catch (e) {
      if (e.code === 'EAGAIN') continue
      throw e
    }
    if (read === 0) throw new Error('the peer has ended')
    const lines = (partial + buffer.toString('latin1', 0, read)).split('\n')
    partial = lines.pop()
    input.push(...lines)
  }
  return Buffer.from(input.shift(), 'latin1').toString('utf8')
}

class Differing extends Error {} // what follows in the session would differ too

let calls = 0
let heard = 0
let differing = 0
let seed = 0
const put = (message, mine) => {
  calls++
  fs.writeSync(1, JSON.stringify(message) + '\n')
  const theirs = JSON.stringify(JSON.parse(readLine()))
  const wanted = JSON.stringify(mine)
  if (theirs !== wanted) {
    let at = 0
    while (theirs[at] === wanted[at]) at++
    const near = text => text.slice(Math.max(0, at - 300), at + 200)
    throw new Differing(`seed ${seed} ${JSON.stringify(message).slice(0, 400)}\n  yjs  ${near(wanted)}\n  peer ${near(theirs)}`)
  }
}

const kind = type =>
  type instanceof Y.Text ? 'text'
    : type instanceof Y.Array ? 'array'
      : type instanceof Y.XmlElement ? 'element'
        : type instanceof Y.XmlFragment ? 'fragment' : 'map'
const show = value =>
  value === undefined ? null
    : value instanceof Y.AbstractType ? { type: kind(value) }
      : value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') }
        : Array.isArray(value) ? value.map(show) : value
const showDelta = delta => delta.map(op => op.insert === undefined ? op : { ...op, insert: show(op.insert) })
const item = struct => [struct.id.client, struct.id.clock, struct.length]

// Yjs deletes needless formats while an event is read; here reading leaves the document as it is.
const reading = read => {
  const real = Y.Item.prototype.delete
  const deleted = []
  Y.Item.prototype.delete = function () {
    if (!this.deleted) {
      this.markDeleted()
      deleted.push(this)
    }
  }
  try {
    return read()
  } finally {
    Y.Item.prototype.delete = real
    deleted.forEach(format => { format.deleted = false })
  }
}

const newest = (target, key) => {
  const last = target._map.get(key)
  return last.deleted ? null : show(last.content.getContent()[last.length - 1])
}
const showEvent = event => reading(() => {
  const { target, changes } = event
  const isText = target instanceof Y.Text
  heard++
  return {
    target: kind(target),
    path: event.path,
    list: event.transaction.changed.get(target).has(null),
    delta: showDelta(changes.delta),
    keys: [...changes.keys].map(([key, { action, oldValue }]) =>
      [key, action, show(oldValue), newest(target, key)]),
    added: isText ? [] : [...changes.added].map(item), // Yjs has none for texts
    deleted: isText ? [] : [...changes.deleted].map(item)
  }
})

const root = (doc, name) => doc[{ t: 'getText', a: 'getArray', m: 'getMap', x: 'getXmlFragment' }[name[0]]](name.slice(1))
const at = (doc, where) => where.slice(1).reduce((type, step) => type.get(step), root(doc, where[0]))
const roots = ['tText', 'aArr', 'mMap', 'xXml']

const types = doc => {
  const all = []
  const walk = (type, where) => {
    all.push([type, where])
    if (type instanceof Y.Map) {
      type.forEach((value, key) => value instanceof Y.AbstractType && walk(value, [...where, key]))
    } else if (!(type instanceof Y.Text)) {
      type.toArray().forEach((value, i) => value instanceof Y.AbstractType && walk(value, [...where, i]))
    }
  }
  roots.forEach(name => walk(root(doc, name), [name]))
  return all
}

const units = text => text.toDelta().map(op => typeof op.insert === 'string' ? op.insert : '\ufffc').join('')
const place = (shown, from) => {
  const index = from + below(shown.length - from + 1)
  const isLow = index < shown.length && (shown.charCodeAt(index) & 0xfc00) === 0xdc00
  return isLow ? index + 1 : index
}

const word = () => oneOf(['a', 'bc', 'def', ' ', '\n', '\u{1f600}', 'é中', 'longer word'])
const value = () => oneOf([null, true, false, 7, -3, 1.5, 2 ** 40, '', 'x', [1, [2]], { k: { n: null } }])
const formats = () => oneOf([{ bold: true }, { bold: null }, { color: 'red' }, { color: 'blue' }, { color: null }, { bold: true, color: 'red' }, { link: { to: 'x' } }])
const make = name => ({ text: () => new Y.Text(), array: () => new Y.Array(), map: () => new Y.Map(), el: () => new Y.XmlElement('p'), xt: () => new Y.XmlText() })[name]()

const textEdit = (type, where) => {
  const shown = units(type)
  const from = place(shown, 0)
  const to = place(shown, from)
  const pick = below(8)
  if (pick < 3 || from === to) return chance(0.3) ? ['ti', where, from, word(), formats()] : ['ti', where, from, word()]
  if (pick < 5) return ['td', where, from, to - from]
  if (pick < 7) return ['tf', where, from, to - from, formats()]
  return ['te', where, from, { image: word() }, ...(chance(0.3) ? [formats()] : [])]
}
const listEdit = (type, where) => {
  const from = below(type.length + 1)
  if (chance(0.35) && from < type.length) return ['ad', where, from, 1 + below(Math.min(3, type.length - from))]
  if (type instanceof Y.XmlFragment) return ['an', where, from, oneOf(['el', 'xt'])]
  return chance(0.3) ? ['an', where, from, oneOf(['text', 'array', 'map'])] : ['ai', where, from, [value(), value()].slice(below(2))]
}
const mapEdit = (type, where) => {
  const key = 'k' + below(4)
  const pick = below(6)
  return pick < 3 ? ['ms', where, key, value()] : pick < 5 && where.length < 5 ? ['mn', where, key, oneOf(['text', 'array', 'map'])] : ['md', where, key]
}
const edit = doc => {
  const [type, where] = oneOf(types(doc))
  if (type instanceof Y.XmlElement && chance(0.4)) return chance(0.7) ? ['xa', where, 'k' + below(3), word()] : ['xr', where, 'k' + below(3)]
  return (type instanceof Y.Text ? textEdit : type instanceof Y.Map ? mapEdit : listEdit)(type, where)
}
const run = (doc, [verb, where, ...a]) => {
  const type = at(doc, where)
  const verbs = {
    ti: () => type.insert(a[0], a[1], a[2]),
    td: () => type.delete(a[0], a[1]),
    tf: () => type.format(a[0], a[1], a[2]),
    te: () => type.insertEmbed(a[0], a[1], a[2]),
    ai: () => type.insert(a[0], a[1]),
    an: () => type.insert(a[0], [make(a[1])]),
    ad: () => type.delete(a[0], a[1]),
    ms: () => type.set(a[0], a[1]),
    mn: () => type.set(a[0], make(a[1])),
    md: () => type.delete(a[0]),
    xa: () => type.setAttribute(a[0], a[1]),
    xr: () => type.removeAttribute(a[0])
  }
  verbs[verb]()
}

const base64 = bytes => Buffer.from(bytes).toString('base64')

class Peer {
  constructor (name, clientID, gc) {
    this.name = name
    this.doc = new Y.Doc({ gc })
    this.doc.clientID = clientID
    this.inbox = []
    this.u1 = []
    this.u2 = []
    this.log = []
    this.watchers = 0
    this.doc.on('update', update => this.u1.push(base64(update)))
    this.doc.on('updateV2', update => this.u2.push(base64(update)))
    put({ op: 'new', doc: name, clientID, gc, roots }, (roots.forEach(each => root(this.doc, each)), {}))
    roots.forEach(each => this.watch([each]))
    this.undo = new Y.UndoManager(roots.map(each => root(this.doc, each)), { captureTimeout: 0 })
    put({ op: 'undoable', doc: name, roots }, {})
  }

  watch (where) {
    const type = at(this.doc, where)
    const number = this.watchers++
    const hear = (isDeep, events, { local, origin }) => this.log.push({
      watcher: number,
      deep: isDeep,
      local,
      origin: origin instanceof Y.UndoManager ? 'undo' : origin,
      events: events.map(showEvent)
    })
    type.observe((event, transaction) => hear(false, [event], transaction))
    type.observeDeep((events, transaction) => hear(true, events, transaction))
    put({ op: 'watch', doc: this.name, path: where }, {})
  }

  did (message) {
    const { u1, u2, log } = this
    this.u1 = []
    this.u2 = []
    this.log = []
    put({ doc: this.name, ...message }, { u1, u2, log })
    return u1
  }

  edit () {
    const ops = []
    this.doc.transact(() => {
      for (let left = 1 + below(4); left > 0; left--) {
        const op = edit(this.doc)
        ops.push(op)
        run(this.doc, op)
      }
    })
    return this.did({ op: 'edit', ops })
  }

  apply (update) {
    Y.applyUpdate(this.doc, new Uint8Array(Buffer.from(update, 'base64')), 'remote')
    this.did({ op: 'apply', v: 1, u: update, origin: 'remote' })
  }

  takeBack () {
    const verb = chance(0.6) ? 'undo' : 'redo'
    this.undo[verb]()
    return this.did({ op: verb })
  }

  showTexts () {
    types(this.doc).filter(([type]) => type instanceof Y.Text).forEach(([type, where]) =>
      put({ op: 'delta', doc: this.name, path: where }, { delta: showDelta(type.toDelta()) }))
  }

  free () {
    put({ op: 'free', doc: this.name }, {})
  }
}

const session = () => {
  state = Math.imul(seed + 1, 2654435761)
  const gc = chance(0.7)
  const peers = Array.from({ length: 2 + below(2) }, (_, i) => new Peer('d' + i, 1 + i + 10 * below(1000), gc))
  const send = (from, updates) => peers.forEach(to => to !== from && to.inbox.push(...updates))
  for (let step = 0; step < steps; step++) {
    const peer = oneOf(peers)
    const pick = below(20)
    if (pick < 10) {
      send(peer, peer.edit())
    } else if (pick < 17) {
      const next = chance(0.3) ? below(peer.inbox.length) : 0
      peer.inbox.splice(next, 1).forEach(update => peer.apply(update))
    } else if (pick < 18) {
      peer.watch(oneOf(types(peer.doc))[1])
    } else if (pick < 19) {
      send(peer, peer.takeBack())
    } else {
      peer.showTexts()
    }
  }
  peers.forEach(peer => peer.inbox.splice(0).forEach(update => peer.apply(update)))
  peers.forEach(peer => {
    peer.showTexts()
    peer.free()
  })
}

for (seed = firstSeed; seed < firstSeed + seeds; seed++) {
  try {
    session()
  } catch (e) {
    if (!(e instanceof Differing)) throw e
    if (differing++ < 5) console.error(e.message)
  }
}
fs.writeSync(1, JSON.stringify({ seeds, steps, calls, heard, differing }) + '\n')
