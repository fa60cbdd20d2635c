// Keeps the edits of a differential driver off the middle of surrogate pairs, where Yjs 13.6 diverges from itself: an edit
// there is moved to before the pair, for both sides alike. The driver is one whose oracle.mjs exports handle(message) and
// docs, and which puts each message to that oracle first and to its peer then.
// usage: node --import ./whole-pairs.mjs fuzz.mjs SEEDS STEPS ./echo doc oracle
import { register } from 'node:module'

const wrap = `
function units (text) { // UTF-16 units; one for an embedded object
  return text.toDelta().map(({ insert }) => typeof insert === 'string' ? insert : '\\ufffc').join('')
}
function before (units, index) {
  const high = units.charCodeAt(index - 1) >> 10 === 0x36
  return high && units.charCodeAt(index) >> 10 === 0x37 ? index - 1 : index
}
export const handle = message => {
  if (message.op === 'edit') {
    for (const op of message.ops) {
      const [verb, [root]] = op
      if (!['ti', 'te', 'td', 'tf'].includes(verb)) continue
      const all = units(docs.get(message.doc).d.getText(root.slice(1)))
      const from = before(all, op[2])
      if (verb === 'td' || verb === 'tf') op[3] = before(all, op[2] + op[3]) - from
      op[2] = from
    }
    message.ops = message.ops.filter(([verb, , , length]) => !['td', 'tf'].includes(verb) || length > 0)
  }
  return answer(message)
}
`

const hooks = `
export async function load (url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/oracle.mjs')) return loaded
  const source = String(loaded.source).replace('export const handle', 'const answer')
  if (source === String(loaded.source)) throw new Error(url + ' exports no handle that could be wrapped')
  return { ...loaded, source: source + ${JSON.stringify(wrap)} }
}
`

register('data:text/javascript,' + encodeURIComponent(hooks))
