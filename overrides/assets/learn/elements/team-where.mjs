// The team page's first view: chapters by person as words and shapes, and what was right at the first try.
import { fillWords } from '../core/notes.mjs'
import { numberRanges } from '../core/team.mjs'
import { dayWords, localDay, makeLink, makePart } from './tool-parts.mjs'

const CHAPTER_STATES = ['done', 'started', 'none']

const sharePercent = (share) => `${Math.round(share * 100)}%`

/** A shape with its word, which only eyes can do without. */
const stateMark = (state, words) => makePart('span', `learn-team__mark learn-team__mark--${state}`, '', makePart('span', 'learn-hidden', words[state]))

const chapterLine = (chapter, { words, root }) => {
  const bar = makePart('span', 'learn-team__bar', '', ...CHAPTER_STATES.filter((state) => chapter[state]).map((state) => {
    const piece = makePart('span', `learn-team__piece learn-team__piece--${state}`)
    piece.style.flexGrow = chapter[state]
    return piece
  }))
  bar.ariaHidden = true
  const counts = CHAPTER_STATES.filter((state) => chapter[state]).map((state) => fillWords(words[`state-${state}`], { count: chapter[state] }))
  const name = makeLink(chapter.address, root, fillWords(words.chapter, chapter))
  return makePart('li', 'learn-team__chapter', '', makePart('span', 'learn-team__title', '', name), bar, makePart('span', 'learn-team__counts', counts.join(' · ')))
}

/** How the team stands, in a sentence for each thing worth one. */
const teamSentences = (chapters, words) => {
  const numbers = (fits) => chapters.filter(fits).map(({ number }) => number)
  const sentence = (found, some, one, all) => {
    if (found.length === 0) return []
    return [found.length === chapters.length ? all : fillWords(found.length === 1 ? one : some, { numbers: numberRanges(found) })]
  }
  return [
    ...sentence(numbers(({ started, none }) => !started && !none), words.everybody, words.everybodyOne, words.everybodyAll),
    ...sentence(numbers(({ started, done }) => !started && !done), words.nobody, words.nobodyOne, words.nobodyAll),
  ].join(' ')
}

const peopleTable = (chapters, { labels, facts, words }) => {
  const part = (tag, role, name, ...rest) => {
    const made = makePart(tag, name, '', ...rest)
    // A table that is laid out as cards on the phone would lose its roles.
    made.setAttribute('role', role)
    return made
  }
  const head = (text, name = '') => {
    const cell = part('th', 'columnheader', name, text)
    cell.scope = 'col'
    return cell
  }
  const columns = chapters.map((chapter) => {
    const cell = head(makePart('span', 'learn-hidden', fillWords(words.chapter, chapter)), 'learn-team__cell')
    const number = makePart('span', '', String(chapter.number))
    number.ariaHidden = true
    cell.append(number)
    return cell
  })
  const rows = labels.map((label, at) => {
    const name = part('th', 'rowheader', 'learn-team__person', label)
    name.scope = 'row'
    const cells = chapters.map((chapter) => {
      const cell = part('td', 'cell', 'learn-team__cell', stateMark(chapter.states[at], words))
      cell.dataset.number = chapter.number
      return cell
    })
    const done = chapters.filter(({ states }) => states[at] === 'done').length
    const { last } = facts[at]
    const sum = part('td', 'cell', 'learn-team__sum', fillWords(words.doneOf, { done, all: chapters.length }))
    const day = part('td', 'cell', 'learn-team__day', last ? dayWords(localDay(last), { day: 'numeric', month: 'short' }) : '–')
    sum.dataset.label = words.done
    return part('tr', 'row', 'learn-team__row', name, ...cells, sum, day)
  })
  const table = part('table', 'table', 'learn-team__table', makePart('caption', 'learn-hidden', words.byPerson),
    part('thead', 'rowgroup', '', part('tr', 'row', '', head(words.who), ...columns, head(words.doneHead), head(words.last))),
    part('tbody', 'rowgroup', '', ...rows))
  const region = makePart('div', 'learn-team__scroll', '', table)
  region.tabIndex = 0
  region.role = 'region'
  region.ariaLabel = words.byPerson
  return region
}

const quizLine = (quiz, { labels, words, root }) => {
  const title = makeLink(quiz.address, root, quiz.number ? fillWords(words.chapter, quiz) : quiz.title)
  const values = { people: quiz.people, all: labels.length, mean: sharePercent(quiz.mean), low: sharePercent(quiz.low), high: sharePercent(quiz.high) }
  const line = makePart('li', 'learn-team__quiz', '', makePart('h4', 'learn-team__title', '', title))
  line.append(makePart('p', 'learn-team__soft', fillWords(quiz.people === 1 ? words.quizOne : values.low === values.high ? words.quizAlike : words.quizPeople, values)))
  if (quiz.missed.length) {
    const missed = quiz.missed.map((question) => makePart('li', '', '', makeLink(`${quiz.address}#${question.id}`, root, question.title), ` ${fillWords(words.missedBy, question)}`))
    line.append(makePart('p', 'learn-team__lead', words.missedHead), makePart('ul', 'learn-team__missed', '', ...missed))
  }
  const each = labels.flatMap((label, at) => (quiz.scores[at].answered ? [makePart('li', '', '', makePart('span', '', label), makePart('span', '', fillWords(words.scoreOf, quiz.scores[at])))] : []))
  const fold = makePart('details', 'learn-fold learn-team__fold', '', makePart('summary', '', words.each), makePart('ul', 'learn-list learn-team__scores', '', ...each))
  fold.id = `team-quiz-${quiz.id}`
  line.append(fold)
  return line
}

/**
 * The parts of the view, one after the other, so that the page can breathe between them.
 *
 * @param {ReturnType<import('../core/team.mjs').teamProgress>} progress
 * @param {{labels: string[], facts: {entries: number, last: string}[], words: object, root: URL}} view labels and facts in the order of the members
 */
export function* drawTeamWhere({ chapters, quizzes }, view) {
  const { words } = view
  const standing = teamSentences(chapters, words)
  if (standing) yield makePart('p', 'learn-team__standing', standing)
  yield makePart('ul', 'learn-list learn-team__chapters', '', ...chapters.map((chapter) => chapterLine(chapter, view)))
  yield makePart('h3', '', words.byPerson)
  yield makePart('p', 'learn-team__legend', '', ...[...CHAPTER_STATES].reverse().map((state) => makePart('span', '', '', stateMark(state, { ...words, [state]: '' }), words[state])))
  yield peopleTable(chapters, view)
  yield makePart('h3', '', words.firstTry)
  yield makePart('p', 'learn-team__soft', quizzes.length ? words.firstTryWhy : words.firstTryNone)
  if (quizzes.length) yield makePart('ul', 'learn-list learn-team__quizzes', '', ...quizzes.map((quiz) => quizLine(quiz, view)))
}
