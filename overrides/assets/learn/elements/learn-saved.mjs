import { Base } from '../core/base.mjs'
import { pageStem, tickedValue } from '../core/progress.mjs'
import { openStore } from '../core/store.mjs'
import { eachInMoments, pause } from './moments.mjs'

const STATUS_FOR = 2500
// Pieces of the document.
const MANY = 50

/** One part of the page that fails must not keep the others from getting their work back. */
const attempt = (action) => {
  try {
    action()
  } catch (error) {
    globalThis.reportError(error)
  }
}

/**
 * Ties a page to the saved work of its course: brings back ticks, notes, quizzes and worksheets, keeps what changes, in step
 * with other tabs, and says plainly where that is not possible. One works for a whole page.
 *
 * A chapter counts as read when the end of its text (the heading named by data-end, or else the way on to the next chapter)
 * has come into view, or a question has been answered. How long somebody looked is nobody's business.
 */
export class LearnSavedElement extends Base {
  static tag = 'learn-saved'
  #listeners
  #restoring
  #store
  #touched = false
  #timer

  connectedCallback() {
    this.#listeners?.abort()
    this.#store = openStore(this.dataset.course)
    attempt(() => this.#store.rename(JSON.parse(this.dataset.formerly ?? '{}')))
    if (document.querySelector(LearnSavedElement.tag) !== this) return
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    signal.addEventListener('abort', this.#store.subscribe((news) => this.#hear(news)))
    const on = (type, act) => document.addEventListener(type, (event) => attempt(() => act(event)), { signal })
    on('learn-answer', ({ detail }) => this.#keepAnswer(detail))
    on('learn-change', ({ detail }) => this.#keepChange(detail))
    on('change', ({ target }) => target.matches('.learn-check__box[data-id]') && this.#keepTick(target))
    on('input', ({ target }) => target.matches('.learn-prompt__note textarea') && this.#keepNote(target))
    // Browsers put form values back after this callback, and before a restoring that is still to begin.
    addEventListener('pageshow', () => this.#restoring && this.#restore(), { signal })
    // Elements further down the page are connected after this one.
    queueMicrotask(async () => {
      const { length } = this.#store.names()
      // To reach much saved work was a moment of its own.
      if (length > MANY) await pause()
      if (signal.aborted) return
      // Somebody has been here: what they saved is shown, and printed, without a wait for them to begin.
      if (length) this.dispatchEvent(new Event('learn-wanted'))
      this.#restore()
      this.#watchEnd(signal)
      this.#markNavigation()
      this.#showTrouble()
    })
  }

  disconnectedCallback() {
    this.#listeners?.abort()
    this.#restoring?.abort()
    clearTimeout(this.#timer)
  }

  // Keeping

  #keep(id, rev, value) {
    this.#touched = true
    if (value === null) this.#store.remove(id)
    else this.#store.set(id, rev, value)
    this.#showTrouble()
  }

  #keepTick({ checked, dataset: { id, rev } }) {
    this.#keep(id, rev, tickedValue(id, this.#store.get(id)?.value, checked))
  }

  #keepNote(field) {
    const { id, rev } = field.closest('[data-id]').dataset
    this.#keep(id, rev, field.value.trim() ? field.value : null)
    this.#fit(field)
  }

  #keepAnswer({ id, rev, given, verdict, firstTry, hints }) {
    const before = this.#store.get(id)?.value
    const first = firstTry || !before?.first ? { given, verdict, hints } : before.first
    this.#keep(id, rev, { ...before, first, last: { given, verdict } })
    this.#setRead()
  }

  #keepChange({ id, rev, value, cleared }) {
    if (!cleared) return this.#keep(id, rev, value)
    for (const question of cleared) this.#keep(question, '', null)
  }

  #setRead() {
    const { chapter } = this.dataset
    if (chapter && !this.#store.get(`${chapter}/read`)) this.#store.set(`${chapter}/read`, '', true)
  }

  #watchEnd(signal) {
    const { chapter, end } = this.dataset
    const target = document.getElementById(end) ?? document.querySelector('.learn-next')
    if (!chapter || !target || this.#store.get(`${chapter}/read`)) return
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      this.#setRead()
    })
    observer.observe(target)
    signal.addEventListener('abort', () => observer.disconnect())
  }

  // Bringing back

  /** Make the page show what is saved: everything, for which the last time need not come to its end, or only what changed elsewhere. */
  async #restore(ids) {
    if (!ids) this.#restoring?.abort()
    const { signal } = ids ? this.#listeners : (this.#restoring = new AbortController())
    const hosts = new Map()
    await this.#eachPart(ids, signal, (part, id, entry) => {
      const value = entry?.value
      if (part.matches('.learn-check__box')) part.checked = value === true || value?.chosen === true
      if (part.matches('.learn-prompt__note')) this.#restoreNote(part, value)
      const host = part.closest('learn-quiz, learn-worksheet')
      if (!host || (!entry && !ids)) return
      const given = host.matches('learn-quiz') && value ? { ...value.last, first: value.first?.verdict, hints: value.first?.hints, rev: entry.rev } : value
      hosts.set(host, { ...hosts.get(host), [id]: given ?? null })
    })
    if (signal.aborted) return
    for (const [host, values] of hosts) {
      const give = () => attempt(() => host.restore(values))
      // A worksheet's script is a file of its own and may come later.
      if (host.restore) give()
      else customElements.whenDefined(host.localName).then(() => host.isConnected && give())
    }
    this.#markChanged(ids)
  }

  #eachPart(ids, signal, act) {
    const wanted = ids && new Set(ids)
    const parts = [...document.querySelectorAll('[data-id][data-rev]')].filter(({ dataset: { id } }) => !ids || wanted.has(id))
    return eachInMoments(parts, signal, (part) => attempt(() => act(part, part.dataset.id, this.#store.get(part.dataset.id))))
  }

  #restoreNote(note, value) {
    const field = note.querySelector('textarea') ?? this.#addField(note)
    const text = typeof value === 'string' ? value : ''
    if (field.value !== text) field.value = text
    this.#fit(field)
  }

  /** Room for a note, which only a script can keep: before the lines that paper has, named by its label and its question. */
  #addField(note) {
    const { id } = note.dataset
    const [own, label, field] = ['p', 'label', 'textarea'].map((tag) => document.createElement(tag))
    own.className = 'learn-prompt__own'
    Object.assign(label, { className: 'learn-prompt__label', id: `${id}/label`, htmlFor: `${id}/note`, textContent: note.closest('[data-note]').dataset.note })
    Object.assign(field, { className: 'learn-prompt__field', id: `${id}/note`, rows: 2, maxLength: 50000, autocomplete: 'off' })
    field.setAttribute('aria-labelledby', `${id}/label ${id}`)
    own.append(label, field)
    note.prepend(own)
    return field
  }

  /** Let paper know whether ruled lines are needed; and grow with the text where styles alone cannot do it. */
  #fit(field) {
    field.closest('[data-id]').toggleAttribute('data-written', field.value.trim() !== '')
    if (CSS.supports('field-sizing', 'content')) return
    field.style.height = ''
    field.style.height = `${field.scrollHeight + 2}px`
  }

  /** Say beside an item that it has changed since somebody answered it. A quiz says so itself. */
  #markChanged(ids) {
    this.#eachPart(ids, this.#listeners.signal, (part, id, entry) => {
      if (part.matches('form')) return
      const place = part.nextElementSibling?.matches('.learn-check__text') ? part.nextElementSibling : part
      this.#mark(place, 'learn-changed', this.dataset.changed, entry && entry.rev !== part.dataset.rev)
    })
  }

  /** A word at the end of `place`, or none. */
  #mark(place, name, words, isWanted) {
    const known = place.querySelector(`:scope > .${name}`)
    if (!known === !isWanted) return
    if (known) return known.remove()
    const mark = document.createElement('span')
    mark.className = name
    mark.textContent = words
    place.append(mark)
  }

  /** On pages with something of the course on them. Others load nothing of ours, and so show no marks: they cost a reader no byte. */
  #markNavigation() {
    const done = this.#store.names().flatMap((name) => (name.includes('/') ? [] : this.#store.get(`${name}/done`)?.value ?? []))
    // Not the headings of the page itself, nor a folded section that leads to its first page.
    for (const link of document.querySelectorAll('.md-nav--primary .md-nav__item:not(.md-nav__item--pruned) > a.md-nav__link:not([href*="#"])')) {
      const path = `/${pageStem(link.pathname)}`
      this.#mark(link, 'learn-done', this.dataset.done, done.some((value) => path.endsWith(`/${value}`)))
    }
  }

  // Saying

  #hear(news) {
    if (news.kind === 'trouble') this.#showTrouble()
    if (news.kind === 'saved' && this.#touched) {
      this.#touched = false
      this.#say(this.dataset.saved)
    }
    if (news.kind !== 'changed') return
    if (news.elsewhere) this.#restore(news.ids)
    else this.#markChanged(news.ids)
    if (news.ids.some((id) => id.endsWith('/done'))) this.#markNavigation()
  }

  #say(words) {
    const status = this.querySelector('.learn-saved__status')
    // Read aloud once, not at every pause while somebody types.
    if (status.textContent !== words) status.textContent = words
    status.dataset.shown = ''
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => delete status.dataset.shown, STATUS_FOR)
  }

  #showTrouble() {
    const { trouble } = this.#store
    this.querySelector('.learn-saved__trouble').textContent = this.dataset[trouble] ?? ''
    if (this.#touched && trouble && trouble !== 'damaged') this.#say(this.dataset.unsaved)
  }
}
