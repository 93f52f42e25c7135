import { fillWords } from '../core/notes.mjs'
import { blendedRounds, overlayRatings, ratingReminder, ratingRounds, ratingSheets, ratingValue, ratingWaves, ratingsCsv, ratingsMarkdown } from '../core/ratings.mjs'
import { migrateSaved } from '../core/saved.mjs'
import { drawRatings, peopleWords, ratingSentences, waveWords } from './ratings-parts.mjs'
import { ToolElement, dayWords, localDay, makeButton, makePart, readSavedFile, saveFile } from './tool-parts.mjs'

const MOST_FILES = 50
/** Below so many people a missing name hides little. */
const FEW = 5

/** Tells nothing of who answered when; `randomUUID` is missing where a site is served without encryption in a local network. */
const randomKey = () => [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * One worksheet's scales, answered by several people and laid over each other.
 *
 * While the device is passed round, nothing on the page shows an answer. Answers without a name are saved again together after
 * each of them, in an order that their values give. Colleagues' files stay in this page's memory.
 */
export class LearnRatingsElement extends ToolElement {
  static tag = 'learn-ratings'
  #sheets = []
  #sheet = null
  #files = []
  /** 'desk', 'form' or 'handed': what stands on the page. */
  #state = 'desk'
  /** Full ids of what was saved since the device began to go round. */
  #given = []
  #wave
  #countsOwn
  #asked = null
  #undo = null
  #quiet = false

  start(signal) {
    this.#state = 'desk'
    this.addEventListener('click', ({ target }) => this.#press(target.closest('button')), { signal })
    this.addEventListener('change', ({ target }) => this.#change(target, signal), { signal })
    this.addEventListener('input', ({ target }) => target === this.part('name') && this.#same(), { signal })
    this.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#keep()
    }, { signal })
    this.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#answer(false), { signal })
    this.takeDropped((files) => this.#read(files, signal), signal, () => this.#state === 'desk' && Boolean(this.#sheet))
    globalThis.addEventListener('hashchange', () => this.#state === 'desk' && this.show(), { signal })
  }

  hear({ kind, elsewhere }) {
    if (kind === 'changed' && !this.#quiet && (elsewhere || this.#state === 'desk')) this.show()
  }

  #say(words, undo = null) {
    this.#undo = undo
    this.part('status').textContent = words
    const button = this.querySelector('[data-do=undo]')
    button.hidden = !undo
    if (undo) button.focus()
  }

  get #today() {
    return localDay(new Date())
  }

  get #members() {
    const name = this.store.get('settings/name')?.value
    const own = typeof name === 'string' && name.trim() ? name : this.words.me
    return [{ name: own, document: this.store.all() }, ...this.#files]
  }

  /** Every round of a sheet, and those that count. */
  #rounds(sheet) {
    const all = ratingRounds(this.#members, sheet, localDay)
    const own = all.find((round) => round.own && round.member === 0)
    const asked = all.some((round) => round.member === 0 && !round.own)
    const countsOwn = this.#countsOwn ?? !asked
    return { all, own, countsOwn, rounds: all.filter((round) => round !== own || countsOwn) }
  }

  show() {
    this.#sheets = ratingSheets(this.course)
    const wanted = globalThis.location.hash.slice(1)
    const newest = () => this.#sheets.map((sheet) => [ratingReminder(this.#rounds(sheet).rounds, this.#today).last, sheet]).filter(([last]) => last).sort(([a], [b]) => (a < b ? 1 : -1))[0]?.[1]
    const before = this.#sheet?.id
    const named = (id) => this.#sheets.find((sheet) => sheet.id === id)
    this.#sheet = this.#state === 'desk' ? named(wanted) ?? named(before) ?? newest() ?? this.#sheets[0] ?? null : named(before) ?? null
    if (this.#sheet?.id !== before) this.#forget()
    const missing = this.part('missing')
    missing.hidden = this.#sheets.length > 0
    missing.textContent = this.course ? this.words.noSheets : this.words.unread
    if (this.#state === 'desk') this.#showDesk()
    else this.#place()
  }

  /** What was chosen for one sheet means nothing for another. */
  #forget() {
    this.#wave = undefined
    this.#countsOwn = undefined
    this.#asked = null
  }

  /** Show what belongs to this moment, and nothing else. */
  #place() {
    const on = (name, wanted) => {
      this.part(name).hidden = !wanted
    }
    const atDesk = this.#state === 'desk' && Boolean(this.#sheet)
    const people = atDesk ? this.#rounds(this.#sheet) : { all: [], rounds: [] }
    on('desk', atDesk)
    on('form', this.#state === 'form')
    on('handed', this.#state === 'handed')
    on('empty', atDesk && people.rounds.length === 0)
    on('picture', people.rounds.length > 0)
    on('rounds', people.all.length > 0)
    if (!atDesk) on('refusal', false)
  }

  #showDesk() {
    this.#place()
    if (!this.#sheet) return
    const words = this.words
    const held = this.contains(document.activeElement) ? document.activeElement.dataset : {}
    const sheet = this.#sheet
    const select = this.part('sheet')
    select.replaceChildren(...this.#sheets.map((one) => {
      const { rounds } = this.#rounds(one)
      const people = ratingWaves(rounds).at(-1)?.rounds.length ?? 0
      const form = people === 0 ? words.option : ratingReminder(rounds, this.#today).due ? words.optionDue : words.optionPeople
      const option = makePart('option', '', fillWords(form, { title: one.title, people: peopleWords(people, words.ratings) }))
      option.value = one.id
      return option
    }))
    select.value = sheet.id
    this.part('about').textContent = sheet.description
    const facts = [fillWords(words.scales, { count: sheet.rows.length }), sheet.minutes && fillWords(words.minutes, { count: sheet.minutes }), sheet.people]
    this.part('facts').textContent = `${facts.filter(Boolean).join(' · ')} ·`
    this.part('link').textContent = words.toSheet
    this.part('link').href = new URL(sheet.address, this.root).href
    const { all, own, countsOwn, rounds } = this.#rounds(sheet)
    const { last, days, due } = ratingReminder(rounds, this.#today)
    this.#line('remind', due, words.due, { days, day: due && dayWords(last, { dateStyle: 'long' }) })
    this.#showFiles()
    if (rounds.length) this.#showPicture(rounds)
    this.#showRounds(all, own, countsOwn)
    if (held.id || held.do) this.querySelector(`[data-id="${CSS.escape(held.id ?? '')}"][data-do="${CSS.escape(held.do ?? '')}"]`)?.focus()
  }

  #line(name, wanted, words, values) {
    this.part(name).hidden = !wanted
    this.part(name).textContent = wanted ? fillWords(words, values) : ''
  }

  #overlay(rounds = this.#rounds(this.#sheet).rounds) {
    return overlayRatings(this.#sheet, rounds, { sort: this.part('sort').value, then: this.#wave })
  }

  #showPicture(rounds) {
    const words = this.words
    const overlay = this.#overlay(rounds)
    const show = this.part('show').value
    this.part('picture-head').textContent = this.#sheet.title
    this.part('sentences').replaceChildren(...ratingSentences(overlay, words.ratings).map((text) => makePart('li', '', text)))
    const earlier = overlay.waves.slice(0, -1)
    this.part('compare').hidden = earlier.length === 0
    const options = [['', words.thenNone], ...earlier.map((wave) => [wave.from, waveWords(wave, words.ratings)]).reverse()]
    this.part('then').replaceChildren(...options.map(([value, text]) => {
      const option = makePart('option', '', text)
      option.value = value
      return option
    }))
    this.part('then').value = overlay.then?.from ?? ''
    this.part('overlay').replaceChildren(drawRatings(overlay, words.ratings, { show }))
    this.part('few').hidden = !(overlay.nameless && overlay.people < FEW)
    this.#line('changed', overlay.changed, words.changed, { count: overlay.changed })
    const replaced = [overlay.now, overlay.then].reduce((sum, wave) => sum + (wave?.replaced ?? 0), 0)
    this.#line('replaced', replaced, words.replaced, { count: replaced })
  }

  #showFiles() {
    const words = this.words
    const list = this.part('files')
    list.hidden = this.#files.length === 0
    list.replaceChildren(...this.#files.map(({ file, name, document: saved, dropped }, at) => {
      const people = ratingRounds([{ name, document: saved }], this.#sheet, localDay).length
      const text = fillWords(people ? words.fileRounds : words.fileNothing, { name: file, people: peopleWords(people, words.ratings) })
      const button = makeButton('remove', words.remove)
      button.ariaLabel = fillWords(words.removeOf, { name: file })
      button.dataset.id = String(at)
      return makePart('li', 'learn-ratings__item', '', makePart('span', '', dropped ? `${text}. ${fillWords(words.fileDropped, { count: dropped })}` : text), button)
    }))
  }

  #showRounds(all, own, countsOwn) {
    const words = this.words
    const day = (round) => dayWords(round.day, { dateStyle: 'long' })
    this.part('own').hidden = !own
    this.part('own-words').textContent = own ? fillWords(words.countOwn, { day: day(own) }) : ''
    this.part('count-own').checked = countsOwn
    // Whoever has no name stands in one line with the others of that day: what one of them chose is nobody's to take out.
    const lines = new Map()
    for (const round of [...all].reverse()) {
      if (round === own) continue
      const key = round.who || round.own ? `${round.member}/${round.id}` : `${round.member}/${round.day}`
      lines.set(key, [...(lines.get(key) ?? []), round])
    }
    this.part('list').replaceChildren(...[...lines].map(([key, rounds]) => {
      const [round] = rounds
      const who = round.who || (rounds.length > 1 ? fillWords(words.noNames, { count: rounds.length }) : words.noName)
      const from = round.member === 0 ? words.fromHere : fillWords(round.own ? words.fromFileSheet : words.fromFile, { name: this.#files[round.member - 1].file })
      const line = makePart('li', 'learn-ratings__item', '', makePart('span', '', '', makePart('b', '', who), makePart('span', 'learn-ratings__soft', ` ${day(round)}, ${from}`)))
      if (round.member === 0) {
        const button = makeButton('erase', words.erase)
        button.ariaLabel = fillWords(words.eraseOf, { who, day: day(round) })
        button.dataset.id = key
        button.dataset.rounds = rounds.map(({ id }) => id).join('\n')
        button.dataset.ask = fillWords(words.eraseAsk, { who, day: day(round) })
        line.append(button)
      }
      return line
    }))
    this.part('fold').hidden = lines.size === 0
    this.part('fold-words').textContent = fillWords(words.see, { count: [...lines.values()].flat().length })
    this.part('ask').hidden = !this.#asked
  }

  // One person after another

  #open() {
    const words = this.words
    const sheet = this.#sheet
    this.#state = 'form'
    this.#say('')
    this.part('form').reset()
    this.part('form-head').textContent = fillWords(words.person, { number: this.#given.length + 1 })
    this.part('form-title').textContent = sheet.title
    this.part('wanted').hidden = true
    let group
    const parts = []
    for (const row of sheet.rows) {
      const title = row.ask ? fillWords(/[?:.]$/.test(row.group) ? words.groupAsk : words.group, row) : row.group
      if (title && title !== group) parts.push(makePart('h3', 'learn-ratings__group', title))
      group = title
      parts.push(this.#scale(row))
    }
    this.part('scales').replaceChildren(...parts)
    this.#way()
    this.#count()
    this.#place()
    this.part('form-head').focus()
    this.scrollIntoView({ block: 'start' })
  }

  #scale(row) {
    const words = this.words
    const name = `ratings/${row.id}`
    const step = (value, text, more) => {
      const box = makePart('input')
      Object.assign(box, { type: 'radio', name, value })
      box.dataset.id = row.id
      return makePart('label', `learn-ratings__step${more}`, '', box, makePart('span', '', text))
    }
    const legend = makePart('legend', 'learn-ratings__legendary', row.label)
    if (row.lowEnd || row.highEnd) legend.append(makePart('span', 'learn-hidden', ` (${fillWords(words.scaleEnds, { low: row.lowEnd, high: row.highEnd })})`))
    const ends = makePart('p', 'learn-ratings__ends', '', makePart('span', '', `1 ${row.lowEnd}`), makePart('span', '', `10 ${row.highEnd}`))
    ends.ariaHidden = 'true'
    const steps = makePart('div', 'learn-ratings__steps', '', ...Array.from({ length: 10 }, (none, at) => step(String(at + 1), String(at + 1), '')))
    return makePart('fieldset', 'learn-ratings__scale', '', legend, ends, steps, step('', words.cannot, ' learn-ratings__step--none'))
  }

  #way() {
    const named = this.querySelector('[name=ratings-way]:checked').value === 'name'
    this.part('named').hidden = !named
    this.part('unnamed').hidden = named
    this.#same()
  }

  #same() {
    const who = ratingValue({ who: this.part('name').value }).who ?? ''
    const person = who.toLowerCase()
    const last = ratingWaves([...this.#rounds(this.#sheet).all, { id: '', who: '', day: this.#today, at: '~', values: {} }]).at(-1)
    const before = person && last.rounds.find((round) => round.who.toLowerCase() === person)
    const text = before ? fillWords(this.words.sameName, { who, day: dayWords(before.day, { dateStyle: 'long' }) }) : ''
    if (this.part('same').textContent !== text) this.part('same').textContent = text
  }

  #count() {
    const count = this.querySelectorAll('.learn-ratings__scale:has(:checked)').length
    this.part('count').textContent = fillWords(this.words.answered, { count, all: this.#sheet.rows.length })
  }

  #refuse(words, place) {
    this.part('wanted').textContent = words
    this.part('wanted').hidden = false
    place.focus()
  }

  #keep() {
    const words = this.words
    const named = this.querySelector('[name=ratings-way]:checked').value === 'name'
    const who = named ? this.part('name').value : ''
    const chosen = [...this.querySelectorAll('.learn-ratings__scale :checked')].filter(({ value }) => value)
    const values = Object.fromEntries(chosen.map((box) => [box.dataset.id, Number(box.value)]))
    const value = ratingValue({ who, day: this.#today, values })
    if (named && !value.who) return this.#refuse(words.nameWanted, this.part('name'))
    if (chosen.length === 0) return this.#refuse(words.answerWanted, this.querySelector('.learn-ratings__scale input'))
    const id = `ratings/${this.#sheet.id}/${randomKey()}`
    this.#write([[id, { rev: this.#sheet.rev, value }]])
    this.#given.push(id)
    this.part('scales').replaceChildren()
    this.part('form').reset()
    this.#hand()
  }

  /** Save rounds; those without a name again with all of their day. */
  #write(entries) {
    this.#quiet = true
    for (const [id, { rev, value }] of blendedRounds(this.store.all(), this.#sheet, entries)) this.store.set(id, rev, value)
    this.#quiet = false
  }

  #hand() {
    const { words } = this
    this.#state = 'handed'
    this.part('handed-head').textContent = words.handed
    const count = this.#given.length
    this.part('handed-count').textContent = fillWords(count === 1 ? words.handedCountOne : words.handedCount, { count })
    this.querySelector('[data-do=back]').hidden = count === 0
    this.#place()
    this.part('handed-head').focus()
    this.scrollIntoView({ block: 'start' })
  }

  #finish(words) {
    this.#state = 'desk'
    this.#given = []
    this.part('scales').replaceChildren()
    this.part('form').reset()
    this.show()
    const { rounds } = this.#rounds(this.#sheet)
    const head = this.part('picture-head')
    if (rounds.length) head.focus()
    else this.querySelector('[data-do=pass]').focus()
    this.#say(words)
    ;(rounds.length ? this.part('picture') : this).scrollIntoView({ block: 'start' })
  }

  // Files

  async #read(files, signal) {
    const words = this.words
    const problems = []
    const read = []
    const room = MOST_FILES - this.#files.length
    if (files.length > room) problems.push(fillWords(words.tooMany, { count: MOST_FILES }))
    for (const file of files.slice(0, room)) {
      const { document: saved, problem, dropped } = await readSavedFile(file, this.dataset.course)
      if (signal.aborted) return
      if (problem && problem !== 'damaged') problems.push(fillWords(words.refusal, { name: file.name, why: words[`file-${problem}`] }))
      else read.push(this.#member(file.name, migrateSaved(saved, this.course?.formerly ?? {}), dropped))
    }
    this.#files.push(...read)
    const refusal = this.part('refusal')
    refusal.hidden = problems.length === 0
    refusal.replaceChildren(...problems.map((text) => makePart('span', 'learn-ratings__problem', text)))
    this.show()
    this.#say(read.length ? fillWords(read.length === 1 ? words.readOne : words.read, { count: read.length }) : '')
    if (problems.length) refusal.focus()
  }

  /** A colleague is called as the file says, or as the file is called, where somebody has named it. */
  #member(file, document, dropped) {
    const said = document.entries['settings/name']?.value
    const stem = file.replace(/\.json$/i, '')
    const name = typeof said === 'string' && said.trim() ? said : stem.startsWith(this.dataset.course) ? '' : stem
    return { file, name, document, dropped }
  }

  // Controls

  #change(target, signal) {
    if (target.type === 'file') {
      if (target.files.length) this.#read([...target.files], signal)
      // The same files can be chosen again.
      target.value = ''
    } else if (target === this.part('sheet')) {
      globalThis.history.replaceState(globalThis.history.state, '', `#${target.value}`)
      this.#say('')
      this.show()
    } else if (target === this.part('sort') || target === this.part('show')) this.show()
    else if (target === this.part('then')) {
      this.#wave = target.value
      this.show()
    } else if (target === this.part('count-own')) {
      this.#countsOwn = target.checked
      this.show()
      target.focus()
    } else if (target.name === 'ratings-way') this.#way()
    else if (target.matches('.learn-ratings__scale input')) {
      this.part('wanted').hidden = true
      this.#count()
    }
  }

  #press(button) {
    const words = this.words
    const does = {
      pass: () => {
        this.#given = []
        this.#open()
      },
      read: () => this.part('file').click(),
      next: () => this.#open(),
      show: () => this.#finish(''),
      stop: () => (this.#given.length ? this.#hand() : this.#finish(words.stopped)),
      back: () => {
        const id = this.#given.pop()
        this.#quiet = true
        this.store.remove(id)
        this.#quiet = false
        this.#hand()
        this.#say(words.takenBack)
      },
      remove: () => {
        const [gone] = this.#files.splice(Number(button.dataset.id), 1)
        this.show()
        this.#say(fillWords(words.removed, { name: gone.file }))
        this.querySelector('[data-do=read]').focus()
      },
      erase: () => {
        this.#asked = button
        this.part('ask').hidden = false
        this.part('ask').firstElementChild.textContent = button.dataset.ask
        this.#say('')
        this.querySelector('[data-do=no]').focus()
      },
      yes: () => this.#answer(true),
      no: () => this.#answer(false),
      undo: () => {
        this.#write(this.#undo)
        this.show()
        this.#say(words.undone)
        this.part('status').focus()
      },
      print: () => globalThis.print(),
      csv: () => this.#save('csv', 'text/csv', ratingsCsv(this.#overlay(), words.ratings, this.part('show').value)),
      markdown: () => {
        const overlay = this.#overlay()
        const summary = ratingSentences(overlay, words.ratings).join(' ')
        this.#save('md', 'text/markdown', ratingsMarkdown(overlay, { ...words.ratings, summary }, this.part('show').value, document.documentElement.lang || 'en'))
      },
    }
    does[button?.dataset.do]?.()
  }

  #save(ending, type, text) {
    const name = `${this.dataset.course}-${this.#sheet.id}-${this.#today}.${ending}`
    saveFile(name, type, text)
    this.#say(fillWords(this.words.downloaded, { name }))
  }

  #answer(yes) {
    const button = this.#asked
    if (!button) return
    this.#asked = null
    this.part('ask').hidden = true
    // The list may have been drawn again since.
    if (!yes) return this.querySelector(`[data-do=erase][data-id="${CSS.escape(button.dataset.id)}"]`)?.focus()
    const gone = button.dataset.rounds.split('\n').map((id) => [id, this.store.get(id)]).filter(([, entry]) => entry)
    this.#quiet = true
    for (const [id] of gone) this.store.remove(id)
    this.#quiet = false
    this.show()
    this.#say(this.words.erased, gone)
  }
}
