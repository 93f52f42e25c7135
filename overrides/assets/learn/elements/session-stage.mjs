import { agendaTimes, clockText, parseSessionId, peopleOf, sessionMinutes, stepTime } from '../core/session.mjs'
import { fillWords } from '../core/notes.mjs'
import { makeButton, makePart } from './tool-parts.mjs'

const STEP_HEADS = { agenda: 'opening', prompt: 'question', close: 'closing' }

/** The agenda with times of day, as they will be if nothing more is paused. */
const drawSessionAgenda = (agenda, seconds, at, words) => agendaTimes(agenda, seconds).map((step) => {
  const head = makePart('p', 'learn-session__when', '', makePart('strong', '', at(step.start)), ` · ${fillWords(words.minutes, step)}`)
  if (step.state === 'now') head.append(makePart('span', 'learn-session__now', words.now))
  const item = makePart('li', '', '', head, makePart('p', '', step.text))
  item.dataset.time = step.state
  return item
})

const drawStepButton = (step, { words, session, current }) => {
  const { spent, skipped = [] } = session
  const names = { agenda: words.stepAgenda, prompt: fillWords(words.stepPrompt, step), close: words.stepClose }
  const mark = skipped.includes(step.id) ? 'skipped' : spent[step.id] && step !== current ? 'done' : ''
  const button = makeButton('go', step.kind === 'prompt' ? String(step.number) : names[step.kind])
  button.className = 'learn-session__go'
  button.dataset.step = step.id
  button.dataset.mark = mark
  button.ariaLabel = [names[step.kind], mark === 'skipped' ? words.skippedMark : mark ? words.doneMark : ''].filter(Boolean).join(', ')
  if (step === current) button.ariaCurrent = 'step'
  return makePart('li', '', '', button)
}

/**
 * What the lead sees while a session runs, in the page's parts: the step at hand, its time, the agenda.
 *
 * A scene is {id, session, chapter, steps, step, own}: the session's id and value, its chapter (null where it is gone), all steps and the
 * one at hand, and what the lead has noted on it before.
 */
export class SessionStage {
  #host
  // Steps of which the lead knows that their time is over.
  #told = new Set()
  #agendaOf = ''

  /** @param {import('./tool-parts.mjs').ToolElement} host */
  constructor(host) {
    this.#host = host
  }

  #write(name, text) {
    const part = this.#host.part(name)
    if (part.textContent !== text) part.textContent = text
  }

  /** What is typed at this moment stays under the cursor. */
  #fill(name, text) {
    const field = this.#host.part(name)
    if (field.value === text) return
    const { selectionStart, selectionEnd } = field
    field.value = text
    if (field === document.activeElement) field.setSelectionRange(selectionStart, selectionEnd)
  }

  focus({ step }) {
    this.#host.part(STEP_HEADS[step.kind]).focus()
  }

  draw(scene) {
    const { words } = this.#host
    const { id, session, chapter, steps, step } = scene
    const part = (name) => this.#host.part(name)
    const next = steps[steps.indexOf(step) + 1]
    this.#host.dataset.step = step.kind
    for (const one of this.#host.querySelectorAll('[data-for-step]')) one.hidden = one.dataset.forStep !== step.kind
    // At the opening the agenda comes first, on a phone too.
    const home = part(step.kind === 'agenda' ? 'decide-later' : 'decide-here')
    if (!home.contains(part('decide'))) home.append(part('decide'))
    this.#write('place', chapter ? fillWords(words.chapter, chapter) : parseSessionId(id).chapter)
    part('steps').replaceChildren(...steps.map((one) => drawStepButton(one, { words, session, current: step })))
    part('back').disabled = step === steps[0]
    this.#write('next', !next ? words.end : next.kind === 'close' ? words.toClose : next.number === 1 ? words.toFirst : words.toNext)
    part('names').replaceChildren(...peopleOf(session.people).map((name) => Object.assign(makePart('option'), { value: name })))
    this.#drawEnds(scene)
    if (step.kind === 'prompt') this.#drawPrompt(scene)
    this.#agendaOf = ''
    this.drawTime(scene)
  }

  #drawEnds({ session, chapter }) {
    const { words } = this.#host
    const { purpose = '', close = '', afterwards = '' } = chapter?.session ?? {}
    this.#write('opening', words.openHead)
    this.#write('opening-text', purpose || words.openPlain)
    this.#write('opening-people', session.people ? fillWords(words.people, { people: peopleOf(session.people).join(', ') }) : '')
    this.#write('closing', words.closeHead)
    this.#write('closing-text', close || words.closePlain)
    this.#write('closing-plain', close ? words.closePlain : '')
    this.#write('after-text', afterwards)
    this.#host.part('after').hidden = !afterwards
    this.#fill('note', session.note ?? '')
  }

  #drawPrompt(scene) {
    const { words } = this.#host
    const { session, steps, step, own } = scene
    this.#write('eyebrow', fillWords(words.eyebrow, { number: step.number, count: steps.length - 2 }))
    this.#write('question', step.text)
    this.#write('why', step.purpose ?? '')
    this.#write('listen-text', step.listen_for ?? '')
    this.#host.part('listen').hidden = !step.listen_for
    this.#write('own-text', own)
    this.#host.part('own').hidden = !own
    this.#fill('said', session.said[step.id] ?? '')
    // Over already when it comes into view: nobody needs to be told again.
    if (this.#time(scene).over) this.#told.add(this.#overKey(scene))
  }

  #time({ session, step, chapter }) {
    return stepTime(session, step, sessionMinutes(chapter))
  }

  #overKey(scene) {
    return `${scene.id} ${scene.step.id} ${this.#time(scene).planned}`
  }

  /** @returns {string} words for the moment when a question's time is over, else '' */
  drawTime(scene) {
    const { words } = this.#host
    const { session, step, chapter } = scene
    const minutes = sessionMinutes(chapter)
    const { spent, planned, over, part } = this.#time(scene)
    const of = planned ? fillWords(words.ofMinutes, { minutes: planned / 60 }) : words.noMinutes
    const late = over ? fillWords(words.over, { time: clockText(over) }) : ''
    this.#host.toggleAttribute('data-paused', !session.since)
    this.#write('pause', session.since ? words.pause : words.resume)
    this.#write('clock', clockText(session.seconds))
    this.#write('clock-of', minutes ? fillWords(words.clockOf, { minutes }) : '')
    this.#write('time', clockText(spent))
    this.#write('time-of', of)
    this.#write('time-over', late)
    this.#write('mini', [clockText(spent), late || of].join(' '))
    for (const name of ['timer', 'mini']) this.#host.part(name).toggleAttribute('data-over', over > 0)
    const bar = this.#host.part('timer').querySelector('.learn-session__bar')
    bar.hidden = !planned
    bar.firstElementChild.style.inlineSize = `${part * 100}%`
    this.#drawAgenda(session, chapter, minutes)
    if (!over || step.kind !== 'prompt' || this.#told.has(this.#overKey(scene))) return ''
    this.#told.add(this.#overKey(scene))
    return fillWords(words.overSaid, { minutes: planned / 60 })
  }

  #drawAgenda({ seconds }, chapter, minutes) {
    const { words } = this.#host
    const now = Date.now()
    const key = `${Math.floor(now / 60000)} ${Math.floor(seconds / 60)}`
    if (key === this.#agendaOf) return
    this.#agendaOf = key
    const clock = new Intl.DateTimeFormat(document.documentElement.lang || 'en', { timeStyle: 'short' })
    const at = (after) => clock.format(now - seconds * 1000 + after * 60000)
    const agenda = chapter?.session?.agenda ?? []
    this.#host.part('agenda-box').hidden = agenda.length === 0
    this.#write('ends', minutes ? fillWords(words.ends, { time: at(minutes) }) : '')
    this.#host.part('agenda').replaceChildren(...drawSessionAgenda(agenda, seconds, at, words))
  }
}
