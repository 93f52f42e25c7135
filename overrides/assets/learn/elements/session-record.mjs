import { clockText, decisionFacts } from '../core/session.mjs'
import { fillWords } from '../core/notes.mjs'
import { dayWords, makePart } from './tool-parts.mjs'

/** A day as it stands in lists and records. */
export const sessionDay = (day) => dayWords(day, { year: 'numeric', month: 'long', day: 'numeric' })

/** '1 question', '3 questions'. */
export const countWords = (words, name, count) => fillWords(words[count === 1 ? `${name}One` : name], { count })

/** A decision's words, with its owner and day; what a later step wants to add goes after them. */
export const drawDecision = (decision, words, ...more) => {
  const item = makePart('li', 'learn-session__decision', '', makePart('span', 'learn-session__text', decision.kept ? decision.text : words.lost))
  if (decision.kept) {
    const facts = makePart('span', 'learn-session__facts', decisionFacts(decision, words, sessionDay))
    facts.toggleAttribute('data-missing', !decision.owner || !decision.due)
    item.append(facts)
  }
  item.append(...more)
  return item
}

/** A session's record as a small document, for the screen and for paper. */
export const drawSessionRecord = (record, words) => {
  const { chapter, place, day, time, minutes, planned, people, decisions, prompts, note } = record
  const head = makePart('h2', 'learn-session__title', chapter ? fillWords(words.recordTitle, chapter) : place)
  head.tabIndex = -1
  const when = [fillWords(words.recordWhen, { day: sessionDay(day), time, minutes }), planned ? fillWords(words.recordPlanned, { planned }) : '']
  const parts = [head, makePart('p', 'learn-session__facts', when.filter(Boolean).join('; '))]
  if (people) parts.push(makePart('p', '', fillWords(words.recordPeople, { people })))
  parts.push(makePart('h3', '', words.decided))
  if (decisions.length) parts.push(makePart('ul', 'learn-list learn-session__decided', '', ...decisions.map((decision) => drawDecision(decision, words))))
  else parts.push(makePart('p', 'learn-session__soft', words.noDecisions))
  parts.push(makePart('h3', '', words.saidHead))
  if (prompts.length === 0) parts.push(makePart('p', 'learn-session__soft', words.nothingSaid))
  for (const prompt of prompts) {
    const facts = prompt.skipped ? words.skippedWord : fillWords(prompt.planned ? words.spentOf : words.spent, { time: clockText(prompt.spent), minutes: prompt.planned })
    const block = makePart('div', 'learn-session__asked', '', makePart('h4', '', prompt.text), makePart('p', 'learn-session__facts', facts))
    if (prompt.said) block.append(makePart('p', 'learn-session__text', prompt.said))
    parts.push(block)
  }
  if (note) parts.push(makePart('h3', '', words.noteHead), makePart('p', 'learn-session__text', note))
  return makePart('article', 'learn-session__sheet', '', ...parts)
}
