// What the tool pages share: how they begin, the course's manifest, small pieces of a page, days of this device's calendar.
import { Base } from '../core/base.mjs'
import { openStore } from '../core/store.mjs'

/**
 * The course's manifest: from a script, where the site was opened from disk and nothing can be fetched; else from its
 * address, which a service worker keeps. Null where neither is at hand.
 *
 * @param {string} address of course.json, relative to the page
 * @param {string} id the course's
 */
async function loadCourse(address, id) {
  const fits = (course) => (course?.format === 'learn-course' && course.version === 1 && course.id === id ? course : null)
  const carried = fits(globalThis.learnCourse)
  if (carried) return carried
  try {
    const answer = await fetch(address)
    return answer.ok ? fits(await answer.json()) : null
  } catch {
    return null
  }
}

/** An element with text: never HTML, so that nothing a learner or a file says can become a part of the page. */
export const makePart = (tag, name, text, ...parts) => {
  const part = document.createElement(tag)
  if (name) part.className = name
  if (text) part.textContent = text
  part.append(...parts)
  return part
}

export const makeLink = (address, root, text) => {
  const link = makePart('a', '', text)
  link.href = new URL(address, root).href
  return link
}

export const makeButton = (name, text, strong) => {
  const button = makePart('button', `learn-tool__button${strong ? ' learn-tool__button--strong' : ''}`, text)
  button.type = 'button'
  button.dataset.do = name
  return button
}

/** A time's day in this device's calendar, as '2026-11-23'. */
export const localDay = (time) => {
  const date = new Date(time)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

/** A day as people write it. */
export const dayWords = (day, options) => {
  const [year, month, date] = day.split('-').map(Number)
  return new Intl.DateTimeFormat(document.documentElement.lang || 'en', options).format(new Date(year, month - 1, date))
}

/**
 * An element that works on a course's saved work: opens the store, loads the manifest, says where work may not last.
 *
 * A tool has `start(signal)`, `show()` for when the manifest or its absence is known, and `hear(news)` for the store's news.
 * Words stand in data-words, parts of its HTML are named by data-part.
 */
export class ToolElement extends Base {
  course = null
  #listeners

  connectedCallback() {
    this.#listeners?.abort()
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    this.words = JSON.parse(this.dataset.words)
    this.store = openStore(this.dataset.course)
    this.root = new URL(this.dataset.manifest, document.baseURI)
    signal.addEventListener('abort', this.store.subscribe((news) => {
      if (news.kind === 'trouble') this.#trouble()
      else this.hear(news)
    }))
    globalThis.addEventListener('online', () => this.course ?? this.#load(signal), { signal })
    this.start(signal)
    this.part('live').hidden = false
    this.toggleAttribute('data-enhanced', true)
    this.#trouble()
    this.#load(signal)
  }

  disconnectedCallback() {
    this.#listeners?.abort()
  }

  async #load(signal) {
    const course = await loadCourse(this.root, this.dataset.course)
    if (signal.aborted) return
    this.course = course
    this.store.rename(course?.formerly ?? {})
    this.show()
    this.toggleAttribute('data-ready', true)
  }

  #trouble() {
    const line = this.part('trouble')
    line.hidden = !this.store.trouble
    line.textContent = this.words[this.store.trouble] ?? ''
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`)
  }
}
