// The saved work of one course as one document: read, migrate, merge, change, serialise. No storage, no clock, no page.

/**
 * @typedef {{rev: string, value: unknown, at: string, old?: SavedVersion}} SavedEntry  value null: deleted; `old`: the newest
 *   other value that lost a merge against this one
 * @typedef {{rev: string, value: unknown, at: string}} SavedVersion
 * @typedef {{format: 'learn-saved', version: 1, course: string, entries: Record<string, SavedEntry>}} SavedDocument
 */

const SAVED_FORMAT = 'learn-saved'
const SAVED_VERSION = 1

/** What a document may hold at most; a store must not write what reading would refuse. */
export const SAVED_LIMITS = { text: 5 * 1024 * 1024, levels: 20, entries: 20000, string: 100000, id: 300 }

const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype']

const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)

const isId = (id) => id !== '' && id.length <= SAVED_LIMITS.id && !UNSAFE_KEYS.includes(id)

// One width, so that times compare as texts; the years are those a next millisecond cannot leave unnoticed.
const isTime = (at) => typeof at === 'string' && /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) && !Number.isNaN(Date.parse(at))

/** A copy without keys that reach a prototype, or undefined where a text is too long or a value is none of JSON's. */
const cleanValue = (value) => {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'string') return value.length <= SAVED_LIMITS.string ? value : undefined
  if (typeof value !== 'object') return undefined
  if (Array.isArray(value)) {
    const items = value.map(cleanValue)
    return items.includes(undefined) ? undefined : items
  }
  const pairs = Object.entries(value).filter(([key]) => !UNSAFE_KEYS.includes(key)).map(([key, part]) => [key, cleanValue(part)])
  return pairs.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(pairs)
}

const isDeeper = (value, levels) =>
  value !== null && typeof value === 'object' && (levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1)))

/** JSON with sorted keys: equal values give equal texts. */
const stableText = (value) =>
  JSON.stringify(value, (key, part) => (isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part))

const isSame = (a, b) => stableText(a) === stableText(b)

const isLater = (a, b) => (a.at === b.at ? stableText([a.value, a.rev]) > stableText([b.value, b.rev]) : a.at > b.at)

/** One entry out of versions: the newest, and as `old` the newest that says something else. */
const entryOf = (versions) => {
  const newest = (list) => list.reduce((best, one) => (best && !isLater(one, best) ? best : one), undefined)
  const { rev, value, at } = newest(versions)
  const old = newest(versions.filter((one) => !isSame(one.value, value)))
  return old ? { rev, value, at, old: { rev: old.rev, value: old.value, at: old.at } } : { rev, value, at }
}

const versionsOf = (entry) => (entry ? [entry, ...(entry.old ? [entry.old] : [])] : [])

const readVersion = (saved) => {
  if (!isRecord(saved) || typeof saved.rev !== 'string' || saved.rev.length > 64 || !isTime(saved.at)) return null
  const value = cleanValue(saved.value)
  return value === undefined ? null : { rev: saved.rev, value, at: saved.at }
}

const withEntries = (document, pairs) => ({ ...document, entries: Object.assign(Object.create(null), Object.fromEntries(pairs)) })

/** @returns {SavedDocument} */
export function emptySaved(course) {
  return withEntries({ format: SAVED_FORMAT, version: SAVED_VERSION, course }, [])
}

/**
 * A document out of a text that may be anything: from storage, or a file that somebody was given.
 *
 * @param {string} text
 * @param {string} course the id that the document must have
 * @returns {{document: SavedDocument, problem: null | 'not-json' | 'not-saved' | 'other-course' | 'newer' | 'too-big' | 'too-deep' | 'damaged', dropped: number}}
 *   empty where the text is refused as a whole; with 'damaged' the document holds what could be read, and `dropped`
 *   counts the entries (or their older values) that could not
 */
export function readSaved(text, course) {
  const refuse = (problem) => ({ document: emptySaved(course), problem, dropped: 0 })
  if (typeof text !== 'string' || text.length > SAVED_LIMITS.text) return refuse(typeof text === 'string' ? 'too-big' : 'not-json')
  let saved
  try {
    saved = JSON.parse(text)
  } catch (error) {
    return refuse(error instanceof RangeError ? 'too-deep' : 'not-json')
  }
  if (isDeeper(saved, SAVED_LIMITS.levels)) return refuse('too-deep')
  if (!isRecord(saved) || saved.format !== SAVED_FORMAT || !Number.isInteger(saved.version) || saved.version < 1) return refuse('not-saved')
  if (saved.course !== course) return refuse('other-course')
  if (saved.version > SAVED_VERSION) return refuse('newer')
  if (!isRecord(saved.entries)) return refuse('not-saved')
  const all = Object.entries(saved.entries)
  if (all.length > SAVED_LIMITS.entries) return refuse('too-big')
  let dropped = 0
  const pairs = []
  for (const [id, one] of all) {
    const entry = isId(id) ? readVersion(one) : null
    const old = entry && one.old !== undefined ? readVersion(one.old) : undefined
    if (!entry || old === null) dropped += 1
    if (entry) pairs.push([id, entryOf(old ? [entry, old] : [entry])])
  }
  return { document: withEntries(emptySaved(course), pairs), problem: dropped ? 'damaged' : null, dropped }
}

/**
 * Carry entries over to the ids that their items have today. Where both ids have one, they merge.
 *
 * @param {SavedDocument} document
 * @param {Record<string, string>} formerly new ids by old ids; a chain is followed to its end
 */
export function migrateSaved(document, formerly) {
  const today = (id) => {
    const trail = [id]
    while (Object.hasOwn(formerly, trail.at(-1))) {
      const next = formerly[trail.at(-1)]
      if (!isId(next) || trail.includes(next)) return id
      trail.push(next)
    }
    return trail.at(-1)
  }
  const moved = new Map()
  for (const [id, entry] of Object.entries(document.entries)) {
    const now = today(id)
    moved.set(now, moved.has(now) ? entryOf([...versionsOf(moved.get(now)), ...versionsOf(entry)]) : entry)
  }
  return withEntries(document, moved)
}

/**
 * Both documents in one. Of two entries the newer one wins, the newest other value stays as its `old`; the order of merging
 * makes no difference.
 */
export function mergeSaved(a, b) {
  const ids = new Set([...Object.keys(a.entries), ...Object.keys(b.entries)])
  return withEntries(a, [...ids].map((id) => [id, entryOf([...versionsOf(a.entries[id]), ...versionsOf(b.entries[id])])]))
}

/** The document as text; the same work gives the same text. */
export function serialiseSaved(document) {
  return stableText(document)
}

/**
 * A document in which `id` has a new value; null deletes it, the older value with it. Where the clock was set back, the
 * stored time still moves on.
 *
 * @returns {SavedDocument} the same one where a saved document could not hold the value
 */
export function setEntry(document, id, rev, value, at) {
  const before = document.entries[id]
  // A document wraps a value in at most four levels.
  const kept = isDeeper(value, SAVED_LIMITS.levels - 4) ? undefined : cleanValue(value)
  if (!isId(id) || kept === undefined) return document
  let time = at
  if (before && time <= before.at) {
    const next = new Date(Date.parse(before.at) + 1).toISOString()
    time = isTime(next) ? next : before.at
  }
  const entry = { rev, value: kept, at: time }
  if (kept !== null && before?.old && !isSame(before.old.value, kept)) entry.old = before.old
  return withEntries(document, [...Object.entries(document.entries), [id, entry]])
}

/**
 * What a change would do, sorted by id. `before` and `after` are entries, null where there is none or it is deleted.
 *
 * @returns {{id: string, before: SavedEntry | null, after: SavedEntry | null, kind: 'new' | 'changed' | 'same' | 'deleted'}[]}
 */
export function diffSaved(before, after) {
  const live = (document, id) => (document.entries[id] && document.entries[id].value !== null ? document.entries[id] : null)
  const ids = [...new Set([...Object.keys(before.entries), ...Object.keys(after.entries)])].sort()
  return ids.map((id) => ({ id, before: live(before, id), after: live(after, id) }))
    .filter((one) => one.before || one.after)
    .map((one) => ({ ...one, kind: !one.before ? 'new' : !one.after ? 'deleted' : isSame(one.before.value, one.after.value) ? 'same' : 'changed' }))
}
