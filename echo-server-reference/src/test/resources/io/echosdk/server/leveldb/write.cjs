// write.cjs Y-LEVELDB-PACKAGE FOLDER: keeps three documents as a y-websocket server does, the third forgotten again
const { createRequire } = require('node:module')
const [home, folder] = process.argv.slice(2)
const load = createRequire(home + '/package.json')
const Y = load('yjs')
const { LeveldbPersistence } = load('y-leveldb')

const store = async (db, name, count, piece) => {
  const doc = new Y.Doc()
  const updates = []
  doc.on('update', update => updates.push(update))
  for (let n = 0; n < count; n++) {
    doc.getText('t').insert(doc.getText('t').length >> 1, piece(n))
  }
  for (const update of updates) {
    await db.storeUpdate(name, update)
  }
}

let seed = 7
const random = () => (seed = (seed * 48271) % 2147483647).toString(36)
const long = n => {
  let text = n % 2 ? 'again and again '.repeat(4000) : ''
  while (text.length < 64000) text += random()
  return text
}

const main = async () => {
  const db = new LeveldbPersistence(folder)
  await store(db, 's\u00f6ng/\u{1f3b5}', 700, n => 'word ' + n + ' ')
  await store(db, 'big', 100, long)
  await store(db, 'cleared', 20, n => 'gone')
  await db.clearDocument('cleared')
  for (const name of ['s\u00f6ng/\u{1f3b5}', 'big']) {
    const doc = await db.getYDoc(name)
    const text = doc.getText('t').toString()
    const hash = require('node:crypto').createHash('sha256').update(text).digest('hex')
    console.log(JSON.stringify([name, text.length, hash]))
  }
  await db.destroy()
}
main()
