// The plan as pictures: a time line in SVG with its table, and how much each owner carries.
import { fillWords } from '../core/notes.mjs'
import { addDays } from '../core/review.mjs'
import { isActionLate, isActionOpen, shortDay } from './plan-action.mjs'
import { dayWords, makePart } from './tool-parts.mjs'

const MOST_TIME_ROWS = 24
const MOST_LOADS = 8
const MOST_PEGS = 12
const TIME_ROW = 40
const TIME_HEAD = 26
const TIME_WEEKS = 46
// Of a letter in a label's size, on average; labels are cut so that they fit.
const TIME_LETTER = 6.5

const makeShape = (tag, name, values, ...parts) => {
  const shape = document.createElementNS('http://www.w3.org/2000/svg', tag)
  if (name) shape.setAttribute('class', name)
  for (const [key, value] of Object.entries(values)) shape.setAttribute(key, typeof value === 'number' ? Math.round(value * 10) / 10 : value)
  shape.append(...parts)
  return shape
}

const cutWords = (text, letters) => (text.length > letters ? `${text.slice(0, Math.max(1, letters - 1)).trimEnd()}…` : text)

const daysFrom = (from, day) => (Date.parse(day) - Date.parse(from)) / 86400000

/** Which rows are drawn where there are too many: open ones and milestones that end last are left out first. */
const firstRows = (rows) => {
  if (rows.length <= MOST_TIME_ROWS) return rows
  const weight = (row) => (row.late ? 0 : row.milestone ? 1 : isActionOpen(row) ? 2 : 3)
  const drawn = new Set([...rows].sort((a, b) => weight(a) - weight(b) || a.end - b.end).slice(0, MOST_TIME_ROWS))
  return rows.filter((row) => drawn.has(row))
}

const drawTicks = ({ ticks, from }, width, height, today) => {
  let free = -1
  return ticks.flatMap(({ at, day, kind }, index) => {
    const x = at * width
    const line = makeShape('line', 'learn-plan__tick-line', { x1: x, x2: x, y1: TIME_HEAD - 6, y2: height })
    const isYear = kind === 'month' && (index === 0 || day.slice(5, 7) === '01')
    const label = kind === 'week' ? shortDay(day, today) : dayWords(day, isYear ? { month: 'short', year: 'numeric' } : { month: 'short' })
    if (x < free || x + label.length * TIME_LETTER > width) return [line]
    free = x + (label.length + 2) * TIME_LETTER
    return [line, makeShape('text', 'learn-plan__tick-words', { x: x + 2, y: 12 }, label)]
  })
}

/** How much is due in each week, as columns; a week with too much is told by its number and its hatching too. */
const drawWeeks = (timeline, load, width) => {
  const length = daysFrom(timeline.from, timeline.to) + 1
  const most = Math.max(...load.weeks.map(({ count }) => count), 4)
  return load.weeks.flatMap(({ week, count, over }) => {
    const first = week < timeline.from ? timeline.from : week
    const last = addDays(week, 6) > timeline.to ? timeline.to : addDays(week, 6)
    const x = (daysFrom(timeline.from, first) / length) * width
    const size = ((daysFrom(first, last) + 1) / length) * width
    const tall = (count / most) * (TIME_WEEKS - 16)
    const column = makeShape('rect', 'learn-plan__week', { x: x + 1, y: TIME_HEAD + TIME_WEEKS - tall, width: Math.max(1, size - 2), height: tall, ...(over ? { 'data-over': '' } : {}) })
    if (size < 9 && !over) return [column]
    return [column, makeShape('text', 'learn-plan__week-count', { x: x + size / 2, y: TIME_HEAD + TIME_WEEKS - tall - 3, 'text-anchor': 'middle', ...(over ? { 'data-over': '' } : {}) }, over ? `${count}!` : String(count))]
  })
}

const drawTimeRow = (row, action, y, width, { words, today }) => {
  const { start, end, milestone, status, late } = row
  const x = start * width
  const size = Math.max(8, (end - start) * width)
  const marks = [status === 'done' && '✓', milestone && '◆', late && `${words.late}:`].filter(Boolean).join(' ')
  const day = shortDay(action.due || action.start, today)
  const label = cutWords(`${marks} ${day} · ${action.text}`.trim(), Math.floor(width / TIME_LETTER))
  const long = label.length * TIME_LETTER
  const at = Math.max(0, Math.min(x, width - long))
  const shape = milestone
    ? makeShape('path', 'learn-plan__diamond', { d: `M${x} ${y + 20}l7 7l-7 7l-7 -7z` })
    : makeShape('rect', 'learn-plan__stretch', { x, y: y + 22, width: size, height: 10, rx: 2 })
  return makeShape('g', 'learn-plan__line', { 'data-status': status, ...(late ? { 'data-late': '' } : {}) }, shape, makeShape('text', 'learn-plan__line-words', { x: at, y: y + 14 }, label))
}

/**
 * The time line. What it says is in the label and in the table beside it.
 *
 * @param {number} width in pixels, of the place it will stand in
 * @returns {{picture: SVGElement, drawn: number, all: number}}
 */
export const drawTimeline = (timeline, actions, load, width, label, scene) => {
  const byId = new Map(actions.map((action) => [action.id, action]))
  const rows = firstRows(timeline.rows)
  const top = TIME_HEAD + (load.weeks.length ? TIME_WEEKS + 10 : 0)
  const height = top + rows.length * TIME_ROW + 6
  const now = []
  if (timeline.today !== null) {
    const x = timeline.today * width
    const isRight = x > width - 60
    now.push(
      makeShape('line', 'learn-plan__today', { x1: x, x2: x, y1: TIME_HEAD - 8, y2: height }),
      makeShape('text', 'learn-plan__today-words', { x: isRight ? x - 3 : x + 3, y: TIME_HEAD, 'text-anchor': isRight ? 'end' : 'start' }, scene.words.today),
    )
  }
  const parts = [
    makeShape('defs', '', {}, makeShape('pattern', '', { id: 'plan-hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, makeShape('rect', 'learn-plan__hatch', { width: 2.4, height: 5 }))),
    ...drawTicks(timeline, width, height, scene.today),
    ...drawWeeks(timeline, load, width),
    ...now,
    ...rows.map((row, at) => drawTimeRow(row, byId.get(row.id), top + at * TIME_ROW, width, scene)),
  ]
  const picture = makeShape('svg', 'learn-plan__svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, ...parts)
  return { picture, drawn: rows.length, all: timeline.rows.length }
}

/** The dated actions as rows of a table, by day. */
export const timelineRows = (actions, { words, today }) => actions.filter(({ due, start }) => due || start)
  .sort((a, b) => ((a.due || a.start) < (b.due || b.start) ? -1 : 1))
  .map((action) => {
    const { due, start, text, owner, status, milestone } = action
    const day = due ? dayWords(due, { dateStyle: 'medium' }) : fillWords(words.startDay, { day: dayWords(start, { dateStyle: 'medium' }) })
    const state = [words[status], milestone && words['field-milestone'], isActionLate(action, today) && words.late].filter(Boolean).join(', ')
    return makePart('tr', '', '', makePart('th', '', day), makePart('td', '', text), makePart('td', '', owner || words.unowned), makePart('td', '', state))
  })

/** One line for each owner: a peg for each open action, those over the limit in another shape. */
export const loadRows = ({ owners }, limit, { words }) => {
  const rows = owners.slice(0, MOST_LOADS).map(({ owner, open, over }) => {
    const pegs = makePart('span', 'learn-plan__pegs')
    pegs.ariaHidden = 'true'
    for (let peg = 1; peg <= Math.min(open, MOST_PEGS); peg++) pegs.append(makePart('i', peg > limit ? 'learn-plan__peg learn-plan__peg--over' : 'learn-plan__peg'))
    const row = makePart('li', 'learn-plan__owner', '', makePart('span', 'learn-plan__owner-name', owner), pegs, makePart('span', 'learn-plan__owner-count', fillWords(words.openOf, { count: open })))
    if (over) row.append(makePart('strong', 'learn-plan__over', words.over))
    return row
  })
  if (owners.length > MOST_LOADS) rows.push(makePart('li', 'learn-plan__soft', fillWords(words.more, { count: owners.length - MOST_LOADS })))
  return rows
}
