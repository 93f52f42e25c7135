// Changes of many entries at once, which can be taken back: an import, a reset. Only tools need them.
import { SAVED_LIMITS, isSame, mergeSaved } from './saved.mjs'
import { forgetRest, isReadable } from './store.mjs'

/** @typedef {import('./saved.mjs').SavedEntry} SavedEntry */

// What the last one of a store did: what was there before and what came in its place, by id.
const undoable = new WeakMap()

/**
 * Put entries in place of others, all of them in one write; what any tab wrote meanwhile stays. False where there is no room for all:
 * then nothing has changed. Where nothing can be written at all they stay in memory.
 *
 * @param {[string, SavedEntry | undefined][]} entries by id; undefined forgets one
 * @param {boolean} [isMerged] whether they hold what they replace, and merge with whatever else is found there
 */
export function putEntries(store, entries, isMerged) {
  // As whoever made the entries saw it: what is read from here on is news to them.
  const { entries: before } = store.all()
  store.flush()
  const changes = entries.map(([id, entry]) => [id, { base: isMerged ? '' : before[id]?.at, entry }])
  const waited = new Map(store.waiting().map((piece) => [piece, new Map(piece.pending)]))
  const pieces = [...store.take(changes)]
  // Not in part, where one of the pieces may not be written over, or must wait for another one.
  const isOpen = store.waiting().every(isReadable)
  if (store.trouble !== 'full' || pieces.every((piece) => isReadable(piece) && (isOpen || !piece.isMoved))) store.flush()
  if (store.trouble === 'full' && pieces.some(({ pending }) => pending.size)) {
    const mine = new Set(entries.map(([id]) => id))
    for (const piece of pieces) {
      // What was found in a wrong piece meanwhile waits on.
      piece.pending = new Map([...(waited.get(piece) ?? []), ...[...piece.pending].filter(([id]) => !mine.has(id))])
      store.lay(piece)
    }
    return false
  }
  store.tell({ kind: 'changed', ids: entries.map(([id]) => id), elsewhere: true })
  return true
}

/** @param {[string, SavedEntry | undefined][]} entries what shall be there instead; undefined for nothing */
const rewrite = (store, entries, isMerged) => {
  const { entries: before } = store.all()
  const changes = entries.map(([id, entry]) => [id, before[id], entry])
  if (!putEntries(store, entries, isMerged)) return false
  undoable.set(store, changes)
  return true
}

/** Put an imported document, merged by the caller or not, in place of the store's; what any tab wrote meanwhile stays. False where there is no room for it: then nothing has changed. */
export function replaceSaved(store, document) {
  // First what waits, so that it has met what is stored.
  store.flush()
  const before = store.all()
  const { entries } = mergeSaved(before, document)
  if (Object.keys(entries).length > SAVED_LIMITS.entries) return false
  return rewrite(store, Object.entries(entries).filter(([id, entry]) => entry !== before.entries[id] && !isSame(entry, before.entries[id])), true)
}

/** Take back the last `replaceSaved` or `resetSaved` of this page, but nothing that was written since. False where there is none, or no room for it. */
export function undoSaved(store) {
  const changes = undoable.get(store)
  if (!changes) return false
  store.flush()
  const { entries } = store.all()
  const isDone = putEntries(store, changes.filter(([id, , after]) => entries[id]?.at === after?.at).map(([id, before]) => [id, before]))
  if (isDone) undoable.delete(store)
  return isDone
}

/** Forget all entries whose id begins with one of the prefixes; without any, everything, and what was kept of a damaged text. False where that could not be. */
export function resetSaved(store, ...prefixes) {
  const { course, entries } = store.all()
  const isMeant = (id) => prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix))
  const isDone = rewrite(store, Object.keys(entries).filter(isMeant).map((id) => [id, undefined]))
  // A newer version's work is not ours to forget, and what waits is still to be written.
  if (isDone && prefixes.length === 0 && store.trouble !== 'newer' && store.waiting().length === 0) forgetRest(course)
  return isDone
}
