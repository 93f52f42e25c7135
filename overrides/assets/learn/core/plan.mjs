// A plan out of saved work: the actions that somebody chose and their own, in groups, weighed, on a time line, moved, merged.
// Days are texts like '2026-11-23'. Words and today come in as arguments: no clock here, no storage, no page.
import { fillWords } from './notes.mjs'
import { addDays } from './review.mjs'
import { migrateSaved, withEntries } from './saved.mjs'
import { isObject } from './shapes.mjs'

/**
 * @typedef {object} PlanAction  every text may be '', every day too
 * @property {string} id `<chapter>/action-plan/<action>` or `plan/own/<key>`
 * @property {string} rev the item's revision today, to be stored with what is written; '' for an own action
 * @property {string} savedRev the revision that the saved value was written on
 * @property {boolean} own
 * @property {boolean} lost chosen once, but the course has it no more (or its list could not be loaded); what was saved of it stays
 * @property {{id: string, number: number, title: string, address: string} | null} chapter
 * @property {string} text @property {string} courseText  `text`, `owner`, `doneWhen` are what to show: the learner's words, else the course's
 * @property {string} owner @property {string} courseOwner
 * @property {string} doneWhen @property {string} courseDoneWhen
 * @property {string} start @property {string} due
 * @property {PlanStatus} status @property {'high' | 'normal' | 'low'} priority
 * @property {string} note @property {boolean} milestone
 * @property {PlanHorizon} horizon @property {PlanHorizon} courseHorizon
 * @property {number | null} order its place among others, where somebody has moved it
 * @property {boolean} changed the course's words have changed since this was written
 * @property {string} at when it was last written, ISO-8601; '' where it never was
 * @property {object} value as it is saved: what `planChange` takes
 * @property {number} place where it stands in the course; own actions come after all of the course's
 *
 * @typedef {'todo' | 'doing' | 'done' | 'stopped'} PlanStatus
 * @typedef {'this week' | '30 days' | '60 days' | '90 days' | 'later'} PlanHorizon
 * @typedef {{key: string, title: string, actions: PlanAction[]}} PlanGroup
 * @typedef {{id: string, ids: string[], action: PlanAction, choices: {name: string, action: PlanAction}[], conflicts: string[]}} MergedAction
 *   `ids`: all that it has in the plans; whoever saves it under `id` deletes the others; `action`: the course's as it stands in the
 *   course, or the own one that was written last; `conflicts`: keys of the saved value ('due', 'owner', 'done_when' ...) of which the
 *   choices say different things
 */

export const PLAN_STATUSES = ['todo', 'doing', 'done', 'stopped']
export const PLAN_HORIZONS = ['this week', '30 days', '60 days', '90 days', 'later']
export const PLAN_PRIORITIES = ['high', 'normal', 'low']

/** From how many open actions on a plan is too much: of one owner, and due in one week. */
export const PLAN_LIMITS = { owner: 5, week: 3 }

/** How long the texts of an action may be, by the keys of its value; fields and files keep to it. */
export const PLAN_LENGTHS = { text: 2000, owner: 200, done_when: 2000, note: 20000 }

const OWN_PREFIX = 'plan/own/'
const OWN_PLACE = 1e6
const LOST_PLACE = 2e6
const MERGED_KEYS = ['text', 'owner', 'start', 'due', 'done_when', 'status', 'priority', 'milestone', 'horizon']
const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype']
const LONGEST_NOTE = 50000

const recordOf = (value) => (value === true ? { chosen: true } : isObject(value) ? value : {})

const textOf = (value) => (typeof value === 'string' && value.trim() ? value : '')

/** Whether something is a day of the calendar as texts say it, from the year 1000 to 2999. */
export function isPlanDay(day) {
  const [, year, month, date] = (typeof day === 'string' && /^([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(day)) || []
  return Boolean(year) && (date <= 28 || date <= new Date(Date.UTC(year, month, 0)).getUTCDate())
}

// Far enough from where a next number would be the same one.
const isOrder = (value) => Number.isFinite(value) && Math.abs(value) <= 1e9

const dayText = (day) => (isPlanDay(day) ? day : '')

const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000)

/** The Monday of a day's week. */
export const mondayOf = (day) => addDays(day, -((new Date(day).getUTCDay() + 6) % 7))

const plainPlanText = (text) => text.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\s+/g, ' ').trim()

/** Texts that a reader takes for the same. */
export const foldPlanText = (text) => plainPlanText(text).toLowerCase()

// Sentences are shown as they are spelled, so that one spelling must not replace another unseen.
const SPELLED_KEYS = ['text', 'done_when']

/** What is the same for a reader in two choices of a detail: of names also in other letters, of sentences only as they are spelled. */
export const foldChoice = (key, value) => {
  if (typeof value !== 'string') return String(value)
  return SPELLED_KEYS.includes(key) ? plainPlanText(value) : foldPlanText(value)
}

const byParts = (...partsOf) => (a, b) => {
  for (const part of partsOf) {
    const [x, y] = [part(a), part(b)]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

const isActionId = (id) => id.startsWith(OWN_PREFIX) || /^[^/]+\/action-plan\/[^/]+$/.test(id)

// Neither a manifest nor an entry ever changes, and most changes of a plan touch one of five hundred actions.
const courses = new WeakMap()

const courseActions = (manifest) => {
  if (!manifest) return readCourse(manifest)
  if (!courses.has(manifest)) courses.set(manifest, readCourse(manifest))
  return courses.get(manifest)
}

/** What the course says of actions, by id, in its order, and its chapters; `known` are actions by their entries. */
const readCourse = (manifest) => {
  const chapters = new Map()
  const items = new Map()
  for (const { id, number, title, address, items: parts } of manifest?.chapters ?? []) {
    const chapter = { id, number, title, address }
    chapters.set(id, chapter)
    for (const item of parts) if (item.kind === 'action-plan') items.set(item.id, { item, chapter, place: items.size })
  }
  return { items, chapters, formerly: manifest?.formerly ?? {}, known: new WeakMap() }
}

/** Words for an action of which only the id is left. */
const idWords = (id) => {
  const words = id.split('/').at(-1).replace(/-/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** @returns {PlanAction} */
const planAction = (id, entry, { items, chapters, formerly }) => {
  const value = recordOf(entry?.value)
  const own = id.startsWith(OWN_PREFIX)
  const { item = {}, chapter, place } = items.get(id) ?? {}
  const lost = !own && !items.has(id)
  const home = own ? textOf(value.chapter) : id.split('/')[0]
  const courseHorizon = item.horizon ?? 'later'
  return {
    id,
    rev: item.rev ?? '',
    savedRev: entry?.rev ?? '',
    own,
    lost,
    chapter: chapter ?? chapters.get(formerly[home] ?? home) ?? null,
    text: textOf(value.text) || (lost ? idWords(id) : item.text ?? ''),
    courseText: item.text ?? '',
    owner: textOf(value.owner).trim() || (item.owner ?? ''),
    courseOwner: item.owner ?? '',
    doneWhen: textOf(value.done_when) || (item.done_when ?? ''),
    courseDoneWhen: item.done_when ?? '',
    start: dayText(value.start),
    due: dayText(value.due),
    status: PLAN_STATUSES.includes(value.status) ? value.status : 'todo',
    priority: PLAN_PRIORITIES.includes(value.priority) ? value.priority : 'normal',
    note: textOf(value.note),
    milestone: value.milestone === true,
    horizon: PLAN_HORIZONS.includes(value.horizon) ? value.horizon : courseHorizon,
    courseHorizon,
    order: isOrder(value.order) ? value.order : null,
    changed: Boolean(entry?.rev && item.rev && entry.rev !== item.rev),
    at: entry?.at ?? '',
    value,
    place: place ?? (own ? OWN_PLACE : LOST_PLACE),
  }
}

const hasMore = (value) => Object.keys(value).some((key) => key !== 'chosen' && key !== 'chapter')

const inCourseOrder = byParts(({ place }) => place, ({ id }) => id)

const savedAction = (id, entry, course) => {
  const known = course.known.get(entry)
  if (known?.id === id) return known
  const action = planAction(id, entry, course)
  course.known.set(entry, action)
  return action
}

/** Every action of which something is saved, whether chosen or not. */
const savedActions = ({ entries }, course) => Object.keys(entries).filter((id) => isActionId(id) && entries[id].value !== null)
  .map((id) => savedAction(id, entries[id], course)).sort(inCourseOrder)

const isChosen = ({ own, value }) => value.chosen === true && (!own || hasMore(value))

/**
 * The plan: chosen actions in the course's order, then own ones, then those that the course has no more.
 *
 * @param {import('./saved.mjs').SavedDocument} document with the ids that items have today
 * @param {object | null} manifest course.json; without it, what was saved is all there is to show
 * @returns {PlanAction[]}
 */
export function planActions(document, manifest) {
  return savedActions(document, courseActions(manifest)).filter(isChosen)
}

/** The actions that could be chosen: the course's, and own ones that were put aside. Details that were written once are still in them. */
export function offeredActions(document, manifest) {
  const course = courseActions(manifest)
  const saved = savedActions(document, course)
  const known = new Set(saved.map(({ id }) => id))
  const untouched = [...course.items.keys()].filter((id) => !known.has(id)).map((id) => planAction(id, undefined, course))
  return [...saved, ...untouched].filter((action) => !isChosen(action) && !action.lost && action.text).sort(inCourseOrder)
}

/** Whether an id can be an action's; a file may say anything. */
export function isPlanId(id) {
  return typeof id === 'string' && id.length <= 300 && isActionId(id) && id !== OWN_PREFIX && !/[\p{Cc}\s]/u.test(id)
}

const VALUE_RULES = {
  chosen: (value) => typeof value === 'boolean',
  text: textOf,
  owner: textOf,
  done_when: textOf,
  note: textOf,
  chapter: textOf,
  start: isPlanDay,
  due: isPlanDay,
  status: (value) => value !== 'todo' && PLAN_STATUSES.includes(value),
  priority: (value) => value !== 'normal' && PLAN_PRIORITIES.includes(value),
  horizon: (value) => PLAN_HORIZONS.includes(value),
  milestone: (value) => value === true,
  order: isOrder,
}

const isWorthSaving = (key, value) => {
  if (FORBIDDEN_KEYS.includes(key)) return false
  return Object.hasOwn(VALUE_RULES, key) ? Boolean(VALUE_RULES[key](value)) : !['', null, undefined].includes(value)
}

/**
 * An action's saved value with other details. '', null, false and what is the same without being said ('todo', 'normal', the
 * course's own words) take a key away; keys that this version does not know stay.
 *
 * @param {object | null | undefined} value
 * @param {object} change by the value's keys: text, owner, start, due, done_when, status, priority, note, milestone, horizon, order, chosen
 * @param {PlanAction} [action] whose value it is: with it the course's words are known, and that an own action needs a text
 * @returns {object | null} null where nothing is left to save
 */
export function planChange(value, change, action) {
  const same = action ? { text: action.courseText, owner: action.courseOwner, done_when: action.courseDoneWhen, ...(action.own ? {} : { horizon: action.courseHorizon }) } : {}
  // Spread and fromEntries define keys of any name; assigning would reach the prototype.
  const kept = Object.entries({ ...recordOf(value), ...change }).filter(([key, part]) => isWorthSaving(key, part) && !(Object.hasOwn(same, key) && same[key] === part))
  const next = Object.fromEntries(kept)
  if (action?.own && !next.text) return null
  return next.chosen === true || hasMore(next) ? next : null
}

const isOpen = ({ status }) => status === 'todo' || status === 'doing'

const inPlanOrder = byParts(({ order }) => order ?? Infinity, ({ priority }) => PLAN_PRIORITIES.indexOf(priority), ({ due }) => due || '9', ({ place }) => place, ({ id }) => id)

const byKeys = (keys, keyOf) => (actions, words) => keys.map((key) => ({ key, title: words[key] ?? key, actions: actions.filter((action) => keyOf(action) === key) }))

const inMap = (actions, keyOf) => {
  const groups = new Map()
  for (const action of actions) {
    const key = keyOf(action)
    if (!groups.has(key)) groups.set(key, [])
    groups.get(key).push(action)
  }
  return groups
}

const ownerKey = ({ owner }) => foldPlanText(owner)

const planGroupings = {
  horizon: byKeys(PLAN_HORIZONS, ({ horizon }) => horizon),
  status: byKeys(PLAN_STATUSES, ({ status }) => status),
  owner: (actions, words) => [...inMap(actions, ownerKey)]
    .map(([key, members]) => ({ key, title: key ? members[0].owner : words.unowned, actions: members }))
    .sort(byParts(({ key }) => !key, ({ key }) => key)),
  chapter: (actions, words) => [...inMap(actions, ({ chapter }) => chapter)]
    .map(([chapter, members]) => ({ key: chapter?.id ?? '', title: chapter ? fillWords(words.chapter, chapter) : words.ownActions, actions: members, number: chapter?.number ?? Infinity }))
    .sort(byParts(({ number }) => number, ({ key }) => key))
    .map(({ key, title, actions: members }) => ({ key, title, actions: members })),
}

/**
 * The plan in groups that hold something, each in the plan's order: by hand, then priority, due day, the course's order.
 *
 * @param {PlanAction[]} actions in the course's order
 * @param {'horizon' | 'owner' | 'chapter' | 'status'} by
 * @param {Record<string, string>} words `this week`, `30 days` ... `later`; `todo`, `doing`, `done`, `stopped`; `unowned`; `chapter`
 *   ("Chapter {number}: {title}"), `ownActions`
 * @returns {PlanGroup[]} the key of those without an owner or a chapter is ''
 */
export function groupPlan(actions, by, words) {
  return planGroupings[by](actions, words).filter((group) => group.actions.length).map((group) => ({ ...group, actions: [...group.actions].sort(inPlanOrder) }))
}

/**
 * What to write so that an action moves within its group. As few others as possible get an order of their own.
 *
 * @param {PlanAction[]} actions one group's, as `groupPlan` gave it
 * @param {number} step how many places down; negative is up. Beyond an end it stops there
 * @returns {{id: string, order: number}[]} empty where it cannot move
 */
export function movePlan(actions, id, step) {
  const before = [...actions].sort(inPlanOrder)
  const from = before.findIndex((action) => action.id === id)
  if (from < 0) return []
  const to = Math.max(0, Math.min(before.length - 1, from + step))
  if (to === from) return []
  const after = [...before]
  after.splice(from, 1)
  after.splice(to, 0, before[from])
  // Whatever has no order stands behind all that have one, so that only the front must be numbered: up to the one that moved up,
  // or to the last that one moved behind; and as far as there are orders.
  const orders = before.filter(({ order }) => order !== null).map(({ order }) => order)
  const count = Math.max(to < from ? to + 1 : to, ...after.map(({ order }, at) => (order === null ? 0 : at + 1)))
  let last = -Infinity
  return after.slice(0, count).flatMap((action, at) => {
    last = Math.max(orders[at] ?? 1, last + 1)
    return action.order === last ? [] : [{ id: action.id, order: last }]
  })
}

/**
 * Where the plan asks too much: open actions only.
 *
 * @param {PlanAction[]} actions
 * @param {{today: string, limits?: {owner: number, week: number}}} settings
 * @returns {{owners: {owner: string, open: number, over: boolean}[], weeks: {week: string, count: number, over: boolean}[],
 *   late: string[], undated: number, unowned: number}} owners with most first; weeks by their Monday, from today's on; ids of the
 *   late ones, the longest late first
 */
export function planLoad(actions, { today, limits = PLAN_LIMITS }) {
  const open = actions.filter(isOpen)
  const owners = [...inMap(open.filter(({ owner }) => owner), ownerKey).values()]
    .map((members) => ({ owner: members[0].owner, open: members.length, over: members.length > limits.owner }))
    .sort(byParts(({ open: count }) => -count, ({ owner }) => foldPlanText(owner)))
  const thisWeek = mondayOf(today)
  const ahead = open.filter(({ due }) => due && due >= thisWeek)
  const days = new Map([...new Set(ahead.map(({ due }) => due))].map((due) => [due, mondayOf(due)]))
  const weeks = [...inMap(ahead, ({ due }) => days.get(due))]
    .map(([week, { length }]) => ({ week, count: length, over: length > limits.week }))
    .sort(byParts(({ week }) => week))
  return {
    owners,
    weeks,
    late: open.filter(({ due }) => due && due < today).sort(byParts(({ due }) => due, ({ place }) => place, ({ id }) => id)).map(({ id }) => id),
    undated: open.filter(({ due }) => !due).length,
    unowned: open.filter(({ owner }) => !owner).length,
  }
}

/**
 * The plan in numbers. late, week (due until Sunday, not late), undated and unowned count open actions only.
 *
 * @returns {{all: number, open: number, todo: number, doing: number, done: number, stopped: number, late: number, week: number,
 *   undated: number, unowned: number, milestones: number}}
 */
export function planCounts(actions, today) {
  const count = (test) => actions.filter(test).length
  const sunday = addDays(mondayOf(today), 6)
  return {
    all: actions.length,
    open: count(isOpen),
    ...Object.fromEntries(PLAN_STATUSES.map((name) => [name, count(({ status }) => status === name)])),
    late: count((action) => isOpen(action) && action.due && action.due < today),
    week: count((action) => isOpen(action) && action.due >= today && action.due <= sunday),
    undated: count((action) => isOpen(action) && !action.due),
    unowned: count((action) => isOpen(action) && !action.owner),
    milestones: count(({ milestone }) => milestone),
  }
}

const MOST_TICKS = 12
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200]
const MOST_WEEKS = 10

const monthDay = (day, months) => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10)

/**
 * Dated actions on a line from 0 to 1: where each begins and ends (its last day is within), a milestone as one point in the middle
 * of its day. Up to ten weeks are marked by Mondays, more by the first days of months; never more than about a dozen marks.
 *
 * @param {PlanAction[]} actions
 * @param {string} today
 * @returns {{from: string, to: string, ticks: {at: number, day: string, kind: 'month' | 'week'}[], today: number | null,
 *   rows: {id: string, start: number, end: number, milestone: boolean, late: boolean, status: PlanStatus}[]}} rows by what
 *   begins first; `today` is null where it is far from all dates, or nothing has one: then there are no rows and from and to are ''
 */
export function planTimeline(actions, today) {
  const dated = actions.filter(({ start, due }) => start || due).map((action) => {
    const { start, due, milestone } = action
    const end = due || start
    return { action, begin: milestone || !start || start > end ? end : start, end }
  }).sort(byParts(({ begin }) => begin, ({ end }) => end, ({ action }) => action.place, ({ action }) => action.id))
  if (dated.length === 0) return { from: '', to: '', ticks: [], today: null, rows: [] }
  const days = dated.flatMap(({ begin, end }) => [begin, end]).sort()
  const [early, late] = [days[0], days.at(-1)]
  const reach = Math.max(60, daysBetween(early, late))
  const isNear = Math.max(daysBetween(late, today), daysBetween(today, early)) <= reach
  const [first, last] = isNear ? [today < early ? today : early, today > late ? today : late] : [early, late]
  const weeks = daysBetween(mondayOf(first), last) / 7 < MOST_WEEKS
  const from = weeks ? mondayOf(first) : monthDay(first, 0)
  const to = weeks ? addDays(mondayOf(last), 6) : addDays(monthDay(last, 1), -1)
  const length = daysBetween(from, to) + 1
  const at = (day, more = 0) => (daysBetween(from, day) + more) / length
  const months = Math.ceil(length / 30.5)
  const step = MONTH_STEPS.find((size) => months / size <= MOST_TICKS) ?? MONTH_STEPS.at(-1)
  const next = (day) => (weeks ? addDays(day, 7) : monthDay(day, step))
  const ticks = []
  for (let day = from; day <= to; day = next(day)) ticks.push({ at: at(day), day, kind: weeks ? 'week' : 'month' })
  return {
    from,
    to,
    ticks,
    today: isNear ? at(today, 0.5) : null,
    rows: dated.map(({ action, begin, end }) => ({
      id: action.id,
      start: at(begin, action.milestone ? 0.5 : 0),
      end: at(end, action.milestone ? 0.5 : 1),
      milestone: action.milestone,
      late: isOpen(action) && Boolean(action.due) && action.due < today,
      status: action.status,
    })),
  }
}

/**
 * A due day to propose: the next Friday, or the last working day within 30, 60, 90 days; '' for later.
 *
 * @param {PlanHorizon} horizon
 * @param {string} today
 */
export function dueOf(horizon, today) {
  const weekday = new Date(today).getUTCDay()
  if (horizon === 'this week') return addDays(today, (5 - weekday + 6) % 7 + 1)
  const days = Number.parseInt(horizon, 10)
  if (!days) return ''
  const due = addDays(today, days)
  return addDays(due, -Math.max(0, (new Date(due).getUTCDay() + 6) % 7 - 4))
}

/** Only what a plan is made of, with today's ids: carrying over whole documents would take long. */
const planPart = (document, formerly) => {
  const homes = new Set(Object.keys(formerly).filter((id) => !/^(quiz|worksheet|review)\//.test(id)).map((id) => id.split('/')[0]))
  const part = Object.entries(document.entries).filter(([id]) => isActionId(id))
  const isOld = part.some(([id]) => homes.has(id.split('/')[0]))
  const alone = withEntries(document, part)
  return isOld ? migrateSaved(alone, formerly) : alone
}

const stableWords = (value) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

const oldestFirst = byParts(({ action }) => action.at, ({ action }) => action.id, ({ name }) => name, ({ action }) => stableWords(action.value))

/** Whether choices say different things of a detail. Saying nothing contradicts nobody. */
const isContested = (choices, key) => {
  const said = new Set(choices.map(({ action: { value } }) => (Object.hasOwn(value, key) && isWorthSaving(key, value[key]) ? value[key] : undefined)))
  said.delete(undefined)
  return said.size > 1 && new Set([...said].map((part) => foldChoice(key, part))).size > 1
}

/**
 * Several people's plans in one. Own actions with the same words, or the same id, are one action. Saying nothing of a detail does
 * not contradict somebody who says something. The order of the people makes no difference.
 *
 * @param {{name: string, document: import('./saved.mjs').SavedDocument}[]} members
 * @param {object | null} manifest course.json
 * @returns {MergedAction[]} in the course's order; choices by name
 */
export function mergePlans(members, manifest) {
  const course = courseActions(manifest)
  // Most colleagues have the same texts.
  const folded = new Map()
  const fold = (text) => folded.get(text) ?? folded.set(text, foldPlanText(text)).get(text)
  const choices = members.flatMap(({ name, document }) => savedActions(planPart(document, course.formerly), course).filter(isChosen).map((action) => ({ name, action })))
  // An id stands for all ids and words that lead to it: somebody may have taken over a colleague's action and reworded it.
  const heads = new Map()
  const headOf = (key) => {
    let head = key
    while (heads.has(head) && heads.get(head) !== head) head = heads.get(head)
    heads.set(key, head)
    return head
  }
  for (const { action } of choices) if (action.own && action.text) heads.set(headOf(`own ${fold(action.text)}`), headOf(action.id))
  return [...inMap(choices, ({ action }) => headOf(action.id)).values()].map((same) => {
    const sorted = [...same].sort(oldestFirst)
    const { action } = sorted.at(-1)
    const ids = [...new Set(same.map((choice) => choice.action.id))].sort()
    return {
      id: ids[0],
      ids,
      action: action.own || action.lost ? { ...action, id: ids[0] } : planAction(action.id, undefined, course),
      choices: sorted.sort(byParts(({ name }) => name)),
      conflicts: MERGED_KEYS.filter((key) => isContested(same, key)),
    }
  }).sort(byParts(({ action }) => action.place, ({ id }) => id))
}

const joinNotes = (choices) => {
  const written = [...inMap(choices.filter(({ action }) => action.note), ({ action }) => action.note).values()].map(([first]) => first)
  const notes = [...inMap(written, ({ action }) => foldPlanText(action.note)).values()].map(([first]) => first)
  const text = notes.length > 1 ? notes.map(({ name, action }) => (name ? `${name}: ${action.note}` : action.note)).join('\n') : notes[0]?.action.note ?? ''
  return text.length > LONGEST_NOTE ? `${text.slice(0, LONGEST_NOTE)} …` : text
}

/**
 * A merged action as it is saved, under its id and its action's rev. What nobody picked is what was written last; notes are joined,
 * each with its writer's name.
 *
 * @param {MergedAction} merged
 * @param {object} [picks] values by the keys in `conflicts` (or any other key of a value); '' for none
 * @returns {object}
 */
export function settle({ action, choices }, picks = {}) {
  const said = Object.fromEntries([...choices].sort(oldestFirst).flatMap((choice) => Object.entries(choice.action.value).filter(([key, part]) => isWorthSaving(key, part))))
  return planChange(said, { note: joinNotes(choices), ...picks, chosen: true }, action)
}
