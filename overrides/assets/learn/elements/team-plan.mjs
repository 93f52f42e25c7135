// The team page's view of plans: each action once with who chose it, what differs settled by choice, and the way out.
import { fillWords } from '../core/notes.mjs'
import { foldChoice, foldPlanText, groupPlan, mergePlans, planActions, settle } from '../core/plan.mjs'
import { listSeparator, planCsv, planIcs, planJson, planMarkdown } from '../core/plan-files.mjs'
import { replaceSaved } from '../core/rewrite.mjs'
import { emptySaved, withEntries } from '../core/saved.mjs'
import { labelledName, takePlan } from '../core/team.mjs'
import { dayWords, localDay, makeButton, makeLink, makePart, saveFile } from './tool-parts.mjs'

const ACTION_FACTS = ['owner', 'start', 'due', 'status', 'priority', 'horizon']
const SHOWN_PLANS = ['all', 'several', 'differ']

/** The merged plan of a team page: what was picked and left out stays while people come and go. */
export class TeamPlan {
  #host
  #view
  #items = []
  #picks = new Map()
  #left = new Set()
  #shown = 'all'

  constructor(host) {
    this.#host = host
  }

  /** The parts of the view, one after the other. */
  * draw(view) {
    const { words, members, labels, course } = view
    this.#view = view
    this.#items = mergePlans(members.map(({ document }, at) => ({ name: labels[at], document })), course)
    if (this.#items.length === 0) {
      yield makePart('p', 'learn-team__soft', words.planNone)
      return
    }
    const count = (shown) => this.#items.filter((item) => this.#fits(item, shown)).length
    yield makePart('p', 'learn-team__standing', fillWords(words.planSum, { count: count('all'), several: count('several'), differ: count('differ') }))
    yield this.#bar()
    const actions = new Map(this.#settled(this.#items).map((action, at) => [this.#items[at].id, action]))
    const groups = new Map()
    for (const item of this.#items) {
      // Of an own action only some may have said where it belongs.
      const { chapter } = actions.get(item.id)
      const key = chapter?.id ?? ''
      if (!groups.has(key)) groups.set(key, { chapter, items: [] })
      groups.get(key).items.push(item)
    }
    for (const { chapter, items } of groups.values()) {
      const head = makePart('h3', 'learn-team__head', chapter ? '' : words.plan.ownActions, ...(chapter ? [makeLink(chapter.address, view.root, fillWords(words.chapter, chapter))] : []))
      const list = makePart('ul', 'learn-list learn-team__actions', '', ...items.map((item) => this.#card(item, actions.get(item.id))))
      const group = makePart('section', 'learn-team__group', '', head, list)
      group.hidden = items.every((item) => !this.#fits(item, this.#shown))
      yield group
    }
  }

  change(field) {
    const { action: id, pick } = field.dataset
    if (field.id === 'team-shown') {
      this.#shown = field.value
      this.#sift()
    } else if (pick) {
      const item = this.#items.find((one) => one.id === id)
      this.#picks.set(id, { ...this.#picks.get(id), [pick]: this.#choices(item, pick)[Number(field.value)].value })
      const card = field.closest('.learn-team__action')
      card.querySelector('.learn-team__facts').replaceWith(this.#facts(this.#settled([item])[0]))
    } else if (id) {
      this.#left[field.checked ? 'delete' : 'add'](id)
      this.#count()
    }
  }

  press(name) {
    const does = {
      tick: () => this.#tick(true),
      untick: () => this.#tick(false),
      take: () => this.#take(),
      csv: () => this.#save('csv', 'text/csv', (actions, words) => planCsv(actions, words, listSeparator(globalThis.navigator.language), { chosen_by: ({ id }) => this.#choosers(id) })),
      ics: () => this.#save('ics', 'text/calendar', (actions, words) => planIcs(actions, { course: this.#view.course.id, now: new Date().toISOString(), words, root: this.#view.root.href })),
      markdown: () => this.#save('md', 'text/markdown', (actions, words) => planMarkdown(groupPlan(actions, 'horizon', words), words, (day) => dayWords(day, { dateStyle: 'medium' }))),
      json: () => this.#save('json', 'application/json', (actions) => planJson(actions, this.#view.course.id)),
    }
    does[name]?.()
  }

  // What is shown and what is in

  #fits({ choices, conflicts }, shown) {
    return shown === 'all' || (shown === 'several' ? choices.length > 1 : conflicts.length > 0)
  }

  #in() {
    return this.#items.filter(({ id }) => !this.#left.has(id))
  }

  #cards() {
    return [...this.#host.part('plan-panel').querySelectorAll('.learn-team__action')]
  }

  #sift() {
    const items = new Map(this.#items.map((item) => [item.id, item]))
    for (const card of this.#cards()) card.hidden = !this.#fits(items.get(card.dataset.id), this.#shown)
    for (const group of this.#host.part('plan-panel').querySelectorAll('.learn-team__group')) group.hidden = !group.querySelector('.learn-team__action:not([hidden])')
  }

  #tick(on) {
    for (const card of this.#cards()) {
      if (card.hidden) continue
      card.querySelector('input[type=checkbox]').checked = on
      this.#left[on ? 'delete' : 'add'](card.dataset.id)
    }
    this.#count()
  }

  #count() {
    const { words } = this.#view
    this.#host.say(fillWords(words.planIn, { count: this.#in().length, all: this.#items.length }))
  }

  // Parts

  #bar() {
    const { words } = this.#view
    const select = makePart('select', 'learn-tool__input', '', ...SHOWN_PLANS.map((shown) => {
      const option = makePart('option', '', words[`by-${shown}`])
      option.value = shown
      option.selected = shown === this.#shown
      return option
    }))
    select.id = 'team-shown'
    const label = makePart('label', 'learn-tool__label', words.shown)
    label.htmlFor = select.id
    const buttons = (names, strong) => makePart('p', 'learn-tool__buttons', '', ...names.map((name) => {
      const button = makeButton(name, words[`do-${name}`], strong)
      button.id = `team-do-${name}`
      return button
    }))
    return makePart('div', 'learn-team__plan-bar', '',
      makePart('p', 'learn-team__soft', words.planWhy),
      buttons(['take'], true),
      makePart('p', 'learn-team__or', words.planSave),
      buttons(['csv', 'ics', 'markdown', 'json']),
      makePart('p', 'learn-team__soft', words.planCalendar),
      makePart('div', 'learn-team__sift', '', makePart('p', 'learn-team__search', '', label, select), buttons(['tick', 'untick'])))
  }

  #card(item, settled) {
    const { words, labels } = this.#view
    const { id, choices, conflicts } = item
    const box = makePart('input')
    Object.assign(box, { type: 'checkbox', id: `team-in-${id}`, checked: !this.#left.has(id) })
    box.dataset.action = id
    const who = fillWords(words.chosenBy, { people: choices.length, all: labels.length, names: choices.map(({ name }) => name).join(', ') })
    const card = makePart('li', 'learn-team__action', '', makePart('label', 'learn-team__tick', '', box, makePart('span', 'learn-team__text', settled.text)), makePart('p', 'learn-team__who', who), this.#facts(settled))
    card.dataset.id = id
    card.hidden = !this.#fits(item, this.#shown)
    if (conflicts.length) card.append(makePart('div', 'learn-team__conflicts', '', ...conflicts.map((key) => this.#conflict(item, key))))
    return card
  }

  /** What the choices say of one detail, each once with who says it. */
  #choices({ choices }, key) {
    const said = new Map()
    for (const { name, action } of choices) {
      const value = action.value[key]
      if (value === undefined) continue
      const folded = foldChoice(key, value)
      if (!said.has(folded)) said.set(folded, { value, names: [] })
      said.get(folded).names.push(name)
    }
    return [...said.values()]
  }

  #conflict(item, key) {
    const { words } = this.#view
    const picked = settle(item, this.#picks.get(item.id))[key]
    const options = this.#choices(item, key).map(({ value, names }, at) => {
      const radio = makePart('input')
      Object.assign(radio, { type: 'radio', name: `team-pick-${item.id}-${key}`, id: `team-pick-${item.id}-${key}-${at}`, value: at, checked: foldChoice(key, value) === foldChoice(key, picked) })
      Object.assign(radio.dataset, { action: item.id, pick: key })
      return makePart('label', 'learn-team__pick', '', radio, makePart('span', '', '', makePart('span', 'learn-team__value', this.#words(key, value)), ' ', makePart('span', 'learn-team__soft', fillWords(words.saidBy, { names: names.join(', ') }))))
    })
    return makePart('fieldset', 'learn-team__conflict', '', makePart('legend', '', fillWords(words.which, { what: words.plan[`field-${key}`] })), ...options)
  }

  #words(key, value) {
    const { words, members, labels } = this.#view
    if (key === 'due' || key === 'start') return dayWords(value, { dateStyle: 'medium' })
    if (key === 'owner') return labelledName(value, members, labels)
    return words.plan[value] ?? String(value)
  }

  #facts(action) {
    const { words } = this.#view
    const isSaid = (key) => action[key] && action[key] !== 'todo' && action[key] !== 'normal'
    const line = ACTION_FACTS.filter(isSaid).map((key) => `${words.plan[`field-${key}`]}: ${this.#words(key, action[key])}`)
    if (action.milestone) line.push(words.plan['field-milestone'])
    const box = makePart('div', 'learn-team__facts', '', makePart('p', '', line.join(' · ')))
    if (action.doneWhen) box.append(makePart('p', '', `${words.plan['field-done_when']}: ${action.doneWhen}`))
    if (action.note) box.append(makePart('p', 'learn-team__said', action.note))
    return box
  }

  // Out of the page

  /** The actions as they stand settled, in the order of the items. */
  #settled(items) {
    const { course } = this.#view
    const at = new Date().toISOString()
    const entries = items.map((item) => [item.id, { rev: item.action.rev, value: settle(item, this.#picks.get(item.id)), at }])
    const actions = new Map(planActions(withEntries(emptySaved(course.id), entries), course).map((action) => [action.id, action]))
    return items.map(({ id }) => actions.get(id))
  }

  /** Who chose an action, as the page calls them. */
  #choosers(id) {
    return this.#items.find((item) => item.id === id).choices.map(({ name }) => name).join(', ')
  }

  #take() {
    const { words, course } = this.#view
    const { store } = this.#host
    const before = store.all()
    // An own action that is here already under another id stays one.
    const mine = new Map(planActions(before, course).filter(({ own }) => own).map(({ id, text }) => [foldPlanText(text), id]))
    const settled = this.#in().map((item) => {
      const value = settle(item, this.#picks.get(item.id))
      return { id: (item.action.own && mine.get(foldPlanText(value.text))) || item.id, rev: item.action.rev, value }
    })
    const { document, added, changed } = takePlan(before, settled, new Date().toISOString())
    if (document === before) return this.#host.say(words.takenNothing)
    if (!replaceSaved(store, document)) return this.#host.say(words.noRoom)
    return this.#host.say(fillWords(words.taken, { added, changed }), true)
  }

  #save(ending, type, write) {
    const { words, course, members, labels, how } = this.#view
    const called = (action) => {
      const owner = labelledName(action.owner, members, labels)
      return how === 'names' || owner === action.owner ? action : { ...action, owner, value: { ...action.value, owner } }
    }
    const actions = this.#settled(this.#in()).map(called)
    const today = localDay(new Date())
    const exported = fillWords(words.plan.exported, { people: members.length, day: dayWords(today, { dateStyle: 'long' }) })
    const text = write(actions, { ...words.plan, exported })
    if (!text) return this.#host.say(words.undatedAll)
    const name = `${course.id}-team-plan-${today}.${ending}`
    saveFile(name, type, text)
    const undated = ending === 'ics' ? actions.filter(({ due }) => !due).length : 0
    return this.#host.say([fillWords(words.downloaded, { name }), undated && fillWords(words.undated, { count: undated })].filter(Boolean).join(' '))
  }
}
