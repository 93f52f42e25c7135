// How ratings look: one table in which each scale has its picture and, beside it, the numbers that say the same.
import { fillWords } from '../core/notes.mjs'
import { ratingExtremes, ratingNames, ratingNumber, ratingPlaces } from '../core/ratings.mjs'
import { dayWords, makePart } from './tool-parts.mjs'

const SVG_SPACE = 'http://www.w3.org/2000/svg'
/** So many people have a dot with their letters; more have a dot alone. */
const MOST_LETTERED = 12
const LETTERED = { abreast: 1, radius: 10, step: 21.5 }
/** Dots become smaller, and stand side by side, as more of them stand on one step. */
const DOT_SIZES = [
  { most: 5, abreast: 1, radius: 6, step: 13.5 },
  { most: 14, abreast: 2, radius: 5, step: 11 },
  { most: Infinity, abreast: 3, radius: 3.8, step: 8.6 },
]
const MOVE_LANE = 15
const NUMBER_LANE = 15
/** A change of the mean that shows in no number shows in no arrow. */
const LEAST_MOVE = 0.05

const svgPart = (tag, name, attributes = {}, ...parts) => {
  const part = document.createElementNS(SVG_SPACE, tag)
  if (name) part.setAttribute('class', name)
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value)
  part.append(...parts)
  return part
}

/** A place on the scale as a share of the picture's width, so that nothing else grows with it. */
const stepPlace = (step) => `${((step - 0.5) * 10).toFixed(2)}%`

const ratingLanguage = () => document.documentElement.lang || 'en'

const countedPeople = (words, name, count) => fillWords(words[count === 1 ? `${name}One` : name], { count: new Intl.NumberFormat(ratingLanguage()).format(count) })

/** "1 person", "5 people". */
export const peopleWords = (count, words) => countedPeople(words, 'persons', count)

const waveDays = ({ from, to }) => [...new Set([from, to])].map((day) => dayWords(day, { dateStyle: 'medium' })).join(' – ')

/** What a time of asking is called: its days and how many people answered. */
export const waveWords = (wave, words) => `${waveDays(wave)} (${countedPeople(words, 'persons', wave.rounds.length)})`

/**
 * What an overlay says before anyone reads its numbers.
 *
 * @param {import('../core/ratings.mjs').RatingOverlay} overlay
 * @returns {string[]} sentences; empty where nobody has answered
 */
export function ratingSentences(overlay, words) {
  const { now, then, people, rows } = overlay
  if (!now) return []
  const number = (value) => ratingNumber(value, ratingLanguage())
  const { apart, low } = ratingExtremes(overlay)
  const label = (row) => row.label.replace(/[.:]$/, '')
  const marked = rows.filter((row) => row.apart).length
  return [
    fillWords(words.answeredOn, { people: countedPeople(words, 'persons', people), days: waveDays(now) }),
    ...(then ? [fillWords(words.comparedWith, { people: countedPeople(words, 'persons', then.rounds.length), days: waveDays(then) })] : []),
    ...(people === 1 ? [words.alone] : []),
    ...(people > 1 ? [marked ? countedPeople(words, 'marked', marked) : words.markedNone] : []),
    ...(apart ? [fillWords(words.furthest, { label: label(apart), low: apart.low, high: apart.high })] : []),
    ...(low ? [fillWords(words.lowestIs, { label: label(low), mean: number(low.mean) })] : []),
  ]
}

const dotShape = (old, radius) => (old ? svgPart('path', 'learn-ratings__dot learn-ratings__dot--then', { d: `M0 ${-radius * 1.1}L${radius * 1.1} 0L0 ${radius * 1.1}L${-radius * 1.1} 0Z` }) : svgPart('circle', 'learn-ratings__dot learn-ratings__dot--now', { r: radius }))

const meanShape = (old) => svgPart('path', `learn-ratings__mean learn-ratings__mean--${old ? 'then' : 'now'}`, { d: old ? 'M0 -4L4 0L0 4L-4 0Z' : 'M0 -5L5 4L-5 4Z' })

const highestPile = (values) => Math.max(0, ...[...new Set(values.map(({ value }) => value))].map((step) => values.filter(({ value }) => value === step).length))

/** Dots of one time, piled away from the axis: up for now, down for then. */
const drawPile = (values, called, style, old, axis) => {
  const { abreast, radius, step } = style
  const group = svgPart('g', 'learn-ratings__pile')
  for (const at of new Set(values.map(({ value }) => value))) {
    const there = values.filter(({ value }) => value === at)
    const column = svgPart('svg', '', { x: stepPlace(at), overflow: 'visible' })
    for (const [n, { who }] of there.entries()) {
      const floor = Math.floor(n / abreast)
      const across = (n % abreast) - (Math.min(abreast, there.length - floor * abreast) - 1) / 2
      const up = floor * step + step / 2 + 1
      const dot = svgPart('g', '', { transform: `translate(${(across * step).toFixed(1)} ${(old ? axis + up : axis - up).toFixed(1)})` }, dotShape(old, radius))
      const letters = style === LETTERED ? called(who) : ''
      if (letters) dot.append(svgPart('text', `learn-ratings__letters learn-ratings__letters--${old ? 'then' : 'now'}`, { 'text-anchor': 'middle', dy: '0.35em' }, letters))
      column.append(dot)
    }
    group.append(column)
  }
  return group
}

/** One scale's picture. It says nothing that the table does not say in words. */
const drawRow = (row, called, style) => {
  const { abreast, step } = style
  const room = (values) => Math.ceil(highestPile(values) / abreast) * step + (values.length ? 3 : 0)
  const old = row.then?.values ?? []
  const axis = Math.max(Math.ceil(room(row.values)), 14)
  const foot = axis + MOVE_LANE + NUMBER_LANE
  const height = foot + Math.ceil(room(old))
  const svg = svgPart('svg', 'learn-ratings__strip', { width: '100%', height, 'aria-hidden': 'true', focusable: 'false' })
  for (let at = 1; at <= 10; at += 1) {
    svg.append(
      svgPart('line', 'learn-ratings__grid', { x1: stepPlace(at), x2: stepPlace(at), y1: 0, y2: axis }),
      svgPart('text', 'learn-ratings__number', { x: stepPlace(at), y: axis + MOVE_LANE + 10, 'text-anchor': 'middle' }, String(at)),
    )
  }
  svg.append(svgPart('line', 'learn-ratings__axis', { x1: 0, x2: '100%', y1: axis, y2: axis }))
  const lane = axis + MOVE_LANE / 2 + 0.5
  const at = (mean, ...shapes) => svgPart('svg', '', { x: stepPlace(mean), overflow: 'visible' }, svgPart('g', '', { transform: `translate(0 ${lane})` }, ...shapes))
  if (row.moved !== null && Math.abs(row.moved) >= LEAST_MOVE) {
    svg.append(
      svgPart('line', 'learn-ratings__move', { x1: stepPlace(row.then.mean), x2: stepPlace(row.mean), y1: lane, y2: lane }),
      at(row.then.mean, meanShape(true)),
      at(row.mean, svgPart('path', 'learn-ratings__mean learn-ratings__mean--now', { d: row.moved > 0 ? 'M2 0L-8 -5.5L-8 5.5Z' : 'M-2 0L8 -5.5L8 5.5Z' })),
    )
  } else if (row.mean !== null) svg.append(at(row.mean, meanShape(false)))
  svg.append(drawPile(row.values, called, style, false, axis), drawPile(old, called, style, true, foot))
  return svg
}

const legendSign = (...shapes) => svgPart('svg', 'learn-ratings__sign', { width: 26, height: 16, viewBox: '-13 -8 26 16', 'aria-hidden': 'true', focusable: 'false' }, ...shapes)

const drawLegend = ({ then, rows }, words) => {
  const line = (words_, ...shapes) => makePart('li', '', '', legendSign(...shapes), makePart('span', '', words_))
  const moved = rows.some((row) => row.moved !== null && Math.abs(row.moved) >= LEAST_MOVE)
  const list = makePart('ul', 'learn-ratings__legend', '', line(then ? words.legendNow : words.legendPerson, dotShape(false, 6)))
  if (then) list.append(line(words.legendThen, dotShape(true, 6.5)))
  if (!moved || rows.some((row) => row.mean !== null && !(Math.abs(row.moved ?? 0) >= LEAST_MOVE))) list.append(line(words.legendMean, meanShape(false)))
  if (moved) list.append(line(words.legendMoved, svgPart('line', 'learn-ratings__move', { x1: -8, x2: 8, y1: 0, y2: 0 }), svgPart('g', '', { transform: 'translate(-8 0)' }, meanShape(true)), svgPart('path', 'learn-ratings__mean learn-ratings__mean--now', { d: 'M11 0L2 -5L2 5Z' })))
  list.setAttribute('role', 'list')
  return list
}

/**
 * An overlay as one table: each scale with its picture, and beside it the numbers. Shown as cards where it is narrow.
 *
 * @param {import('../core/ratings.mjs').RatingOverlay} overlay
 * @param {Record<string, string>} words of templates/tools/rating-words.html.jinja
 * @param {{show?: import('../core/ratings.mjs').RatingShow}} options  how people are shown: by their names in words and
 *   initials in dots, by initials alone, or not at all
 * @returns {HTMLElement}
 */
export function drawRatings(overlay, words, { show = 'names' } = {}) {
  const { rows, then, people } = overlay
  const called = ratingNames(overlay, show)
  const letters = ratingNames(overlay, show === 'none' ? 'none' : 'initials')
  const most = Math.max(people, then?.rounds.length ?? 0)
  const named = rows.some((row) => [...row.values, ...(row.then?.values ?? [])].some(({ who }) => letters(who)))
  const tallest = Math.max(...rows.map((row) => Math.max(highestPile(row.values), highestPile(row.then?.values ?? []))), 0)
  const style = named && most <= MOST_LETTERED ? LETTERED : DOT_SIZES.find((one) => tallest <= one.most)
  const groups = new Set(rows.map(({ group }) => group))
  const number = (value, options) => ratingNumber(value, ratingLanguage(), options)
  const part = (tag, role, name, text, ...parts) => {
    // A table that is shown as cards is no table to every browser, unless its roles are told.
    const made = makePart(tag, name && `learn-ratings__${name}`, text, ...parts)
    made.setAttribute('role', role)
    return made
  }
  const numbers = [
    ['mean', (row) => number(row.mean)],
    ['median', (row) => number(row.median, { minimumFractionDigits: 0 })],
    ['spread', (row) => (row.values.length ? fillWords(words.spreadOf, row) : '')],
    ...(then ? [['thenMean', (row) => number(row.then?.mean ?? null)], ['change', (row) => number(row.moved, { signDisplay: 'exceptZero' })]] : []),
  ]
  const heads = [words.row, words.picture, ...numbers.map(([name]) => words[name]), words.places].map((text) => part('th', 'columnheader', 'column', text))
  for (const head of heads) head.scope = 'col'
  const body = rows.map((row) => {
    const label = part('th', 'rowheader', 'row', '', makePart('span', 'learn-ratings__label', row.label))
    label.scope = 'row'
    if (groups.size > 1 && row.group) label.append(makePart('span', 'learn-ratings__soft', row.group))
    if (row.values.length && row.values.length < people) label.append(makePart('span', 'learn-ratings__soft', fillWords(words.some, { count: row.values.length, people })))
    const strip = part('td', 'cell', 'places', '', drawRow(row, letters, style))
    if (row.lowEnd || row.highEnd) strip.append(makePart('p', 'learn-ratings__ends', '', makePart('span', '', `1 ${row.lowEnd}`), makePart('span', '', `10 ${row.highEnd}`)))
    const said = part('td', 'cell', 'who', '')
    const places = ratingPlaces(row.values, called, words) || words.nobody
    if (row.apart) said.append(makePart('strong', 'learn-ratings__mark', words.talk), ' ')
    said.append(row.apart || !row.values.length ? places : makePart('span', 'learn-hidden', places))
    if (row.then) said.append(makePart('span', 'learn-hidden', ` ${words.then}: ${ratingPlaces(row.then.values, called, words)}`))
    const cells = numbers.map(([name, text]) => {
      const cell = part('td', 'cell', `figure learn-ratings__figure--${name}`, text(row))
      cell.dataset.label = name === 'thenMean' ? words.then : words[name]
      return cell
    })
    const line = part('tr', 'row', 'line', '', label, strip, ...cells, said)
    line.dataset.row = row.id
    line.toggleAttribute('data-apart', row.apart)
    return line
  })
  const caption = makePart('caption', 'learn-hidden', overlay.sheet.title)
  const table = part('table', 'table', 'table', '', caption, part('thead', 'rowgroup', 'heads', '', part('tr', 'row', 'line', '', ...heads)), part('tbody', 'rowgroup', 'lines', '', ...body))
  const overlaid = makePart('div', 'learn-ratings__overlay', '', drawLegend(overlay, words), table)
  overlaid.toggleAttribute('data-then', Boolean(then))
  return overlaid
}
