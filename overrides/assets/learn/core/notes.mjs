// A course's saved work as something to read: a tree by chapter, searched, written as Markdown, compared with a file. Words
// that learners read come in as arguments; no page, no storage, no clock.
import { isDay } from './review.mjs'
import { diffSaved, mergeSaved } from './saved.mjs'
import { isObject, listOf } from './shapes.mjs'

/**
 * @typedef {{id: string, kind: NoteKind, rev: string, at: string, label: string, text: string, changed: boolean, old: string,
 *   state: string, rows: string[]}} NoteEntry  `rows`: a table's rows, else none; `old`: another version that was kept; `state`: of an answer right, later or missed
 * @typedef {'ask-yourself' | 'ask-your-team' | 'summary' | 'action-plan' | 'quiz' | 'worksheet' | 'session' | 'ratings' | 'orphan'} NoteKind
 * @typedef {{kind: NoteKind, title: string, address: string, entries: NoteEntry[], all: number, answered: number, right: number}} NoteBlock
 * @typedef {{id: string, number: number, title: string, address: string, read: boolean, blocks: NoteBlock[], prefixes: string[]}} NoteGroup
 *   one chapter; `id` is empty for what belongs to none, 'orphans' for what the course no longer holds
 */

/** Words with values in the places of {names}. */
export const fillWords = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

const ITEM_KINDS = ['ask-yourself', 'ask-your-team', 'summary', 'action-plan']

/** Entries that are not shown as work: what tools and pages remember, dates for review, what waits for a session to begin. */
export const isQuiet = (id) => /^(settings|review)\/|^[^/]+\/done$|^session\/[^/]+\/next$/.test(id)

const itemLabel = ({ label, text, title, section }) => label || text || title || section || ''

const liveEntry = (entries, id) => (entries[id] && entries[id].value !== null ? entries[id] : null)

const named = (list, id) => listOf(list).find((one) => one.id === id)

const sameDay = (day) => day

/**
 * A saved value as text: one line for each row, the words of an option instead of its id, a day as `dayName` writes it.
 *
 * @param {unknown} value
 * @param {object} field what the manifest says of the field: kind, choices, columns, rows, cells, unit
 * @param {(day: string) => string} [dayName]
 */
export function valueText(value, field = {}, dayName = sameDay) {
  if (value === true) return '✓'
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return field.kind === 'date' && isDay(value) ? dayName(value) : named(field.choices, value)?.text ?? value
  if (typeof value === 'number') return field.unit ? `${value} ${field.unit}` : String(value)
  const pair = (label, text) => (text && label ? `${label}${/[?:]$/.test(label) ? '' : ':'} ${text}` : text || label)
  if (Array.isArray(value)) {
    const texts = value.map((part) => {
      if (field.kind === 'matrix' && isObject(part)) return pair(valueText(part.item), listOf(field.cells).find((cell) => cell.at === part.at)?.title ?? valueText(part.at))
      return valueText(part, isObject(part) ? { ...field, rows: [] } : field, dayName)
    })
    return texts.filter(Boolean).join('\n')
  }
  const isTable = field.rows?.length > 0
  const columns = new Map((isTable ? field.rows : listOf(field.columns)).map((one) => [one.id, one]))
  const row = isTable && { ...field, rows: [] }
  return [...new Set([...columns.keys(), ...Object.keys(value)])].filter((key) => Object.hasOwn(value, key)).map((key) => {
    const column = columns.get(key)
    const part = valueText(value[key], row || column, dayName)
    return part && pair(column?.label || key, part)
  }).filter(Boolean).join(isTable ? '\n' : '; ')
}

/** How a question stands: right at the first try, right at a later one, missed; '' where the value is none of an answer's. */
export function answerState(value) {
  const { first, last } = isObject(value) ? value : {}
  if (!first?.verdict) return ''
  return first.verdict === 'right' ? 'right' : last?.verdict === 'right' ? 'later' : 'missed'
}

/** What a worksheet's ratings call its scales: fields, and columns of rows, by their ids within the sheet. */
const scaleLabels = (fields) => fields.flatMap(({ id, label, rows, columns }) => {
  const name = id.split('/').slice(2).join('/')
  const cells = listOf(rows).flatMap((row) => listOf(columns).map((column) => ({ id: `${name}/${row.id}/${column.id}`, label: `${row.label}, ${column.label}` })))
  return [{ id: name, label }, ...cells]
})

/**
 * What learners make themselves, and no list of the course names: own actions, sessions, ratings. Each becomes an item of the
 * chapter or the sheet it was made in.
 */
const addMade = (groups, entries, words, dayName) => {
  const homes = new Map(groups.map((group) => [group.id, group]))
  const sheets = new Map(groups.flatMap((group) => group.blocks.filter(({ kind }) => kind === 'worksheet').map((sheet) => [sheet.id, { group, sheet, rows: scaleLabels(sheet.items) }])))
  const prompts = new Map(groups.map((group) => [group, group.blocks.flatMap(({ items }) => items.map((item) => ({ id: item.id, label: itemLabel(item) })))]))
  for (const id of Object.keys(entries).sort()) {
    const value = entries[id].value ?? entries[id].old?.value
    const [, what, home, name] = /^(plan|session|ratings)\/([^/]+)\/([^/]+)$/.exec(id) ?? []
    if (!what || isQuiet(id) || !isObject(value)) continue
    const kind = what === 'plan' ? 'action-plan' : what
    const { sheet, group = homes.get(what === 'plan' ? value.chapter : home) ?? groups.at(-1), rows = what === 'session' ? prompts.get(group) : [] } = (what === 'ratings' && sheets.get(home)) || {}
    const day = (text) => (isDay(text) ? dayName(text) : text)
    const [, began, hour, minute] = /^(.*)T(\d\d)(\d\d)$/.exec(name) ?? [null, name]
    const label = { plan: value.text, session: [day(began), hour && `${hour}:${minute}`].filter(Boolean).join(', '), ratings: [day(value.day), value.who].filter(Boolean).join(', ') }[what]
    const item = { id, rev: '', made: true, label: typeof label === 'string' ? label : '', rows, columns: words.planFields }
    const block = group.blocks.find((one) => one.kind === kind && (kind === 'action-plan' || one.id === home))
    if (block) block.items.push(item)
    else group.blocks.push({ kind, id: home, title: sheet?.title ?? '', address: sheet?.address ?? group.address, items: [item] })
  }
}

/**
 * The course's chapters with everything in them that can be saved; worksheets stand under the first chapter that uses them.
 * What of `entries` the course does not list stands with its chapter or sheet.
 */
const coursePlaces = (manifest, words, entries, dayName) => {
  const quizzes = new Map(listOf(manifest?.quizzes).map((quiz) => [quiz.id, quiz]))
  const sheets = new Map(listOf(manifest?.worksheets).map((sheet) => [sheet.id, sheet]))
  /** Each quiz and each worksheet has one place. */
  const blocksOf = (kind, map, ids) => ids.flatMap((id) => {
    const one = map.get(id)
    map.delete(id)
    return one ? [{ kind, id, title: one.title ?? '', address: one.address ?? '', items: one.questions ?? one.fields }] : []
  })
  const groups = listOf(manifest?.chapters).map(({ id, number, title, address, quiz, worksheets, items }) => ({
    id, number, title, address,
    blocks: [
      ...ITEM_KINDS.map((kind) => ({ kind, id, title: '', address, items: items.filter((item) => item.kind === kind).map((item) => ({ ...item, columns: words.planFields })) })),
      ...blocksOf('quiz', quizzes, [quiz]),
      ...blocksOf('worksheet', sheets, worksheets),
    ],
  }))
  const blocks = [...blocksOf('quiz', quizzes, [...quizzes.keys()]), ...blocksOf('worksheet', sheets, [...sheets.keys()])]
  const all = [...groups, { id: '', number: 0, title: words.other, address: '', blocks }]
  if (manifest) addMade(all, entries, words, dayName)
  return all
}

const isAnswer = (kind, id) => kind === 'quiz' || (kind === 'orphan' && id.startsWith('quiz/'))

const entryText = ({ value }, kind, item, dayName) => {
  if (isAnswer(kind, item.id)) return ''
  if (kind === 'action-plan' && isObject(value)) {
    // Owner, date and whatever else a plan keeps beside the choice.
    const { chosen, order, chapter, text, ...more } = value
    return valueText(text && !item.made ? { text, ...more } : more, item, dayName)
  }
  if (kind === 'session' && isObject(value)) return [value.people, valueText(value.said, item), value.note].filter((part) => part && typeof part === 'string').join('\n')
  if (kind === 'ratings' && isObject(value)) return valueText(value.values, item)
  return kind === 'summary' ? '' : valueText(value, kind === 'worksheet' ? item : {}, dayName)
}

/** A table's rows apart, each as one text: a line break inside a cell begins no row. */
const entryRows = ({ value }, kind, item, dayName) => {
  if (kind !== 'worksheet' || item.kind !== 'table' || value === null || typeof value !== 'object') return []
  const rows = Array.isArray(value) ? value.map((row) => [row]) : [...new Set([...listOf(item.rows).map(({ id }) => id), ...Object.keys(value)])].filter((id) => Object.hasOwn(value, id)).map((id) => ({ [id]: value[id] }))
  return rows.map((row) => valueText(row, item, dayName)).filter(Boolean)
}

const noteEntry = (saved, kind, item, dayName) => {
  let text
  return {
    id: item.id,
    kind,
    rev: item.rev,
    at: saved.at,
    label: itemLabel(item),
    // The texts of all take longer than everything else here: each is made when somebody asks for it.
    get text() {
      return (text ??= entryText(saved, kind, item, dayName))
    },
    get rows() {
      return entryRows(saved, kind, item, dayName)
    },
    changed: Boolean(saved.rev && item.rev && saved.rev !== item.rev),
    old: saved.old ? entryText(saved.old, kind, item, dayName) : '',
    state: isAnswer(kind, item.id) ? answerState(saved.value) : '',
  }
}

/**
 * All saved work by chapter, in the course's order. What the course no longer holds (or, without a manifest, everything)
 * stands in a last group with the id "orphans".
 *
 * @param {import('./saved.mjs').SavedDocument} document
 * @param {object | null} manifest course.json
 * @param {{other: string, orphans: string, planFields?: {id: string, label: string}[]}} words titles of the two groups that are
 *   no chapters; what the parts of a plan's action are called
 * @param {(day: string) => string} [dayName] how a day is written
 * @returns {NoteGroup[]} groups and blocks that hold something
 */
export function notesTree({ entries }, manifest, words, dayName = sameDay) {
  const seen = new Set()
  const groups = coursePlaces(manifest, words, entries, dayName).map(({ blocks, ...group }) => {
    seen.add(`${group.id}/read`)
    const filled = blocks.map((block) => {
      const saved = block.items.flatMap((item) => {
        seen.add(item.id)
        const entry = liveEntry(entries, item.id)
        return entry && !(block.kind === 'action-plan' && entry.value?.chosen === false) ? [noteEntry(entry, block.kind, item, dayName)] : []
      })
      return { ...block, items: undefined, all: block.items.length, answered: saved.length, right: saved.filter(({ state }) => state === 'right').length, entries: saved }
    })
    const own = { quiz: ['quiz', 'review'], worksheet: ['worksheet', 'ratings'] }
    const made = blocks.flatMap(({ items }) => items.flatMap((item) => (item.made ? [item.id] : [])))
    const prefixes = [...(group.id ? [`${group.id}/`, `session/${group.id}/`] : []), ...blocks.flatMap(({ kind, id }) => (own[kind] ?? []).map((home) => `${home}/${id}/`)), ...made]
    return { ...group, read: Boolean(liveEntry(entries, `${group.id}/read`)), blocks: filled.filter(({ answered }) => answered), prefixes }
  })
  const lost = Object.keys(entries).filter((id) => liveEntry(entries, id) && !seen.has(id) && !isQuiet(id)).sort()
  const orphans = lost.map((id) => noteEntry(entries[id], 'orphan', { id, label: id }, dayName))
  const last = { id: 'orphans', title: words.orphans, prefixes: [], blocks: orphans.length ? [{ kind: 'orphan', title: '', entries: orphans }] : [] }
  return [...groups, last].filter(({ read, blocks }) => read || blocks.length)
}

/** How many entries there are, of some kinds or of all. */
export function countNotes(groups, kinds) {
  return groups.flatMap((group) => group.blocks).filter(({ kind }) => !kinds || kinds.includes(kind)).reduce((all, { entries }) => all + entries.length, 0)
}

const isAscii = (text) => /^[\x00-\x7f]*$/.test(text)

const searchText = (text) => (isAscii(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase()

// A search asks for all of them at every key.
const searchTexts = new WeakMap()

const entrySearchText = (group, block, entry) => searchTexts.get(entry)
  ?? searchTexts.set(entry, searchText([group.title, block.title, entry.label, entry.text, entry.old].join('\n'))).get(entry)

/** Make a part of what `searchNotes` will look through, about `most` letters of it. True where all is made. */
export function prepareSearch(groups, most) {
  let left = most
  for (const group of groups) {
    for (const block of group.blocks) {
      for (const entry of block.entries) {
        if (searchTexts.has(entry)) continue
        if (left < 0) return false
        left -= entrySearchText(group, block, entry).length
      }
    }
  }
  return true
}

/** The groups with only those entries in which every word of the query occurs, be it in the entry or in a heading above it. */
export function searchNotes(groups, query) {
  const words = searchText(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return groups
  return groups.map((group) => ({
    ...group,
    blocks: group.blocks.map((block) => ({
      ...block,
      entries: block.entries.filter((entry) => {
        const text = entrySearchText(group, block, entry)
        return words.every((word) => text.includes(word))
      }),
    })).filter(({ entries }) => entries.length),
  })).filter(({ blocks }) => blocks.length)
}

/** A learner's text so that Markdown shows it as it was typed: signs that would mean something get a backslash. */
export function escapeMarkdown(text) {
  return text.split('\n').map((line) => line.trim()
    .replace(/[\\`[\]<>|~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    // A star or a line between blanks, and a line inside a word, mean nothing.
    .replace(/(?<!\s)\*|\*(?!\s|$)|^\*/g, '\\*')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^([-+](?=\s|$|-)|#|=)/, '\\$1')).join('\n')
}

const quoteMarkdown = (text) => escapeMarkdown(text).split('\n').map((line, at, all) => {
  if (!line) return '>'
  return `> ${line}${at + 1 < all.length && all[at + 1] ? '\\' : ''}`
}).join('\n')

/** A line of the course or of a learner as one line of Markdown. */
export const lineMarkdown = (text) => escapeMarkdown(text.replace(/\s+/g, ' '))

/**
 * The tree as one Markdown document.
 *
 * @param {NoteGroup[]} groups
 * @param {Record<string, string>} words headings by kind, `title`, `chapter` ("Chapter {number}: {title}"), `score`, `read`, `changed`,
 *   `older`, `exported`, and right, later, missed
 */
export function notesMarkdown(groups, words) {
  const lines = [`# ${lineMarkdown(words.title)}`, '', words.exported]
  for (const group of groups) {
    lines.push('', `## ${lineMarkdown(group.number ? fillWords(words.chapter, group) : group.title)}`)
    if (group.read) lines.push('', words.read)
    for (const block of group.blocks) {
      if (block.kind !== 'orphan') lines.push('', `### ${lineMarkdown([words[block.kind], block.title].filter(Boolean).join(': '))}`)
      if (block.kind === 'quiz') lines.push('', fillWords(words.score, block))
      const isTicked = block.kind === 'summary' || block.kind === 'action-plan'
      if (isTicked || block.kind === 'quiz') lines.push('')
      for (const entry of block.entries) {
        const label = lineMarkdown(entry.label)
        if (block.kind === 'quiz') {
          if (entry.state !== 'right') lines.push(`- ${label} (${words[entry.state] ?? words.missed})`)
          continue
        }
        lines.push(...(isTicked ? [`- [x] ${label}`] : ['', `**${label}**`]))
        if (entry.state) lines.push('', words[entry.state])
        if (entry.text) lines.push('', quoteMarkdown(entry.text))
        if (entry.changed) lines.push('', `*${words.changed}*`)
        if (entry.old) lines.push('', `*${words.older}*`, '', quoteMarkdown(entry.old))
      }
    }
  }
  return `${lines.join('\n')}\n`
}

/**
 * How much was saved since the last export (an entry settings/last-export), and whether it is time to say so: after 40
 * entries, or after five and two weeks.
 *
 * @param {string} now ISO-8601
 */
export function exportReminder({ entries }, now) {
  const last = entries['settings/last-export']?.at ?? ''
  const times = Object.entries(entries).filter(([id, { value, at }]) => value !== null && at > last && !isQuiet(id)).map(([, { at }]) => at).sort()
  const days = times.length ? Math.floor((Date.parse(now) - Date.parse(last || times[0])) / 86400000) : 0
  return { count: times.length, days, due: times.length >= 40 || (times.length >= 5 && days >= 14) }
}

/**
 * What importing a document would do, before it is done.
 *
 * @param {import('./saved.mjs').SavedDocument} current
 * @param {import('./saved.mjs').SavedDocument} file
 * @returns {{rows: {id: string, kind: 'new' | 'changed' | 'deleted' | 'kept', before: object | null, after: object | null}[], same: number}}
 *   rows sorted by id. kept: the file's value is older, so this device's stays (before) and the file's is kept beside it (after)
 */
export function importPreview(current, file) {
  const merged = mergeSaved(current, file)
  const results = new Map(diffSaved(current, merged).map((row) => [row.id, row]))
  const rows = []
  let same = 0
  for (const offer of diffSaved(current, file)) {
    const result = results.get(offer.id)
    if (result && result.kind !== 'same') rows.push(result)
    else if (offer.after && offer.kind !== 'same') rows.push({ id: offer.id, kind: 'kept', before: offer.before, after: offer.after })
    else if (offer.after) same += 1
  }
  return { rows, same }
}

/**
 * What an entry's id and value are called.
 *
 * @param {Record<string, import('./saved.mjs').SavedEntry>} entries those that may be asked for
 * @param {(day: string) => string} [dayName] how a day is written
 * @returns {(id: string) => {place: string, kind: NoteKind, label: string, text: (entry: object) => string, state: (entry: object) => string}}
 */
export function entryNames(manifest, words, entries, dayName = sameDay) {
  const names = new Map()
  const name = (place, kind, item) => ({
    place,
    kind,
    label: itemLabel(item),
    text: (entry) => entryText(entry, kind, item, dayName),
    state: ({ value }) => (isAnswer(kind, item.id) ? answerState(value) : ''),
  })
  for (const group of coursePlaces(manifest, words, entries, dayName)) {
    const place = group.number ? fillWords(words.chapter, group) : group.title
    names.set(`${group.id}/read`, name(place, 'summary', { id: '', label: words.read }))
    for (const { kind, title, items } of group.blocks) {
      for (const item of items) names.set(item.id, name([place, title].filter(Boolean).join(' · '), kind, item))
    }
  }
  return (id) => names.get(id) ?? name(words.orphans, 'orphan', { id, label: id })
}
