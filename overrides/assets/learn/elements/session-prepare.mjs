import { agendaTimes, sessionMinutes, sessionSteps } from '../core/session.mjs'
import { fillWords } from '../core/notes.mjs'
import { countWords, sessionDay } from './session-record.mjs'
import { makeButton, makePart } from './tool-parts.mjs'

const promptsOf = (chapter) => sessionSteps(chapter).filter(({ kind }) => kind === 'prompt')

const factsOf = (chapter, words) => {
  const minutes = sessionMinutes(chapter)
  return [...(minutes ? [fillWords(words.minutes, { minutes })] : []), countWords(words, 'questions', promptsOf(chapter).length)]
}

/** A chapter to choose, with how long it takes; `last` is the day when it was led last. */
export const drawPick = (chapter, last, words) => {
  const facts = factsOf(chapter, words)
  if (last) facts.push(fillWords(words.lastLed, { day: sessionDay(last) }))
  const button = makeButton('choose', '')
  button.className = 'learn-session__pick'
  button.dataset.chapter = chapter.id
  button.append(makePart('span', 'learn-badge learn-badge--small', String(chapter.number)), ' ', makePart('span', 'learn-session__picked', '', makePart('strong', '', chapter.title), ' ', makePart('span', 'learn-session__facts', facts.join(' · '))))
  return makePart('li', '', '', button)
}

/** A session in a list, with buttons, each of [what it does, words, strong]. */
export const drawListed = (id, name, facts, buttons) => {
  const item = makePart('li', 'learn-session__listed', '', makePart('p', '', '', makePart('strong', '', name), makePart('span', 'learn-session__facts', facts)))
  item.append(makePart('p', 'learn-tool__buttons', '', ...buttons.map(([does, text, strong]) => {
    const button = makeButton(does, text, strong)
    button.dataset.session = id
    button.ariaLabel = `${text}: ${name}, ${facts}`
    return button
  })))
  return item
}

const drawTick = (line, isTicked) => {
  const box = makePart('input')
  box.type = 'checkbox'
  box.value = line
  box.checked = isTicked
  return makePart('li', '', '', makePart('label', 'learn-session__tick', '', box, makePart('span', '', line)))
}

/**
 * What a lead needs to know and to bring, in the page's parts.
 *
 * @param {import('./tool-parts.mjs').ToolElement} host
 * @param {{people?: string, ticked?: string[]}} draft what was ticked and written so far
 */
export const drawPreparation = (host, chapter, { people = '', ticked = [] }) => {
  const { words } = host
  const { purpose = '', prepare = [], materials = [], agenda = [] } = chapter.session ?? {}
  const prompts = promptsOf(chapter)
  const part = (name) => host.part(name)
  part('prepare-head').textContent = fillWords(words.prepareHead, chapter)
  part('prepare-aim').textContent = purpose
  part('prepare-facts').textContent = factsOf(chapter, words).join(' · ')
  part('prepare-link').textContent = words.readChapter
  part('prepare-link').href = new URL(chapter.address, host.root).href
  // Whoever is typing or ticking goes on at the same place.
  if (part('people') !== document.activeElement) part('people').value = people
  for (const [name, lines] of [['before', prepare], ['materials', materials]]) {
    const list = part(`${name}-list`)
    const held = [...list.children].indexOf(document.activeElement?.closest('li'))
    part(name).hidden = lines.length === 0
    list.replaceChildren(...lines.map((line) => drawTick(line, ticked.includes(line))))
    list.children[held]?.querySelector('input').focus()
  }
  part('prepare-agenda').hidden = agenda.length === 0
  part('prepare-steps').replaceChildren(...agendaTimes(agenda, 0).map((step) => {
    const time = makePart('p', 'learn-agenda__time', '', makePart('strong', '', fillWords(words.minutes, step)), makePart('span', 'learn-agenda__clock', `${step.start}–${step.end}`))
    return makePart('li', 'learn-agenda__step', '', time, makePart('p', 'learn-agenda__text', step.text))
  }))
  part('prepare-questions').hidden = prompts.length === 0
  part('questions').replaceChildren(...prompts.map((prompt) => {
    const item = makePart('li', '', '', makePart('strong', '', prompt.text))
    if (prompt.minutes) item.append(' ', makePart('span', 'learn-minutes', fillWords(words.minutes, prompt)))
    if (prompt.listen_for) item.append(makePart('p', 'learn-session__soft', prompt.listen_for))
    return item
  }))
}
