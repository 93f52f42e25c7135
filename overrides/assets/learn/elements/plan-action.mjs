// One action of the plan on its page: what it shows when it is closed, and the form that it opens into.
import { fillWords } from '../core/notes.mjs'
import { PLAN_HORIZONS, PLAN_LENGTHS, PLAN_PRIORITIES, PLAN_STATUSES, dueOf } from '../core/plan.mjs'
import { dayWords, makeButton, makeLink, makePart } from './tool-parts.mjs'

/**
 * @typedef {{words: Record<string, string>, today: string, root: URL}} PlanScene  what every piece of the page needs to know
 */

const SHORT_DAY = { month: 'short', day: 'numeric' }

/** A day as short as it may be: without the year where it is this one. */
export const shortDay = (day, today) => dayWords(day, day.slice(0, 4) === today.slice(0, 4) ? SHORT_DAY : { ...SHORT_DAY, year: 'numeric' })

export const isActionOpen = ({ status }) => status === 'todo' || status === 'doing'

export const isActionLate = (action, today) => isActionOpen(action) && action.due !== '' && action.due < today

/** What there is to say of an action in a few words each: [name, text]. */
const planFacts = (action, { words, today }) => {
  const { owner, chapter, due, start, status, priority, horizon, milestone, own } = action
  const facts = [
    ['milestone', milestone && words['field-milestone']],
    ['owner', owner || words.unowned],
    ['due', due ? fillWords(words.dueDay, { day: shortDay(due, today) }) : words[horizon]],
    ['late', isActionLate(action, today) && words.late],
    ['start', start > today && status === 'todo' && fillWords(words.startDay, { day: shortDay(start, today) })],
    ['status', status !== 'todo' && words[status]],
    ['priority', priority !== 'normal' && words[`${priority}Mark`]],
    ['chapter', chapter ? fillWords(words.chapterShort, chapter) : own && words.ownMark],
  ]
  return facts.filter(([, text]) => text)
}

const planFact = (name, text) => {
  const fact = makePart('span', 'learn-plan__fact-of', text)
  fact.dataset.fact = name
  return fact
}

// What a row says, so that of five hundred only those are written anew that say something else.
const shownActions = new WeakMap()

const saysSame = (row, action, today) => {
  const { shown, day } = shownActions.get(row) ?? {}
  if (!shown || day !== today || row.querySelector('.learn-plan__form')) return false
  if (row.querySelector('.learn-plan__done').checked !== (action.status === 'done')) return false
  return Object.keys(action).every((key) => key === 'value' || action[key] === shown[key] || (key === 'chapter' && action.chapter?.id === shown.chapter?.id))
}

/** Make a row say what its action says. Its form, where it is open, is brought up to date apart from the field in hand. */
export const showAction = (row, action, scene) => {
  if (saysSame(row, action, scene.today)) return
  shownActions.set(row, { shown: action, day: scene.today })
  const { words } = scene
  Object.assign(row.dataset, { status: action.status, priority: action.priority })
  row.toggleAttribute('data-milestone', action.milestone)
  row.toggleAttribute('data-late', isActionLate(action, scene.today))
  const done = row.querySelector('.learn-plan__done')
  done.checked = action.status === 'done'
  done.ariaLabel = fillWords(words.doneBox, action)
  row.querySelector('[data-do=up]').ariaLabel = fillWords(words.up, action)
  row.querySelector('[data-do=down]').ariaLabel = fillWords(words.down, action)
  row.querySelector('.learn-plan__what').textContent = action.text
  row.querySelector('.learn-plan__facts-of').replaceChildren(...planFacts(action, scene).map(([name, text]) => planFact(name, text)))
  const more = [['done_when', action.doneWhen], ['start', action.start && dayWords(action.start, { dateStyle: 'medium' })], ['note', action.note]]
  row.querySelector('.learn-plan__more').replaceChildren(...more.filter(([, text]) => text).map(([name, text]) => makePart('span', 'learn-plan__more-of', '', makePart('b', '', `${words[`field-${name}`]}:`), ` ${text}`)))
  const form = row.querySelector('.learn-plan__form')
  if (form) fillForm(form, action, scene)
}

/** A row without its form, which is made when it is opened first. */
export const makeRow = (action, scene) => {
  const row = makePart('li', 'learn-plan__action')
  row.dataset.id = action.id
  const done = makePart('input', 'learn-plan__done')
  done.type = 'checkbox'
  const face = makePart('summary', 'learn-plan__face', '', makePart('span', 'learn-plan__what'), makePart('span', 'learn-plan__facts-of'))
  face.draggable = true
  const details = makePart('details', 'learn-plan__details', '', face)
  const moves = makePart('span', 'learn-plan__moves', '', makeMove('up'), makeMove('down'))
  row.append(done, details, moves, makePart('p', 'learn-plan__more'))
  showAction(row, action, scene)
  return row
}

const makeMove = (name) => {
  const button = makePart('button', 'learn-plan__move')
  button.type = 'button'
  button.dataset.do = name
  return button
}

const makeField = (tag, id, name, label, size) => {
  const field = makePart(tag, 'learn-tool__input')
  Object.assign(field, { id: `${id}/${name}`, name })
  if (tag === 'input') field.type = ['start', 'due'].includes(name) ? 'date' : 'text'
  if (PLAN_LENGTHS[name]) field.maxLength = PLAN_LENGTHS[name]
  if (tag === 'textarea') field.rows = name === 'note' ? 2 : 1
  const words = makePart('label', 'learn-tool__label', label)
  words.htmlFor = field.id
  const place = makePart('div', `learn-plan__field learn-plan__field--${size}`, '', words, field)
  return place
}

const makeChoice = (id, name, values, words) => {
  const place = makeField('select', id, name, words[`field-${name}`], 'quarter')
  place.lastChild.append(...values.map((value) => new Option(words[value], value)))
  return place
}

/** The form of one action. Fields are named as in its saved value. */
export const makeForm = (action, scene) => {
  const { words, root } = scene
  const { id, own, chapter } = action
  const form = makePart('div', 'learn-plan__form')
  const text = makeField('textarea', id, 'text', words['field-text'], 'whole')
  text.append(makePart('p', 'learn-plan__course'), makeButton('course', words.useCourse))
  const due = makeField('input', id, 'due', words['field-due'], 'quarter')
  due.append(makeButton('propose', ''))
  const milestone = makePart('input', 'learn-plan__box')
  Object.assign(milestone, { type: 'checkbox', name: 'milestone' })
  const owner = makeField('input', id, 'owner', words['field-owner'], 'half')
  owner.lastChild.setAttribute('list', 'plan-owners')
  form.append(
    makePart('p', 'learn-plan__changed'),
    text,
    owner,
    makeChoice(id, 'status', PLAN_STATUSES, words),
    makeChoice(id, 'priority', PLAN_PRIORITIES, words),
    makeChoice(id, 'horizon', PLAN_HORIZONS, words),
    makeField('input', id, 'start', words['field-start'], 'quarter'),
    due,
    makeField('textarea', id, 'done_when', words['field-done_when'], 'whole'),
    makeField('textarea', id, 'note', words['field-note'], 'whole'),
    makePart('label', 'learn-plan__tick', '', milestone, words.milestone),
  )
  const end = makePart('p', 'learn-plan__end', '', makeButton(own ? 'ask' : 'out', own ? words.delete : words.takeOut))
  if (chapter) end.append(makeLink(chapter.address, root, words.toChapter))
  form.append(end)
  fillForm(form, action, scene)
  return form
}

const fillForm = (form, action, { words, today }) => {
  const { text, courseText, own, status, priority, horizon, start, due, note, milestone, changed, lost } = action
  const values = { text, owner: action.owner, done_when: action.doneWhen, status, priority, horizon, start, due, note }
  for (const field of form.querySelectorAll('[name]')) {
    if (field.type === 'checkbox') field.checked = milestone
    else if (field !== document.activeElement && field.value !== values[field.name]) field.value = values[field.name]
  }
  const show = (selector, isWanted, said) => {
    const part = form.querySelector(selector)
    part.hidden = !isWanted
    if (said !== undefined) part.textContent = said
  }
  const isOther = !own && courseText !== '' && courseText !== text
  const proposed = dueOf(horizon, today)
  show('.learn-plan__changed', changed || lost, lost ? words.lost : words.changed)
  show('.learn-plan__course', isOther, fillWords(words.courseWords, { text: courseText }))
  show('[data-do=course]', isOther)
  show('[data-do=propose]', proposed !== '' && due === '', proposed && fillWords(words.propose, { day: shortDay(proposed, today) }))
  form.querySelector('[data-do=propose]').dataset.day = proposed
}
