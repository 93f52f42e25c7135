import { COURSE_LENGTHS, courseAfterwards, courseIcs, courseMarkdown, courseMaterials, coursePreparation, coursePrints, courseTime, planCourse, plannable, readCourseSettings } from '../core/course-plan.mjs'
import { fillWords } from '../core/notes.mjs'
import { ToolElement, dayWords, makeLink, makePart, saveFile } from './tool-parts.mjs'

const COURSE_SETTING = 'settings/course-plan'
const COURSE_NUMBERS = ['minutes', 'people']
const COURSE_DAY = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }

/**
 * A course plan: chapters and time chosen, agenda, print list and preparation shown.
 *
 * data-state: ready, unread (no manifest). What is chosen stands in the saved document. data-session and data-desk are addresses of
 * the pages that lead a session and print, empty where a course has none.
 */
export class LearnCoursePlanElement extends ToolElement {
  static tag = 'learn-course-plan'
  #settings
  #plan

  start(signal) {
    this.addEventListener('click', ({ target }) => this.#press(target.closest('button')), { signal })
    this.addEventListener('input', ({ target }) => this.#change(target), { signal })
    // A number that was out of its bounds is written as it was taken.
    this.addEventListener('change', () => this.#fillForm(), { signal })
    this.addEventListener('submit', (event) => event.preventDefault(), { signal })
  }

  show() {
    this.showState(this.course ? 'ready' : 'unread')
    if (!this.course) return
    this.part('picks').replaceChildren(...plannable(this.course).map((chapter) => this.#pick(chapter)))
    this.#read()
  }

  hear({ kind, elsewhere, ids }) {
    if (kind === 'saved' && this.contains(document.activeElement) && document.activeElement.form) this.#say(this.words.saved)
    if (kind === 'changed' && elsewhere && ids.includes(COURSE_SETTING) && this.course) this.#read()
  }

  #say(words) {
    this.part('status').textContent = words
  }

  #read() {
    this.#settings = readCourseSettings(this.store.get(COURSE_SETTING)?.value, this.course)
    this.#fillForm()
    this.#draw()
  }

  #keep(settings) {
    this.#settings = readCourseSettings({ ...this.#settings, ...settings }, this.course)
    const { day, team, ...more } = this.#settings
    this.store.set(COURSE_SETTING, '', { ...more, ...(day ? { day } : {}), ...(team ? { team } : {}) })
    this.#draw()
  }

  #pick(chapter) {
    const box = makePart('input')
    box.type = 'checkbox'
    box.name = 'chapters'
    box.value = chapter.id
    const minutes = fillWords(this.words.minutes, { minutes: chapter.session.agenda.reduce((all, step) => all + step.minutes, 0) })
    return makePart('li', '', '', makePart('label', 'learn-course__choice', '', box, ' ', makePart('span', '', '', makePart('span', '', `${chapter.number}. ${chapter.title} `), makePart('span', 'learn-course__soft', minutes))))
  }

  get #fields() {
    return this.part('form').elements
  }

  #fillForm() {
    if (!this.#settings) return
    const settings = this.#settings
    for (const field of this.#fields) {
      if (field.name === 'chapters') field.checked = settings.chapters.includes(field.value)
      else if (field.name === 'length') field.checked = field.value === settings.length
      else if (field.name && field.value !== String(settings[field.name])) field.value = settings[field.name]
    }
  }

  #change(field) {
    const { name, value } = field
    if (name === 'chapters') this.#keep({ chapters: [...this.#fields].filter((one) => one.name === name && one.checked).map((one) => one.value) })
    else if (COURSE_NUMBERS.includes(name)) value && this.#keep({ [name]: Number(value) })
    else if (name) this.#keep({ [name]: value })
  }

  // Drawing

  #draw() {
    const { words } = this
    const settings = this.#settings
    const plan = this.#plan = planCourse(settings, this.course, words)
    const isEmpty = plan.sessions.length === 0
    this.part('minutes-field').hidden = !['weekly', 'own'].includes(settings.length)
    this.part('head').textContent = settings.team ? fillWords(words.titleTeam, settings) : words.title
    this.part('facts').textContent = this.#facts
    const verdict = this.#verdict
    if (this.part('verdict').textContent !== verdict) this.part('verdict').textContent = verdict
    this.part('verdict').dataset.verdict = plan.verdict
    this.#drawWays()
    this.part('filled').hidden = isEmpty
    this.part('sessions').replaceChildren(...plan.sessions.map((session) => this.#session(session)))
    this.#drawPrints()
    const chapters = this.#taken
    this.#list('bring', courseMaterials(chapters, this.course))
    this.#list('prepare', coursePreparation(chapters))
    this.#list('after', courseAfterwards(chapters))
    this.part('calendar').disabled = !settings.day
    this.part('no-day').hidden = Boolean(settings.day)
  }

  /** The chapters that are in the plan. */
  get #taken() {
    return this.#plan.sessions.flatMap(({ chapters }) => chapters)
  }

  get #facts() {
    const { words } = this
    const settings = this.#settings
    const people = fillWords(settings.people === 1 ? words.peopleOne : words.people, settings)
    const time = fillWords(words[settings.length], settings)
    const day = settings.day ? [dayWords(settings.day, { dateStyle: 'long' })] : []
    return [people, time, fillWords(words.from, { start: courseTime(Number(settings.start.slice(0, 2)) * 60 + Number(settings.start.slice(3))) }), ...day].join(' · ')
  }

  get #way() {
    const { words } = this
    const { add, leave } = this.#plan
    const isWeekly = this.#settings.length === 'weekly'
    const values = { add, leave: leave ? `“${leave.title}”` : '' }
    if (leave) return fillWords(add ? words.wayBoth : words.wayLeave, values)
    return fillWords(add ? (isWeekly ? words.wayAddEach : words.wayAdd) : words.wayMore, values)
  }

  get #verdict() {
    const { words } = this
    const { verdict, chapters, need, least, have, spare, shortened, leftOut } = this.#plan
    const these = fillWords(chapters.length === 1 ? words.theseOne : words.these, { count: chapters.length, need })
    const way = this.#way
    const left = leftOut.map(({ title }) => `“${title}”`).join(', ')
    const name = verdict === 'too-long' ? 'tooLong' : verdict
    return fillWords(words[name], { these, need, least, have, spare, count: shortened, left, way: verdict === 'too-long' ? way[0].toUpperCase() + way.slice(1) : way })
  }

  #drawWays() {
    const { verdict, leave, add } = this.#plan
    const isTight = verdict === 'shortened' || verdict === 'too-long'
    const canAdd = isTight && add > 0 && this.#settings.length !== 'two'
    this.part('leave').hidden = !(isTight && leave)
    this.part('add').hidden = !canAdd
    this.part('ways').hidden = !(isTight && (leave || canAdd))
    this.part('leave').textContent = leave ? fillWords(this.words.leave, { leave: `“${leave.title}”` }) : ''
    this.part('add').textContent = fillWords(this.words.add, { add })
  }

  #session(session) {
    const { words } = this
    const name = this.#plan.sessions.length > 1 ? [fillWords(words.session, session)] : []
    const day = session.day ? [dayWords(session.day, COURSE_DAY)] : []
    const head = makePart('h3', '', [...name, ...day, `${courseTime(session.start)}–${courseTime(session.end)}`].join(' · '))
    const parts = []
    let list
    for (const row of session.rows) {
      if (row.begins) parts.push(this.#chapterHead(row.chapter))
      if (!list || row.begins || (row.kind === 'feedback')) {
        list = makePart('ol', 'learn-list learn-course__rows')
        parts.push(list)
      }
      list.append(this.#row(row))
    }
    const section = makePart('section', 'learn-course__session', '', head, ...parts)
    section.ariaLabel = head.textContent
    return section
  }

  #chapterHead(chapter) {
    const head = makePart('h4', 'learn-course__chapter', '', makeLink(chapter.address, this.root, fillWords(this.words.chapter, chapter)))
    const { session } = this.dataset
    if (session) {
      const lead = makePart('a', 'learn-course__lead', this.words.lead)
      lead.href = `${session}?chapter=${encodeURIComponent(chapter.id)}`
      lead.ariaLabel = fillWords(this.words.leadOf, chapter)
      head.append(' ', lead)
    }
    return head
  }

  #row(row) {
    const { words } = this
    const times = { start: courseTime(row.start), end: courseTime(row.end) }
    const clock = makePart('span', 'learn-course__clock', `${times.start}–${times.end}`)
    const item = makePart('li', 'learn-course__row', '', clock, ' ', makePart('span', 'learn-course__what', row.text))
    item.dataset.kind = row.kind
    const isCut = row.minutes < row.planned
    item.append(' ', makePart('span', isCut ? 'learn-course__cut' : 'learn-course__soft', fillWords(isCut ? words.cut : words.minutes, row)))
    return item
  }

  #drawPrints() {
    const { words } = this
    const { lines, pages, unknown } = coursePrints(this.#plan.sessions, this.#settings.people, this.course, words)
    this.part('prints').replaceChildren(...lines.map((line) => {
      const name = makePart('th', '', '', line.address ? makeLink(line.address, this.root, line.title) : line.title)
      name.scope = 'row'
      if (line.note) name.append(makePart('span', 'learn-course__soft', ` ${line.note}`))
      return makePart('tr', '', '', name, makePart('td', '', String(line.copies)), makePart('td', '', line.pages ? String(line.pages) : '–'))
    }))
    this.part('total').textContent = fillWords(unknown ? words.totalUnknown : words.total, { pages, unknown })
    const { desk } = this.dataset
    this.part('desk').hidden = !desk
    if (desk) this.part('desk-link').href = `${desk}?chapters=${this.#taken.map(({ number }) => number).join(',')}`
  }

  #list(name, lines) {
    const { words } = this
    const many = this.#taken.length > 1
    this.part(name).hidden = lines.length === 0
    this.part(`${name}-list`).replaceChildren(...lines.map(({ text, chapters }) => {
      const numbers = chapters.map(({ number }) => number).join(', ')
      const item = makePart('li', '', text)
      if (many) item.append(' ', makePart('span', 'learn-course__soft', `(${fillWords(chapters.length > 1 ? words.numbersMany : words.numbers, { numbers })})`))
      return item
    }))
  }

  // Taking along

  get #markdown() {
    const said = { title: this.part('head').textContent, facts: this.#facts, verdict: this.#verdict }
    return courseMarkdown(this.#plan, this.#settings, this.course, this.words, said, (day) => dayWords(day, COURSE_DAY))
  }

  #save(ending, type, text) {
    const name = `${this.dataset.course}-course-plan.${ending}`
    saveFile(name, type, text)
    this.#say(fillWords(this.words.downloaded, { name }))
  }

  #press(button) {
    const settings = this.#settings
    const does = {
      all: () => this.#keep({ chapters: plannable(this.course).map(({ id }) => id) }),
      none: () => this.#keep({ chapters: [] }),
      leave: () => this.#keep({ chapters: settings.chapters.filter((id) => id !== this.#plan.leave.id) }),
      add: () => this.#keep({
        length: settings.length === 'weekly' ? 'weekly' : 'own',
        minutes: (COURSE_LENGTHS[settings.length] ?? settings.minutes) + this.#plan.add,
      }),
      print: () => globalThis.print(),
      markdown: () => this.#save('md', 'text/markdown', this.#markdown),
      calendar: () => this.#save('ics', 'text/calendar', courseIcs(this.#plan, settings, this.words, {
        course: this.dataset.course,
        now: new Date().toISOString(),
        at: this.store.get(COURSE_SETTING)?.at ?? '',
        title: settings.team ? `${this.dataset.title}, ${settings.team}` : this.dataset.title,
        root: this.root.href,
      })),
    }
    const act = does[button?.dataset.do]
    if (!act) return
    act()
    this.#fillForm()
    // The button that was pressed may have gone with what it was for.
    if (button.hidden || button.closest('[hidden]')) this.part('verdict').focus()
  }
}
