// The plan's files on their way out, and what a file that comes back would change.
import { fillWords } from '../core/notes.mjs'
import { listSeparator, planCsv, planFileText, planIcs, planJson, planMarkdown, readPlanCsv, readPlanJson } from '../core/plan-files.mjs'
import { groupPlan } from '../core/plan.mjs'
import { SAVED_LIMITS } from '../core/saved.mjs'
import { dayWords, makePart } from './tool-parts.mjs'

const MOST_BYTES_IN = SAVED_LIMITS.text * 3
const MOST_LINES_IN = 200
const LONGEST_SHOWN = 300
const DAY_KEYS = ['start', 'due']
const NAMED_KEYS = ['status', 'priority', 'horizon']
const TEXT_KEYS = ['text', 'owner', 'done_when', 'note']

/**
 * The plan as a file: {ending, type, text}; text '' where there is nothing for a file of that kind.
 *
 * @param {'csv' | 'ics' | 'markdown' | 'json'} kind
 */
export const planFile = (kind, actions, { course, by, words, today, root }) => {
  const makes = {
    csv: () => ({ ending: 'csv', type: 'text/csv', text: planCsv(actions, words, listSeparator(navigator.language)) }),
    ics: () => ({ ending: 'ics', type: 'text/calendar', text: planIcs(actions, { course, now: new Date().toISOString(), words, root: root.href }) }),
    markdown: () => {
      const exported = fillWords(words.exported, { day: dayWords(today, { dateStyle: 'long' }) })
      return { ending: 'md', type: 'text/markdown', text: planMarkdown(groupPlan(actions, by, words), { ...words, exported }, (day) => dayWords(day, { dateStyle: 'medium' })) }
    },
    json: () => ({ ending: 'json', type: 'application/json', text: planJson(actions, course) }),
  }
  return makes[kind]()
}

/**
 * What a file would change, or why it is refused.
 *
 * @param {File} file
 * @param {import('../core/plan.mjs').PlanAction[]} actions chosen and offered ones
 * @returns {Promise<{refused: string, changes: import('../core/plan-files.mjs').PlanFileChange[], problems: string[]}>} sentences
 */
export const readPlanFile = async (file, actions, { course, manifest, words }) => {
  const refuse = (refused) => ({ refused, changes: [], problems: [] })
  if (file.size > MOST_BYTES_IN) return refuse(words['file-too-big'])
  let read
  try {
    read = planFileText(await file.arrayBuffer())
  } catch {
    return refuse(words['file-unreadable'])
  }
  const { text, guessed } = read
  if (/^[\s\ufeff]*[{[]/.test(text) || /\.json$/i.test(file.name)) {
    const { changes, problem, dropped } = readPlanJson(text, course, actions, manifest)
    if (problem && problem !== 'damaged') return refuse(words[`file-${problem}`])
    return { refused: '', changes, problems: dropped ? [fillWords(words.dropped, { count: dropped })] : [] }
  }
  const { changes, problems } = readPlanCsv(text, actions, manifest, words)
  const whole = problems.find(({ code }) => ['too-big', 'no-header'].includes(code))
  if (whole) return refuse(whole.why)
  const told = problems.map((problem) => fillWords(words.line, problem))
  return { refused: '', changes, problems: guessed ? [words.guessed, ...told] : told }
}

const cutLong = (text) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text)

/** A part of a saved value as people read it; `fallback` is what the course says where nothing is saved. */
const partWords = (key, value, words) => {
  if (value === undefined || value === '') return ''
  if (key === 'milestone') return value === true ? words.yes : ''
  if (DAY_KEYS.includes(key)) return dayWords(value, { dateStyle: 'medium' })
  return NAMED_KEYS.includes(key) ? words[value] ?? value : cutLong(value)
}

const changeRow = (change, action, { words }) => {
  const { value, keys, text, older, inferred = {} } = change
  const was = action ? { ...action, done_when: action.doneWhen } : {}
  const course = action ? { text: action.courseText, owner: action.courseOwner, done_when: action.courseDoneWhen, horizon: action.courseHorizon, status: 'todo', priority: 'normal' } : {}
  const row = makePart('li', 'learn-plan__change', '', makePart('strong', '', cutLong(text || was.text || change.id)))
  for (const key of [...TEXT_KEYS, ...DAY_KEYS, ...NAMED_KEYS, 'milestone']) {
    // The row is called by its text.
    if (!keys.includes(key) || (key === 'text' && change.kind === 'new')) continue
    const before = change.kind === 'new' ? '' : partWords(key, was[key], words)
    const after = partWords(key, value[key] ?? course[key], words)
    const line = makePart('span', 'learn-plan__change-part', '', makePart('span', 'learn-plan__soft', `${words[`field-${key}`]}: `))
    if (before) line.append(makePart('del', '', before), ' ')
    line.append(makePart('ins', '', after || words.nothing))
    if (inferred[key]) line.append(' ', makePart('span', 'learn-plan__changed', fillWords(words.inferred, { cell: inferred[key] })))
    row.append(line)
  }
  if (older) row.append(makePart('span', 'learn-plan__changed', words.older))
  return row
}

/** Folds with what is new, what changes and what is left out. */
export const drawChanges = ({ changes, problems }, byId, scene) => {
  const { words } = scene
  const fold = (kind, rows) => {
    if (rows.length === 0) return []
    const list = makePart('ul', 'learn-list', '', ...rows.slice(0, MOST_LINES_IN))
    const part = makePart('details', 'learn-fold learn-plan__fold', '', makePart('summary', '', fillWords(words[`rows-${kind}`], { count: rows.length })), list)
    if (rows.length > MOST_LINES_IN) part.append(makePart('p', 'learn-plan__soft', fillWords(words.more, { count: rows.length - MOST_LINES_IN })))
    part.open = rows.length <= 20
    part.dataset.rows = kind
    return [part]
  }
  const rowsOf = (kind) => changes.filter((change) => change.kind === kind).map((change) => changeRow(change, byId.get(change.id), scene))
  return [...fold('new', rowsOf('new')), ...fold('changed', rowsOf('changed')), ...fold('problems', problems.map((text) => makePart('li', 'learn-plan__change', text)))]
}
