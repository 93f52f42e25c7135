import { Base } from '../core/base.mjs'
import { fillWords } from '../core/notes.mjs'
import { DRAFT_LIMIT, freeQuestion, lineSpan, placeTemplate, proposeFile, readDraft, readForge, writeDraft } from '../core/playground.mjs'
import { PlaygroundCheck } from './playground-check.mjs'
import { makePart, saveFile } from './tool-parts.mjs'

const CHECK_AFTER = 250
const KEEP_AFTER = 300
// Somebody who listens is told when the writing pauses, not at every key.
const SAY_AFTER = 1200
const TALLEST = 20000

/**
 * A place to write a quiz: its problems while one writes, how the course and how stock quizdown show it, and ways to hand it in.
 *
 * data-check: off, none (this copy of the site has no check), loading, ready, failed, slow.
 */
export class LearnPlaygroundElement extends Base {
  static tag = 'learn-playground'
  #listeners
  #check = null
  #has = { check: false, stock: false }
  #draft
  #before = null
  #problems = []
  #html = ''
  #frame = null
  #timers = {}

  connectedCallback() {
    this.#listeners?.abort()
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    this.words = JSON.parse(this.dataset.words)
    this.templates = JSON.parse(this.dataset.templates)
    this.root = new URL(this.dataset.root, document.baseURI)
    this.base = new URL(this.dataset.base, document.baseURI)
    this.key = `learn-playground:${this.dataset.course}`
    this.field = this.part('text')
    this.forge = readForge(document.querySelector('a[rel=edit]')?.href ?? '', this.dataset.path)
    const kept = readDraft(this.#storage((storage) => storage.getItem(this.key)))
    const first = this.#filled(this.templates[0].text, '')
    this.#draft = kept ?? { id: this.part('name').value, text: first, isStarted: false }
    this.#put(this.#draft.id, this.#draft.text)

    this.field.addEventListener('input', () => this.#written(), { signal })
    this.part('name').addEventListener('input', () => this.#written(), { signal })
    this.addEventListener('click', (event) => this.#click(event), { signal })
    this.addEventListener('change', ({ target }) => target.name === 'playground-view' && this.#show(), { signal })
    // Nothing that is tried here belongs to anybody's saved work.
    for (const name of ['learn-answer', 'learn-change']) this.addEventListener(name, (event) => event.stopPropagation(), { signal })
    globalThis.addEventListener('message', (event) => this.#resize(event), { signal })
    globalThis.addEventListener('pagehide', () => this.#keep(), { signal })
    this.#proposal()
    this.part('live').hidden = false
    this.toggleAttribute('data-enhanced', true)
    this.#ask(signal)
  }

  disconnectedCallback() {
    this.#listeners?.abort()
    this.#keep()
    this.#check?.end()
    this.#check = null
    for (const timer of Object.values(this.#timers)) clearTimeout(timer)
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`)
  }

  #later(name, wait, act) {
    clearTimeout(this.#timers[name])
    this.#timers[name] = setTimeout(act, wait)
  }

  /** What this copy of the site has. */
  async #ask(signal) {
    try {
      const answer = await fetch(new URL('playground.json', this.base))
      if (answer.ok) this.#has = await answer.json()
    } catch {
      // From disk, or without a network, nothing can be fetched; the page says what is missing.
    }
    if (signal.aborted) return
    this.#state(this.#has.check ? 'off' : 'none')
    this.part('size').textContent = fillWords(this.words.size, { size: Math.ceil((this.#has.bytes ?? 0) / 1e6) })
    this.querySelector('input[value=stock]').disabled = !this.#has.stock
    this.toggleAttribute('data-ready', true)
    if (this.#has.check && this.#draft.isStarted && !navigator.connection?.saveData) this.#begin()
  }

  #state(name) {
    this.dataset.check = name
    for (const part of this.querySelectorAll('[data-for-check]')) part.hidden = !part.dataset.forCheck.split(' ').includes(name)
  }

  #begin() {
    this.#draft.isStarted = true
    this.#keep()
    this.#check ??= new PlaygroundCheck(new URL('worker.mjs', this.base).href, (news) => this.#hear(news))
    this.#state('loading')
    this.#check.begin()
    this.#check.ask(this.#draft.id, this.#draft.text)
  }

  #hear({ kind, answer, text }) {
    if (kind !== 'answer') return this.#state(kind)
    // An answer to what has been changed since would mark wrong lines; the next one is on its way.
    if (text !== this.#draft.text) return
    this.#state('ready')
    this.#problems = answer.problems
    this.#list()
    this.#mark()
    if (answer.html !== this.#html) this.#ours(answer.html)
    this.toggleAttribute('data-checked', true)
  }

  // --- the text

  /** Bring a quiz into the fields. */
  #put(id, text) {
    this.part('name').value = id
    if (this.field.value !== text) this.field.value = text
    this.#lines()
  }

  /** Something was written: keep it, check it. */
  #written() {
    const name = this.part('name')
    const id = name.validity.valid ? name.value : this.#draft.id
    this.part('wrong').hidden = name.validity.valid
    const text = this.field.value
    if (id === this.#draft.id && text === this.#draft.text) return
    this.#draft = { ...this.#draft, id, text }
    this.removeAttribute('data-checked')
    this.#lines()
    this.#proposal()
    this.#later('keep', KEEP_AFTER, () => this.#keep())
    this.#later('check', CHECK_AFTER, () => this.#look())
  }

  #look() {
    if (this.dataset.check === 'slow') this.#begin()
    else this.#check?.ask(this.#draft.id, this.#draft.text)
    this.#tellFrame()
  }

  #storage(use) {
    try {
      return use(globalThis.localStorage)
    } catch (error) {
      const line = this.part('trouble')
      line.textContent = /quota/i.test(error?.name) ? this.words.full : this.words.refused
      line.hidden = false
      return undefined
    }
  }

  #keep() {
    clearTimeout(this.#timers.keep)
    if (this.#draft.text.length > DRAFT_LIMIT) return
    this.#storage((storage) => storage.setItem(this.key, writeDraft(this.#draft)))
  }

  #filled(text, see) {
    return fillWords(text, { id: freeQuestion(this.field.value), see: see || this.dataset.see })
  }

  /** Where the questions of the quiz in the fields are taught. */
  get #see() {
    return this.querySelector(`option[value="${CSS.escape(this.#draft.id)}"]`)?.dataset.see ?? ''
  }

  /** Write into the field as if by hand, so that the browser's own undo takes it back. */
  #type(from, to, text) {
    this.field.focus()
    this.field.setSelectionRange(from, to)
    const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
    if (!done) {
      this.field.setRangeText(text, from, to, 'end')
      this.#written()
    }
  }

  #insert(name) {
    const template = this.templates.find((one) => one.name === name)
    const { value, selectionStart } = this.field
    const { at, put, from, to } = placeTemplate(value, selectionStart, { ...template, text: this.#filled(template.text, this.#see) })
    // White space at the end of the file makes room for a question.
    this.#type(at, template.place === 'end' ? value.length : at, put)
    this.field.setSelectionRange(from, to)
    this.#scroll(this.field.value.slice(0, from).split('\n').length)
    this.#done(this.words.inserted)
  }

  async #open(id) {
    let text = this.#filled(this.templates[0].text, '')
    if (id) {
      try {
        const answer = await fetch(new URL(`quizzes/${encodeURIComponent(id)}.md`, this.base))
        if (!answer.ok) throw new Error(answer.status)
        text = await answer.text()
      } catch {
        return this.#done(this.words.unread)
      }
    }
    this.#before = { ...this.#draft }
    this.#replace(id || this.part('name').defaultValue, text)
    this.#done(fillWords(id ? this.words.opened : this.words.begun, { id }), true)
  }

  #replace(id, text) {
    this.#put(id, text)
    this.field.setSelectionRange(0, 0)
    this.#written()
    this.#keep()
  }

  // --- lines and problems

  /** The lines behind the field, which number it and mark what is wrong: the same words in the same width break at the same place. */
  #lines() {
    const list = this.part('lines')
    const lines = this.#draft.text.split('\n')
    while (list.children.length > lines.length) list.lastChild.remove()
    while (list.children.length < lines.length) list.append(document.createElement('li'))
    for (const [at, item] of [...list.children].entries()) {
      // An empty line is as high as any.
      const words = lines[at] || '\u200b'
      if (item.textContent !== words) item.textContent = words
    }
    this.#mark()
  }

  #mark() {
    const levels = new Map()
    for (const { line, level } of this.#problems) if (levels.get(line) !== 'error') levels.set(line, level)
    for (const [at, item] of [...this.part('lines').children].entries()) {
      const level = levels.get(at + 1)
      if (level) item.dataset.level = level
      else delete item.dataset.level
    }
  }

  #scroll(line) {
    const item = this.part('lines').children[line - 1]
    // First the page, then the lines within it.
    this.field.closest('.learn-playground__editor').scrollIntoView({ block: 'nearest' })
    item?.scrollIntoView({ block: 'center' })
  }

  #jump(line) {
    const [start, end] = lineSpan(this.field.value, line)
    this.field.focus({ preventScroll: true })
    this.field.setSelectionRange(start, end)
    this.#scroll(line)
  }

  #list() {
    const focused = this.part('problems').contains(document.activeElement) ? document.activeElement.dataset.line : null
    this.part('problems').replaceChildren(...this.#problems.map((problem) => this.#item(problem)))
    if (focused) (this.querySelector(`[data-line="${focused}"]`) ?? this.part('summary')).focus({ preventScroll: true })
    const count = (level) => this.#problems.filter((one) => one.level === level).length
    const [errors, advice] = [count('error'), count('advice')]
    const number = (words, many) => fillWords(this.words[many === 1 ? `${words}One` : words], { count: many })
    const parts = [errors ? number('errors', errors) : this.words.noErrors, advice ? number('advice', advice) : '']
    const words = parts.filter(Boolean).join(' ')
    this.part('summary').textContent = words
    this.part('count').textContent = words
    this.part('summary').dataset.level = errors ? 'error' : advice ? 'advice' : 'none'
    this.#later('say', SAY_AFTER, () => this.part('said').textContent !== words && this.part('said').replaceChildren(words))
  }

  #item({ line, level, rule, message, remedy, quote }) {
    const jump = makePart('button', 'learn-playground__line', fillWords(this.words.line, { line }))
    jump.type = 'button'
    jump.dataset.line = line
    const name = makePart(this.dataset.rules ? 'a' : 'span', 'learn-playground__rule', rule)
    if (this.dataset.rules) name.href = this.dataset.rules + rule.replace('/', '-')
    const head = makePart('p', 'learn-playground__head', '', jump, ' ', makePart('span', 'learn-playground__level', level === 'error' ? this.words.levelError : this.words.levelAdvice), ' ', name)
    const item = makePart('li', 'learn-playground__problem', '', head, makePart('p', 'learn-playground__message', message))
    item.dataset.level = level
    if (remedy) item.append(makePart('p', 'learn-playground__remedy', remedy))
    if (quote) {
      const { words, start, length } = quote
      const letters = [...words]
      const mark = length ? [makePart('mark', '', letters.slice(start, start + length).join(''))] : []
      item.append(makePart('pre', 'learn-playground__quote', '', letters.slice(0, start).join(''), ...mark, letters.slice(start + length).join('')))
    }
    return item
  }

  // --- how it looks

  get #view() {
    return this.querySelector('input[name=playground-view]:checked').value
  }

  #show() {
    const stock = this.#view === 'stock'
    this.part('ours').hidden = stock
    this.part('stock').hidden = !stock
    if (!stock || this.#frame) return this.#tellFrame()
    this.#frame = makePart('iframe', 'learn-playground__frame')
    // Without "allow-same-origin" it has no origin: nothing saved on this site is within its reach.
    this.#frame.setAttribute('sandbox', 'allow-scripts')
    this.#frame.title = this.words.stock
    this.#frame.addEventListener('load', () => this.#tellFrame())
    this.#frame.src = new URL('stock.htm', this.base).href
    this.part('stock').append(this.#frame)
  }

  #tellFrame() {
    if (this.#view === 'stock') this.#frame?.contentWindow?.postMessage({ quiz: this.#draft.text }, '*')
  }

  #resize({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || !Number.isFinite(data?.height)) return
    this.#frame.style.blockSize = `${Math.min(Math.max(data.height + 24, 200), TALLEST)}px`
  }

  /**
   * The quiz as our page shows it. Its HTML comes from our own renderer, which escapes what writers write; addresses in it are
   * seen from the site's root.
   */
  #ours(html) {
    this.#html = html
    const page = new DOMParser().parseFromString(html, 'text/html')
    for (const name of ['href', 'src']) {
      for (const part of page.querySelectorAll(`[${name}]`)) {
        const address = part.getAttribute(name)
        if (!address.startsWith('#')) part.setAttribute(name, new URL(address, this.root).href)
      }
    }
    this.part('quiz').replaceChildren(...page.body.childNodes)
  }

  // --- handing it in

  get #file() {
    const { id, text } = this.#draft
    return { path: `quizzes/${id}.md`, text, isNew: !this.querySelector(`option[value="${CSS.escape(id)}"]`) }
  }

  #proposal() {
    const { forge } = this
    const link = this.part('propose')
    const how = this.part('how')
    link.hidden = !forge
    if (!forge) {
      how.textContent = this.words.noForge
      return
    }
    const { isNew } = this.#file
    const { address, pastes } = proposeFile(forge, this.#file)
    link.href = address
    link.target = '_blank'
    link.rel = 'noopener'
    link.textContent = isNew ? this.words.proposeNew : this.words.proposeOld
    how.textContent = fillWords(isNew ? (pastes ? this.words.pastesNew : this.words.fills) : this.words.pastesOld, { forge: forge.name })
  }

  /** The text in the clipboard; where the browser refuses that, selected, so that its own command copies it. */
  async #copy(words) {
    try {
      await navigator.clipboard.writeText(this.#draft.text)
      this.#done(words)
    } catch {
      this.field.focus()
      this.field.select()
      this.#done(this.words.copyBy)
    }
  }

  #done(words, undoable = false) {
    this.part('undo').hidden = !undoable
    this.part('done').textContent = words
  }

  #click({ target }) {
    const jump = target.closest('[data-line]')
    if (jump) return this.#jump(Number(jump.dataset.line))
    const insert = target.closest('[data-insert]')
    if (insert) return this.#insert(insert.dataset.insert)
    const action = target.closest('[data-do]')
    if (!action || !this.part('live').contains(action)) return
    const name = action.dataset.do
    if (name === 'begin') this.#begin()
    else if (name === 'open') this.#open(this.part('open').value)
    else if (name === 'copy') this.#copy(this.words.copied)
    else if (name === 'propose' && proposeFile(this.forge, this.#file).pastes) this.#copy(this.words.copiedFor)
    else if (name === 'download') {
      saveFile(`${this.#draft.id}.md`, 'text/markdown', this.#draft.text)
      this.#done(fillWords(this.words.downloaded, { id: this.#draft.id }))
    } else if (name === 'undo' && this.#before) {
      const { id, text } = this.#before
      this.#before = { ...this.#draft }
      this.#replace(id, text)
      this.field.focus()
      this.#done(this.words.undone, true)
    }
  }
}
