// A plan as files for other programs (spreadsheet, calendar, text), and back from those that can be changed there. Words and the
// time come in as arguments; no page, no storage, no clock.
import { csvCell } from './csv.mjs'
import { icsDay, icsFile, icsSequence, icsText, icsTime, icsUid } from './ics.mjs'
import { escapeMarkdown, fillWords, lineMarkdown } from './notes.mjs'
import { PLAN_HORIZONS, PLAN_LENGTHS, PLAN_PRIORITIES, PLAN_STATUSES, foldPlanText, isPlanDay, isPlanId, offeredActions, planChange } from './plan.mjs'
import { addDays } from './review.mjs'
import { SAVED_LIMITS, emptySaved, migrateSaved, setEntry, withEntries } from './saved.mjs'
import { isObject } from './shapes.mjs'

/**
 * @typedef {import('./plan.mjs').PlanAction} PlanAction
 * @typedef {{id: string, rev: string, value: object, kind: 'new' | 'changed', keys: string[], text: string, older?: boolean,
 *   inferred?: Record<string, string>}} PlanFileChange
 *   what to save under an id, with its rev; `keys` of the value that differ from what is saved now; `text`: what the action is then
 *   called; `older`: what is saved now was written later than what the file has; `inferred`: cells by the keys of days that only the
 *   table's other dates tell the order of
 *
 * Words that these functions use, all of them plain texts:
 * - field-text, field-owner, field-start, field-due, field-done_when, field-status, field-priority, field-horizon, field-milestone,
 *   field-note, field-chapter, field-id: what the details of an action are called ("Action", "Owner", ... "ID (leave as it is)")
 * - todo, doing, done, stopped, high, normal, low, this week, 30 days, 60 days, 90 days, later, yes, no
 * - title ("My plan: Bread"), chapter ("Chapter {number}: {title}"), exported (a line, or '')
 * - row-too-big, row-too-many, row-no-header, row-broken; row-no-text, row-unknown, row-twice, row-letters ({column}); and, of {cell}
 *   in {column}: row-no-day, row-two-days ({one}, {other}), row-word ({all}), row-chapter, row-too-long ({most})
 */

/** How many actions a file may hold. */
export const PLAN_FILE_ACTIONS = 2000

const LONGEST_QUOTE = 60
const LONGEST_DAY = 40
const PLAN_FORMAT = 'learn-plan'
const PLAN_VERSION = 1

// Spreadsheet

// The id stands last: it is nobody's business, and Excel takes a file that begins with "ID" for another format (SYLK).
const CSV_COLUMNS = ['text', 'owner', 'start', 'due', 'done_when', 'status', 'priority', 'horizon', 'milestone', 'note', 'chapter', 'id']
const CSV_LISTS = { status: PLAN_STATUSES, priority: PLAN_PRIORITIES, horizon: PLAN_HORIZONS }
const CSV_YES = ['yes', 'y', 'x', 'true', '1', '✓']
const CSV_NO = ['no', 'n', 'false', '0', '-']

// What a spreadsheet may take for a formula, also behind blanks and in full width; and the same behind apostrophes, so that taking
// one away again gives exactly the text that was there.
const NEEDS_GUARD = /^[\s'\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n\0]/

const guardCell = (text) => (NEEDS_GUARD.test(text) ? `'${text}` : text)

const plainCell = (text) => (text.startsWith("'") && NEEDS_GUARD.test(text.slice(1)) ? text.slice(1) : text)

const chapterWords = ({ chapter }, words) => (chapter ? fillWords(words.chapter, chapter) : '')

/** An action's details as people read them, by the value's keys. */
const fieldWords = (action, words) => ({
  text: action.text,
  owner: action.owner,
  start: action.start,
  due: action.due,
  done_when: action.doneWhen,
  status: words[action.status],
  priority: words[action.priority],
  horizon: words[action.horizon],
  milestone: action.milestone ? words.yes : '',
  note: action.note,
  chapter: chapterWords(action, words),
  id: action.id,
})

/** What spreadsheet programs set up for a language expect between cells: a semicolon where the comma is for decimals. */
export function listSeparator(language) {
  try {
    return new Intl.NumberFormat(language).formatToParts(1.5).some(({ type, value }) => type === 'decimal' && value === ',') ? ';' : ','
  } catch {
    return ','
  }
}

/**
 * The plan as a table for spreadsheet programs: UTF-8 with its mark, RFC 4180. A cell that would be worked out as a formula begins
 * with an apostrophe, which reading takes off again.
 *
 * @param {PlanAction[]} actions
 * @param {Record<string, string>} words
 * @param {string} [separator] see `listSeparator`: Excel opens the file by a double click only with its own country's one
 * @param {Record<string, (action: PlanAction) => string>} [more] further columns, before the id; reading passes over them
 */
export function planCsv(actions, words, separator = ',', more = {}) {
  const columns = [...CSV_COLUMNS.slice(0, -1), ...Object.keys(more), ...CSV_COLUMNS.slice(-1)]
  const rows = [columns.map((key) => words[`field-${key}`]), ...actions.map((action) => {
    const fields = fieldWords(action, words)
    return columns.map((key) => (Object.hasOwn(more, key) ? more[key](action) : fields[key]))
  })]
  return `\ufeff${rows.map((row) => `${row.map((cell) => csvCell(guardCell(cell ?? ''))).join(separator)}\r\n`).join('')}`
}

/**
 * A file's bytes as text: UTF-8, UTF-16 where it says so (Excel's "Unicode Text"), else what Excel writes as plain CSV in Western
 * Europe and America.
 *
 * @param {ArrayBuffer | Uint8Array} bytes
 * @returns {{text: string, guessed: boolean}} guessed: letters with accents may be wrong
 */
export function planFileText(bytes) {
  const [first, second] = new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, Math.min(2, bytes.byteLength))
  const as = (name, fatal) => new TextDecoder(name, { fatal }).decode(bytes)
  if (first === 0xff && second === 0xfe) return { text: as('utf-16le', false), guessed: false }
  if (first === 0xfe && second === 0xff) return { text: as('utf-16be', false), guessed: false }
  try {
    return { text: as('utf-8', true), guessed: false }
  } catch {
    return { text: as('windows-1252', false), guessed: true }
  }
}

/** What stands between the quotation mark at a place and the one that ends it, and where it goes on; -1 where none ends it. */
const readQuoted = (text, start) => {
  let cell = ''
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { cell: cell + text.slice(at), next: -1 }
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { cell, next: quote + 1 }
    cell += '"'
    at = quote + 2
  }
}

/** Rows of cells as they stand, guards included; `broken` is the row in which a quotation mark has no end. */
const readRows = (text, separator, most = Infinity) => {
  const rows = []
  // A carriage return alone ends rows where it ends the first; elsewhere some programs leave it in a cell without quotation marks.
  const rowEnd = /\r(?!\n)|\n/.exec(text)?.[0] ?? '\n'
  const ends = new RegExp(`[${separator === '\t' ? '\\t' : separator}${rowEnd}]`, 'g')
  let row = []
  for (let at = 0; at <= text.length && rows.length < most; ) {
    const { cell, next } = text[at] === '"' ? readQuoted(text, at) : { cell: '', next: at }
    ends.lastIndex = next
    const end = (next < 0 ? null : ends.exec(text)?.index) ?? text.length
    const rest = next < 0 ? '' : text.slice(next, end)
    row.push(cell + (text[end] === '\n' ? rest.replace(/\r$/, '') : rest))
    at = end + 1
    if (text[end] === separator) continue
    // The last line's end begins no row.
    if (end < text.length || row.length > 1 || row[0] !== '') rows.push(row)
    if (next < 0) return { rows, broken: rows.length }
    row = []
  }
  return { rows, broken: 0 }
}

/** Where each key's column is, by its heading. */
const headerColumns = (header, words) => {
  const keys = new Map(CSV_COLUMNS.flatMap((key) => [words[`field-${key}`] ?? key, key, key.replace('_', ' ')].map((name) => [foldPlanText(name), key])))
  const columns = new Map()
  for (const [at, cell] of header.entries()) {
    const key = keys.get(foldPlanText(plainCell(cell)))
    if (key && !columns.has(key)) columns.set(key, at)
  }
  return columns
}

/** The table in a text, with the separator that makes most sense of its headings. */
const readTable = (text, words) => {
  // A line that Excel understands and others show.
  const [line, told] = /^sep=(.)\r?\n/i.exec(text) ?? ['']
  const skipped = line ? 1 : 0
  const body = text.slice(line.length)
  const separators = told && ',;\t|'.includes(told) ? [told] : [',', ';', '\t']
  const tried = separators.map((separator) => ({ separator, columns: headerColumns(readRows(body, separator, 1).rows[0] ?? [], words) }))
  const { separator, columns } = tried.reduce((best, one) => (one.columns.size > best.columns.size ? one : best))
  const { rows, broken } = readRows(body, separator, PLAN_FILE_ACTIONS + 2)
  return { columns, rows: rows.slice(1), first: skipped + 2, broken: broken && broken + skipped }
}

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const dayFrom = (year, month, day) => {
  const text = [year.length === 2 ? `20${year}` : year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  return isPlanDay(text) ? text : ''
}

/**
 * The days that a cell can mean: spreadsheet programs write dates in their country's way.
 *
 * @returns {{style: string, days: Map<string, string>}} days by 'dmy', 'mdy', 'ymd'; `style`: cells of the same one were written by
 *   the same hand
 */
const readDays = (cell) => {
  if (isPlanDay(cell)) return { style: '', days: new Map([['ymd', cell]]) }
  if (cell.length > LONGEST_DAY) return { style: '', days: new Map() }
  const text = cell.trim().replace(/[T ]+\d{1,2}:\d\d(:\d\d)?(\.\d+)?( ?[ap]m)?z?$/i, '').replace(/^[a-z]{3,9},? (?=[a-z\d])/i, (name) => (/^(mon|tue|wed|thu|fri|sat|sun)/i.test(name) ? '' : name))
  const found = (style, ...pairs) => ({ style, days: new Map(pairs.filter(([, day]) => day)) })
  const monthOf = (name) => String(MONTH_NAMES.indexOf(name.slice(0, 3).toLowerCase()) + 1)
  const named = /^(\d{1,2})[ .\-/]+([a-z]{3,9})\.?[ ,.\-/]+(\d{4}|\d\d)$/i.exec(text)
  if (named) return found('', ['dmy', dayFrom(named[3], monthOf(named[2]), named[1])])
  const american = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text)
  if (american) return found('', ['mdy', dayFrom(american[3], monthOf(american[1]), american[2])])
  const [, a, sign, b, c] = /^(\d{4}|\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{1,2})\.?$/.exec(text) ?? []
  if (!a || (a.length === 4 && c.length === 4)) return found('')
  if (a.length === 4) return found('', ['ymd', dayFrom(a, b, c)])
  const dmy = c.length > 1 ? dayFrom(c, b, a) : ''
  if (sign === '.') return found('', ['dmy', dmy])
  const mdy = c.length > 1 ? dayFrom(c, a, b) : ''
  const ymd = c.length < 4 && a.length === 2 ? dayFrom(a, b, c) : ''
  return found(`${sign}${c.length}`, ['dmy', dmy], ['mdy', mdy], ['ymd', ymd])
}

const distinctDays = ({ days }) => [...new Set(days.values())]

/** By style the only order in which a file writes dates: from cells that can be read in one way, and from days that have stayed as they are. */
const dayOrders = (cells) => {
  const orders = new Map()
  for (const { text, before } of cells) {
    const read = readDays(text)
    const sure = [...read.days].filter(([, day]) => distinctDays(read).length === 1 || day === before).map(([order]) => order)
    if (!read.style || sure.length !== 1) continue
    orders.set(read.style, orders.has(read.style) && orders.get(read.style) !== sure[0] ? null : sure[0])
  }
  return orders
}

// Two halves of 32 bits, mixed as FNV-1a does.
const textKey = (text) => {
  let [a, b] = [0x811c9dc5, 0x9747b28c]
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193)
    b = Math.imul(b ^ text.charCodeAt(at), 0x85ebca6b) ^ (b >>> 13)
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('').slice(2, 14)
}

const oneLineEnds = (text) => text.replace(/\r\n?/g, '\n')

/** A cell as a message quotes it. */
const shortCell = (text = '') => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)} …` : text)

const isOwnId = (id) => id.startsWith('plan/own/')

/** The action of an id that the plan does not hold: as good as empty. */
const strangeAction = (id) => ({
  id, rev: '', own: isOwnId(id), value: {}, at: '', chapter: null,
  text: '', owner: '', doneWhen: '', start: '', due: '', status: 'todo', priority: 'normal', horizon: 'later', milestone: false, note: '',
})

/** Actions by id: the course's as if nothing of them were saved, over them what is known of this plan. */
const actionIndex = (actions, manifest) => new Map([...(manifest ? offeredActions(emptySaved(''), manifest) : []), ...actions].map((action) => [action.id, action]))

/** An id and what is saved under it, as the course has them today. */
const currentEntry = (id, value, manifest) => {
  const alone = withEntries(emptySaved(''), [[id, { rev: '', value, at: '' }]])
  const [[now, entry]] = Object.entries(migrateSaved(alone, manifest?.formerly ?? {}).entries)
  return { id: now, value: entry.value }
}

/** An id as the course has it today. */
const currentId = (id, index, manifest) => (index.has(id) ? id : currentEntry(id, true, manifest).id)

const stableValue = (value) => JSON.stringify(value, (key, part) => (isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part))

/** @returns {PlanFileChange | null} null where nothing would differ from what is saved */
const fileChange = (action, rev, value) => {
  // What planChange would tidy up anyway is no difference.
  const before = planChange(action.value, {}, action) ?? {}
  const keys = [...new Set([...Object.keys(before), ...Object.keys(value)])].filter((key) => stableValue(before[key]) !== stableValue(value[key])).sort()
  if (keys.length === 0) return null
  return { id: action.id, rev, value, kind: before.chosen === true ? 'changed' : 'new', keys, text: value.text ?? action.courseText ?? '' }
}

/** Finds a chapter as a cell names it: with its heading, its title, its number or its id. */
const chapterFinder = (manifest, words) => {
  const names = new Map()
  for (const chapter of manifest?.chapters ?? []) {
    for (const name of [chapter.id, String(chapter.number), chapter.title, fillWords(words.chapter, chapter)]) names.set(foldPlanText(name), chapter.id)
  }
  return (cell) => names.get(foldPlanText(cell)) ?? ''
}

/**
 * What a table that came back from a spreadsheet program changes. Rows find their action by id, without one by the same words; what
 * finds none is an own action. Rows that are missing delete nothing, columns that are missing change nothing; an emptied cell gives the
 * course's words back. A cell that cannot be read stays as it is in the plan and is reported.
 *
 * @param {string} text
 * @param {PlanAction[]} actions the plan's; and those offered, where details of them should survive
 * @param {object | null} manifest course.json
 * @param {Record<string, string>} words
 * @returns {{changes: PlanFileChange[], problems: {line: number, code: string, why: string}[]}} `line`: the row's number as a
 *   spreadsheet shows it
 */
export function readPlanCsv(text, actions, manifest, words) {
  const problems = []
  const report = (line, code, values = {}) => problems.push({ line, code, why: fillWords(words[`row-${code}`] ?? code, values) })
  if (text.length > SAVED_LIMITS.text) {
    report(1, 'too-big')
    return { changes: [], problems }
  }
  const { columns, rows, first, broken } = readTable(text.replace(/^\ufeff/, ''), words)
  if (!columns.has('text') && !columns.has('id')) {
    report(first - 1, 'no-header')
    return { changes: [], problems }
  }
  if (rows.length > PLAN_FILE_ACTIONS) report(first + PLAN_FILE_ACTIONS, 'too-many')
  // From that row on nothing is where it belongs.
  if (broken) report(broken, 'broken')
  const index = actionIndex(actions, manifest)
  const used = new Set()
  const lines = rows.slice(0, Math.min(PLAN_FILE_ACTIONS, broken ? broken - first : Infinity)).map((cells, at) => {
    const cell = Object.fromEntries([...columns].map(([key, column]) => [key, plainCell(cells[column] ?? '')]))
    return { line: first + at, cell, id: cell.id?.trim() ? currentId(cell.id.trim(), index, manifest) : '' }
  }).filter(({ cell }) => Object.values(cell).some((part) => part.trim()))
  for (const { id } of lines) if (id) used.add(id)
  const idOfWords = idFinder(lines.every(({ id }) => id) ? [] : [...index.values()], used)
  const wanted = lines.flatMap(({ line, cell, id }) => {
    const action = actionOfRow(id, foldPlanText(cell.text ?? ''), index, idOfWords)
    if (typeof action === 'string') report(line, action, { cell: shortCell(id), column: words['field-text'] })
    return typeof action === 'string' ? [] : [{ line, cell, action }]
  })
  const orders = dayOrders(wanted.flatMap(({ cell, action }) => ['start', 'due'].map((key) => ({ text: cell[key] ?? '', before: action[key] }))))
  const context = { words, orders, chapterOf: chapterFinder(manifest, words) }
  const seen = new Set()
  const changes = wanted.flatMap(({ line, cell, action }) => {
    const say = (code, key, values) => report(line, code, { cell: shortCell(cell[key]), column: words[`field-${key}`] ?? key, ...values })
    if (seen.has(action.id)) {
      say('twice', 'id')
      return []
    }
    seen.add(action.id)
    const { change, inferred } = rowChange(cell, action, say, context)
    const value = planChange(action.value, { ...change, chosen: true }, action)
    if (!value || (action.own && change.text === '')) {
      say('no-text', 'text')
      return []
    }
    const made = fileChange(action, action.rev, value)
    if (!made) return []
    const told = Object.entries(inferred).filter(([key]) => made.keys.includes(key))
    return [told.length ? { ...made, inferred: Object.fromEntries(told) } : made]
  })
  return { changes, problems: problems.sort((a, b) => a.line - b.line) }
}

/**
 * Finds the ids that rows without one mean, by their words: first actions that say the same, then ids made of the words. Those are the
 * same when the file is read again, so that it changes nothing the second time.
 */
const idFinder = (actions, used) => {
  const saying = new Map()
  for (const { id, text } of actions) saying.set(foldPlanText(text), [...(saying.get(foldPlanText(text)) ?? []), id])
  const madeId = (words, count) => `plan/own/${textKey(`${words}\n${count}`)}`
  const idsFor = function* (words) {
    const same = saying.get(words) ?? []
    const made = new Set(Array.from({ length: same.length + 20 }, (_, at) => madeId(words, at + 1)))
    yield* same.filter((id) => !made.has(id))
    for (let count = 1; ; count += 1) yield madeId(words, count)
  }
  const queues = new Map()
  return (words) => {
    if (!queues.has(words)) queues.set(words, idsFor(words))
    let id
    do id = queues.get(words).next().value
    while (used.has(id))
    used.add(id)
    return id
  }
}

/** The action that a row means, or the code of what is wrong with it. */
const actionOfRow = (id, words, index, idOfWords) => {
  if (!id && !words) return 'no-text'
  const found = id || idOfWords(words)
  return index.get(found) ?? (isPlanId(found) && isOwnId(found) ? strangeAction(found) : 'unknown')
}

/** What a row says otherwise than the plan, and the cells of days that were read as the table's other rows write theirs; by the value's keys. */
const rowChange = (cell, action, say, { words, orders, chapterOf }) => {
  const shown = fieldWords(action, words)
  const change = {}
  const inferred = {}
  for (const key of ['text', 'owner', 'done_when', 'note']) {
    if (cell[key] === undefined) continue
    const text = oneLineEnds(cell[key])
    if (text.trim() === oneLineEnds(shown[key]).trim()) continue
    // Found by its words: they are the same but for letters and blanks.
    if (key === 'text' && !cell.id?.trim() && foldPlanText(text) === foldPlanText(shown.text)) continue
    if (text.includes('\ufffd') && !shown[key].includes('\ufffd')) say('letters', key)
    else if (text.length > PLAN_LENGTHS[key]) say('too-long', key, { most: PLAN_LENGTHS[key] })
    else change[key] = text.trim() ? text : ''
  }
  for (const key of ['start', 'due']) {
    if (!cell[key]?.trim()) {
      if (cell[key] !== undefined) change[key] = ''
      continue
    }
    const read = readDays(cell[key])
    const days = distinctDays(read)
    const day = days.length === 1 ? days[0] : read.days.get(orders.get(read.style))
    if (day) {
      change[key] = day
      if (days.length > 1) inferred[key] = shortCell(cell[key].trim())
    } else say(days.length ? 'two-days' : 'no-day', key, { one: days[0], other: days[1] })
  }
  for (const [key, names] of Object.entries(CSV_LISTS)) {
    if (cell[key] === undefined || cell[key] === shown[key]) continue
    const said = foldPlanText(cell[key])
    const name = names.find((one) => said === foldPlanText(words[one] ?? one) || said === one)
    if (name) {
      if (name !== action[key]) change[key] = name
    } else if (said) say('word', key, { all: names.map((one) => words[one]).join(', ') })
    else change[key] = ''
  }
  if (cell.milestone !== undefined && cell.milestone !== shown.milestone) {
    const said = foldPlanText(cell.milestone)
    if (said === foldPlanText(words.yes ?? 'yes') || CSV_YES.includes(said)) change.milestone = true
    else if (!said || said === foldPlanText(words.no ?? 'no') || CSV_NO.includes(said)) change.milestone = false
    else say('word', 'milestone', { all: `${words.yes}, ${words.no}` })
  }
  if (action.own && cell.chapter !== undefined && cell.chapter.trim() !== shown.chapter.trim()) {
    const chapter = chapterOf(cell.chapter)
    if (chapter || !cell.chapter.trim()) change.chapter = chapter
    else say('chapter', 'chapter')
  }
  return { change, inferred }
}

// Calendar

/** At nine the day before, and at nine on the day. Outlook keeps the first of several only. */
const ICS_ALARMS = ['-PT15H', 'PT9H']

const icsEvent = (action, { course, now, words, root }) => {
  const { id, due, status, priority, milestone, chapter, at } = action
  const prefix = status === 'done' ? words.done : status === 'stopped' ? words.stopped : milestone ? words['field-milestone'] : ''
  const title = icsText(prefix ? `${prefix}: ${action.text}` : action.text)
  const fields = fieldWords(action, words)
  const facts = ['owner', 'done_when', 'start', 'status', 'priority', 'chapter'].filter((key) => fields[key] && !(key === 'priority' && priority === 'normal')).map((key) => `${words[`field-${key}`]}: ${fields[key]}`)
  const text = icsText([facts.join('\n'), action.note].filter(Boolean).join('\n\n'))
  const isOpen = status === 'todo' || status === 'doing'
  const page = chapter?.address && /^https?:/.test(root ?? '') ? new URL(chapter.address, root).href : ''
  return [
    'BEGIN:VEVENT',
    `UID:${icsUid(id, course)}`,
    `DTSTAMP:${icsTime(now)}`,
    `DTSTART;VALUE=DATE:${icsDay(due)}`,
    // The day after: a calendar's day ends where the next begins.
    `DTEND;VALUE=DATE:${icsDay(addDays(due, 1))}`,
    `SUMMARY:${title}`,
    ...(text ? [`DESCRIPTION:${text}`] : []),
    `CATEGORIES:${[words.title, ...(milestone ? [words['field-milestone']] : [])].map(icsText).join(',')}`,
    `STATUS:${status === 'stopped' ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(priority === 'normal' ? [] : [`PRIORITY:${priority === 'high' ? 1 : 9}`]),
    ...(page ? [`URL:${page}`] : []),
    // A due day leaves the day free for appointments.
    'TRANSP:TRANSPARENT',
    `SEQUENCE:${icsSequence(at)}`,
    ...(at ? [`LAST-MODIFIED:${icsTime(at)}`] : []),
    ...(isOpen ? ICS_ALARMS.flatMap((trigger) => ['BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:${trigger}`, `DESCRIPTION:${title}`, 'END:VALARM']) : []),
    'END:VEVENT',
  ]
}

/**
 * Due days as a calendar file (RFC 5545): one all-day event each, with alarms while the action is open. Ids stay the same and later
 * writing has a greater number, for programs that bring events up to date by them. Others import a file anew (Outlook) or leave
 * out what they know (Thunderbird), so the page advises a calendar of its own, to be deleted before the next file.
 *
 * Actions without a due day are not in it. A to-do (VTODO) could hold them, but Google and Outlook pass over to-dos, Apple's calendar
 * imports none from a file of events, and CalDAV servers refuse to mix both: they would be missing without a word. The page says how
 * many are left out instead.
 *
 * @param {PlanAction[]} actions
 * @param {{course: string, now: string, words: Record<string, string>, root?: string}} settings  `course`: the course's id; `now`:
 *   ISO-8601; `root`: the site's address, for links to chapters
 * @returns {string} '' where no action has a due day: a calendar file without an event is none
 */
export function planIcs(actions, settings) {
  const dated = actions.filter(({ due }) => due)
  if (dated.length === 0) return ''
  const { course, words } = settings
  return icsFile(course, PLAN_FORMAT, words.title, dated.flatMap((action) => icsEvent(action, settings)))
}

// Text

const noteLines = (note) => escapeMarkdown(note.trim()).split('\n').map((line, at, all) => `    > ${line}${line && all[at + 1] ? '\\' : ''}`.trimEnd())

/**
 * The plan as Markdown: a list to tick for each group.
 *
 * @param {import('./plan.mjs').PlanGroup[]} groups
 * @param {Record<string, string>} words
 * @param {(day: string) => string} [dayName] how a day is written
 */
export function planMarkdown(groups, words, dayName = (day) => day) {
  const lines = [`# ${lineMarkdown(words.title)}`]
  if (words.exported) lines.push('', words.exported)
  for (const { title, actions } of groups) {
    lines.push('', `## ${lineMarkdown(title)}`, '')
    for (const action of actions) {
      const { status, priority, milestone, start, due, note } = action
      const fields = { ...fieldWords(action, words), start: start && dayName(start), due: due && dayName(due) }
      const shown = ['owner', 'start', 'due', 'done_when', ...(status === 'todo' ? [] : ['status']), ...(priority === 'normal' ? [] : ['priority']), 'chapter'].filter((key) => fields[key])
      lines.push(`- [${status === 'done' ? 'x' : ' '}] ${milestone ? `**${lineMarkdown(words['field-milestone'])}:** ` : ''}${lineMarkdown(action.text)}`)
      for (const key of shown) lines.push(`    - ${lineMarkdown(words[`field-${key}`])}: ${lineMarkdown(fields[key])}`)
      if (note) lines.push('', ...noteLines(note), '')
    }
    while (lines.at(-1) === '') lines.pop()
  }
  return `${lines.join('\n')}\n`
}

// JSON

/**
 * The plan as a file that comes back exactly. What is saved stands under `value`, what the course says beside it.
 *
 * @param {PlanAction[]} actions
 * @param {string} course the course's id
 */
export function planJson(actions, course) {
  const list = actions.map(({ id, rev, savedRev, own, at, chapter, courseText, courseOwner, courseDoneWhen, courseHorizon, value }) => ({
    id,
    rev: savedRev || rev,
    at,
    ...(chapter ? { chapter: { id: chapter.id, number: chapter.number, title: chapter.title } } : {}),
    ...(own || !courseText ? {} : { course: { text: courseText, owner: courseOwner, done_when: courseDoneWhen, horizon: courseHorizon } }),
    value,
  }))
  return `${JSON.stringify({ format: PLAN_FORMAT, version: PLAN_VERSION, course, actions: list }, null, 2)}\n`
}

/** @returns {{id: string, rev: string, at: string, value: object} | null} null where a saved document could not hold it */
const readPlanEntry = (entry, course) => {
  const { id, rev, at, value } = entry ?? {}
  if (!isPlanId(id) || typeof rev !== 'string' || rev.length > 100 || !isObject(value)) return null
  const { entries } = setEntry(emptySaved(course), id, rev, value, '')
  return Object.hasOwn(entries, id) ? { id, rev, at: typeof at === 'string' ? at : '', value: entries[id].value } : null
}

/**
 * What a plan's file, or anything else that somebody was given for one, changes. Actions that are not in it stay as they are.
 *
 * @param {string} text
 * @param {string} course the course's id, which the file must have
 * @param {PlanAction[]} [actions] the plan's, and those offered: what they have already is no change
 * @param {object | null} [manifest] course.json, for ids that have changed since
 * @returns {{changes: PlanFileChange[], problem: null | 'not-json' | 'not-plan' | 'other-course' | 'newer' | 'too-big' | 'damaged',
 *   dropped: number}} no changes where the file is refused as a whole; with 'damaged' `dropped` actions could not be read
 */
export function readPlanJson(text, course, actions = [], manifest = null) {
  const refuse = (problem) => ({ changes: [], problem, dropped: 0 })
  if (text.length > SAVED_LIMITS.text) return refuse('too-big')
  let saved
  try {
    saved = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return refuse('not-json')
  }
  if (saved?.format !== PLAN_FORMAT || !(saved.version >= 1) || !Array.isArray(saved.actions)) return refuse('not-plan')
  if (saved.course !== course) return refuse('other-course')
  if (saved.version > PLAN_VERSION) return refuse('newer')
  if (saved.actions.length > PLAN_FILE_ACTIONS) return refuse('too-big')
  const index = actionIndex(actions, manifest)
  const seen = new Set()
  const changes = []
  let dropped = 0
  for (const entry of saved.actions) {
    const read = readPlanEntry(entry, course)
    const id = read && currentId(read.id, index, manifest)
    const action = index.get(id) ?? strangeAction(id ?? '')
    const value = read && !seen.has(id) ? planChange(currentEntry(read.id, read.value, manifest).value, { chosen: true }, action) : null
    if (!value) {
      dropped += 1
      continue
    }
    seen.add(id)
    const change = fileChange(action, read.rev, value)
    if (change) changes.push({ ...change, older: action.at > read.at })
  }
  return { changes, problem: dropped ? 'damaged' : null, dropped }
}
