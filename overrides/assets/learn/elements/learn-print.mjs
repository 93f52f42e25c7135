import { fillWords } from '../core/notes.mjs'
import {
  PRINT_LOGO, PRINT_SETTINGS, chosenOf, countOfPeople, findChoices, linkedChoices, paperOf, printCopies, printPageRules, printRun, printSum, readLogo,
  readPrint, sessionOf,
} from '../core/print.mjs'
import { PrintDocuments } from './print-documents.mjs'
import { LeafMeasure, hasLeafHead, makeLeaf } from './print-leaves.mjs'
import { isShown, readLogoFile } from './print-logo.mjs'
import { PrintPreview } from './print-preview.mjs'
import { ToolElement, dayWords, localDay, makePart } from './tool-parts.mjs'

/** The preview follows a hand that types after this many milliseconds. */
const DRAWN_AFTER = 200
/** Pages are measured for so long at a time, in milliseconds, so that the page keeps answering. */
const MEASURED_FOR = 12
const MANY_PAGES = 600
/** Some browsers say that they have printed before they have. */
const KEPT_AFTER_PRINT = 3000

/**
 * The print desk: documents of the course chosen, dressed for a room and printed at once.
 *
 * What is chosen and how it shall look is remembered in the saved document. The preview stands after the page's text, out of its
 * styles, and what is printed stands at the end of the body, in sight of the printer alone.
 */
export class LearnPrintElement extends ToolElement {
  static tag = 'learn-print'
  #choices = []
  #settings
  #logo = null
  #documents
  #measure
  #preview
  #panel
  #rules
  #leaves = null
  #sizes = new Map()
  #undo = null
  #timer
  #queue
  #isLinked = false
  #manyPages = false
  #parts = {}

  start(signal) {
    const on = (target, type, act) => target.addEventListener(type, act, { signal })
    this.#choices = [...this.querySelectorAll('[name=choice]')].map((box) => {
      const { group, number } = box.closest('[data-group]').dataset
      const { title, pages, lead, sessions = '', card, plan } = box.dataset
      const about = box.closest('label').querySelector('.learn-print__soft')?.textContent ?? ''
      const has = (mark) => mark !== undefined
      return { id: box.value, group, number: Number(number ?? 0), title, about, pages: Number(pages), lead: has(lead), sessions: sessions.split(' ').filter(Boolean), card: has(card), plan: has(plan) }
    })
    this.#panel = this.part('preview')
    this.#parts = Object.fromEntries(['sheets', 'empty'].map((name) => [name, this.part(name)]))
    const text = this.closest('.md-typeset')
    if (text) text.after(this.#panel)
    this.#documents = new PrintDocuments(this)
    this.#measure = new LeafMeasure(this.#panel)
    this.#preview = new PrintPreview(this.#parts.sheets, this.words, signal)
    this.#rules = new CSSStyleSheet()
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#rules]
    signal.addEventListener('abort', () => this.#leave())
    on(this, 'click', ({ target }) => this.#press(target.closest('button')))
    on(this, 'submit', (event) => event.preventDefault())
    on(this, 'input', ({ target }) => this.#type(target))
    on(this, 'change', ({ target }) => this.#change(target))
    on(globalThis, 'beforeprint', () => this.#lay())
    on(globalThis, 'afterprint', () => setTimeout(() => this.#clear(), KEPT_AFTER_PRINT))
    this.#recall()
    this.#turnTo(this.#settings.chosen)
  }

  show() {
    const linked = this.#isLinked ? null : linkedChoices(location.search, this.#choices)
    this.#isLinked = true
    if (linked) {
      try {
        history.replaceState(history.state, '', location.pathname)
      } catch {
        // A page from disk may not let its address change; a reload chooses the same once more.
      }
      if (linked.length) {
        const isOver = this.#settings.chosen.length > 0
        this.#choose(linked, fillWords(isOver ? this.words.linkedOver : this.words.linked, { count: linked.length }), isOver)
        this.#open(linked)
        this.#turnTo(linked)
      } else this.#say(this.words.linkedNone)
    }
    this.#documents.forget()
    this.#update()
  }

  hear({ kind, elsewhere, ids }) {
    if (kind !== 'changed') return
    if (elsewhere && ids.some((id) => id === PRINT_SETTINGS || id === PRINT_LOGO)) this.#recall()
    if (!elsewhere || this.#settings.entries !== 'mine') return
    this.#documents.forget()
    this.#sizes.clear()
    this.#update()
  }

  /** The list of sessions stands at the chapter of what is chosen, and not at the course's first. */
  #turnTo(ids) {
    const chosen = this.#choices.filter(({ id, number }) => number && ids.includes(id))
    const { group } = chosen.find(({ lead }) => lead) ?? chosen[0] ?? {}
    if (group) this.part('session').value = group
  }

  #leave() {
    clearTimeout(this.#timer)
    clearTimeout(this.#queue)
    this.#clear()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#rules)
    this.#panel.remove()
  }

  // Settings

  get #form() {
    return this.part('form')
  }

  get #paper() {
    return this.#settings.paper || paperOf(navigator.languages ?? [navigator.language])
  }

  /** Make the form say what is remembered. */
  #recall() {
    const settings = this.#settings = readPrint(this.store.get(PRINT_SETTINGS)?.value, localDay(new Date()))
    const { elements } = this.#form
    for (const name of ['team', 'day', 'trainer', 'people', 'names']) if (elements[name].value !== String(settings[name])) elements[name].value = settings[name]
    for (const name of ['entries', 'sorted']) elements[name].value = settings[name]
    for (const name of ['hints', 'answers', 'large', 'ink']) elements[name].checked = settings[name]
    elements.paper.value = this.#paper
    for (const box of this.querySelectorAll('[name=choice]')) box.checked = settings.chosen.includes(box.value)
    const logo = readLogo(this.store.get(PRINT_LOGO)?.value)
    if (logo || this.#logo?.isKept) this.#logo = logo && { ...logo, isKept: true }
    // Loaded once, so that it is at hand when a sheet shows it.
    if (logo) isShown(logo.url)
    this.#showLogo(logo ? fillWords(this.words.logoKept, logo) : '')
    this.#update()
  }

  #keep() {
    const { paper, people, ...rest } = this.#settings
    const value = Object.fromEntries(Object.entries({ ...rest, paper, people }).filter(([name, one]) => one && !(name === 'people' && one === 1) && one !== 'blank' && one !== 'person' && !(Array.isArray(one) && one.length === 0)))
    if (Object.keys(value).length) this.store.set(PRINT_SETTINGS, '', value)
    else this.store.remove(PRINT_SETTINGS)
  }

  #set(changes) {
    this.#settings = { ...this.#settings, ...changes }
    this.#keep()
  }

  /** Choose these documents and no others. */
  #choose(ids, said, undoable) {
    const before = this.#settings.chosen
    this.#set({ chosen: chosenOf(this.#choices, ids).map(({ id }) => id) })
    for (const box of this.querySelectorAll('[name=choice]')) box.checked = this.#settings.chosen.includes(box.value)
    this.#say(said, undoable ? before : null)
    this.#update()
  }

  #open(ids) {
    const [first] = chosenOf(this.#choices, ids)
    if (first) this.querySelector(`details[data-group="${CSS.escape(first.group)}"]`).open = true
  }

  #say(words, undo = null) {
    this.part('said').textContent = words
    this.#undo = undo
    this.querySelector('[data-do=undo]').hidden = !undo
  }

  // What was typed, ticked and pressed

  #type(field) {
    if (field === this.part('search')) return this.#find()
    if (['team', 'trainer', 'names', 'people', 'day'].includes(field.name)) {
      this.#set({ [field.name]: field.name === 'people' ? countOfPeople(field.value) : field.value })
      this.#soon()
    }
  }

  #change(field) {
    if (field === this.part('logo-file')) return this.#takeLogo(field.files[0])
    if (field.name === 'choice') {
      const ids = [...this.querySelectorAll('[name=choice]:checked')].map(({ value }) => value)
      return this.#choose(ids, '', false)
    }
    if (field.name === 'people') field.value = this.#settings.people
    if (['hints', 'answers', 'large', 'ink'].includes(field.name)) this.#set({ [field.name]: field.checked })
    else if (['paper', 'entries', 'sorted'].includes(field.name)) this.#set({ [field.name]: field.value })
    else return
    this.#update()
  }

  #press(button) {
    const { chosen } = this.#settings
    const add = (ids, said = '') => this.#choose([...chosen, ...ids], said, false)
    const inGroup = (choice) => choice.group === button.dataset.group
    const all = (test) => this.#choices.filter(test).map(({ id }) => id)
    const does = {
      session: () => {
        const group = button.dataset.group ?? this.part('session').value
        const ids = sessionOf(this.#choices, group)
        add(ids, fillWords(this.words.sessionOf, { number: this.#choices.find((one) => one.group === group)?.number, count: ids.length }))
        this.#open(ids)
      },
      plans: () => add(all(({ plan }) => plan)),
      cards: () => add(all(({ card }) => card)),
      all: () => add(all(inGroup)),
      none: () => this.#choose(chosen.filter((id) => !all(inGroup).includes(id)), '', false),
      clear: () => this.#choose([], this.words.cleared, chosen.length > 0),
      undo: () => {
        this.#choose(this.#undo ?? [], this.words.undone, false)
        this.querySelector('[data-do=print]').focus()
      },
      logo: () => this.part('logo-file').click(),
      'logo-off': () => {
        this.store.remove(PRINT_LOGO)
        this.#logo = null
        this.#showLogo(this.words.logoGone)
        this.querySelector('[data-do=logo]').focus()
        this.#update()
      },
      print: () => this.#print(),
    }
    does[button?.dataset.do]?.()
  }

  #find() {
    const query = this.part('search').value
    const titles = new Map([...this.querySelectorAll('details[data-group]')].map((group) => [group.dataset.group, group.querySelector('.learn-print__title').textContent]))
    const found = findChoices(this.#choices, query, ({ group }) => titles.get(group))
    for (const box of this.querySelectorAll('[name=choice]')) box.closest('li').hidden = !found.has(box.value)
    const isSearching = query.trim() !== ''
    for (const group of this.querySelectorAll('details[data-group]')) {
      const holds = this.#choices.some((choice) => choice.group === group.dataset.group && found.has(choice.id))
      group.hidden = !holds
      // Closed again as it was found, once the search is over.
      if (isSearching) {
        group.dataset.was ??= group.open ? 'open' : 'closed'
        group.open = true
      } else if (group.dataset.was) {
        group.open = group.dataset.was === 'open'
        delete group.dataset.was
      }
    }
    this.part('found').textContent = !isSearching ? '' : found.size ? fillWords(this.words.found, { count: found.size }) : this.words.foundNone
  }

  // Logo

  async #takeLogo(file) {
    this.part('logo-file').value = ''
    if (!file) return
    const { url, isSmall, problem, where } = await readLogoFile(file)
    if (problem) return this.#showLogo(fillWords(this.words[`file-${problem}`], { name: file.name, where }))
    const isKept = isSmall && this.store.set(PRINT_LOGO, '', { name: file.name.slice(0, 200), url })
    if (!isSmall) this.store.remove(PRINT_LOGO)
    this.store.flush()
    this.#logo = { name: file.name, url, isKept }
    const lost = Boolean(this.store.trouble) && this.store.trouble !== 'damaged'
    this.#showLogo(fillWords(isSmall ? this.words[lost || !isKept ? 'logoLost' : 'logoKept'] : this.words.logoVisit, file))
    this.#update()
  }

  #showLogo(words) {
    this.part('logo-said').textContent = words
    this.querySelector('[data-do=logo-off]').hidden = !this.#logo
  }

  // Preview

  /** How sheets look: everything but what they are. */
  get #look() {
    const { team, day, trainer, hints, answers, large, ink } = this.#settings
    const by = trainer.trim() && fillWords(this.words.by, { name: trainer.trim() })
    return { team: team.trim(), day: day && dayWords(day, { dateStyle: 'long' }), trainer: by, logo: this.#logo?.url ?? '', hints, answers, large, ink }
  }

  get #copies() {
    return printCopies(this.#settings.people, this.#settings.names)
  }

  get #isFilled() {
    return this.#settings.entries === 'mine'
  }

  #soon() {
    clearTimeout(this.#timer)
    this.part('sum').removeAttribute('data-measured')
    this.#timer = setTimeout(() => this.#update(), DRAWN_AFTER)
  }

  /** Make the page true: counts, what is fetched, the preview. */
  #update() {
    clearTimeout(this.#timer)
    const chosen = chosenOf(this.#choices, this.#settings.chosen)
    for (const group of this.querySelectorAll('details[data-group]')) {
      const own = this.#choices.filter((choice) => choice.group === group.dataset.group)
      const count = own.filter(({ id }) => this.#settings.chosen.includes(id)).length
      this.part(`count-${group.dataset.group}`).textContent = fillWords(count ? this.words.chosen : this.words.chosenNone, { count, all: own.length })
      group.toggleAttribute('data-chosen', count > 0)
    }
    const isA4 = this.#paper === 'A4'
    for (const file of this.querySelectorAll('.learn-print__file')) file.hidden = (file.dataset.paper === 'A4') !== isA4
    this.#rules.replaceSync(printPageRules(this.#paper, this.#hasHead))
    this.#parts.empty.hidden = chosen.length > 0
    this.#draw()
    const fetched = this.#documents.load(chosen)
    fetched.then((isNew) => isNew && this.isConnected && this.#draw())
  }

  get #hasHead() {
    return hasLeafHead(this.#look, this.#copies[0])
  }

  /** Pages and closeness of a document as it is set now; undefined where they have not been measured yet. */
  #sizeOf(choice) {
    return this.#sizes.get(this.#sizeKey(choice))
  }

  #sizeKey({ id, lead }) {
    const { hints, answers, large } = this.#settings
    const quiz = id.startsWith('quiz/') ? [hints, answers] : []
    return [id, this.#paper, this.#isFilled, large, lead ? '' : Boolean(this.#copies[0]), ...Object.values(this.#look).slice(0, 4).map(Boolean), ...quiz].join(' ')
  }

  #sizeUp(choice) {
    const made = this.#documents.make(choice, this.#isFilled)
    if (!made || this.#sizeOf(choice)) return
    // Only a sheet in its own letters has promised anything.
    const promised = choice.id.startsWith('sheet/') && !this.#settings.large ? choice.pages : 0
    const name = choice.lead ? '' : this.#copies[0]
    this.#sizes.set(this.#sizeKey(choice), this.#measure.measure(made, this.#look, name, this.#paper, this.#hasHead, promised))
  }

  #draw() {
    clearTimeout(this.#queue)
    const chosen = chosenOf(this.#choices, this.#settings.chosen)
    const ready = chosen.filter((choice) => this.#documents.make(choice, this.#isFilled))
    const pending = ready.filter((choice) => !this.#sizeOf(choice))
    const copies = this.#copies
    const items = ready.map((choice) => {
      const { pages, tight } = this.#sizeOf(choice) ?? { pages: choice.pages, tight: 0 }
      const count = choice.lead ? 1 : copies.length
      const isLonger = choice.id.startsWith('sheet/') && !this.#settings.large && !this.#isFilled && pages > choice.pages
      return {
        choice, pages, tight,
        made: this.#documents.make(choice, this.#isFilled),
        copies: this.#count('copies', count),
        promise: isLonger ? fillWords(this.words.longer, { pages: this.#count('pages', pages), promised: choice.pages }) : '',
      }
    })
    this.#preview.show(items, this.#look, this.#paper, copies[0])
    this.#sum(chosen, pending.length > 0 || ready.length < chosen.length)
    if (pending.length) this.#queue = setTimeout(() => this.#measureSome(pending))
  }

  /** Measure for a moment, then let the page answer, and go on; draw once all are known. */
  #measureSome(pending) {
    const until = performance.now() + MEASURED_FOR
    const left = [...pending]
    while (left.length && performance.now() < until) this.#sizeUp(left.shift())
    if (left.length) this.#queue = setTimeout(() => this.#measureSome(left))
    else this.#draw()
  }

  #count(word, count) {
    return fillWords(this.words[count === 1 ? `${word}One` : word], { count })
  }

  #sum(chosen, isGuess) {
    const { words } = this
    const copies = this.#copies.length
    const { room, lead, total } = printSum(chosen, copies, (choice) => this.#sizeOf(choice)?.pages ?? choice.pages)
    const paged = (count) => (isGuess ? fillWords(words.guessed, { pages: this.#count('pages', count) }) : this.#count('pages', count))
    const roomPages = room.pages * copies
    const roomWords = fillWords(copies > 1 ? words.forRoom : words.forOne, { documents: this.#count('documents', room.documents), pages: paged(room.pages), people: this.#count('people', copies), total: this.#count('pages', roomPages) })
    const leadWords = fillWords(words.forLead, { documents: this.#count('documents', lead.documents), pages: paged(lead.pages) })
    const both = fillWords(words.both, { room: roomWords, lead: leadWords, total: this.#count('pages', total) })
    const says = room.documents && lead.documents ? both : room.documents ? roomWords : lead.documents ? leadWords : words.nothing
    const line = this.part('sum')
    if (line.textContent !== says) line.textContent = says
    line.toggleAttribute('data-measured', !isGuess)
    this.querySelector('[data-do=print]').disabled = chosen.length === 0
    this.#manyPages = total > MANY_PAGES
  }

  // Printing

  async #print() {
    const chosen = chosenOf(this.#choices, this.#settings.chosen)
    if (chosen.some((choice) => !this.#documents.isSettled(choice))) {
      this.#say(this.words.loading)
      await this.#documents.load(chosen)
      this.#draw()
    }
    const missing = chosen.filter((choice) => !this.#documents.make(choice, this.#isFilled))
    const warned = this.#manyPages ? this.words.large : ''
    this.#say(missing.length ? fillWords(this.words.missing, { names: missing.map(({ title }) => title).join('; ') }) : warned)
    if (missing.length === chosen.length) return
    // Letters that come too late would be missed on paper.
    await document.fonts.ready
    globalThis.print()
  }

  /** Lay everything out for the printer, however printing was begun; nothing where nothing is chosen. */
  #lay() {
    this.#clear()
    const chosen = chosenOf(this.#choices, this.#settings.chosen).filter((choice) => this.#documents.make(choice, this.#isFilled))
    if (chosen.length === 0) return
    for (const choice of chosen) this.#sizeUp(choice)
    const look = this.#look
    const leaves = printRun(chosen, this.#copies, this.#settings.sorted).map(({ choice, name }) => makeLeaf(this.#documents.make(choice, this.#isFilled), look, name, this.#sizeOf(choice).tight))
    this.#leaves = makePart('div', 'learn-print-leaves', '', ...leaves)
    document.body.append(this.#leaves)
    document.body.dataset.printLeaves = ''
  }

  #clear() {
    this.#leaves?.remove()
    this.#leaves = null
    delete document.body.dataset.printLeaves
  }
}
