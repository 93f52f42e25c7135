// The only module that touches localStorage. What is written is always the storage's newest state with this page's
// changes on top, so that two tabs that write at once lose nothing.
import { SAVED_LIMITS, emptySaved, mergeSaved, migrateSaved, readSaved, serialiseSaved, setEntry } from './saved.mjs'

const WRITE_AFTER = 300

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
  #former = null
  // Changes that are not in storage yet, by id; `base` is the time of the entry that they were made on.
  #pending = new Map()
  #timer
  #listeners = new Set()

  constructor(course) {
    this.#course = course
    this.#key = `learn-saved:${course}`
    this.#document = emptySaved(course)
    this.#document = this.#load()
    if (!globalThis.addEventListener) return
    addEventListener('storage', ({ key }) => (key === this.#key || key === null) && this.#refresh())
    addEventListener('pagehide', () => this.flush())
    document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? this.flush() : this.#refresh()))
    // A page that comes out of the browser's back-forward cache has missed what other tabs wrote.
    addEventListener('pageshow', ({ persisted }) => persisted && this.#refresh())
  }

  /** Renamed ids (new by old), from now on. Each page knows those of its own items. */
  rename(formerly) {
    const news = Object.entries(formerly).filter(([old, id]) => this.#formerly[old] !== id)
    if (news.length === 0) return
    this.#formerly = { ...this.#formerly, ...formerly }
    const old = this.#document
    this.#document = migrateSaved(old, this.#formerly)
    if (news.some(([id]) => id in old.entries)) this.#schedule()
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
    if (!this.#pending.has(id)) this.#pending.set(id, { base })
    Object.assign(this.#pending.get(id), { rev, value, at: next.entries[id].at })
    this.#document = next
    this.#tell({ kind: 'changed', ids: [id], elsewhere: false })
    this.#schedule()
    return true
  }

  /** Delete one value, so that the deletion also wins where documents merge. */
  remove(id) {
    return this.get(id) ? this.set(id, this.get(id).rev, null) : true
  }

  /** Put a whole document in place of this one (the caller has merged them); `undo` brings the former one back. */
  replace(document) {
    this.flush()
    this.#former = this.#document
    return this.#put(migrateSaved(document, this.#formerly))
  }

  /** Bring back what was before the last `replace` or `reset`. False where there was none, or no longer is. */
  undo() {
    if (!this.#former) return false
    const former = this.#former
    this.#former = null
    return this.#put(former)
  }

  /** Forget all entries whose id begins with one of the prefixes; without any, everything, and what was kept of a damaged text. */
  reset(...prefixes) {
    this.flush()
    this.#former = this.#document
    const gone = (id) => prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix))
    const kept = Object.entries(this.#document.entries).filter(([id]) => !gone(id))
    if (prefixes.length === 0) this.#storage((storage) => storage.removeItem(`${this.#key}:damaged`))
    return this.#put({ ...this.#document, entries: Object.assign(Object.create(null), Object.fromEntries(kept)) })
  }

  /** @param {(news: SavedNews) => void} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Write now what waits to be written. */
  flush() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#pending.size === 0) return
    this.#document = this.#withPending(this.#load())
    if (this.#write()) this.#pending.clear()
  }

  #schedule() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), WRITE_AFTER)
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
      this.#say(error?.name === 'QuotaExceededError' || error?.name === 'NS_ERROR_DOM_QUOTA_REACHED' ? 'full' : 'refused')
      return undefined
    }
  }

  /** What the storage holds now. Where it cannot be read, what this page has in memory. */
  #load() {
    const text = this.#storage((storage) => storage.getItem(this.#key))
    if (text === undefined) return this.#document
    // Nothing there although there was something: somebody has erased it, and meant it.
    if (text === null) return emptySaved(this.#course)
    const { document, problem } = readSaved(text, this.#course)
    if (problem === 'newer') {
      this.#say('newer')
      return this.#document
    }
    if (problem) {
      this.#storage((storage) => storage.setItem(`${this.#key}:damaged`, text))
      this.#say('damaged')
    }
    const read = migrateSaved(document, this.#formerly)
    return problem ? { ...read, entries: Object.assign(Object.create(null), this.#document.entries, read.entries) } : read
  }

  #withPending(document) {
    let next = document
    for (const [id, { base, rev, value, at }] of this.#pending) {
      const theirs = next.entries[id]
      const mine = setEntry(next, id, rev, value, at)
      // Another tab wrote the same entry meanwhile: the newer one stands, the other stays beside it.
      next = theirs && theirs.at !== base && theirs.at !== at ? mergeSaved(next, setEntry(emptySaved(this.#course), id, rev, value, at)) : mine
    }
    return next
  }

  #refresh() {
    const before = this.#document
    this.#document = this.#withPending(this.#load())
    const { entries } = this.#document
    const ids = Object.keys({ ...before.entries, ...entries }).filter((id) => before.entries[id]?.at !== entries[id]?.at)
    if (ids.length) this.#tell({ kind: 'changed', ids, elsewhere: true })
  }

  #put(document) {
    const before = this.#document
    this.#document = document
    this.#pending.clear()
    const written = this.#write()
    this.#tell({ kind: 'changed', ids: Object.keys({ ...before.entries, ...document.entries }), elsewhere: true })
    return written
  }

  #write() {
    if (this.trouble === 'newer') return false
    const text = serialiseSaved(this.#document)
    if (text.length > SAVED_LIMITS.text || Object.keys(this.#document.entries).length > SAVED_LIMITS.entries) {
      this.#say('full')
      return false
    }
    const done = this.#storage((storage) => {
      storage.setItem(this.#key, text)
      return true
    })
    if (!done) return false
    if (this.trouble !== 'damaged') this.#say(null)
    this.#tell({ kind: 'saved' })
    return true
  }
}

const openStores = new Map()

/** The one store of a course in this page, whoever asks first. */
export function openStore(course) {
  if (!openStores.has(course)) openStores.set(course, new SavedStore(course))
  return openStores.get(course)
}
