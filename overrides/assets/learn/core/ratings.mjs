// Several people's answers on a worksheet's scales, laid over each other: which sheets, whose answers, how far apart. Words
// come in as arguments; no page, no storage, no clock.
import { csvText } from './csv.mjs'
import { fillWords, lineMarkdown } from './notes.mjs'
import { isObject, listOf } from './shapes.mjs'

/**
 * @typedef {{id: string, label: string, group: string, ask: string, lowEnd: string, highEnd: string}} RatingRow  one scale.
 *   `id` is '<field>' or '<field>/<row>/<column>'; `group` the table or section it stands in; `ask` what its column asks; the ends are
 *   what 1 and 10 mean
 * @typedef {{id: string, title: string, address: string, description: string, minutes: number, people: string, rev: string,
 *   rows: RatingRow[], formerly: string[], fields: Record<string, string>}} RatingSheet  `formerly`: ids it had before;
 *   `fields`: ids of fields by those they had before
 * @typedef {{id: string, member: number, own: boolean, who: string, day: string, at: string, changed: boolean,
 *   values: Record<string, number>}} RatingRound  one person's answers on one day. `id` is the entry's; `own` where they are the
 *   member's own worksheet; `who` is empty without a name; `changed` where the sheet has been edited since
 * @typedef {{from: string, to: string, rounds: RatingRound[], replaced: number}} RatingWave  rounds that belong together; of a
 *   named person the newest one. `replaced` counts the others
 * @typedef {{values: {who: string, day: string, value: number}[], mean: number | null, median: number | null, low: number | null,
 *   high: number | null, spread: number, apart: boolean}} RatingSpread  sorted by value, so that order says nothing of people
 * @typedef {RatingRow & RatingSpread & {then: RatingSpread | null, moved: number | null}} RatedRow
 * @typedef {{sheet: RatingSheet, sort: RatingSort, waves: RatingWave[], now: RatingWave | null, then: RatingWave | null,
 *   people: number, nameless: number, changed: number, rows: RatedRow[]}} RatingOverlay
 * @typedef {'sheet' | 'apart' | 'low'} RatingSort
 * @typedef {'names' | 'initials' | 'none'} RatingShow
 */

/** A sheet with fewer scales is no picture of anything. The same rule as macros/model/ratings.py. */
const RATING_FEWEST = 3
/** Steps between people from which a row is worth a talk. */
const RATING_APART = 3
/** Days without an answer after which the next one begins a new time of asking. */
const RATING_GAP = 28
const RATING_AGAIN = 90
const RATING_NAME = 60
/** So many people are all named where they stand; of more, so many at each end. */
const RATING_NAMED = 12
const RATING_ENDS = 5
const RATING_STEPS = 10

const ratingDay = (day) => Date.parse(`${day}T00:00:00Z`) / 86400000
const isRatingDay = (day) => typeof day === 'string' && /^[12]\d{3}-\d\d-\d\d$/.test(day) && new Date(Date.parse(day) || 0).toISOString().startsWith(day)
const isRatingStep = (value) => Number.isInteger(value) && value >= 1 && value <= RATING_STEPS

/** A name on one line, never longer than a line holds. */
const ratingName = (who) => (typeof who === 'string' ? [...who.normalize('NFC').replace(/[\s\p{C}]+/gu, ' ').trim()].slice(0, RATING_NAME).join('').trim() : '')

const ratingPerson = (who) => who.normalize('NFKC').toLowerCase()

// Sheets

const ratingRowsOf = (field, name) => {
  if (field.kind === 'scale') return [{ id: name, label: field.label ?? '', group: field.section ?? '', ask: '', lowEnd: field.low ?? '', highEnd: field.high ?? '' }]
  if (field.kind !== 'table') return []
  const scales = listOf(field.columns).filter(({ kind }) => kind === 'scale')
  return listOf(field.rows).flatMap((row) => scales.map((column) => ({
    id: `${name}/${row.id}/${column.id}`,
    label: scales.length > 1 ? `${row.label}: ${column.label}` : row.label,
    group: field.label ?? '',
    ask: scales.length > 1 ? '' : column.label ?? '',
    lowEnd: column.low ?? '',
    highEnd: column.high ?? '',
  })))
}

/**
 * The sheets that several people can rate, in the course's order: those with at least three scales that have a name of their
 * own. A scale field has one, and so has a scale column in each row that the author named; rows that readers name do not count.
 *
 * @param {object | null} manifest course.json
 * @returns {RatingSheet[]}
 */
export function ratingSheets(manifest) {
  const order = listOf(manifest?.chapters).flatMap(({ worksheets }) => listOf(worksheets))
  const place = (id) => (order.includes(id) ? order.indexOf(id) : order.length)
  const renamed = Object.entries(manifest?.formerly ?? {})
  return listOf(manifest?.worksheets).map((sheet) => {
    const home = `worksheet/${sheet.id}`
    const name = (id) => id.slice(id.lastIndexOf('/') + 1)
    const fields = listOf(sheet.fields).map((field) => ({ ...field, name: name(field.id) }))
    const rated = fields.filter((field) => ratingRowsOf(field, '').length)
    return {
      id: sheet.id,
      title: sheet.title ?? '',
      address: sheet.address ?? '',
      description: sheet.description ?? '',
      minutes: sheet.minutes ?? 0,
      people: sheet.people ?? '',
      rev: rated.map(({ rev }) => rev ?? '').join('.'),
      rows: rated.flatMap((field) => ratingRowsOf(field, field.name)),
      formerly: renamed.filter(([, now]) => now === home).map(([old]) => name(old)),
      fields: Object.fromEntries(renamed.filter(([, now]) => now.startsWith(`${home}/`)).map(([old, now]) => [name(old), name(now)])),
    }
  }).filter(({ rows }) => rows.length >= RATING_FEWEST).sort((a, b) => place(a.id) - place(b.id))
}

// Rounds

/** The values that stand on the sheet today and are steps of a scale. */
const readRatingValues = (sheet, valueOf) => Object.fromEntries(sheet.rows.map(({ id }) => [id, valueOf(id)]).filter(([, value]) => isRatingStep(value)))

const readRatingRound = (sheet, value) => {
  if (!isObject(value) || !isRatingDay(value.day) || !isObject(value.values)) return null
  const older = Object.fromEntries(Object.entries(sheet.fields).map(([old, now]) => [now, old]))
  const values = readRatingValues(sheet, (id) => {
    const [field, ...rest] = id.split('/')
    const key = [id, Object.hasOwn(older, field) && [older[field], ...rest].join('/')].find((one) => one && Object.hasOwn(value.values, one))
    return key && value.values[key]
  })
  return Object.keys(values).length ? { who: ratingName(value.who), day: value.day, values } : null
}

const ratingPart = (value, ...keys) => keys.reduce((part, key) => (isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined), value)

/** What somebody wrote on the worksheet itself, as one round. */
const readRatedSheet = (sheet, entries, dayOf) => {
  const used = new Map()
  const values = readRatingValues(sheet, (id) => {
    const [field, row, column] = id.split('/')
    const key = `worksheet/${sheet.id}/${field}`
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined
    const value = column ? ratingPart(entry?.value, row, column) : entry?.value
    if (isRatingStep(value)) used.set(key, entry)
    return value
  })
  if (used.size === 0) return null
  const at = [...used.values()].map((entry) => entry.at).sort().at(-1)
  const day = dayOf(at)
  return isRatingDay(day) ? { day, at, values, revs: [...used.values()].map(({ rev }) => rev), mark: [...used].map(([key, entry]) => `${key}@${entry.at}`).join() } : null
}

/**
 * Everybody's answers on a sheet, out of one saved document for each member: rounds under `ratings/<sheet>/`, and what a member
 * wrote on the worksheet itself. The same round in several documents counts once, as the newest of them has it.
 *
 * @param {{name: string, document: import('./saved.mjs').SavedDocument}[]} members  with the ids that items have today; an empty
 *   name stays empty
 * @param {RatingSheet} sheet
 * @param {(at: string) => string} dayOf the day of a time, in the calendar of whoever looks
 * @returns {RatingRound[]} by day
 */
export function ratingRounds(members, sheet, dayOf = (at) => at.slice(0, 10)) {
  const prefixes = [sheet.id, ...sheet.formerly].map((id) => `ratings/${id}/`)
  const newest = new Map()
  const sheets = new Map()
  for (const [member, { name, document: { entries } }] of members.entries()) {
    for (const [id, entry] of Object.entries(entries)) {
      if (!id.startsWith('ratings/') || !prefixes.some((prefix) => id.startsWith(prefix))) continue
      if (!newest.has(id) || newest.get(id).entry.at < entry.at) newest.set(id, { member, entry })
    }
    const round = readRatedSheet(sheet, entries, dayOf)
    if (round && !sheets.has(round.mark)) sheets.set(round.mark, { ...round, member, who: ratingName(name) })
  }
  const rounds = [...newest].flatMap(([id, { member, entry }]) => {
    const round = readRatingRound(sheet, entry.value)
    return round ? [{ id, member, own: false, at: entry.at, changed: Boolean(entry.rev) && entry.rev !== sheet.rev, ...round }] : []
  })
  const revs = sheet.rev.split('.')
  const written = [...sheets.values()].map(({ mark, revs: was, ...round }) => ({ id: `worksheet/${sheet.id}`, own: true, changed: was.some((rev) => rev && !revs.includes(rev)), ...round }))
  return [...rounds, ...written].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/**
 * Rounds that belong together, oldest first: a gap of four weeks begins a new time of asking.
 *
 * @param {RatingRound[]} rounds
 * @returns {RatingWave[]}
 */
export function ratingWaves(rounds) {
  const waves = []
  for (const round of [...rounds].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.at < b.at ? -1 : 1))) {
    const last = waves.at(-1)
    if (last && ratingDay(round.day) - ratingDay(last.to) < RATING_GAP) {
      last.rounds.push(round)
      last.to = round.day
    } else waves.push({ from: round.day, to: round.day, rounds: [round] })
  }
  return waves.map((wave) => {
    const newest = new Map(wave.rounds.map((round, at) => [round.who ? ratingPerson(round.who) : at, round]))
    return { ...wave, rounds: [...newest.values()], replaced: wave.rounds.length - newest.size }
  })
}

/** How long ago the last answer was given, and whether it is time to ask again. */
export function ratingReminder(rounds, today) {
  const last = rounds.map(({ day }) => day).sort().at(-1) ?? ''
  const days = last ? ratingDay(today) - ratingDay(last) : 0
  return { last, days, due: days >= RATING_AGAIN }
}

/** One person's answers as they are saved; without a name nothing says whose they are. */
export function ratingValue({ who, day, values }) {
  const name = ratingName(who)
  return { ...(name ? { who: name } : {}), day, values }
}

/**
 * What to save so that rounds are added: of each nameless one with all nameless ones of its day, in an order that their values
 * give. Saved in this order, neither their times nor their places tell who answered when.
 *
 * @param {import('./saved.mjs').SavedDocument} document
 * @param {RatingSheet} sheet
 * @param {[id: string, entry: {rev: string, value: object}][]} added
 * @returns {[id: string, entry: {rev: string, value: object}][]}
 */
export function blendedRounds({ entries }, sheet, added) {
  const text = (value) => JSON.stringify(Object.entries(value.values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
  const isNameless = ([, { value }]) => isObject(value) && !ratingName(value.who)
  const nameless = added.filter(isNameless)
  const days = nameless.map(([, { value }]) => value.day)
  const ids = added.map(([id]) => id)
  const there = Object.entries(entries).filter(([id, entry]) => id.startsWith(`ratings/${sheet.id}/`) && !ids.includes(id) && isNameless([id, entry]) && days.includes(entry.value.day))
  return [...added.filter((one) => !nameless.includes(one)), ...[...nameless, ...there].sort(([, a], [, b]) => (text(a.value) < text(b.value) ? -1 : 1))]
}

// Laying over each other

const ratingMean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

/** How far apart people stand; of ten or more, the outermost tenth at each end is left out. */
const ratingReach = (numbers) => {
  const out = Math.floor(numbers.length / 10)
  return numbers.length ? numbers[numbers.length - 1 - out] - numbers[out] : 0
}

const ratingDeviation = (numbers) => (numbers.length ? Math.sqrt(ratingMean(numbers.map((one) => (one - ratingMean(numbers)) ** 2))) : 0)

const ratingSpread = (rounds, id) => {
  const values = rounds.filter(({ values: given }) => Object.hasOwn(given, id)).map(({ who, day, values: given }) => ({ who, day, value: given[id] }))
  values.sort((a, b) => a.value - b.value || Number(!a.who) - Number(!b.who) || a.who.localeCompare(b.who))
  const numbers = values.map(({ value }) => value)
  if (numbers.length === 0) return { values, mean: null, median: null, low: null, high: null, spread: 0, apart: false }
  const half = numbers.length / 2
  const [low, high] = [numbers[0], numbers.at(-1)]
  const median = Number.isInteger(half) ? (numbers[half - 1] + numbers[half]) / 2 : numbers[Math.floor(half)]
  return { values, mean: ratingMean(numbers), median, low, high, spread: high - low, apart: ratingReach(numbers) >= RATING_APART }
}

const ratingNumbersOf = ({ values }) => values.map(({ value }) => value)

const RATING_ORDER = {
  sheet: () => 0,
  apart: (a, b) => ratingReach(ratingNumbersOf(b)) - ratingReach(ratingNumbersOf(a)) || ratingDeviation(ratingNumbersOf(b)) - ratingDeviation(ratingNumbersOf(a)),
  low: (a, b) => (a.mean ?? RATING_STEPS + 1) - (b.mean ?? RATING_STEPS + 1) || a.median - b.median,
}

/**
 * Rounds laid over each other: the newest time of asking, and another one to compare it with.
 *
 * @param {RatingSheet} sheet
 * @param {RatingRound[]} rounds
 * @param {{sort?: RatingSort, then?: string}} options  `then`: the first day of the time to compare with; without it the one
 *   before the newest, '' for none
 * @returns {RatingOverlay}
 */
export function overlayRatings(sheet, rounds, { sort = 'sheet', then } = {}) {
  const waves = ratingWaves(rounds)
  const now = waves.at(-1) ?? null
  const before = (then === undefined ? waves.at(-2) : waves.slice(0, -1).find(({ from }) => from === then)) ?? null
  const rows = sheet.rows.map((row) => {
    const spread = ratingSpread(now?.rounds ?? [], row.id)
    const old = before && ratingSpread(before.rounds, row.id)
    return { ...row, ...spread, then: old?.values.length ? old : null, moved: old?.values.length && spread.values.length ? spread.mean - old.mean : null }
  })
  const used = [...(now?.rounds ?? []), ...(before?.rounds ?? [])]
  return {
    sheet,
    sort,
    waves,
    now,
    then: before,
    people: now?.rounds.length ?? 0,
    nameless: used.filter(({ who }) => !who).length,
    changed: used.filter(({ changed }) => changed).length,
    rows: rows.sort(RATING_ORDER[sort] ?? RATING_ORDER.sheet),
  }
}

/** The row on which people stand furthest apart, and the one they rate lowest; null where no row stands out. */
export function ratingExtremes({ rows, people }) {
  const filled = rows.filter(({ values }) => values.length)
  const first = (order) => [...filled].sort(order)[0] ?? null
  const apart = first(RATING_ORDER.apart)
  return { apart: people > 1 && apart?.spread ? apart : null, low: filled.length > 1 ? first(RATING_ORDER.low) : null }
}

/**
 * Short forms of names, each for one name: initials, with a number where two people have the same.
 *
 * @param {string[]} names
 * @returns {Map<string, string>} by name as it is written
 */
export function ratingInitials(names) {
  const short = new Map()
  const taken = new Map()
  const people = new Map()
  for (const name of [...new Set(names.filter(Boolean))].sort((a, b) => a.localeCompare(b))) {
    const person = ratingPerson(name)
    if (!people.has(person)) {
      const spoken = name.split(/[\s._-]+/u).map((word) => [...word.replace(/[^\p{L}\p{N}]/gu, '')]).filter((letters) => letters.length)
      const letters = spoken.length > 1 ? spoken[0][0] + spoken.at(-1)[0] : (spoken[0]?.slice(0, 2).join('') ?? '?')
      const base = letters.slice(0, 1).toUpperCase() + (spoken.length > 1 ? letters.slice(1).toUpperCase() : letters.slice(1).toLowerCase())
      const count = (taken.get(base) ?? 0) + 1
      taken.set(base, count)
      people.set(person, count > 1 ? `${base}${count}` : base)
    }
    short.set(name, people.get(person))
  }
  return short
}

/**
 * What each person of an overlay is called, as the reader wants people shown.
 *
 * @param {RatingOverlay} overlay
 * @param {RatingShow} show
 * @returns {(who: string) => string} empty for whoever has no name, or shall have none
 */
export function ratingNames({ now, then }, show) {
  if (show === 'none') return () => ''
  if (show === 'names') return (who) => who
  const short = ratingInitials([...(now?.rounds ?? []), ...(then?.rounds ?? [])].map(({ who }) => who))
  return (who) => short.get(who) ?? ''
}

/**
 * Who stands where, in words: "2 Anna · 8 Ben, Cy". Of many people only those at the ends are named.
 *
 * @param {RatingSpread['values']} values
 * @param {(who: string) => string} called
 * @param {{times: string, nameless: string}} words  "{value} (× {count})", "{count} without a name"
 */
export function ratingPlaces(values, called, words) {
  const steps = [...new Set(values.map(({ value }) => value))]
  const atEnd = (step) => values.length <= RATING_NAMED || values.filter(({ value }) => value <= step).length <= RATING_ENDS || values.filter(({ value }) => value >= step).length <= RATING_ENDS
  return steps.map((step) => {
    const there = values.filter(({ value }) => value === step)
    const names = atEnd(step) ? there.map(({ who }) => called(who)).filter(Boolean) : []
    const rest = there.length - names.length
    if (names.length === 0) return rest > 1 ? fillWords(words.times, { value: step, count: rest }) : String(step)
    // The number stays with the first name after it.
    return `${step}\u00a0${[...names, ...(rest ? [fillWords(words.nameless, { count: rest })] : [])].join(', ')}`
  }).join(' · ')
}

/** A number with one digit, without the sign that only some fonts have. */
export const ratingNumber = (number, language, options) =>
  (number === null ? '' : new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1, ...options }).format(number))

// Taking along

/**
 * The numbers as CSV. Whoever has no name stands in one column with the others, sorted, so that nobody's answers can be put
 * together.
 *
 * @param {RatingOverlay} overlay
 * @param {Record<string, string>} words column heads
 * @param {RatingShow} show
 * @returns {string}
 */
export function ratingsCsv(overlay, words, show) {
  const called = ratingNames(overlay, show)
  const names = [...new Set((overlay.now?.rounds ?? []).map(({ who }) => called(who)).filter(Boolean))].sort((a, b) => a.localeCompare(b))
  const round = (number) => (number === null ? '' : Math.round(number * 100) / 100)
  const nameless = overlay.rows.some(({ values }) => values.some(({ who }) => !called(who)))
  const head = [words.row, words.from, words.to, words.mean, words.median, words.lowest, words.highest, words.people, ...(overlay.then ? [words.thenMean, words.change] : []), ...names, ...(nameless ? [words.others] : [])]
  const rows = overlay.rows.map((row) => [
    row.label, row.lowEnd, row.highEnd, round(row.mean), round(row.median), row.low ?? '', row.high ?? '', row.values.length,
    ...(overlay.then ? [round(row.then?.mean ?? null), round(row.moved)] : []),
    ...names.map((name) => row.values.find(({ who }) => called(who) === name)?.value ?? ''),
    ...(nameless ? [row.values.filter(({ who }) => !called(who)).map(({ value }) => value).join(' ')] : []),
  ])
  return csvText([head, ...rows])
}

/** A text as one cell of a table in Markdown. */
const ratingCell = (text) => lineMarkdown(String(text ?? ''))

/**
 * The numbers and what to talk about as Markdown.
 *
 * @param {RatingOverlay} overlay
 * @param {Record<string, string>} words as ratingsCsv, with `talk`, `markedNone`, `times`, `nameless`, `spreadOf` ("{low} to {high}"),
 *   and the ready sentences `summary`
 * @param {RatingShow} show
 * @param {string} language
 */
export function ratingsMarkdown(overlay, words, show, language) {
  const called = ratingNames(overlay, show)
  const number = (value, options) => ratingNumber(value, language, options)
  const table = (cells) => `| ${cells.map(ratingCell).join(' | ')} |`
  const head = [words.row, words.mean, words.median, words.spread, words.people, ...(overlay.then ? [words.thenMean, words.change] : []), words.places]
  const lines = [`# ${ratingCell(overlay.sheet.title)}`, '', ratingCell(words.summary), '', table(head), `|${head.map(() => ' --- |').join('')}`]
  for (const row of overlay.rows) {
    lines.push(table([
      row.label, number(row.mean), number(row.median), row.values.length ? fillWords(words.spreadOf, row) : '', row.values.length,
      ...(overlay.then ? [number(row.then?.mean ?? null), number(row.moved, { signDisplay: 'exceptZero' })] : []),
      ratingPlaces(row.values, called, words),
    ]))
  }
  const apart = overlay.rows.filter((row) => row.apart)
  lines.push('', `## ${words.talk}`, '')
  if (apart.length === 0) lines.push(words.markedNone)
  for (const row of apart) lines.push(`- ${ratingCell(row.label)}: ${ratingCell(ratingPlaces(row.values, called, words))}`)
  return `${lines.join('\n')}\n`
}
