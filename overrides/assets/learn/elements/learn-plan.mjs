import { fillWords } from '../core/notes.mjs'
import { PLAN_HORIZONS, PLAN_LIMITS, dueOf, foldPlanText, groupPlan, movePlan, offeredActions, planActions, planChange, planCounts, planLoad, planTimeline } from '../core/plan.mjs'
import { ownActionId } from './own-actions.mjs'
import { isActionLate, isActionOpen, makeForm, makeRow, shortDay, showAction } from './plan-action.mjs'
import { MOMENT } from './moments.mjs'
import { drawChanges, planFile, readPlanFile } from './plan-exchange.mjs'
import { drawMap } from './plan-map.mjs'
import { drawTimeline, loadRows, timelineRows } from './plan-picture.mjs'
import { drawSheet } from './plan-sheet.mjs'
import { ToolElement, dayWords, localDay, makeButton, makePart, saveFile } from './tool-parts.mjs'

const SEARCH_FROM = 8
const MOST_WARNINGS = 5
const NARROWEST = 260
// How high a row is that nobody has seen yet, in rem.
const ROOM = 4
// From how many letters on a map is not set in columns, so that what is far from the window costs nothing.
const LONG_MAP = 10000
// Of a longer plan rows are made, and parts drawn, in one moment after another, so that none is long on a slow telephone.
const ROWS_AT_ONCE = 60
// Of these, as many as the window and the browser's room around it show are styled and laid out as soon as they are placed.
const ROWS_IN_SIGHT = 15
// Milliseconds from one of these moments to the next: the page shows what is new before more comes.
const APART = 20

const PLAN_FILTERS = {
  all: () => true,
  open: isActionOpen,
  late: isActionLate,
  high: ({ priority }) => priority === 'high',
  milestone: ({ milestone }) => milestone,
  done: (action) => !isActionOpen(action),
}

const searchedTexts = new WeakMap()

const searchedText = (action) => searchedTexts.get(action)
  ?? searchedTexts.set(action, foldPlanText([action.text, action.owner, action.doneWhen, action.note, action.chapter?.title].join('\n'))).get(action)

/**
 * All chosen actions of a course as one plan: edited, ordered, drawn, taken along and brought back.
 *
 * What is typed is kept at once; a row takes its new place when it is left, so that nothing moves under somebody's hands.
 * Every text out of the saved document or a file reaches the page as text only.
 */
export class LearnPlanElement extends ToolElement {
  static tag = 'learn-plan'
  #actions = []
  #offered = []
  #groups = []
  #rows = new Map()
  // Rows that are made and not shown.
  #spare = new Map()
  // What the map was drawn from.
  #mapped
  // Rows that are still to be put into the list, and what is still to be drawn.
  #unplaced = []
  #rest = []
  #later
  // Told once the list and the map are there.
  #drawn = []
  #undo
  #offer
  #asked
  #dragged
  #isWriting = false
  #isStale = false
  #isPressing = false
  #order = ''
  #width = 0

  start(signal) {
    const on = (type, act, options) => this.addEventListener(type, act, { signal, ...options })
    on('click', ({ target }) => {
      // At once, so that the next key finds the form; a fold says that it is open only later.
      if (target.closest('.learn-plan__face')) this.#open(target.closest('.learn-plan__details'))
      this.#press(target.closest('button'))
    })
    on('input', ({ target }) => this.#type(target))
    on('change', ({ target }) => this.#choose(target, signal))
    // Not between pressing and letting go: what somebody is about to click would move away.
    const settle = () => this.#isStale && !this.#isPressing && setTimeout(() => signal.aborted || this.#settle())
    const press = (isPressing) => () => {
      this.#isPressing = isPressing
      settle()
    }
    on('focusout', settle)
    document.addEventListener('pointerdown', press(true), { signal, capture: true })
    for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, press(false), { signal, capture: true })
    on('keydown', (event) => this.#key(event))
    on('submit', (event) => {
      event.preventDefault()
      this.#addOwn(event.target)
    })
    // A fold's own event does not rise.
    on('toggle', ({ target }) => {
      if (!target.matches('.learn-plan__details')) return
      if (target.open) this.#open(target)
      else if (this.#isStale) this.show()
    }, { capture: true })
    for (const name of ['dragstart', 'dragover', 'dragleave', 'drop', 'dragend']) on(name, (event) => this.#drag(event, signal))
    // Another day may have begun while the page was away.
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#isReady && this.show(), { signal })
    globalThis.addEventListener('beforeprint', () => this.#finish(), { signal })
    signal.addEventListener('abort', () => clearTimeout(this.#later))
    const watch = new ResizeObserver(() => {
      const width = this.#measured
      if (!this.#isReady || Math.abs(width - this.#width) <= 8) return
      this.#width = width
      this.#drawTime()
    })
    watch.observe(this.part('picture'))
    signal.addEventListener('abort', () => watch.disconnect())
    const { by } = this.store.get('settings/plan')?.value ?? {}
    for (const view of this.querySelectorAll('[name=plan-by]')) view.checked = view.value === by || view.checked
  }

  hear({ kind }) {
    if (kind === 'saved') {
      if (document.activeElement?.closest('.learn-plan__form') && this.contains(document.activeElement)) this.#say(this.words.saved)
    } else if (!this.#isWriting && this.#isReady) {
      if (this.#actions.length <= ROWS_AT_ONCE) this.show()
      else this.#soon([() => this.#read(), () => this.#arrange()])
    }
  }

  get #isReady() {
    return this.course !== null || this.hasAttribute('data-ready')
  }

  get #scene() {
    return { words: this.words, root: this.root, today: localDay(new Date()) }
  }

  get #by() {
    return this.querySelector('[name=plan-by]:checked').value
  }

  get #measured() {
    return Math.max(NARROWEST, this.part('picture').clientWidth)
  }

  #find(id) {
    return this.#actions.find((action) => action.id === id)
  }

  /** Say what was done; `undo` offers to take it back, `hold` takes the focus there. */
  #say(words, undo = false, hold = false) {
    this.part('status').textContent = words
    const button = this.querySelector('[data-do=undo]')
    button.hidden = !undo
    if (undo && hold) button.focus()
  }

  // Showing

  #read() {
    this.#actions = planActions(this.store.all(), this.course)
    this.#offered = offeredActions(this.store.all(), this.course)
  }

  show() {
    clearTimeout(this.#later)
    this.#read()
    return new Promise((resolve) => {
      this.#drawn.push(resolve)
      this.#arrange()
    })
  }

  #arrange() {
    this.#isStale = false
    const unmade = this.#actions.filter(({ id }) => !this.#rows.has(id) && !this.#spare.has(id))
    if (unmade.length > ROWS_AT_ONCE) this.#make(unmade)
    else this.#draw()
  }

  /** Make the rows of a longer plan before it is drawn, as many at a time as a moment holds. */
  #make(unmade) {
    this.#showParts()
    const end = performance.now() + MOMENT
    const left = [...unmade]
    const scene = this.#scene
    while (left.length && performance.now() < end) {
      const action = left.shift()
      this.#spare.set(action.id, makeRow(action, scene))
    }
    this.#soon([() => (left.length ? this.#make(left) : this.#draw())])
  }

  /** Do one thing after another, each in a moment of its own, and nothing any more of what was to come. */
  #soon(rest) {
    clearTimeout(this.#later)
    this.#rest = rest
    this.#later = setTimeout(() => this.#drawNext())
  }

  #showParts() {
    const any = this.#actions.length > 0
    for (const part of this.querySelectorAll('[data-with]')) part.hidden = !any
    for (const part of this.querySelectorAll('[data-without]')) part.hidden = any
    this.part('missing').hidden = this.course !== null
  }

  #draw() {
    this.#showParts()
    this.#rest = [
      ...this.#drawList(),
      () => this.#drawFacts(),
      () => this.#drawMap(),
      // Showing the tool styles all that is there once more: not together with a long map.
      () => {
        for (const resolve of this.#drawn.splice(0)) resolve()
      },
      () => this.#drawTime(),
      () => this.#drawDays(),
      () => this.#drawOffers(),
      () => {
        for (const way of this.querySelectorAll('[data-to]')) way.hidden = this.part(way.dataset.to).hidden
        this.part('sheet').replaceChildren(...drawSheet(groupPlan(this.#actions, this.#by, this.words), this.#scene))
      },
    ]
    if (this.#actions.length > ROWS_AT_ONCE) this.#later = setTimeout(() => this.#drawNext(), APART)
    else this.#finish()
  }

  #drawNext() {
    this.#rest.shift()?.()
    clearTimeout(this.#later)
    if (this.#rest.length) this.#later = setTimeout(() => this.#drawNext(), APART)
  }

  /** Draw now what is still to be drawn. */
  #finish() {
    while (this.#rest.length) this.#drawNext()
  }

  #drawFacts() {
    const { words, today } = this.#scene
    const counts = planCounts(this.#actions, today)
    for (const fact of this.querySelectorAll('[data-count]')) fact.textContent = counts[fact.dataset.count]
    this.querySelector('[data-count-box=late]').toggleAttribute('data-over', counts.late > 0)
    const load = planLoad(this.#actions, { today })
    const warning = (template, over, wordsOf) => {
      if (over.length === 0) return []
      const named = over.slice(0, MOST_WARNINGS).map(wordsOf)
      const more = over.length > MOST_WARNINGS ? [fillWords(words.more, { count: over.length - MOST_WARNINGS })] : []
      return [makePart('li', 'learn-plan__warning', fillWords(template, { list: [...named, ...more].join(', ') }))]
    }
    this.part('warnings').replaceChildren(
      ...warning(words.overOwners, load.owners.filter(({ over }) => over), ({ owner, open }) => fillWords(words.ownerOver, { owner, count: open })),
      ...warning(words.overWeeks, load.weeks.filter(({ over }) => over), ({ week, count }) => fillWords(words.weekOver, { day: shortDay(week, today), count })),
    )
    const undated = this.#undated.length
    this.part('undated-box').hidden = undated === 0
    this.part('undated').textContent = undated === 1 ? words.undatedOne : fillWords(words.undated, { count: undated })
    this.part('load-box').hidden = load.owners.length === 0
    this.part('load').replaceChildren(...loadRows(load, PLAN_LIMITS.owner, this.#scene))
    const names = [...new Set(this.#actions.map(({ owner }) => owner).filter(Boolean))].sort()
    this.part('owners').replaceChildren(...names.map((name) => new Option(name)))
  }

  /** Open actions without a date whose horizon can give them one. */
  get #undated() {
    const { today } = this.#scene
    return this.#actions.filter((action) => isActionOpen(action) && !action.due && dueOf(action.horizon, today))
  }

  /** Draw the list again, in several moments, before what is still to be drawn of other parts. */
  #drawListSoon() {
    const rows = this.#drawList()
    if (rows.length) this.#soon([...rows, ...this.#rest.filter((step) => step !== this.#placeRows)])
  }

  #placeRows = () => {
    const [{ section, list, rows } = {}] = this.#unplaced.splice(0, 1)
    // Whoever moved an action has had all of them placed.
    if (!section) return
    list.append(...rows)
    if (!section.parentNode) this.part('groups').append(section)
  }

  /**
   * Rows are kept and moved, so that a form stays open and whoever is typing goes on typing. Of a longer plan only the first are
   * placed.
   *
   * @returns {(() => void)[]} places the other ones, some in each moment
   */
  #drawList() {
    const scene = this.#scene
    const { words, today } = scene
    const held = document.activeElement
    const range = this.contains(held) && held.matches('textarea, [type=text]') ? [held.selectionStart, held.selectionEnd] : null
    const terms = foldPlanText(this.part('search').value).split(' ').filter(Boolean)
    const filter = this.part('filter').value
    const isFiltered = terms.length > 0 || filter !== 'all'
    const fits = (action) => {
      return PLAN_FILTERS[filter](action, today) && (terms.length === 0 || terms.every((term) => searchedText(action).includes(term)))
    }
    this.#groups = groupPlan(this.#actions, this.#by, words)
    const shown = this.#groups.map((group) => ({ ...group, actions: group.actions.filter(fits) })).filter(({ actions }) => actions.length)
    const rows = new Map(shown.flatMap(({ actions }) => actions).map((action) => [action.id, this.#rows.get(action.id) ?? this.#spare.get(action.id) ?? makeRow(action, scene)]))
    if (this.#asked && !rows.has(this.#asked.id)) this.#answer(false)
    // Rows come back from a search as they left it, and closed.
    const aside = this.#actions.map(({ id }) => [id, this.#rows.get(id) ?? this.#spare.get(id)])
    this.#spare = new Map(aside.filter(([id, row]) => row && !rows.has(id) && !row.querySelector('.learn-plan__form')))
    this.#rows = rows
    const order = JSON.stringify(shown.map(({ key, title, actions }) => [key, title, actions.map(({ id }) => id)]))
    if (order !== this.#order) {
      this.#order = order
      // Out of the page as a whole: to take rows out of it one by one takes longer.
      this.part('groups').replaceChildren()
      // Whoever is in a row finds it again at once; what is placed first fills the window.
      const isHeld = this.contains(held) && held.closest('.learn-plan__action')
      let placed = 0
      this.#unplaced = shown.flatMap(({ key, title, actions }) => {
        const head = makePart('h3', 'learn-plan__group-head', '', makePart('span', '', title), makePart('span', 'learn-plan__group-count', String(actions.length)))
        const list = makePart('ol', 'learn-list learn-plan__list')
        const section = makePart('section', 'learn-plan__group', '', head, list)
        section.dataset.key = key
        section.style.containIntrinsicBlockSize = `auto ${ROOM * (actions.length + 1)}rem`
        const left = actions.map(({ id }) => rows.get(id))
        const slices = []
        while (left.length) {
          const some = left.splice(0, isHeld ? Infinity : placed < ROWS_AT_ONCE ? ROWS_IN_SIGHT : ROWS_AT_ONCE)
          placed += some.length
          slices.push({ section, list, rows: some })
        }
        return slices
      })
      do {
        if (this.#unplaced.length) this.#placeRows()
      } while (this.#unplaced.length && (isHeld || this.#actions.length <= ROWS_AT_ONCE))
      // Rows have been out of the page for a moment.
      if (held !== document.activeElement && this.contains(held)) {
        held.focus({ preventScroll: true })
        if (range) held.setSelectionRange(...range)
        held.scrollIntoView({ block: 'nearest' })
      }
    }
    this.part('groups').toggleAttribute('data-filtered', isFiltered)
    this.part('groups').toggleAttribute('data-long', this.#actions.length > ROWS_AT_ONCE)
    for (const action of this.#actions) if (rows.has(action.id)) showAction(rows.get(action.id), action, scene)
    const count = rows.size
    const said = isFiltered ? fillWords(count ? words.shown : words.none, { count, all: this.#actions.length }) : ''
    if (this.part('found').textContent !== said) this.part('found').textContent = said
    const isLong = this.#actions.length >= SEARCH_FROM || isFiltered
    this.part('search-box').hidden = this.part('filter-box').hidden = !isLong
    return this.#unplaced.map(() => this.#placeRows)
  }

  #drawMap() {
    const sheet = this.course?.worksheets.find(({ id }) => id === this.course.plan?.map)
    const box = this.part('map-box')
    if (!box) return
    box.hidden = !sheet
    if (!sheet) return
    const { entries } = this.store.all()
    const mapped = sheet.fields.map(({ id }) => entries[id])
    if (this.#mapped?.every((entry, at) => entry === mapped[at])) return
    this.#mapped = mapped
    const { parts, count, all } = drawMap(sheet, entries)
    this.part('map').replaceChildren(...parts)
    box.toggleAttribute('data-long', this.part('map').textContent.length > LONG_MAP)
    this.part('map-said').textContent = count ? fillWords(this.words.mapSome, { count, all }) : this.words.mapBlank
    box.toggleAttribute('data-blank', count === 0)
  }

  #drawTime() {
    const scene = this.#scene
    const { words, today } = scene
    const timeline = planTimeline(this.#actions, today)
    this.part('time-box').hidden = timeline.rows.length === 0
    if (timeline.rows.length === 0) return
    const load = planLoad(this.#actions, { today })
    const counts = planCounts(this.#actions, today)
    const day = (text) => dayWords(text, { dateStyle: 'medium' })
    const said = fillWords(words.timeline, { from: day(timeline.from), to: day(timeline.to), count: timeline.rows.length, milestones: timeline.rows.filter(({ milestone }) => milestone).length, late: counts.late })
    // Once measured it is watched: to measure it here would lay out the whole page.
    this.#width ||= this.#measured
    const { picture, drawn, all } = drawTimeline(timeline, this.#actions, load, this.#width, said, scene)
    this.part('picture').replaceChildren(picture)
    this.part('picture').style.containIntrinsicBlockSize = `${picture.viewBox.baseVal.height}px`
    this.part('time-said').textContent = drawn < all ? `${said} ${fillWords(words.timelineSome, { count: drawn, all })}` : said
  }

  #drawDays() {
    this.part('days').replaceChildren(...timelineRows(this.#actions, this.#scene))
  }

  #drawOffers() {
    const { words } = this
    const box = this.part('offers')
    this.part('offers-box').hidden = this.course === null
    const open = new Set([...box.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key))
    const held = box.contains(document.activeElement) ? document.activeElement : null
    const [from, at] = held ? [held.closest('details')?.dataset.key, [...box.querySelectorAll('button')].indexOf(held)] : []
    const folds = groupPlan(this.#offered, 'chapter', words).map(({ key, title, actions }) => {
      // In the course's order, whatever a plan says of its own.
      const rows = this.#offered.filter((action) => actions.includes(action)).map((action) => {
        const button = makeButton('add', '+')
        button.ariaLabel = fillWords(words.addOne, action)
        button.dataset.id = action.id
        const facts = [action.owner, words[action.horizon]].filter(Boolean).join(' · ')
        return makePart('li', 'learn-plan__offered', '', button, makePart('span', '', '', makePart('span', 'learn-plan__offered-text', action.text), makePart('span', 'learn-plan__soft', facts)))
      })
      const name = makePart('summary', '', '', makePart('span', '', title), makePart('span', 'learn-plan__soft', fillWords(words.choosable, { count: rows.length })))
      const fold = makePart('details', 'learn-fold learn-plan__fold learn-plan__offer-fold', '', name, makePart('ul', 'learn-list', '', ...rows))
      fold.dataset.key = key
      fold.open = open.has(key)
      return fold
    })
    box.replaceChildren(...(folds.length ? folds : [makePart('p', 'learn-plan__soft', words.allChosen)]))
    if (!held) return
    const same = folds.find(({ dataset }) => dataset.key === from)
    // The next one takes the place of the one that was chosen.
    const next = [...box.querySelectorAll('button')][at]
    const place = same?.contains(next) ? next : same?.querySelector('button:last-of-type') ?? box.querySelector('summary')
    if (place) place.focus({ preventScroll: true })
    else this.part('status').focus()
  }

  #open(details) {
    const row = details.closest('.learn-plan__action')
    if (!row.querySelector('.learn-plan__form')) details.append(makeForm(this.#find(row.dataset.id), this.#scene))
  }

  /** After a change: while somebody is still at the same action it stays where it is, and says what is saved. */
  #settle() {
    const row = document.activeElement?.closest('.learn-plan__action:has(> [open])')
    const action = row && this.#find(row.dataset.id)
    if (action && this.contains(row)) showAction(row, action, this.#scene)
    else this.show()
  }

  // Changing

  /** Write values ({id, rev, value}, null deletes) and show them. What was there before can be brought back. */
  #change(list, words, hold = false) {
    const before = list.map(({ id }) => ({ id, entry: this.store.get(id) }))
    this.#isWriting = true
    for (const { id, rev, value } of list) {
      if (value === null) this.store.remove(id)
      else this.store.set(id, rev, value)
    }
    this.#isWriting = false
    const { entries } = this.store.all()
    this.#undo = before.map((one) => ({ ...one, at: entries[one.id]?.at }))
    this.show()
    this.#say(words, true, hold)
  }

  #takeBack() {
    const { entries } = this.store.all()
    this.#isWriting = true
    for (const { id, entry, at } of this.#undo ?? []) {
      // What somebody has changed since stays.
      if (entries[id]?.at !== at) continue
      if (entry) this.store.set(id, entry.rev, entry.value)
      else this.store.remove(id)
    }
    this.#isWriting = false
    this.#undo = undefined
    this.show()
    this.#say(this.words.undone)
    this.part('status').focus()
  }

  /** Keep one detail of an action. Nothing moves before `show`. */
  #edit(id, change) {
    const action = this.#find(id)
    const value = action && planChange(action.value, change, action)
    this.#isStale = true
    // An own action without words stays as it was.
    if (!value) return
    this.#isWriting = true
    this.store.set(id, action.rev, value)
    this.#isWriting = false
    this.#read()
    showAction(this.#rows.get(id), this.#find(id), this.#scene)
    this.#drawFacts()
  }

  #type(field) {
    if (field === this.part('search')) return this.#drawListSoon()
    const row = field.closest('.learn-plan__action')
    if (row && field.name && field.type !== 'checkbox') this.#edit(row.dataset.id, { [field.name]: field.value })
  }

  #choose(field, signal) {
    const row = field.closest('.learn-plan__action')
    if (field.type === 'file' && field.files[0]) {
      this.#take(field.files[0], signal)
      // The same file can be chosen again.
      field.value = ''
    } else if (field === this.part('filter')) this.#drawListSoon()
    else if (field === this.part('print')) this.dataset.print = field.value
    else if (field.name === 'plan-by') {
      this.store.set('settings/plan', '', { ...this.store.get('settings/plan')?.value, by: field.value })
    } else if (row && field.matches('.learn-plan__done')) {
      this.#edit(row.dataset.id, { status: field.checked ? 'done' : 'todo' })
      this.show()
    } else if (row && field.name === 'milestone') this.#edit(row.dataset.id, { milestone: field.checked })
  }

  #addOwn(form) {
    const { text, owner, horizon } = Object.fromEntries(new FormData(form))
    const words = text.replace(/\s+/g, ' ').trim()
    if (!words) return
    const value = planChange({}, { chosen: true, text: words, owner: owner.trim(), horizon })
    this.#change([{ id: ownActionId(), rev: '', value }], fillWords(this.words.added, { text: words }))
    form.elements.text.value = ''
    form.elements.text.focus()
  }

  #add(id) {
    const action = this.#offered.find((one) => one.id === id)
    this.#change([{ id, rev: action.rev, value: planChange(action.value, { chosen: true }, action) }], fillWords(this.words.added, action))
  }

  // Moving

  #place(id, key, at) {
    const by = this.#by
    const action = this.#find(id)
    const group = this.#groups.find((one) => one.key === key) ?? { key, title: key, actions: [] }
    const isHome = group.actions.some((one) => one.id === id)
    // Nobody becomes an owner, and no chapter another one, by being moved.
    if (!isHome && (by === 'chapter' || key === '')) return false
    const name = by === 'horizon' ? key : group.title
    const change = isHome ? {} : { [by]: name, order: null }
    const moved = { ...action, ...change }
    const [{ actions, title }] = groupPlan([...group.actions.filter((one) => one.id !== id), moved], by, this.words)
    const orders = new Map(movePlan(actions, id, at - actions.findIndex((one) => one.id === id)).map((one) => [one.id, one.order]))
    if (isHome && orders.size === 0) return false
    const list = actions.filter((one) => one.id === id || orders.has(one.id)).map((one) => {
      const whole = this.#find(one.id)
      const order = orders.has(one.id) ? { order: orders.get(one.id) } : {}
      return { id: one.id, rev: whole.rev, value: planChange(whole.value, { ...(one.id === id ? change : {}), ...order }, whole) }
    })
    const place = Math.max(0, Math.min(actions.length - 1, at)) + 1
    this.#change(list, fillWords(this.words.moved, { place, count: actions.length, group: title }))
    while (this.#unplaced.length) this.#placeRows()
    this.#rows.get(id)?.scrollIntoView({ block: 'nearest' })
    return true
  }

  /** One place up or down, and over the border into the next group. */
  #move(id, step) {
    if (this.part('groups').hasAttribute('data-filtered')) return
    const at = this.#groups.findIndex(({ actions }) => actions.some((action) => action.id === id))
    const { key, actions } = this.#groups[at]
    const place = actions.findIndex((action) => action.id === id) + step
    if (place >= 0 && place < actions.length) {
      this.#place(id, key, place)
      return
    }
    const next = this.#by === 'horizon' ? PLAN_HORIZONS[PLAN_HORIZONS.indexOf(key) + step] : this.#groups[at + step]?.key
    if (!next || !this.#place(id, next, step > 0 ? 0 : Infinity)) this.#say(this.words.stays)
  }

  #key(event) {
    const { key, altKey, target } = event
    if (key === 'Escape') this.#answer(false)
    const row = target.closest('.learn-plan__action')
    if (!altKey || !row || !['ArrowUp', 'ArrowDown'].includes(key) || target.matches('select')) return
    event.preventDefault()
    this.#move(row.dataset.id, key === 'ArrowUp' ? -1 : 1)
  }

  #drag(event, signal) {
    const { type, target, dataTransfer } = event
    const row = target.closest?.('.learn-plan__action')
    if (type === 'dragstart') {
      if (!target.matches?.('.learn-plan__face') || this.part('groups').hasAttribute('data-filtered')) return
      this.#dragged = row.dataset.id
      dataTransfer.effectAllowed = 'move'
      dataTransfer.setData('text/plain', this.#find(row.dataset.id).text)
      return
    }
    for (const marked of this.querySelectorAll('[data-drop]')) delete marked.dataset.drop
    if (type === 'dragend') this.#dragged = undefined
    if (type !== 'dragover' && type !== 'drop') return
    if (dataTransfer.types.includes('Files')) {
      event.preventDefault()
      if (type === 'drop' && dataTransfer.files[0]) this.#take(dataTransfer.files[0], signal)
      return
    }
    if (!this.#dragged || !row || row.dataset.id === this.#dragged) return
    event.preventDefault()
    const box = row.getBoundingClientRect()
    const isAfter = event.clientY > box.top + box.height / 2
    if (type === 'dragover') row.dataset.drop = isAfter ? 'after' : 'before'
    else {
      const { key } = row.closest('.learn-plan__group').dataset
      const ids = this.#groups.find((group) => group.key === key).actions.map(({ id }) => id).filter((id) => id !== this.#dragged)
      this.#place(this.#dragged, key, ids.indexOf(row.dataset.id) + (isAfter ? 1 : 0))
      this.#dragged = undefined
    }
  }

  // Buttons

  #press(button) {
    const id = button?.closest('.learn-plan__action')?.dataset.id
    const file = () => this.#save(button.dataset.do)
    const does = {
      up: () => this.#move(id, -1),
      down: () => this.#move(id, 1),
      add: () => this.#add(button.dataset.id),
      course: () => this.#useCourse(id),
      propose: () => {
        this.#edit(id, { due: button.dataset.day })
        this.#rows.get(id).querySelector('[name=due]').focus()
      },
      out: () => {
        const action = this.#find(id)
        this.#change([{ id, rev: action.rev, value: planChange(action.value, { chosen: false }, action) }], this.words.takenOut, true)
      },
      ask: () => this.#ask(button, id),
      yes: () => this.#answer(true),
      no: () => this.#answer(false),
      date: () => this.#date(),
      print: () => globalThis.print(),
      csv: file,
      ics: file,
      markdown: file,
      json: file,
      import: () => this.part('file').click(),
      take: () => this.#takeOver(),
      leave: () => this.#close(this.words.left),
      undo: () => this.#takeBack(),
    }
    does[button?.dataset.do]?.()
  }

  #useCourse(id) {
    const field = this.#rows.get(id).querySelector('[name=text]')
    this.#edit(id, { text: '' })
    field.value = this.#find(id).text
    field.focus()
  }

  #date() {
    const { today } = this.#scene
    const list = this.#undated.map((action) => ({ id: action.id, rev: action.rev, value: planChange(action.value, { due: dueOf(action.horizon, today) }, action) }))
    this.#change(list, fillWords(this.words.dated, { count: list.length }), true)
  }

  // Deleting an own action, with a second step in the place of the first

  #ask(button, id) {
    this.#answer(false)
    const group = this.part('ask')
    this.#asked = { button, id }
    button.closest('.learn-plan__form').append(group)
    group.hidden = false
    group.querySelector('[data-do=no]').focus()
  }

  #answer(yes) {
    if (!this.#asked) return
    const { button, id } = this.#asked
    this.#asked = undefined
    this.part('live').append(this.part('ask'))
    this.part('ask').hidden = true
    button.focus()
    if (yes) this.#change([{ id, rev: '', value: null }], this.words.deleted, true)
  }

  // Files

  #save(kind) {
    const { words, today, root } = this.#scene
    const { ending, type, text } = planFile(kind, this.#actions, { course: this.dataset.course, by: this.#by, words, today, root })
    if (!text) return this.#say(words.noDates)
    const name = `${this.dataset.course}-plan-${today}.${ending}`
    saveFile(name, type, text)
    const undated = this.#actions.filter(({ due }) => !due).length
    const said = fillWords(words.downloaded, { name })
    this.#say(kind === 'ics' && undated ? `${said} ${fillWords(words.calendarSome, { count: undated })}` : said)
  }

  async #take(file, signal) {
    this.#close('')
    const known = [...this.#actions, ...this.#offered]
    const read = await readPlanFile(file, known, { course: this.dataset.course, manifest: this.course, words: this.words })
    if (signal.aborted) return
    if (read.refused) {
      const line = this.part('refusal')
      line.textContent = fillWords(this.words.refusal, { name: file.name, why: read.refused })
      line.hidden = false
      line.focus()
      return
    }
    this.#offer = read.changes
    const byId = new Map(known.map((action) => [action.id, action]))
    this.part('offer-head').textContent = fillWords(read.changes.length ? this.words.offer : this.words.offerNothing, { name: file.name })
    this.part('rows').replaceChildren(...drawChanges(read, byId, this.#scene))
    this.querySelector('[data-do=take]').hidden = read.changes.length === 0
    this.part('offer').hidden = false
    this.part('offer-head').focus()
  }

  #takeOver() {
    const changes = this.#offer
    this.#close('')
    this.#change(changes, fillWords(this.words.taken, { count: changes.length }), true)
  }

  #close(words) {
    const box = this.part('offer')
    const isHeld = box.contains(document.activeElement)
    this.#offer = undefined
    box.hidden = this.part('refusal').hidden = true
    this.part('rows').replaceChildren()
    this.#say(words)
    if (isHeld) this.querySelector('[data-do=import]').focus()
  }
}
