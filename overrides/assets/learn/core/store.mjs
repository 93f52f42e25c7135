// The only module that touches localStorage. What is written is always the storage's newest state with this page's
// changes on top, so that two tabs that write at once lose nothing.
import { openStores } from './stores.mjs'
import { SAVED_LIMITS, emptySaved, isSame, mergeSaved, migrateSaved, prepareSaved, readSaved, serialiseSaved, setEntry, withEntries } from './saved.mjs'

const WRITE_AFTER = 300
const SETTLED_AFTER = 2000
// Letters of a text that are made at a time: a few milliseconds on a slow telephone.
const PREPARED_AT_ONCE = 50000

/**
 * @typedef {{kind: 'changed', ids: string[], elsewhere: boolean} | {kind: 'saved'} | {kind: 'trouble', trouble: SavedTrouble}} SavedNews
 *   changed: values differ, `elsewhere` by another tab, an import or an undo; saved: everything is on the device now
 * @typedef {null | 'refused' | 'full' | 'newer' | 'damaged'} SavedTrouble
 */
class SavedStore {
  /**
   * Why work may not last. refused, full: kept in memory and tried again at the next write; newer: the storage holds a
   * newer version's document, which is neither read nor written; damaged: part of what was stored could not be read, and
   * its text is kept under the key with ":damaged".
   *
   * @type {SavedTrouble}
   */
  trouble = null
  #course
  #key
  #formerly = {}
  #document
  // What was read or written last, and its text: while the storage holds the same, nothing is read anew.
  #known = {}
  // What `#document` is made of, with the pending changes on top; and its text.
  #base
  #serialised = {}
  #undoable = null
  // Changes that are not in storage yet, by id; `base` is the time of the entry that they were made on.
  #pending = new Map()
  // Changes written a moment ago: a tab that wrote at the same instant may not have seen them.
  #written = new Map()
  #moved = false
  #locked = false
  #timer
  #listeners = new Set()

  constructor(course) {
    this.#course = course
    this.#key = `learn-saved:${course}`
    this.#document = emptySaved(course)
    this.#document = this.#base = this.#load()
    if (!globalThis.addEventListener) return
    addEventListener('storage', ({ key }) => (key === this.#key || key === null) && this.#refresh())
    addEventListener('pagehide', () => this.flush())
    document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? this.flush() : this.#refresh()))
    // A page that comes out of the browser's back-forward cache has missed what other tabs wrote.
    addEventListener('pageshow', ({ persisted }) => persisted && this.#refresh())
  }

  /** Renamed ids (new by old), from now on. Each page knows those of its own items. */
  rename(formerly) {
    if (Object.keys(formerly).length === 0) return
    const { entries: before } = this.#document
    this.#formerly = { ...this.#formerly, ...formerly }
    this.#known = {}
    this.#base = undefined
    this.#document = migrateSaved(this.#document, this.#formerly)
    const { entries } = this.#document
    if (Object.keys({ ...before, ...entries }).every((id) => before[id] === entries[id] || isSame(before[id], entries[id]))) return
    this.#moved = true
    this.#schedule()
  }

  /** @returns {import('./saved.mjs').SavedEntry | undefined} the entry; undefined where there is none or it is deleted */
  get(id) {
    const entry = this.#document.entries[id]
    return entry && entry.value !== null ? entry : undefined
  }

  /** The whole document as this page knows it, deletions included. */
  all() {
    return this.#document
  }

  /** Keep a value; it is in storage after a moment, or at once when the page goes away. False where it cannot be kept. */
  set(id, rev, value) {
    const base = this.#document.entries[id]?.at
    const next = setEntry(this.#document, id, rev, value, new Date().toISOString())
    if (next === this.#document) {
      this.#say('full')
      return false
    }
    this.#pending.set(id, { base, ...this.#pending.get(id), rev, value, at: next.entries[id].at })
    this.#document = next
    this.#tell({ kind: 'changed', ids: [id], elsewhere: false })
    this.#schedule()
    return true
  }

  /** Delete one value, so that the deletion also wins where documents merge. */
  remove(id) {
    return this.get(id) ? this.set(id, this.get(id).rev, null) : true
  }

  /** Put an imported document, merged by the caller, in place of this one; what any tab wrote meanwhile stays. True where it is in storage now. */
  replace(document) {
    this.flush()
    return this.#put(mergeSaved(this.#load(), migrateSaved(document, this.#formerly)), true)
  }

  /** Take back the last `replace` or `reset` of this page, but nothing that was written since. False where there is none. */
  undo() {
    if (!this.#undoable) return false
    this.#refresh()
    const { before, after } = this.#undoable
    const since = Object.entries(this.#document.entries).filter(([id, { at }]) => at !== after.entries[id]?.at)
    this.#put(withEntries(before, [...Object.entries(before.entries), ...since]), false)
    return true
  }

  /** Forget all entries whose id begins with one of the prefixes; without any, everything, and what was kept of a damaged text. True where the storage has forgotten it. */
  reset(...prefixes) {
    this.#refresh()
    if (prefixes.length === 0) this.#storage((storage) => storage.removeItem(`${this.#key}:damaged`))
    const stays = ([id]) => prefixes.length > 0 && !prefixes.some((prefix) => id.startsWith(prefix))
    return this.#put(withEntries(this.#document, Object.entries(this.#document.entries).filter(stays)), true)
  }

  /** @param {(news: SavedNews) => void} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Write now what waits to be written. */
  flush() {
    clearTimeout(this.#timer)
    if (this.#pending.size === 0 && !this.#moved) return
    this.#build(this.#load())
    if (!this.#write()) return
    for (const [id, change] of this.#pending) {
      this.#written.set(id, change)
      setTimeout(() => this.#written.get(id) === change && this.#written.delete(id), SETTLED_AFTER)
    }
    this.#pending.clear()
    this.#moved = false
  }

  #schedule() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#text()
      this.#timer = setTimeout(() => this.flush())
    }, WRITE_AFTER)
    this.#prepare()
  }

  #text() {
    const document = this.#document
    if (this.#serialised.document !== document) this.#serialised = { document, text: serialiseSaved(document) }
    return this.#serialised.text
  }

  /** Put the pending changes on what is stored, if they do not stand on it already. */
  #build(stored) {
    if (stored !== this.#base) this.#document = this.#withPending(stored)
    this.#base = stored
  }

  /** Make the text that will be written in several moments before, so that writing it is no long one. */
  #prepare() {
    setTimeout(() => prepareSaved(this.#document, PREPARED_AT_ONCE) || this.#prepare())
  }

  #tell(news) {
    for (const listener of this.#listeners) {
      try {
        listener(news)
      } catch (error) {
        globalThis.reportError?.(error)
      }
    }
  }

  #say(trouble) {
    if (this.trouble === trouble) return
    this.trouble = trouble
    this.#tell({ kind: 'trouble', trouble })
  }

  /** What `use` gives of the storage, or undefined where the browser refuses it. */
  #storage(use) {
    try {
      return use(globalThis.localStorage)
    } catch (error) {
      this.#say(/quota/i.test(error?.name) ? 'full' : 'refused')
      return undefined
    }
  }

  #keep(key, text) {
    return this.#storage((storage) => storage.setItem(key, text) ?? true) ?? false
  }

  /** What the storage holds now. Where it cannot be read, what this page has in memory. */
  #load() {
    const text = this.#storage((storage) => storage.getItem(this.#key))
    this.#locked = false
    if (text === undefined) return this.#document
    // Nothing there although there was something: somebody has erased it, and meant it.
    if (text === null) return emptySaved(this.#course)
    if (text === this.#known.text) return this.#known.document
    const { document, problem } = readSaved(text, this.#course)
    if (problem === 'newer') {
      this.#locked = true
      this.#say('newer')
      return this.#document
    }
    const read = migrateSaved(document, this.#formerly)
    if (!problem) {
      this.#known = { text, document: read }
      return read
    }
    // Never write over a damaged text of which there is no copy.
    this.#locked = !this.#keep(`${this.#key}:damaged`, text)
    if (!this.#locked) this.#say('damaged')
    return withEntries(read, Object.entries({ ...this.#document.entries, ...read.entries }))
  }

  #withPending(document) {
    let next = document
    for (const [id, { base, rev, value, at }] of this.#pending) {
      const theirs = next.entries[id]
      // Another tab wrote the same entry meanwhile, perhaps in the same instant: the newer one stands, the other stays beside it.
      const clash = theirs && theirs.at !== base
      next = clash ? mergeSaved(next, setEntry(emptySaved(this.#course), id, rev, value, at)) : setEntry(next, id, rev, value, at)
    }
    return next
  }

  #refresh() {
    const before = this.#document.entries
    const stored = this.#load()
    for (const [id, change] of this.#written) {
      const { at = '', value } = stored.entries[id] ?? {}
      const isUnseen = at < change.at || (at === change.at && !isSame(value, change.value))
      if (isUnseen && !this.#pending.has(id)) this.#pending.set(id, change)
    }
    // Changes that were written once may have been taken up again.
    this.#base = undefined
    this.#build(stored)
    if (this.#pending.size) this.#schedule()
    const { entries } = this.#document
    const ids = Object.keys({ ...before, ...entries }).filter((id) => before[id]?.at !== entries[id]?.at)
    if (ids.length) this.#tell({ kind: 'changed', ids, elsewhere: true })
  }

  #put(document, undoable) {
    const before = this.#document
    this.#undoable = undoable ? { before, after: document } : null
    this.#document = document
    this.#base = undefined
    this.#pending.clear()
    this.#written.clear()
    const done = this.#write()
    this.#tell({ kind: 'changed', ids: Object.keys({ ...before.entries, ...document.entries }), elsewhere: true })
    return done
  }

  #write() {
    if (this.#locked) return false
    const text = this.#text()
    if (text.length > SAVED_LIMITS.text || Object.keys(this.#document.entries).length > SAVED_LIMITS.entries) {
      this.#say('full')
      return false
    }
    if (!this.#keep(this.#key, text)) return false
    this.#known = { text, document: this.#document }
    this.#base = this.#document
    if (this.trouble !== 'damaged') this.#say(null)
    this.#tell({ kind: 'saved' })
    return true
  }
}

/** The one store of a course in this page, whoever asks first. */
export function openStore(course) {
  if (!openStores.has(course)) openStores.set(course, new SavedStore(course))
  return openStores.get(course)
}
