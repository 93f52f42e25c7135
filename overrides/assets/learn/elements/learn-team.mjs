import { fillWords } from '../core/notes.mjs'
import { undoSaved } from '../core/rewrite.mjs'
import { KnownHands, TEAM_SIZE, carryDocument, cleanName, documentFacts, gatherTeam, memberLabels, personName, teamNotes, teamProgress } from '../core/team.mjs'
import { TeamPlan } from './team-plan.mjs'
import { drawTeamNotes, searchTeamNotes } from './team-notes.mjs'
import { drawTeamRatings } from './team-ratings.mjs'
import { drawTeamWhere } from './team-where.mjs'
import { ToolElement, dayWords, localDay, makeButton, makePart, readSavedFile } from './tool-parts.mjs'

/** Lets the browser paint and take input before the next piece of work. */
const breath = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => setTimeout(go))

/**
 * The saved work of a team, out of files that colleagues hand over: where everybody is, plans merged, notes and ratings side by
 * side. All of it is in memory; only `take` in the view of plans writes, into this device's own plan.
 *
 * One view is in the page at a time, made in pieces. While there is work to do the element has data-busy.
 */
export class LearnTeamElement extends ToolElement {
  static tag = 'learn-team'
  #files = []
  #own = { key: 'own', name: '', mine: true }
  #hands = new KnownHands()
  #view = 'where'
  #how = 'names'
  #keys = 0
  #turn = 0
  #reading = 0
  #queue = Promise.resolve()
  #members = []
  #labels = []
  #facts = []
  #plan = new TeamPlan(this)

  start(signal) {
    this.addEventListener('click', ({ target }) => this.#press(target.closest('button')), { signal })
    this.addEventListener('input', ({ target }) => target === this.part('search') && this.#search(), { signal })
    this.addEventListener('change', ({ target }) => this.#change(target, signal), { signal })
    this.takeDropped((files) => this.#choose(files, signal), signal)
  }

  hear({ kind }) {
    if (kind === 'changed' && this.course) this.#gather()
  }

  show() {
    this.part('missing').hidden = Boolean(this.course)
    this.#gather()
  }

  /** Say what was done; `undo` offers to take it back. */
  say(words, undo = false) {
    this.part('status').textContent = words
    const button = this.querySelector('[data-do=undo]')
    button.hidden = !undo
    if (undo) button.focus()
  }

  #press(button) {
    const does = {
      choose: () => this.part('files').click(),
      remove: () => this.#remove(button.closest('[data-key]').dataset.key),
      dismiss: () => {
        this.part('refusals').replaceChildren()
        this.part('refused').hidden = true
        this.querySelector('[data-do=choose]').focus()
      },
      print: () => globalThis.print(),
      undo: () => {
        this.say(undoSaved(this.store) ? this.words.undone : this.words.noRoom)
        this.part('status').focus()
      },
    }
    does[button?.dataset.do]?.()
    this.#plan.press(button?.dataset.do)
  }

  #change(field, signal) {
    const { type, name, value } = field
    if (type === 'file' && field.files.length) {
      this.#choose(field.files, signal)
      // The same files can be chosen again.
      field.value = ''
    } else if (name === 'team-view') {
      this.#view = value
      this.say('')
      this.#draw()
    } else if (name === 'team-names') {
      this.#how = value
      if (value !== 'names') this.part('people').open = false
      this.#gather()
    } else if (field === this.part('own')) this.#gather()
    else if (field.matches('.learn-team__name')) {
      this.#file(field.closest('[data-key]').dataset.key).name = field.value = cleanName(value)
      this.#gather()
    } else this.#plan.change(field)
  }

  // Files

  #choose(files, signal) {
    const list = [...files]
    this.#reading += 1
    this.#queue = this.#queue.then(() => this.#read(list, signal)).then(() => {
      this.#reading -= 1
      if (!signal.aborted) this.#gather()
    })
  }

  async #read(list, signal) {
    const { words } = this
    const before = this.#files.length
    const refusals = []
    this.toggleAttribute('data-busy', true)
    this.#hands.forget('own')
    for (const { key, name, document } of this.#all()) {
      if (key !== 'own') continue
      this.#hands.add(key, document)
      this.#own.name = name
    }
    for (const [at, file] of list.entries()) {
      if (this.#files.length === TEAM_SIZE) {
        refusals.push(fillWords(words.refusalMany, { most: TEAM_SIZE, names: list.slice(at).map((one) => one.name).join(', ') }))
        break
      }
      this.say(fillWords(words.reading, { number: at + 1, all: list.length }))
      const { document, problem, dropped } = await readSavedFile(file, this.dataset.course)
      await breath()
      if (signal.aborted) return
      const why = problem && problem !== 'damaged' ? words[`file-${problem}`] : this.#admit(file.name, document, dropped)
      if (why) refusals.push(fillWords(words.refusal, { name: file.name, why }))
    }
    const read = this.#files.length - before
    this.part('refusals').append(...refusals.map((text) => makePart('li', '', text)))
    this.part('refused').hidden = !this.part('refusals').children.length
    if (before === 0 && read > 0) this.part('people').open = read <= 6 && this.#how === 'names'
    this.say([read && fillWords(read === 1 ? words.readOne : words.readMany, { count: read }), refusals.length && fillWords(words.notRead, { count: refusals.length })].filter(Boolean).join(' '))
  }

  /** Take a document in; gives the reason where it stays out. */
  #admit(file, document, dropped) {
    const found = this.#hands.find(document)
    const twin = found && this.#file(found.key)
    if (found?.same) return fillWords(this.words['file-twice'], { file: this.#fileName(twin) })
    const name = personName(document, file, this.dataset.course) || twin?.name || ''
    if (twin && !twin.name) twin.name = name
    this.#keys += 1
    const key = `file-${this.#keys}`
    this.#hands.add(key, document)
    this.#files.push({ key, file, name, document, dropped, twin: twin?.key })
    return ''
  }

  #remove(key) {
    const at = this.#files.findIndex((file) => file.key === key)
    const [{ file }] = this.#files.splice(at, 1)
    this.#hands.forget(key)
    this.say(fillWords(this.words.removed, { name: file }))
    this.#gather()
    const next = this.#files[at] ?? this.#files.at(-1)
    const button = next && this.querySelector(`[data-key="${next.key}"] button`)
    ;(button ?? this.querySelector('[data-do=choose]')).focus()
  }

  #file(key) {
    return key === 'own' ? this.#own : this.#files.find((file) => file.key === key)
  }

  #fileName({ key, file }) {
    return key === 'own' ? this.words.ownFile : `“${file}”`
  }

  /** Own work, if it counts, and all files, with the ids of today. */
  #all() {
    const own = this.#own
    own.document = this.store.all()
    own.facts = documentFacts(own.document)
    const formerly = this.course?.formerly
    for (const file of this.#files) {
      if (file.facts && file.formerly === formerly) continue
      file.formerly = formerly
      file.document = carryDocument(file.document, formerly ?? {})
      file.facts = documentFacts(file.document)
    }
    const isIn = this.part('own').checked && own.facts.entries > 0
    return [...(isIn ? [{ ...own, name: own.name || personName(own.document, '', '') }] : []), ...this.#files]
  }

  // People

  #gather() {
    const { words } = this
    const all = this.#all()
    this.#members = gatherTeam(all)
    this.#labels = memberLabels(this.#members, this.#how, words)
    this.#facts = this.#members.map(({ document, keys }) => (keys.length === 1 ? this.#file(keys[0]).facts : documentFacts(document)))
    this.part('own-line').hidden = this.#own.facts.entries === 0
    this.part('empty').hidden = this.#files.length > 0
    this.part('team').hidden = this.#files.length === 0 || !this.course
    this.#tellFiles(all)
    const counts = { people: this.#members.length, files: this.#files.length }
    this.part('people-head').textContent = counts.people === 1 ? words.peopleOne : fillWords(this.#members.some(({ mine }) => mine) ? words.peopleMine : words.people, counts)
    this.part('roster').textContent = this.#labels.join(', ')
    this.#draw()
  }

  /** A line for each file. Lines stay the same elements, so that nobody loses the field they are in. */
  #tellFiles(all) {
    const { words } = this
    const list = this.part('list')
    for (const line of [...list.children]) if (!all.some(({ key }) => key === line.dataset.key)) line.remove()
    for (const [at, one] of all.entries()) {
      const line = [...list.children].find(({ dataset }) => dataset.key === one.key) ?? this.#fileLine(one)
      if (list.children[at] !== line) list.insertBefore(line, list.children[at] ?? null)
      const { entries, last } = one.facts
      const file = one.key === 'own' ? words.ownFile : one.file
      const { keys } = this.#members.find((member) => member.keys.includes(one.key))
      const first = all.find(({ key }) => key === keys[0])
      const notes = [
        first.key !== one.key && fillWords(words.joined, { file: this.#fileName(first) }),
        !one.name && !one.mine && keys.length === 1 && words.nameless,
        one.dropped > 0 && fillWords(words.dropped, { count: one.dropped }),
      ]
      const [facts, note] = line.querySelectorAll('p')
      facts.textContent = fillWords(last ? words.facts : words.factsNone, { file, entries, day: last && dayWords(localDay(last), { dateStyle: 'medium' }) })
      note.textContent = notes.filter(Boolean).join(' ')
      note.hidden = !note.textContent
      const field = line.querySelector('input')
      field.placeholder = this.#labels[this.#members.findIndex((member) => member.keys.includes(one.key))]
      if (field !== document.activeElement) field.value = one.name
    }
  }

  #fileLine({ key, file }) {
    const { words } = this
    const field = makePart('input', 'learn-tool__input learn-team__name')
    field.id = `team-name-${key}`
    field.autocomplete = 'off'
    field.maxLength = 80
    const label = makePart('label', 'learn-hidden', `${words.nameLabel}: ${file ?? words.ownFile}`)
    label.htmlFor = field.id
    const line = makePart('li', 'learn-team__file', '', label, field, makePart('p', 'learn-team__soft'), makePart('p', 'learn-team__note'))
    line.dataset.key = key
    if (key !== 'own') {
      const button = makeButton('remove', words.remove)
      button.ariaLabel = fillWords(words.removeFile, { file })
      line.append(button)
    }
    return line
  }

  // Views

  #parts() {
    const { words, root, course } = this
    const view = { labels: this.#labels, facts: this.#facts, members: this.#members, how: this.#how, words, root, course }
    const draws = {
      where: () => drawTeamWhere(teamProgress(this.#members, course), view),
      plan: () => this.#plan.draw(view),
      notes: () => {
        const notes = teamNotes(this.#members, course)
        this.part('notes-bar').hidden = notes.chapters.length === 0
        this.part('notes-none').hidden = notes.chapters.length > 0
        this.part('lost').hidden = notes.lost === 0
        this.part('lost').textContent = fillWords(words.notesLost, { count: notes.lost })
        return drawTeamNotes(notes, view)
      },
      ratings: () => drawTeamRatings(view),
    }
    return draws[this.#view]()
  }

  async #draw() {
    this.#turn += 1
    const turn = this.#turn
    this.toggleAttribute('data-busy', true)
    for (const section of this.querySelectorAll('[data-view]')) {
      section.hidden = section.dataset.view !== this.#view
      if (section.hidden) this.part(`${section.dataset.view}-panel`).replaceChildren()
    }
    const panel = this.part(`${this.#view}-panel`)
    // What is there already stays until all of the new is made; what is not appears piece by piece.
    const isFirst = !panel.firstChild
    const parts = []
    for (const part of this.part('team').hidden ? [] : this.#parts()) {
      if (isFirst) panel.append(part)
      else parts.push(part)
      await breath()
      if (turn !== this.#turn) return
    }
    if (!isFirst) this.#swap(panel, parts)
    if (this.#view === 'notes') this.#search()
    this.toggleAttribute('data-busy', this.#reading > 0)
  }

  /** Put new parts into a panel; the field that somebody is in and what they have opened stay. */
  #swap(panel, parts) {
    const { activeElement: held } = document
    const focus = panel.contains(held) ? held.id : ''
    const open = [...panel.querySelectorAll('details[open]')].map(({ id }) => id)
    panel.replaceChildren(...parts)
    for (const fold of panel.querySelectorAll('details')) if (open.includes(fold.id)) fold.open = true
    if (focus) document.getElementById(focus)?.focus()
  }

  #search() {
    const query = this.part('search').value
    const count = searchTeamNotes(this.part('notes-panel'), query)
    const text = query.trim() ? fillWords(count ? this.words.found : this.words.foundNone, { count }) : ''
    if (this.part('found').textContent !== text) this.part('found').textContent = text
  }
}
