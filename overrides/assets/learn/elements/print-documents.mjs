// The documents of the print desk: fetched, filled in, and made still, so that they are paper and no page any more.
import { fillWords } from '../core/notes.mjs'
import { makePart } from './tool-parts.mjs'

/**
 * A group's documents, HTML by id: from a script where the site was opened from disk and nothing can be fetched, else from its
 * file. Null where neither is at hand.
 */
const loadGroup = async (root, course, group) => {
  const fits = (found) => (found?.format === 'learn-print' && found.version === 1 && found.course === course ? found.documents : null)
  const address = (ending) => new URL(`print/${group}.${ending}`, root).href
  if (globalThis.learnCourse) {
    if (!globalThis.learnPrint?.[group]) {
      await new Promise((resolve) => {
        const script = Object.assign(makePart('script'), { src: address('js'), onload: resolve, onerror: resolve })
        document.head.append(script)
      })
    }
    return fits(globalThis.learnPrint?.[group])
  }
  try {
    const answer = await fetch(address('json'))
    return answer.ok ? fits(await answer.json()) : null
  } catch {
    return null
  }
}

/**
 * HTML of the site's own files, which our own renderer wrote, as elements. What learners write or import is never parsed as HTML.
 */
const parsed = (html) => document.importNode(new DOMParser().parseFromString(html, 'text/html').body, true)

/** What stands in a control as people write it. */
const shownIn = (control) => {
  if (control.tagName === 'SELECT') return control.value ? control.selectedOptions[0].text : ''
  if (control.type === 'date' && control.value) {
    const [year, month, day] = control.value.split('-').map(Number)
    return new Intl.DateTimeFormat(document.documentElement.lang || 'en', { dateStyle: 'medium' }).format(new Date(year, month - 1, day))
  }
  return control.value
}

/** A control as ink on paper: a box with or without a mark, or a line with or without words. */
const still = (control) => {
  const isBox = control.type === 'checkbox' || control.type === 'radio'
  const part = makePart('span', control.className, isBox ? '' : shownIn(control))
  part.dataset.still = isBox ? control.type : control.tagName.toLowerCase()
  if (isBox) part.toggleAttribute('data-ticked', control.checked)
  else part.toggleAttribute('data-written', part.textContent !== '')
  if (control.hasAttribute('rows')) part.setAttribute('rows', control.getAttribute('rows'))
  // The lines at the head of a worksheet, which a desk may know what to write on.
  const [, line] = /\.sheet\.(team|date)$/.exec(control.name) ?? []
  if (line) part.dataset.line = line
  return part
}

const DROPPED = 'button, template, summary > svg, .learn-worksheet__more, .learn-quiz__verdict, .learn-quiz__moves, .learn-quiz__actions, .learn-quiz__result, .learn-quiz__spoken, .learn-actions__live, .learn-actions__sheet'

/**
 * Elements without anything that a page could do with them: no controls, no links, no names, and classes that begin with `leaf`,
 * which only the styles of paper know.
 */
const stilled = (root) => {
  for (const part of root.querySelectorAll(DROPPED)) part.remove()
  for (const control of root.querySelectorAll('input, textarea, select')) control.replaceWith(still(control))
  const made = (part) => {
    const tag = part.localName
    const name = { a: 'span', output: 'span', form: 'div', summary: 'p', label: 'span', details: 'div', fieldset: 'div', legend: 'div' }[tag] ?? (tag.includes('-') || tag === 'body' ? 'div' : tag)
    const leaf = document.createElement(name)
    for (const { name, value } of part.attributes) {
      if (/^(class|data-.*|rows|scope|colspan|rowspan|start|src|alt|dir|lang)$/.test(name)) leaf.setAttribute(name, value)
    }
    // Labels stand in lines, sets and forms are blocks.
    if (tag === 'label' || tag === 'fieldset' || tag === 'legend') leaf.dataset.was = tag
    leaf.className = leaf.className.replace(/\blearn\b/g, 'leaf')
    for (const child of part.childNodes) leaf.append(child.nodeType === Node.ELEMENT_NODE ? made(child) : child.cloneNode())
    return leaf
  }
  return made(root)
}

/** The saved value where a document is to be filled in. */
const restoreChapter = (root, store) => {
  for (const box of root.querySelectorAll('.learn-check__box[data-id]')) {
    const value = store.get(box.dataset.id)?.value
    box.checked = value === true || value?.chosen === true
  }
  for (const note of root.querySelectorAll('.learn-prompt__note')) {
    const value = store.get(note.dataset.id)?.value
    if (typeof value === 'string') note.querySelector('textarea').value = value
  }
}

const restoreQuestion = (form, store) => {
  const given = store.get(form.dataset.id)?.value?.last?.given
  if (!Array.isArray(given)) return
  for (const box of form.querySelectorAll('[name=answer]')) box.checked = given.includes(box.value)
  for (const place of form.querySelectorAll('select')) place.value = given.includes(place.name) ? String(given.indexOf(place.name) + 1) : ''
}

/** Loads documents and makes them ready for paper. Fetched once; filled in anew after each change of saved work. */
export class PrintDocuments {
  #host
  #groups = new Map()
  #bench
  #ready = new Map()

  /** @param {import('./tool-parts.mjs').ToolElement} host */
  constructor(host) {
    this.#host = host
    // Worksheets fill themselves in, which takes a place in the page.
    this.#bench = makePart('div')
    this.#bench.hidden = true
    host.append(this.#bench)
  }

  /** True once it is known whether the choice's document is there. */
  isSettled({ id, group }) {
    return /^(quiz|key)\//.test(id) || (this.#groups.has(group) && !(this.#groups.get(group) instanceof Promise))
  }

  /** Fetch what these choices need; true where something new has come. */
  async load(choices) {
    const wanted = [...new Set(choices.filter((choice) => !this.isSettled(choice)).map(({ group }) => group))]
    const { root, dataset } = this.#host
    await Promise.all(wanted.map(async (group) => {
      if (!this.#groups.has(group)) this.#groups.set(group, loadGroup(root, dataset.course, group))
      const found = await this.#groups.get(group)
      // What could not be had is asked for again when it is chosen the next time.
      if (found) this.#groups.set(group, found)
      else this.#groups.delete(group)
    }))
    return wanted.length > 0
  }

  /** Forget what was filled in: saved work has changed. */
  forget() {
    this.#ready.clear()
  }

  /**
   * A choice's document, to be cloned before use; null where it is not there.
   *
   * @param {import('../core/print.mjs').PrintChoice} choice
   * @param {boolean} filled with saved work in it
   * @returns {HTMLElement | null}
   */
  make(choice, filled) {
    const key = `${choice.id} ${filled}`
    if (!this.#ready.has(key)) {
      const made = this.#make(choice, filled)
      if (!made) return null
      this.#ready.set(key, made)
    }
    return this.#ready.get(key)
  }

  #make({ id, group, title }, filled) {
    const kind = id.split('/', 1)[0]
    if (kind === 'quiz' || kind === 'key') return this.#quiz(id.slice(kind.length + 1), kind === 'key', title, filled)
    const documents = this.#groups.get(group)
    const html = documents && !(documents instanceof Promise) && Object.hasOwn(documents, id) ? documents[id] : ''
    if (!html) return null
    const body = parsed(html)
    if (kind === 'sheet') {
      const sheet = body.querySelector('learn-worksheet')
      this.#bench.replaceChildren(body)
      if (filled) {
        const { store } = this.#host
        const ids = [...sheet.querySelectorAll('[data-field]')].map((field) => field.dataset.id)
        const saved = ids.map((one) => [one, store.get(one)?.value]).filter(([, value]) => value !== undefined)
        try {
          sheet.restore(Object.fromEntries(saved))
        } catch (error) {
          globalThis.reportError(error)
        }
      }
      body.remove()
      // With scripts the drawing holds what was placed, so that the list beside it is only for the screen.
      for (const list of body.querySelectorAll('.learn-worksheet__items')) list.remove()
    } else if (filled) restoreChapter(body, this.#host.store)
    return this.#freed(stilled(body))
  }

  #freed(leaf) {
    const { root } = this.#host
    for (const image of leaf.querySelectorAll('img[src]')) image.src = new URL(image.getAttribute('src'), root).href
    return leaf
  }

  /** Its forms stand in the manifest as their page shows them. */
  #quiz(id, isKey, title, filled) {
    const { words, course, dataset, store } = this.#host
    const quiz = course?.quizzes.find((one) => one.id === id)
    if (!quiz) return null
    const chapter = course.chapters.find((one) => one.quiz === id)
    const name = chapter ? fillWords(words.quizTitle, chapter) : quiz.title || title
    const line = (label, name) => {
      const rule = makePart('span', `learn-paper__line${name === 'date' ? ' learn-paper__line--short' : ''}`)
      rule.dataset.line = name
      return makePart('span', 'learn-paper__entry', `${label} `, rule)
    }
    const head = makePart('header', 'learn learn-part learn-paper__head', '',
      makePart('p', 'learn-paper__place', dataset.title),
      makePart('h1', 'learn-paper__title', isKey ? fillWords(words.quizKey, { title: name }) : name),
      isKey ? makePart('p', 'learn-paper__about', words.keyAbout) : makePart('p', 'learn-paper__own', '', line(words.name, 'name'), line(words.date, 'date')))
    const forms = quiz.questions.flatMap(({ html }) => [...parsed(html ?? '').querySelectorAll('form')])
    if (filled && !isKey) for (const form of forms) restoreQuestion(form, store)
    const whole = makePart('div', 'learn-paper__quiz', '', head, makePart('div', 'learn learn-quiz', '', ...forms))
    if (isKey) whole.dataset.key = ''
    return this.#freed(stilled(whole))
  }
}
