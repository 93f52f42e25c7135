import { certificateChapters, nameLength, readCertificate } from '../core/certificate.mjs'
import { fillWords, valueText } from '../core/notes.mjs'
import { ToolElement, dayWords, localDay, makePart } from './tool-parts.mjs'

const CERTIFICATE_SETTING = 'settings/certificate'
const LEARNER_NAME = 'settings/name'

/**
 * A certificate of completion, filled in as somebody types and printed by the browser on one page.
 *
 * data-state: ready, unread (no manifest). Every text reaches the sheet as text only.
 */
export class LearnCertificateElement extends ToolElement {
  static tag = 'learn-certificate'
  #settings
  #chapters = []

  start(signal) {
    this.addEventListener('input', ({ target }) => this.#change(target), { signal })
    this.addEventListener('submit', (event) => event.preventDefault(), { signal })
    this.addEventListener('click', ({ target }) => target.closest('[data-do=print]') && globalThis.print(), { signal })
  }

  show() {
    this.showState(this.course ? 'ready' : 'unread')
    if (this.course) this.#read()
  }

  hear({ kind, elsewhere }) {
    if (kind === 'changed' && elsewhere && this.course) this.#read()
  }

  #read() {
    this.#chapters = certificateChapters(this.store.all(), this.course)
    this.#settings = this.#settingsOf(this.store.get(CERTIFICATE_SETTING)?.value)
    this.part('picks').replaceChildren(...this.#chapters.map((one) => this.#pick(one)))
    this.#fillForm()
    this.#draw()
  }

  #settingsOf(value) {
    const name = valueText(this.store.get(LEARNER_NAME)?.value)
    return readCertificate(value, this.course, { name, today: localDay(new Date()), hasWork: this.#chapters.some(({ begun }) => begun) })
  }

  #pick({ chapter }) {
    const box = makePart('input')
    box.type = 'checkbox'
    box.name = 'chapters'
    box.value = chapter.id
    const facts = makePart('span', 'learn-certificate__soft')
    facts.id = `certificate-facts-${chapter.id}`
    box.setAttribute('aria-describedby', facts.id)
    return makePart('li', '', '', makePart('label', 'learn-certificate__choice', '', box, ' ', makePart('span', '', fillWords(this.words.chapter, chapter))), facts)
  }

  #factsOf({ read, tried, questions, done, begun }) {
    const { words } = this
    if (!begun) return words.isNone
    if (questions === 0) return read ? words.isRead : words.isUnread
    return fillWords(done ? words.isDone : words.isPartly, { read: read ? words.isRead : words.isUnread, tried, questions })
  }

  get #fields() {
    return [...this.part('form').elements].filter(({ name }) => name)
  }

  /** The chapters that the certificate names. */
  get #named() {
    const { from, chapters } = this.#settings
    return this.#chapters.filter(({ chapter, done }) => (from === 'saved' ? done : chapters.includes(chapter.id)))
  }

  #fillForm() {
    const settings = this.#settings
    const isSaved = settings.from === 'saved'
    for (const field of this.#fields) {
      const { name, value } = field
      if (name === 'from') field.checked = value === settings.from
      else if (name !== 'chapters') {
        if (value !== settings[name] && field !== document.activeElement) field.value = settings[name]
      } else {
        const one = this.#chapters.find(({ chapter }) => chapter.id === value)
        field.disabled = isSaved
        field.checked = isSaved ? one.done : settings.chapters.includes(value)
        const facts = field.closest('li').lastChild
        facts.textContent = isSaved ? this.#factsOf(one) : ''
      }
    }
  }

  #change({ name, value }) {
    if (!name) return
    const chapters = this.#fields.filter((field) => field.name === 'chapters' && field.checked).map((field) => field.value)
    const change = name === 'chapters' ? { chapters } : { [name]: value }
    // Whoever begins to choose begins with what is done.
    if (name === 'from' && value === 'chosen' && this.#settings.chapters.length === 0) change.chapters = chapters
    this.#settings = this.#settingsOf({ ...this.#settings, ...change })
    const { day, ...more } = this.#settings
    // The day is today's unless somebody chose another.
    this.store.set(CERTIFICATE_SETTING, '', day === localDay(new Date()) ? more : { day, ...more })
    this.#fillForm()
    this.#draw()
  }

  #draw() {
    const { words } = this
    const { name, team, trainer, day, from } = this.#settings
    const named = this.#named
    const count = named.length
    const did = count === 1 ? words.didOne : count === this.#chapters.length ? words.didAll : words.did
    const questions = named.reduce((all, one) => all + one.questions, 0)
    const write = (part, text) => {
      this.part(`cert-${part}`).textContent = text
    }
    write('name', name.trim() || words.blank)
    write('did', count ? fillWords(did, { count }) : '')
    write('day', dayWords(day, { dateStyle: 'long' }))
    write('team', team.trim())
    write('trainer', trainer.trim())
    write('record', from === 'saved' && count ? fillWords(words.record, { questions }) : '')
    const list = this.part('cert-chapters')
    list.replaceChildren(...named.map(({ chapter }) => makePart('li', '', '', makePart('span', 'learn-cert__number', String(chapter.number)), ` ${chapter.title}`)))
    list.dataset.many = count > 6
    const sheet = list.closest('.learn-cert')
    sheet.dataset.length = nameLength(name.trim())
    sheet.toggleAttribute('data-blank', !name.trim())
    const isReady = Boolean(name.trim() && count)
    this.part('print').disabled = !isReady
    const said = isReady ? words.ready : !count ? (from === 'saved' ? words.noChapters : words.noneChosen) : words.noName
    if (this.part('status').textContent !== said) this.part('status').textContent = said
  }
}
