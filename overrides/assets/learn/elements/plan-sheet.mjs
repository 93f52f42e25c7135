// The plan on one sheet of paper: the open actions that come first, as many as a page holds.
import { fillWords } from '../core/notes.mjs'
import { isActionOpen, shortDay } from './plan-action.mjs'
import { dayWords, makePart } from './tool-parts.mjs'

// Both columns of a page of A4 or Letter hold this many lines. A text has one, or is cut to two (plan.css); owner and day have one;
// a line between rows and a heading need room too.
const SHEET_LINES = 116
const SHEET_LETTERS = 48

const rowLines = ({ text }) => (text.length > SHEET_LETTERS ? 3.3 : 2.3)

const sheetRow = (action, group, { words, today }) => {
  const { text, owner, due, horizon, milestone } = action
  const when = due ? shortDay(due, today) : words[horizon]
  return makePart('li', 'learn-plan__sheet-row', '', makePart('span', 'learn-plan__sheet-text', milestone ? `◆ ${text}` : text), makePart('span', 'learn-plan__sheet-facts', [owner, when].filter((part) => part && part !== group).join(' · ')))
}

/** @param {import('../core/plan.mjs').PlanGroup[]} groups */
export const drawSheet = (groups, scene) => {
  const { words, today } = scene
  let left = SHEET_LINES
  let rest = 0
  const parts = groups.flatMap(({ title, actions }) => {
    const open = actions.filter(isActionOpen)
    left -= open.length ? 2.5 : 0
    const shown = open.filter((action) => {
      left -= rowLines(action)
      return left >= 0
    })
    rest += open.length - shown.length
    return shown.length ? [makePart('section', 'learn-plan__sheet-group', '', makePart('h3', '', title), makePart('ul', 'learn-list', '', ...shown.map((action) => sheetRow(action, title, scene))))] : []
  })
  const head = makePart('h2', '', words.title)
  const end = [fillWords(words.exported, { day: dayWords(today, { dateStyle: 'long' }) }), rest && fillWords(words.sheetMore, { count: rest })].filter(Boolean)
  return [head, makePart('div', 'learn-plan__sheet-groups', '', ...parts), makePart('p', 'learn-plan__soft', end.join(' '))]
}
