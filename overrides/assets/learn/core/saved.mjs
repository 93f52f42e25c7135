// The saved work of one course as one document: read, migrate, merge, change, serialise. No storage, no clock, no page.
import { isObject } from './shapes.mjs'

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

// A document wraps a value in at most four levels.
const VALUE_LEVELS = SAVED_LIMITS.levels - 4
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype']

const isId = (id) => id !== '' && id.length <= SAVED_LIMITS.id && !UNSAFE_KEYS.includes(id)

// Times compare as texts, so they must have one form; the years leave room for a next millisecond. A calendar is asked only for
// the days that not every month has.
const isTime = (at) => {
  const [, day] = (typeof at === 'string' && /^[12]\d{3}-(?:0[1-9]|1[0-2])-([0-3]\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.exec(at)) || []
  return day > 0 && (day < 29 || new Date(Date.parse(at) || 0).toISOString() === at)
}

/** Whether a value that nobody else holds can stay as it is. Almost all can, and a copy takes longer than to look. */
const isCleanValue = (value, levels) => {
  if (levels < 0) return false
  if (typeof value === 'string') return value.length <= SAVED_LIMITS.string
  if (typeof value !== 'object') return typeof value === 'boolean' || Number.isFinite(value)
  for (const key in value) if (UNSAFE_KEYS.includes(key) || !isCleanValue(value[key], levels - 1)) return false
  return true
}

/** A copy without keys that reach a prototype. Throws a RangeError where it is too deep, a TypeError where it is too long or not JSON's. */
const cleanValue = (value, levels) => {
  if (levels < 0) throw new RangeError()
  if (Array.isArray(value)) return value.map((part) => cleanValue(part, levels - 1))
  if (!isObject(value)) {
    if (isCleanValue(value, levels)) return value
    throw new TypeError()
  }
  const copy = {}
  for (const key of Object.keys(value)) if (!UNSAFE_KEYS.includes(key)) copy[key] = cleanValue(value[key], levels - 1)
  return copy
}

/** JSON with sorted keys: equal values give equal texts. */
const stableText = (value) => JSON.stringify(sortKeys(value))

// Sorted first: JSON.stringify is several times as fast without a function to ask.
const sortKeys = (value) => {
  if (Array.isArray(value)) return value.map(sortKeys)
  return isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sortKeys(part)])) : value
}

// An entry never changes once it is made. To make the texts of a thousand is long work, see `prepareSaved`.
const savedTexts = new WeakMap()

const savedText = (entry) => savedTexts.get(entry) ?? savedTexts.set(entry, stableText(entry)).get(entry)

export const isSame = (a, b) => stableText(a) === stableText(b)

/** One entry out of versions: the newest, and as `old` the newest that says something else. */
const entryOf = (versions) => {
  // Most entries have one version, and nothing to compare.
  if (versions.length === 1) {
    const [{ rev, value, at }] = versions
    return { rev, value, at }
  }
  // Of versions of the same time the one with the greater text, so that the order of merging makes no difference.
  const sorted = versions.map(({ rev, value, at }) => [stableText([at, value, rev]), { rev, value, at }]).sort(([a], [b]) => (a < b ? 1 : -1))
  const [[, best], ...rest] = sorted
  const [, old] = rest.find(([, { value }]) => !isSame(value, best.value)) ?? []
  return old ? { ...best, old } : best
}

const versionsOf = (entry) => [entry, entry?.old].filter((version) => version !== undefined)

/** Both in one; either may be missing. */
export const mergeEntries = (a, b) => (a && b ? entryOf([...versionsOf(a), ...versionsOf(b)]) : a ?? b)

const readVersion = ({ rev, value, at }) => {
  if (typeof rev !== 'string' || !isTime(at)) throw new TypeError()
  return { rev, value: isCleanValue(value, VALUE_LEVELS) ? value : cleanValue(value, VALUE_LEVELS), at }
}

const readEntry = (id, saved) => {
  if (!isId(id)) throw new TypeError()
  return saved?.old === undefined ? readVersion(saved) : entryOf(versionsOf(saved).map(readVersion))
}

/**
 * The name of the piece of the document in which an id is kept: the id without its last part, as files lie in folders. A plan may have
 * hundreds of own actions, so theirs are parted once more, by the last letter, which is chance.
 */
export const pieceOf = (id) => {
  const name = id.slice(0, Math.max(0, id.lastIndexOf('/')))
  return name === 'plan/own' ? `${name}/${id.at(-1)}` : name
}

/** A document with other entries, without a prototype that an id could reach. */
export function withEntries(document, pairs) {
  return { ...document, entries: Object.assign(Object.create(null), Object.fromEntries(pairs)) }
}

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
 *   counts the entries that could not
 */
export function readSaved(text, course) {
  let saved
  const { entries, ...rest } = emptySaved(course)
  const read = (problem, dropped = 0) => ({ document: { ...rest, entries }, problem, dropped })
  if (text.length > SAVED_LIMITS.text) return read('too-big')
  try {
    saved = JSON.parse(text)
  } catch {
    return read('not-json')
  }
  if (saved?.format !== SAVED_FORMAT || !(saved.version >= 1) || !isObject(saved.entries)) return read('not-saved')
  if (saved.course !== course) return read('other-course')
  if (saved.version > SAVED_VERSION) return read('newer')
  const ids = Object.keys(saved.entries)
  if (ids.length > SAVED_LIMITS.entries) return read('too-big')
  let dropped = 0
  for (const id of ids) {
    try {
      entries[id] = readEntry(id, saved.entries[id])
    } catch (error) {
      if (error instanceof RangeError) return { ...read('too-deep'), document: emptySaved(course) }
      dropped += 1
    }
  }
  return read(dropped ? 'damaged' : null, dropped)
}

/** The id that took the place of `id`, or of what it begins with; undefined where there is none. */
const nextId = (id, formerly) => {
  for (let at = id.length; at > 0; at = id.lastIndexOf('/', at - 1)) {
    const home = id.slice(0, at)
    if (Object.hasOwn(formerly, home)) return formerly[home] + id.slice(at)
  }
}

/** A value with another name for one of its parts: a key, an option, or, behind "*", such a thing in each of its rows. */
const renamePart = (value, [step, ...rest], now) => {
  if (value === step && !rest.length) return now
  if (value === null || typeof value !== 'object') return value
  const isList = Array.isArray(value)
  // Where both names have something, the older one's stays as it is.
  const isFree = !Object.hasOwn(value, now)
  const pairs = Object.entries(value).map(([key, part]) => {
    if (rest.length) return [key, [key, '*'].includes(step) ? renamePart(part, rest, now) : part]
    return isList ? [key, renamePart(part, [step], now)] : [key === step && isFree ? now : key, part]
  })
  return isList ? pairs.map(([, part]) => part) : Object.fromEntries(pairs)
}

// Where values name other things by their ids: prompts and decisions of a session, the chapter of an own action, a course plan's chapters.
const SESSION_IDS = ['said', 'spent', 'extra', 'skipped', 'step', 'decisions']

const idParts = (id) => {
  if (id.startsWith('session/')) return SESSION_IDS
  if (id.startsWith('plan/own/')) return ['chapter']
  return id === 'settings/course-plan' ? ['chapters'] : []
}

/** Whether the value under an id names other things by their ids. */
export const holdsIds = (id) => idParts(id).length > 0

/** A text, a list or a table's keys with the ids of today. Where two ids become one, the first one's part of a table takes the name. */
const renameIds = (part, today) => {
  if (typeof part === 'string') return today(part)
  if (Array.isArray(part)) return [...new Set(part.map((one) => (typeof one === 'string' ? today(one) : one)))]
  if (!isObject(part)) return part
  const taken = new Set(Object.keys(part))
  return Object.fromEntries(Object.entries(part).map(([key, one]) => {
    const now = today(key)
    if (taken.has(now)) return [key, one]
    taken.add(now)
    return [now, one]
  }))
}

const renameWithin = (id, value, today) => {
  if (!isObject(value)) return value
  // A session's other steps, 'agenda' and 'close', are no ids.
  const named = (text) => (isId(text) && (!id.startsWith('session/') || text.includes('/')) ? today(text) : text)
  return { ...value, ...Object.fromEntries(idParts(id).filter((key) => Object.hasOwn(value, key)).map((key) => [key, renameIds(value[key], named)])) }
}

/** An entry with other values; the same one where they say the same. */
const renameVersions = (entry, rename) => {
  const versions = versionsOf(entry)
  const values = versions.map(({ value }) => rename(value))
  if (JSON.stringify(values) === JSON.stringify(versions.map(({ value }) => value))) return entry
  return entryOf(versions.map((version, at) => ({ ...version, value: values[at] })))
}

/**
 * Carry entries, and the ids that their values hold, over to the ids that their items have today. Where both ids have an entry, they
 * merge.
 *
 * @param {SavedDocument} document
 * @param {Record<string, string>} formerly new ids by old ids; a chain is followed to its end. An id of three steps renames a
 *   worksheet's field; one of more steps, a part of that field's value (a row, an option), where the step "*" is any row
 */
export function migrateSaved(document, formerly) {
  if (Object.keys(formerly).length === 0) return document
  const today = (id) => {
    const trail = [id]
    for (let next; (next = nextId(trail.at(-1), formerly)); trail.push(next)) if (!isId(next) || trail.includes(next)) return id
    return trail.at(-1)
  }
  const moved = new Map()
  for (const [id, entry] of Object.entries(document.entries)) {
    const now = today(id)
    const carried = holdsIds(now) ? renameVersions(entry, (value) => renameWithin(now, value, today)) : entry
    moved.set(now, mergeEntries(moved.get(now), carried))
  }
  for (const [old, now] of Object.entries(formerly)) {
    const [, field, path] = /^(worksheet\/[^/]+\/[^/]+)\/(.+)/.exec(old) ?? []
    if (!moved.has(field)) continue
    moved.set(field, renameVersions(moved.get(field), (value) => renamePart(value, path.split('/'), now.split('/').at(-1))))
  }
  return withEntries(document, moved)
}

/**
 * Both documents in one. Of two entries the newer one wins, the newest other value stays as its `old`; the order of merging
 * makes no difference.
 */
export function mergeSaved(a, b) {
  const ids = Object.keys({ ...a.entries, ...b.entries })
  return withEntries(a, ids.map((id) => [id, mergeEntries(a.entries[id], b.entries[id])]))
}

/** The document as text; the same work gives the same text. */
export function serialiseSaved({ entries, ...rest }) {
  const texts = Object.keys(entries).sort().map((id) => `${JSON.stringify(id)}:${savedText(entries[id])}`)
  const parts = Object.entries(rest).map(([key, part]) => [key, stableText(part)])
  const all = [...parts, ['entries', `{${texts.join()}}`]].sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${all.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()}}`
}

/** Make a part of the text that `serialiseSaved` will be asked for, about `most` letters of it. True where all is made. */
export function prepareSaved({ entries }, most) {
  let left = most
  for (const entry of Object.values(entries)) {
    if (savedTexts.has(entry)) continue
    if (left < 0) return false
    left -= savedText(entry).length
  }
  return true
}

/**
 * A document in which `id` has a new value; null deletes it, the older value with it. Where the clock was set back, the
 * stored time still moves on.
 *
 * @returns {SavedDocument} the same one where a saved document could not hold the value
 */
export function setEntry(document, id, rev, value, at) {
  const before = document.entries[id]
  const entry = { rev, at }
  try {
    entry.value = cleanValue(value, VALUE_LEVELS)
  } catch {
    return document
  }
  if (at <= before?.at) {
    const next = new Date(Date.parse(before.at) + 1).toISOString()
    entry.at = isTime(next) ? next : before.at
  }
  if (value !== null && before?.old && !isSame(before.old.value, value)) entry.old = before.old
  return { ...document, entries: Object.assign(Object.create(null), document.entries, { [id]: entry }) }
}

/**
 * What a change would do, sorted by id. `before` and `after` are entries, null where there is none or it is deleted.
 *
 * @returns {{id: string, before: SavedEntry | null, after: SavedEntry | null, kind: 'new' | 'changed' | 'same' | 'deleted'}[]}
 */
export function diffSaved(before, after) {
  const live = ({ entries }, id) => (entries[id] && entries[id].value !== null ? entries[id] : null)
  const kindOf = (a, b) => (!a ? 'new' : !b ? 'deleted' : isSame(a.value, b.value) ? 'same' : 'changed')
  return Object.keys({ ...before.entries, ...after.entries }).sort()
    .map((id) => [id, live(before, id), live(after, id)])
    .flatMap(([id, a, b]) => (a || b ? [{ id, before: a, after: b, kind: kindOf(a, b) }] : []))
}
