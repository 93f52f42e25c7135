import { countNotes, entryNames, exportReminder, fillWords, importPreview, isQuiet, notesMarkdown, notesTree, prepareSearch, searchNotes, valueText } from '../core/notes.mjs'
import { tickedValue } from '../core/progress.mjs'
import { replaceSaved, resetSaved, undoSaved } from '../core/rewrite.mjs'
import { SAVED_LIMITS, mergeSaved, migrateSaved, prepareSaved, serialiseSaved, setEntry } from '../core/saved.mjs'
import { eachInMoments, pause } from './moments.mjs'
import { ToolElement, dayWords, localDay, makeButton, makeLink, makePart, readSavedFile, saveFile } from './tool-parts.mjs'

// Colleagues' pages show it with what they are given.
const NAME = 'settings/name'
const MOST_LINES = 200
const LONGEST = 400
const noteDay = (day) => dayWords(day, { dateStyle: 'medium' })
// Letters that are made ready for the search, or for a file, at a time.
const PREPARED_AT_ONCE = 50000
// How high an entry is that nobody has seen yet, in rem.
const ROOM = 4
const ROWS = ['new', 'changed', 'deleted', 'kept']

/**
 * All saved work of a course in one document: read, edit notes, search, print, take along, bring back, erase.
 *
 * Every text out of the saved document or an imported file reaches the page as text only. Words stand in data-words.
 */
export class LearnNotesElement extends ToolElement {
  static tag = 'learn-notes'
  #offer
  #asked
  // What is drawn: the document that it was drawn from, its groups, and parts of the page with the entries that they show.
  #drawn
  #groups = []
  #places = []
  #lists = []

  start(signal) {
    this.addEventListener('click', ({ target }) => this.#press(target.closest('button')), { signal })
    this.addEventListener('input', ({ target }) => this.#type(target), { signal })
    this.addEventListener('change', ({ target }) => {
      if (target.type === 'checkbox') this.#tick(target)
      if (target.type !== 'file' || !target.files[0]) return
      this.#read(target.files[0], signal)
      // The same file can be chosen again.
      target.value = ''
    }, { signal })
    this.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#answer(false), { signal })
    this.takeDropped(([file]) => this.#read(file, signal), signal)
  }

  hear({ kind, elsewhere }) {
    if (kind === 'saved') {
      if (this.contains(document.activeElement) && document.activeElement.matches('textarea, [type=checkbox], [data-part=name]')) this.#say(this.words.saved)
    } else if (elsewhere) this.show()
    else this.#remind()
  }

  /** Say what was done; `undo` offers to take it back. */
  #say(words, undo = false) {
    this.part('status').textContent = words
    const button = this.querySelector('[data-do=undo]')
    button.hidden = !undo
    if (undo) button.focus()
  }

  /** Say what was done and can be taken back, or that there was no room for it. */
  #sayOf(isDone, words) {
    this.#say(isDone ? words : this.words.noRoom, isDone)
  }

  /**
   * Make the page say what the store holds: at first chapter after chapter, later all at once. Whoever is typing goes on typing at
   * the same place.
   */
  async show(signal) {
    const { activeElement: held } = document
    const place = this.part('document')
    const from = place.contains(held) && held.dataset.id ? [`${held.localName}[data-id="${CSS.escape(held.dataset.id)}"]`, held.selectionStart, held.selectionEnd] : null
    const groups = this.#tree()
    const drawn = (this.#drawn = this.store.all())
    this.#groups = groups
    this.#places = []
    this.#lists = []
    this.part('missing').hidden = Boolean(this.course)
    this.#count(groups)
    const name = this.part('name')
    if (held !== name) name.value = valueText(this.store.get(NAME)?.value)
    for (const part of this.querySelectorAll('[data-with]')) part.hidden = groups.length === 0
    this.part('empty').hidden = groups.length > 0
    this.#remind()
    if (signal) {
      place.replaceChildren()
      await pause()
      await eachInMoments(this.#draw(groups), signal, (section) => section && this.#groups === groups && place.append(section))
      if (signal.aborted || this.#groups !== groups) return
      // Something was saved meanwhile.
      if (this.store.all() !== drawn) return this.show()
    } else place.replaceChildren(...[...this.#draw(groups)].filter(Boolean))
    this.#search()
    this.#prepare()
    const again = from && place.querySelector(from[0])
    again?.focus()
    if (again?.matches('textarea')) again.setSelectionRange(from[1], from[2])
  }

  /** Leave on the page what the search has found. What is drawn stays and comes back. */
  #search() {
    const query = this.part('search').value
    const found = searchNotes(this.#groups, query)
    const isAll = found === this.#groups
    const kept = new Set(found.flatMap(({ blocks }) => blocks).flatMap(({ entries }) => entries))
    for (const { part, entries } of this.#places) part.hidden = !isAll && !entries.some((entry) => kept.has(entry))
    for (const { list, items } of this.#lists) {
      const left = items.flatMap(([entry, item]) => (isAll || kept.has(entry) ? [item] : []))
      if (left.length !== list.children.length || left.some((item) => item.parentNode !== list)) list.replaceChildren(...left)
    }
    const words = query.trim() ? fillWords(found.length ? this.words.found : this.words.none, { count: countNotes(found) }) : ''
    if (this.part('found').textContent !== words) this.part('found').textContent = words
  }

  /** Make the texts that the search looks through, a few at a time, before somebody asks. */
  #prepare() {
    setTimeout(() => prepareSearch(this.#groups, PREPARED_AT_ONCE) || this.#prepare())
  }

  #tree() {
    return notesTree(this.store.all(), this.course, this.words, noteDay)
  }

  /** Show a part only where one of the entries is shown. */
  #placed(entries, ...parts) {
    this.#places.push(...parts.map((part) => ({ part, entries })))
    return parts
  }

  #count(groups) {
    for (const fact of this.querySelectorAll('[data-count]')) fact.textContent = countNotes(groups, fact.dataset.count.split(' '))
  }

  #remind() {
    const { count, days, due } = exportReminder(this.store.all(), new Date().toISOString())
    const line = this.part('remind')
    line.hidden = !due
    line.textContent = due ? fillWords(this.words[days >= 14 ? 'remindDays' : 'remind'], { count, days }) : ''
  }

  /** The sections of the groups, one after another; nothing while one is being made. */
  *#draw(groups) {
    for (const group of groups) yield yield* this.#group(group)
  }

  *#group(group) {
    const words = this.words
    const name = group.number ? fillWords(words.chapter, group) : group.title
    const head = makePart('h2', 'learn-notes__head', '', group.address ? makeLink(group.address, this.root, name) : name)
    const section = makePart('section', 'learn-notes__group', '', head)
    section.ariaLabel = name
    section.dataset.group = group.id
    section.style.containIntrinsicBlockSize = `auto ${ROOM * countNotes([group])}rem`
    this.#placed(group.blocks.flatMap(({ entries }) => entries), section)
    if (group.id === 'orphans') section.append(makePart('p', 'learn-notes__soft', this.course ? words.orphansWhy : words.orphansUnread))
    if (group.read) section.append(makePart('p', 'learn-notes__read', words.read))
    for (const block of group.blocks) section.append(...yield* this.#block(block))
    if (group.prefixes.length) {
      const button = makeButton('erase', words.erase)
      button.ariaLabel = `${words.erase}: ${name}`
      button.dataset.prefixes = group.prefixes.join('\n')
      section.append(makePart('p', 'learn-notes__end', '', button))
    }
    return section
  }

  *#block(block) {
    const { kind, title, address, entries } = block
    const words = this.words
    const parts = []
    if (kind !== 'orphan') {
      // A question's anchor is its id.
      const head = makePart('h3', 'learn-notes__kind', '', kind === 'quiz' && !title ? makeLink(`${address}#${entries[0].id}`, this.root, words[kind]) : words[kind])
      if (title) head.append(': ', makeLink(address, this.root, title))
      parts.push(head)
    }
    if (kind === 'quiz') parts.push(makePart('p', 'learn-notes__score', fillWords(words.score, block)))
    const listed = kind === 'quiz' ? entries.filter(({ state }) => state !== 'right') : entries
    this.#placed(entries, ...parts)
    if (listed.length === 0) return parts
    const list = makePart('ul', `learn-list learn-notes__list learn-notes__list--${kind}`)
    const items = []
    for (const entry of listed) {
      const item = this.#entry(entry, block)
      items.push([entry, item])
      list.append(item)
      yield
    }
    this.#lists.push({ list, items })
    return [...parts, ...this.#placed(listed, ...(kind === 'quiz' ? [makePart('p', 'learn-notes__soft', words.look)] : []), list)]
  }

  #entry(entry, block) {
    const words = this.words
    const item = makePart('li', 'learn-notes__entry')
    item.dataset.kind = block.kind
    if (block.kind === 'ask-yourself' || block.kind === 'ask-your-team') item.append(...this.#note(entry))
    else if (block.kind === 'summary' || block.kind === 'action-plan') item.append(...this.#box(entry))
    else {
      const label = block.kind === 'quiz' && block.address ? makeLink(`${block.address}#${entry.id}`, this.root, entry.label) : entry.label
      item.append(makePart('span', 'learn-notes__label', '', label))
      if (entry.state) item.append(makePart('span', 'learn-notes__state', ` (${words[entry.state]})`))
      const { rows, text } = entry
      if (rows.length) item.append(makePart('ul', 'learn-list learn-notes__lines', '', ...rows.map((row) => makePart('li', 'learn-notes__line', row))))
      else if (text) item.append(makePart('p', 'learn-notes__text', text))
    }
    if (entry.changed) item.append(makePart('p', 'learn-notes__changed', words.changed))
    if (entry.old) item.append(this.#older(entry))
    return item
  }

  /** Another version that a merge has kept, and the way back to it. */
  #older({ id, label, old }) {
    const button = makeButton('older', this.words.useOlder)
    button.ariaLabel = `${this.words.useOlder}: ${label}`
    button.dataset.id = id
    return makePart('details', 'learn-fold learn-notes__old', '', makePart('summary', '', this.words.older), makePart('p', 'learn-notes__text', old), makePart('p', 'learn-tool__buttons', '', button))
  }

  #useOlder(id) {
    const { old } = this.store.get(id) ?? {}
    if (!old) return
    // Through a merge, so that the one of today is kept in its place.
    this.#sayOf(replaceSaved(this.store, setEntry(this.store.all(), id, old.rev, old.value, new Date().toISOString())), this.words.usedOlder)
  }

  /** What was ticked or chosen. Without its tick it stays where it is for now, to be ticked again. */
  #box({ id, rev, label, text }) {
    const box = makePart('input', 'learn-check__box')
    box.type = 'checkbox'
    box.checked = true
    Object.assign(box.dataset, { id, rev })
    const parts = [makePart('label', 'learn-notes__tick', '', box, makePart('span', 'learn-notes__label', label))]
    if (text) parts.push(makePart('p', 'learn-notes__text', text))
    return parts
  }

  #tick({ checked, dataset: { id, rev } }) {
    const value = tickedValue(id, this.store.get(id)?.value, checked)
    if (value === null) this.store.remove(id)
    else this.store.set(id, rev, value)
    const isKept = ({ id: other, kind }) => {
      const entry = this.store.get(other)
      return entry && !(kind === 'action-plan' && entry.value.chosen === false)
    }
    this.#count(this.#groups.map((group) => ({ ...group, blocks: group.blocks.map((block) => ({ ...block, entries: block.entries.filter(isKept) })) })))
  }

  #note({ id, rev, label, text }) {
    const area = makePart('textarea', 'learn-tool__input learn-notes__area')
    area.id = `note/${id}`
    Object.assign(area.dataset, { id, rev })
    area.value = text
    area.rows = Math.min(12, text.split('\n').length + 1)
    area.maxLength = SAVED_LIMITS.string
    const name = makePart('label', 'learn-notes__label', label)
    name.htmlFor = area.id
    // Paper shows all of a text, a field only what fits it.
    const paper = makePart('p', 'learn-notes__text learn-notes__paper', text)
    return [name, area, paper]
  }

  #type(field) {
    // Nothing is drawn again as long as nothing else is saved.
    if (field === this.part('search')) return this.store.all() === this.#drawn ? this.#search() : this.show()
    if (field === this.part('name')) return this.#keep(NAME, '', field.value)
    if (!field.matches('textarea')) return
    const { id, rev } = field.dataset
    field.nextElementSibling.textContent = field.value
    this.#keep(id, rev, field.value)
  }

  #keep(id, rev, text) {
    this.#say('')
    if (text.trim()) this.store.set(id, rev, text)
    else this.store.remove(id)
  }

  #press(button) {
    const does = {
      print: () => globalThis.print(),
      markdown: () => this.#save('md', 'text/markdown', this.#markdown()),
      copy: () => this.#copy(),
      import: () => this.part('file').click(),
      take: () => this.#take(),
      older: () => this.#useOlder(button.dataset.id),
      leave: () => this.#close(this.words.left),
      undo: () => {
        this.#say(undoSaved(this.store) ? this.words.undone : this.words.noRoom)
        this.part('status').focus()
      },
      erase: () => this.#ask(button),
      yes: () => this.#answer(true),
      no: () => this.#answer(false),
    }
    does[button?.dataset.do]?.()
  }

  // Taking along

  #markdown() {
    const exported = fillWords(this.words.exported, { day: dayWords(localDay(new Date()), { dateStyle: 'long' }) })
    return notesMarkdown(this.#tree(), { ...this.words, exported })
  }

  async #copy() {
    this.store.set('settings/last-export', '', true)
    const saved = this.store.all()
    while (!prepareSaved(saved, PREPARED_AT_ONCE)) await pause()
    this.#save('json', 'application/json', serialiseSaved(saved))
  }

  #save(ending, type, text) {
    const name = `${this.dataset.course}-${localDay(new Date())}.${ending}`
    saveFile(name, type, text)
    this.#say(fillWords(this.words.downloaded, { name }))
  }

  // Bringing back

  async #read(file, signal) {
    this.#close('')
    const { document: saved, problem, dropped } = await readSavedFile(file, this.dataset.course)
    if (signal.aborted) return
    const { words } = this
    if (problem && problem !== 'damaged') return this.#refuse(fillWords(words.refusal, { name: file.name, why: words[`file-${problem}`] }))
    this.#offer = migrateSaved(saved, this.course?.formerly ?? {})
    this.#preview(file.name, dropped)
  }

  #refuse(text) {
    this.part('refusal').textContent = text
    this.part('refusal').hidden = false
    this.part('refusal').focus()
  }

  #preview(name, dropped) {
    const words = this.words
    const { rows, same } = importPreview(this.store.all(), this.#offer)
    const named = entryNames(this.course, words, mergeSaved(this.store.all(), this.#offer).entries, noteDay)
    const told = rows.filter(({ id }) => !isQuiet(id))
    const fill = (part, text, count) => {
      this.part(part).textContent = fillWords(text, { name, count })
      this.part(part).hidden = count === 0
    }
    fill('offer-head', rows.length ? words.offer : words.offerNothing)
    fill('dropped', words.dropped, dropped)
    fill('same', words.same, same)
    fill('quiet', words.quiet, rows.length - told.length)
    this.part('rows').replaceChildren(...ROWS.flatMap((kind) => {
      const those = told.filter((row) => row.kind === kind)
      const fold = makePart('details', 'learn-fold learn-notes__rows', '', makePart('summary', '', fillWords(words[`rows-${kind}`], { count: those.length })), makePart('ul', 'learn-list', '', ...those.slice(0, MOST_LINES).map((row) => this.#row(row, named(row.id)))))
      if (those.length > MOST_LINES) fold.append(makePart('p', 'learn-notes__soft', fillWords(words.more, { count: those.length - MOST_LINES })))
      fold.open = those.length <= 20
      fold.dataset.rows = kind
      return those.length ? [fold] : []
    }))
    this.querySelector('[data-do=take]').hidden = rows.length === 0
    this.part('offer').hidden = false
    this.part('offer-head').focus()
  }

  #row({ kind, before, after }, { place, label, text, state }) {
    const words = this.words
    const said = (entry) => {
      const value = words[state(entry)] || text(entry) || words.ticked
      return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value
    }
    const item = makePart('li', 'learn-notes__row', '', makePart('strong', '', label), makePart('span', 'learn-notes__soft', place))
    const line = (name, entry) => entry && item.append(makePart('p', 'learn-notes__text', '', makePart('span', 'learn-notes__soft', `${name} `), said(entry)))
    line(words.here, before)
    line(kind === 'kept' ? words.fileOlder : words.file, after)
    return item
  }

  #take() {
    const isTaken = replaceSaved(this.store, this.#offer)
    this.#close(isTaken ? this.words.taken : this.words.noRoom, isTaken)
  }

  #close(words, undo = false) {
    const box = this.part('offer')
    const held = box.contains(document.activeElement)
    this.#offer = undefined
    box.hidden = this.part('refusal').hidden = true
    this.part('rows').replaceChildren()
    this.#say(words, undo)
    if (held && !undo) this.querySelector('[data-do=import]').focus()
  }

  // Erasing, with a second step in the place of the first

  #ask(button) {
    this.#answer(false)
    const group = this.part('ask')
    group.dataset.all = !button.dataset.prefixes
    this.#asked = button
    button.parentNode.after(group)
    button.hidden = true
    group.hidden = false
    group.querySelector('[data-do=no]').focus()
  }

  #answer(yes) {
    const button = this.#asked
    if (!button) return
    this.#asked = undefined
    // Out of the chapter, which is made anew when its work is gone.
    this.part('live').append(this.part('ask'))
    this.part('ask').hidden = true
    button.hidden = false
    button.focus()
    if (!yes) return
    this.#sayOf(resetSaved(this.store, ...(button.dataset.prefixes?.split('\n') ?? [])), this.words.erased)
  }
}
