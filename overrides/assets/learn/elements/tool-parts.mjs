// What the tool pages share: how they begin, the course's manifest, small pieces of a page, days of this device's calendar,
// files that go out and come in.
import { Base } from '../core/base.mjs'
import '../core/moved.mjs'
import { SAVED_LIMITS, emptySaved, readSaved } from '../core/saved.mjs'
import { openStore } from '../core/store.mjs'
import { eachInMoments, pause } from './moments.mjs'

// No file of fewer characters than reading accepts has more bytes: larger ones are refused unread.
const MOST_BYTES = SAVED_LIMITS.text * 3

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

// To make a format takes a thousand times as long as to use it, and to use it a hundred times as long as to look its words up.
const dayFormats = new Map()

/** A day as people write it. */
export const dayWords = (day, options) => {
  const key = Object.entries(options).join()
  if (!dayFormats.has(key)) dayFormats.set(key, { format: new Intl.DateTimeFormat(document.documentElement.lang || 'en', options), days: new Map() })
  const { format, days } = dayFormats.get(key)
  if (!days.has(day)) {
    const [year, month, date] = day.split('-').map(Number)
    days.set(day, format.format(new Date(year, month - 1, date)))
  }
  return days.get(day)
}

/**
 * Put a text into the reader's downloads.
 *
 * @param {string} name the file's, with its ending
 * @param {string} type such as 'text/csv'; the text is written as UTF-8
 */
export const saveFile = (name, type, text) => {
  const link = makePart('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  // A browser may only begin to read it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

/**
 * A saved document out of a file that somebody chose, which may be anything. Ids in it are as the file has them: carry renamed
 * ones over with migrateSaved.
 *
 * @param {File} file
 * @param {string} course the id that the document must have
 * @returns {Promise<{document: SavedDocument, problem: string | null, dropped: number}>} as readSaved, with one problem more:
 *   'unreadable', where the browser cannot read the file
 */
export const readSavedFile = async (file, course) => {
  const refused = (problem) => ({ document: emptySaved(course), problem, dropped: 0 })
  if (file.size > MOST_BYTES) return refused('too-big')
  try {
    return readSaved(await file.text(), course)
  } catch {
    return refused('unreadable')
  }
}

/**
 * An element that works on a course's saved work: opens the store, loads the manifest, says where work may not last.
 *
 * A tool has `start(signal)`, `show(signal)` for when the manifest or its absence is known, which may take several moments and then
 * gives a promise, and `hear(news)` for the store's news.
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
      // Before the tool is shown there is nothing to mend: it will be drawn from what is stored then.
      else if (this.hasAttribute('data-ready')) this.hear(news)
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
    // To read much saved work takes several moments.
    await pause()
    await eachInMoments(this.store.names(), signal, (name) => this.store.read(name))
    if (signal.aborted) return
    this.store.all()
    await pause()
    if (signal.aborted) return
    await this.show(signal)
    if (!signal.aborted) this.toggleAttribute('data-ready', true)
  }

  #trouble() {
    const line = this.part('trouble')
    line.hidden = !this.store.trouble
    line.textContent = this.words[this.store.trouble] ?? ''
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`)
  }

  /** Call `take` with the files that somebody drops on the element, as long as `isWanted` says so. */
  takeDropped(take, signal, isWanted = () => true) {
    for (const name of ['dragover', 'drop']) {
      this.addEventListener(name, (event) => {
        const { types, files } = event.dataTransfer
        if (!types.includes('Files') || !isWanted()) return
        event.preventDefault()
        if (files.length) take([...files])
      }, { signal })
    }
  }

  /** Show what belongs to a state (data-for-state names one or several), and nothing else of that kind. */
  showState(name) {
    this.dataset.state = name
    for (const part of this.querySelectorAll('[data-for-state]')) part.hidden = !part.dataset.forState.split(' ').includes(name)
  }
}
