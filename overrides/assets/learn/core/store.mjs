// The only module that touches localStorage. There the saved document lies in pieces, each a document of its own under a key of its own,
// so that a page reads and writes only those that it needs. What is written is always the storage's newest state with this page's
// changes on top, so that two tabs that write at once lose nothing.
import { openStores } from './stores.mjs'
import { emptySaved, isSame, mergeEntries, pieceOf, readSaved, setEntry, withEntries } from './saved.mjs'

const WRITE_AFTER = 300
// Another tab may write many pieces at once.
const HEARD_AFTER = 30
const SETTLED_AFTER = 2000
// Says under the course's own key that its work lies in pieces. Versions that know only one text, which stood there, neither read nor
// write where they find a greater version than theirs.
const IN_PIECES = 2

/**
 * @typedef {{kind: 'changed', ids: string[], elsewhere: boolean} | {kind: 'saved'} | {kind: 'trouble', trouble: SavedTrouble}} SavedNews
 *   changed: values differ, `elsewhere` by another tab, an import or an undo; saved: everything is on the device now
 * @typedef {null | 'refused' | 'full' | 'newer' | 'damaged'} SavedTrouble
 * @typedef {{base?: string | null, entry?: import('./saved.mjs').SavedEntry}} SavedChange  base: the time of the entry that it was
 *   made on, null where it merges with any; without an entry it forgets the id
 * @typedef {{name: string, text?: string | null, stored: SavedDocument, document: SavedDocument, pending: Map<string, SavedChange>, isMoved: boolean}} SavedPiece
 *   text: what was read or written last, and `stored` what it says; null for nothing, undefined where it could not be read and must
 *   not be written over; `document`: with the pending changes on top; isMoved: its text still has ids of before
 */

const reaches = (name, prefix) => `${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`) || name === pieceOf(prefix)

/** Whether a piece may be written: not where its text is damaged and there is no copy, or the storage cannot be reached. */
export const isReadable = ({ text }) => text !== undefined

/** Give keys their texts, null for none: all of them, or none. False, or where it is the last try an error, if there is no room. */
const place = (storage, changes, isLast) => {
  const before = []
  const put = ([key, text]) => (text === null ? storage.removeItem(key) : storage.setItem(key, text))
  try {
    for (const change of changes) {
      before.unshift([change[0], storage.getItem(change[0])])
      put(change)
    }
    return true
  } catch (error) {
    // Step by step the way back: what had room then has it now.
    before.slice(1).forEach(put)
    if (isLast) throw error
  }
}

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
  /** @type {Map<string, SavedPiece>} those that somebody has asked for */
  #pieces = new Map()
  #asked = new Set()
  // All pieces in one, until something changes.
  #all
  // What stands under the course's own key, and what should stand there.
  #head
  #ours
  #locked = false
  // Changes written a moment ago: a tab that wrote at the same instant may not have seen them.
  #written = new Map()
  #heard
  #timer
  #listeners = new Set()

  constructor(course) {
    this.#course = course
    this.#key = `learn-saved:${course}`
    this.#ours = JSON.stringify({ ...emptySaved(course), version: IN_PIECES })
    // Work that an older version kept in one text is parted at once.
    this.flush()
    if (!globalThis.addEventListener) return
    addEventListener('storage', ({ key }) => (key ?? this.#key).startsWith(this.#key) && this.#hear())
    addEventListener('pagehide', () => this.flush())
    document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? this.flush() : this.#refresh()))
    // A page that comes out of the browser's back-forward cache has missed what other tabs wrote.
    addEventListener('pageshow', ({ persisted }) => persisted && this.#refresh())
  }

  /** Renamed ids (new by old), from now on. Each page knows those of its own items, and brings the script that carries work over (moved.mjs). */
  rename(formerly) {
    this.#formerly = { ...this.#formerly, ...formerly }
    if (Object.keys(this.#formerly).length === 0) return
    // Read anew, so that all of it is said in the ids of today.
    this.#head = undefined
    this.#written.clear()
    for (const piece of this.#pieces.values()) {
      piece.text = undefined
      for (const [id, { base }] of piece.pending) if (base === null) piece.pending.delete(id)
    }
    this.#refresh()
  }

  /** @returns {import('./saved.mjs').SavedEntry | undefined} the entry; undefined where there is none or it is deleted */
  get(id) {
    const entry = this.#piece(pieceOf(id)).document.entries[id]
    return entry?.value === null ? undefined : entry
  }

  /** The names of the pieces that hold something, or may hold something under one of the prefixes: what their ids have before the last "/". */
  names(...prefixes) {
    const stored = (this.#storage(Object.keys) ?? []).filter((key) => key.startsWith(`${this.#key}/`))
    const known = [...this.#pieces.values()].filter(({ document }) => Object.keys(document.entries).length)
    const all = [...new Set([...stored.map((key) => key.slice(this.#key.length + 1)), ...known.map(({ name }) => name)])]
    return prefixes.length ? all.filter((name) => prefixes.some((prefix) => reaches(name, prefix))) : all
  }

  /** What lies under the prefixes, as one document, deletions included. */
  under(...prefixes) {
    for (const prefix of prefixes) this.#asked.add(prefix)
    const entries = this.names(...prefixes).flatMap((name) => Object.entries(this.#piece(name).document.entries)).filter(([id]) => prefixes.some((prefix) => id.startsWith(prefix)))
    return withEntries(emptySaved(this.#course), entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** The whole document as this page knows it, deletions included. To read it all is long work: see `read`. */
  all() {
    return (this.#all ??= this.under(''))
  }

  /** Read one piece, so that nobody has to wait for it later. */
  read(name) {
    this.#piece(name)
  }

  /** Keep a value; it is in storage after a moment, or at once when the page goes away. False where it cannot be kept. */
  set(id, rev, value) {
    const piece = this.#piece(pieceOf(id))
    const next = setEntry(piece.document, id, rev, value, new Date().toISOString())
    if (next === piece.document) {
      this.#say('full')
      return false
    }
    const entry = next.entries[id]
    piece.pending.set(id, { base: piece.pending.get(id)?.base ?? piece.document.entries[id]?.at ?? '', entry })
    piece.document = next
    if (this.#all) this.#all = { ...this.#all, entries: Object.assign(Object.create(null), this.#all.entries, { [id]: entry }) }
    this.tell({ kind: 'changed', ids: [id], elsewhere: false })
    this.#schedule()
    return true
  }

  /** Delete one value, so that the deletion also wins where documents merge. */
  remove(id) {
    return this.get(id) ? this.set(id, this.get(id).rev, null) : true
  }

  /**
   * Add changes to those that wait, without a word and without writing them. See rewrite.mjs.
   *
   * @param {[string, SavedChange][]} changes by id
   * @returns {Set<SavedPiece>} the pieces that they belong to
   */
  take(changes) {
    const pieces = new Set()
    for (const [id, change] of changes) {
      const piece = this.#piece(pieceOf(id))
      if (!pieces.has(piece)) this.#read(piece)
      pieces.add(piece)
      const { base, entry } = piece.pending.get(id) ?? {}
      piece.pending.set(id, { base: base ?? change.base, entry: change.base === null ? mergeEntries(entry, change.entry) : change.entry })
    }
    for (const piece of pieces) this.lay(piece)
    return pieces
  }

  /** Make a piece say what is stored of it, with the changes that wait on top. */
  lay(piece) {
    const entries = Object.assign(Object.create(null), piece.stored.entries)
    for (const [id, { base, entry }] of piece.pending) {
      const theirs = entries[id]
      // Another tab wrote the same entry meanwhile, perhaps in the same instant: the newer one stands, the other stays beside it.
      entries[id] = theirs && theirs.at !== base ? mergeEntries(theirs, entry) : entry
      if (!entries[id]) delete entries[id]
    }
    piece.document = { ...piece.stored, entries }
    this.#all = undefined
  }

  /** The pieces with changes that are still to be written. */
  waiting() {
    return [...this.#pieces.values()].filter((piece) => piece.pending.size || piece.isMoved)
  }

  /** @param {(news: SavedNews) => void} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Write now what waits to be written. True where nothing waits any more. */
  flush() {
    clearTimeout(this.#timer)
    return this.#telling(() => this.#enter() && this.#write())
  }

  #schedule() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), WRITE_AFTER)
  }

  /** @param {SavedNews} news for all who listen */
  tell(news) {
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
    this.tell({ kind: 'trouble', trouble })
  }

  /** What `use` gives of the storage, or undefined where the browser refuses it. */
  #storage(use) {
    try {
      return use(localStorage)
    } catch (error) {
      this.#say(/quota/i.test(error?.name) ? 'full' : 'refused')
    }
  }

  #keyOf(name) {
    return `${this.#key}/${name}`
  }

  /** Keep a text that cannot be read, because its place will be written over. False where there is no room for a copy. */
  #putAside(place, text) {
    const isKept = this.#storage((storage) => storage.setItem(`${this.#key}:damaged${place}`, text) ?? true)
    if (isKept) this.#say('damaged')
    return isKept
  }

  /** Look who keeps the course's work in this storage, and take over what an older version has left. False where it is not ours. */
  #enter() {
    const text = this.#storage((storage) => storage.getItem(this.#key))
    if (text === undefined || text === this.#head) return !this.#locked
    const { document, problem } = text === null || text === this.#ours ? {} : readSaved(text, this.#course)
    if (problem === 'newer') this.#say(problem)
    this.#locked = problem === 'newer' || (problem && !this.#putAside('', text))
    if (this.#locked) return false
    this.#head = text
    if (document) this.take(Object.entries(this.#now(document)).map(([id, entry]) => [id, { base: null, entry }]))
    return true
  }

  /** Entries under the ids of today. */
  #now(document) {
    return (openStores.migrate?.(document, this.#formerly) ?? document).entries
  }

  /** @returns {SavedPiece} */
  #piece(name) {
    if (!this.#pieces.has(name)) {
      const empty = emptySaved(this.#course)
      const piece = { name, stored: empty, document: empty, pending: new Map() }
      this.#pieces.set(name, piece)
      this.#read(piece)
    }
    return this.#pieces.get(name)
  }

  /** Bring a piece up to what the storage holds now. Where that cannot be read, it stays as it is. */
  #read(piece) {
    const text = this.#locked ? undefined : this.#storage((storage) => storage.getItem(this.#keyOf(piece.name)))
    if (text === undefined || text === piece.text) return
    // Nothing there although there was something: somebody has erased it, and meant it.
    const { document, problem } = text === null ? { document: emptySaved(this.#course) } : readSaved(text, this.#course)
    const entries = this.#now(document)
    // Never write over a damaged text of which there is no copy.
    piece.text = problem && !this.#putAside(`/${piece.name}`, text) ? undefined : text
    const all = Object.entries(problem ? { ...piece.stored.entries, ...entries } : entries)
    const isStray = ([id]) => pieceOf(id) !== piece.name
    const strays = all.filter(isStray)
    piece.isMoved = strays.length > 0 || all.some(([id, entry]) => document.entries[id] !== entry)
    piece.stored = withEntries(document, all.filter((pair) => !isStray(pair)))
    this.lay(piece)
    this.take(strays.map(([id, entry]) => [id, { base: null, entry }]))
    if (piece.isMoved) this.#schedule()
  }

  #hear() {
    this.#heard ??= setTimeout(() => {
      this.#heard = undefined
      this.#refresh()
    }, HEARD_AFTER)
  }

  /** Do what may read anew, and tell which values differ then. */
  #telling(act) {
    const before = new Map([...this.#pieces].map(([name, { document }]) => [name, document.entries]))
    const done = act()
    const ids = [...this.#pieces].flatMap(([name, { document: { entries } }]) => {
      const old = before.get(name) ?? {}
      return old === entries ? [] : Object.keys({ ...old, ...entries }).filter((id) => old[id]?.at !== entries[id]?.at)
    })
    if (ids.length) this.tell({ kind: 'changed', ids, elsewhere: true })
    return done
  }

  /** Take up what other tabs have written, in pieces that are known or have been asked for. */
  #refresh() {
    this.#telling(() => {
      this.#enter()
      const olds = Object.keys(this.#formerly)
      const prefixes = [...this.#asked, ...olds, ...olds.map((old) => `${old}/`)]
      for (const name of new Set([...this.#pieces.keys(), ...prefixes.length ? this.names(...prefixes) : []])) this.#read(this.#piece(name))
      for (const [id, change] of this.#written) {
        const piece = this.#piece(pieceOf(id))
        const { entry } = change
        const { at = '', value } = piece.stored.entries[id] ?? {}
        const isUnseen = at < entry.at || (at === entry.at && !isSame(value, entry.value))
        if (isUnseen && !piece.pending.has(id)) this.take([[id, change]])
      }
      if (this.waiting().length) this.#schedule()
    })
  }

  /** Write the pending changes, all or none. False where that cannot be. */
  #write() {
    for (const piece of this.waiting()) this.#read(piece)
    const pieces = this.waiting()
    const isOpen = pieces.every(isReadable)
    // What has moved out of a piece stays in it until it stands in its place.
    const open = pieces.filter((piece) => isReadable(piece) && (isOpen || !piece.isMoved))
    if (open.length === 0) return isOpen
    const changes = open.map(({ name, document }) => [this.#keyOf(name), Object.keys(document.entries).length ? JSON.stringify(document) : null])
    // An older version's text stays until all of it is parted.
    const head = isOpen ? this.#ours : this.#head
    if (head !== this.#head) changes.push([this.#key, head])
    const isPlaced = this.#storage((storage) => {
      const growth = ([key, text]) => (text ?? '').length - (storage.getItem(key) ?? '').length
      // What moves goes last from where it was: whatever breaks in, it stands in one place at least.
      const sorted = changes.map((change) => [growth(change), change]).sort(([a], [b]) => b - a).map(([, change]) => change)
      // There may be room only where what shrinks goes first.
      return place(storage, sorted) || place(storage, sorted.reverse(), true)
    })
    if (!isPlaced) return false
    this.#head = head
    const written = open.flatMap((piece) => [...piece.pending])
    open.forEach((piece, at) => Object.assign(piece, { text: changes[at][1], stored: piece.document, pending: new Map(), isMoved: false }))
    // What is forgotten stays so.
    for (const [id, change] of written) change.entry ? this.#written.set(id, change) : this.#written.delete(id)
    setTimeout(() => written.forEach(([id, change]) => this.#written.get(id) === change && this.#written.delete(id)), SETTLED_AFTER)
    if (isOpen && this.trouble !== 'damaged') this.#say(null)
    this.tell({ kind: 'saved' })
    return isOpen
  }
}

/** Forget what is left of a course when all that can be read is gone: texts that cannot, and copies of them. */
export function forgetRest(course) {
  try {
    const { localStorage } = globalThis
    for (const key of Object.keys(localStorage)) if (['/', ':damaged'].some((end) => key.startsWith(`learn-saved:${course}${end}`))) localStorage.removeItem(key)
  } catch {
    // A storage that is refused holds none.
  }
}

/** The one store of a course in this page, whoever asks first. */
export function openStore(course) {
  if (!openStores.has(course)) openStores.set(course, new SavedStore(course))
  return openStores.get(course)
}
