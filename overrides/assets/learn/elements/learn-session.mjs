import { fillWords } from '../core/notes.mjs'
import { isPlanDay } from '../core/plan.mjs'
import {
  beginSession, draftId, endSession, extendStep, joinNote, moveSession, newSessionId, parseSessionId, passTime, pauseSession, readSession, reopenSession,
  resumeSession, sessionIds, sessionMarkdown, sessionMinutes, sessionRecord, sessionSteps, skipStep, stepTime,
} from '../core/session.mjs'
import { SessionDecisions } from './session-decisions.mjs'
import { screenKey, sessionKey } from './session-keys.mjs'
import { drawListed, drawPick, drawPreparation } from './session-prepare.mjs'
import { countWords, drawSessionRecord, sessionDay } from './session-record.mjs'
import { SCREEN_HASH, ScreenLead, ScreenWall } from './session-screen.mjs'
import { SessionStage } from './session-stage.mjs'
import { ToolElement, dayWords, localDay, saveFile } from './tool-parts.mjs'

// While nothing else changes, the clock is written down this often, in seconds.
const CLOCK_KEPT_AFTER = 15
const SAID_FOR = 8000
const KEYS_SETTING = 'settings/session-keys'
/**
 * A chapter's session, led prompt by prompt: chosen, prepared, run against the clock, written down.
 *
 * data-state: choose, prepare, running, record, unread (no manifest); data-step: agenda, prompt, close. Everything stands in the
 * saved document, so that a reload in the middle goes on where it was; the page's address says which session is open.
 */
export class LearnSessionElement extends ToolElement {
  static tag = 'learn-session'
  #signal
  #chapter = null
  #id = ''
  #session = null
  #steps = []
  #lead
  #wall
  #hadScreen = false
  #showsDecisions = false
  #decisions
  #asked
  #undo
  #stage
  #kept = 0
  #typed = false
  #quiet

  start(signal) {
    this.#signal = signal
    this.#wall = undefined
    const on = (target, type, act, capture = false) => target.addEventListener(type, act, { signal, capture })
    on(this, 'click', ({ target }) => this.#press(target.closest('button')))
    on(this, 'input', ({ target }) => this.#type(target))
    on(this, 'change', ({ target }) => this.#tickOff(target))
    on(this, 'keydown', ({ key }) => key === 'Escape' && this.#answer(false))
    on(this, 'submit', (event) => {
      event.preventDefault()
      this.#decisions.decide(this.#chapter?.id)
    })
    // Before the theme, whose own letters would leave the page.
    on(globalThis, 'keydown', (event) => {
      if (this.dataset.state === 'running' && !this.#wall) this.#act(sessionKey(event, this, this.#hasKeys))
    }, true)
    on(globalThis, 'beforeprint', () => this.#paper())
    on(document, 'visibilitychange', () => this.#tick())
    const timer = setInterval(() => this.#tick(), 1000)
    signal.addEventListener('abort', () => {
      clearInterval(timer)
      clearTimeout(this.#quiet)
    })
    this.#stage = new SessionStage(this)
    this.#decisions = new SessionDecisions(this, {
      list: () => this.#session.decisions,
      change: (decisions) => {
        this.#change({ ...this.#session, decisions })
        this.#drawDecisions()
      },
      draft: (values) => {
        const { draft, ...session } = this.#session
        if (values) this.#change(Object.keys(values).length ? { ...session, draft: values } : session)
        return this.#session.draft
      },
      say: (words, undo) => this.#say(words, undo),
    })
    this.#lead = new ScreenLead({
      signal,
      state: () => this.#shown(),
      key: (key) => this.dataset.state === 'running' && this.#hasKeys && this.#act(screenKey(key)),
      joined: () => this.#screen(),
    })
  }

  show() {
    if (location.hash === SCREEN_HASH) {
      this.#wall ??= new ScreenWall(this, this.#signal, () => this.#leaveScreen())
      return
    }
    // The manifest may come a second time, when the device is online again.
    if (this.#session && this.hasAttribute('data-ready')) return
    const id = location.hash.slice(1)
    const chapter = this.#chapterOf(new URLSearchParams(location.search).get('chapter'))
    if (parseSessionId(id) && this.store.get(id) && this.course) this.#open(id)
    else if (chapter) this.#prepare(chapter)
    else this.#list()
  }

  hear({ kind, elsewhere, ids }) {
    if (this.#wall) return
    if (kind === 'saved' && this.#typed) {
      this.#typed = false
      if (this.part('status').textContent !== this.words.saved) this.#say(this.words.saved)
    }
    if (kind === 'changed' && elsewhere) this.#keepFocus(() => this.#follow(ids))
  }

  /** Make the page say what another window has changed. */
  #follow(ids) {
    const { state } = this.dataset
    if (state === 'choose' || state === 'unread') this.#list()
    else if (state === 'prepare') this.#drawPrepare()
    else if (!this.store.get(this.#id)) {
      this.#leave()
      this.#say(this.words.gone)
    } else if (ids.includes(this.#id)) this.#open(this.#id, true)
    else this.#drawDecisions()
  }

  /** Buttons that are made anew get the focus back that the ones before them had. */
  #keepFocus(draw) {
    const { activeElement: held } = document
    const names = this.contains(held) && held.matches('button') ? Object.entries(held.dataset).filter(([name]) => ['do', 'session', 'chapter', 'id', 'step'].includes(name)) : []
    draw()
    if (names.length && !held.isConnected) this.querySelector(names.map(([name, value]) => `[data-${name}="${CSS.escape(value)}"]`).join(''))?.focus()
  }

  /** Say what was done; `undo` takes it back. */
  #say(words, undo) {
    this.part('status').textContent = words
    this.#typed = false
    clearTimeout(this.#quiet)
    // It lies over the page: what asks for nothing goes again.
    if (words && !undo) this.#quiet = setTimeout(() => this.#say(''), SAID_FOR)
    const button = this.querySelector('[data-do=undo]')
    button.hidden = !undo
    this.#undo = undo
    if (undo) button.focus()
  }

  /** The session that is open, in the page's address, so that a reload comes back to it. */
  #address(rest) {
    try {
      history.replaceState(history.state, '', location.pathname + rest)
    } catch {
      // A page from disk may not let its address change; the list of open sessions leads back all the same.
    }
  }

  #chapterOf(id) {
    return this.course?.chapters.find((one) => one.id === id) ?? null
  }

  #chapterName(id) {
    const chapter = this.#chapterOf(id)
    return chapter ? fillWords(this.words.chapter, chapter) : id
  }

  /** The open session as something to read, with what is not written down yet. */
  get #whole() {
    return sessionRecord(this.#id, { ...this.store.all().entries, [this.#id]: { value: this.#session } }, this.course)
  }

  get #step() {
    return this.#steps.find(({ id }) => id === this.#session?.step) ?? this.#steps[0]
  }

  #stepAt(by) {
    return this.#steps[this.#steps.indexOf(this.#step) + by]
  }

  // Choosing

  #list() {
    this.#answer(false)
    this.#session = this.#chapter = null
    this.#address('')
    const { entries } = this.store.all()
    const ids = sessionIds(entries)
    this.showState(this.course ? 'choose' : 'unread')
    this.#drawOpen()
    const ended = ids.filter((id) => readSession(entries[id].value).ended || !this.course)
    this.part('past').hidden = ended.length === 0
    this.part('past-list').replaceChildren(...ended.map((id) => this.#pastItem(sessionRecord(id, entries, this.course))))
    const chapters = (this.course?.chapters ?? []).filter((chapter) => chapter.session?.agenda || sessionSteps(chapter).length > 2)
    const last = (chapter) => ids.map(parseSessionId).find((one) => one.chapter === chapter.id)?.day
    this.part('picks').replaceChildren(...chapters.map((chapter) => drawPick(chapter, last(chapter), this.words)))
    this.#lead.tell()
  }

  #drawOpen() {
    const { words } = this
    const { entries } = this.store.all()
    const ids = this.course ? sessionIds(entries).filter((id) => !readSession(entries[id].value).ended && (!this.#chapter || parseSessionId(id).chapter === this.#chapter.id)) : []
    this.part('open').hidden = ids.length === 0
    this.part('open-list').replaceChildren(...ids.map((id) => {
      const record = sessionRecord(id, entries, this.course)
      const facts = fillWords(words.begun, { ...record, day: sessionDay(record.day) })
      return drawListed(id, this.#chapterName(record.place), facts, [['continue', words.continue, true], ['erase', words.erase]])
    }))
  }

  #pastItem(record) {
    const facts = fillWords(this.words.past, { ...record, day: sessionDay(record.day), decisions: countWords(this.words, 'decisions', record.decisions.length) })
    return drawListed(record.id, this.#chapterName(record.place), facts, [['open', this.words.open], ['erase', this.words.erase]])
  }

  // Preparing

  #prepare(chapter) {
    this.#session = null
    this.#chapter = chapter
    this.#address(`?chapter=${encodeURIComponent(chapter.id)}`)
    this.showState('prepare')
    this.#drawPrepare()
    this.#lead.tell()
  }

  get #draft() {
    return readSession(this.store.get(draftId(this.#chapter.id))?.value)
  }

  #drawPrepare() {
    this.#answer(false)
    drawPreparation(this, this.#chapter, this.#draft)
    this.#drawOpen()
  }

  #keepDraft() {
    const id = draftId(this.#chapter.id)
    const ticked = [...this.querySelectorAll('[data-for-state=prepare] :checked')].map(({ value }) => value)
    const people = this.part('people').value.trim()
    if (ticked.length || people) this.store.set(id, '', { ...(people ? { people } : {}), ...(ticked.length ? { ticked } : {}) })
    else this.store.remove(id)
  }

  #begin() {
    const chapter = this.#chapter.id
    const now = new Date()
    const id = newSessionId(chapter, localDay(now), now.getHours(), now.getMinutes(), (one) => Boolean(this.store.get(one)))
    this.store.set(id, '', beginSession(this.#draft, now.getTime()))
    this.store.remove(draftId(chapter))
    this.#open(id)
    this.#focusStep()
  }

  // Running

  #open(id, again = false) {
    this.#id = id
    this.#chapter = this.#chapterOf(parseSessionId(id).chapter)
    this.#steps = sessionSteps(this.#chapter)
    const { session, away } = passTime(readSession(this.store.get(id)?.value), Date.now())
    this.#session = session
    this.#kept = session.seconds
    if (!again) {
      this.#address(`#${id}`)
      this.#showsDecisions = false
      this.#decisions.edit('')
    }
    if (session.ended || !this.course) this.#record()
    else {
      this.showState('running')
      this.#draw()
    }
    if (!away) return
    this.#keep()
    this.#say(this.words.away)
  }

  #change(session) {
    this.#session = session
    this.#keep()
  }

  #keep() {
    this.#kept = this.#session.seconds
    this.store.set(this.#id, '', this.#session)
  }

  get #scene() {
    const own = this.store.get(this.#step.id)?.value
    return { id: this.#id, session: this.#session, chapter: this.#chapter, steps: this.#steps, step: this.#step, own: typeof own === 'string' ? own : '' }
  }

  #draw() {
    this.part('keys').checked = this.#hasKeys
    this.#stage.draw(this.#scene)
    this.#drawDecisions()
  }

  #drawTime() {
    const told = this.#stage.drawTime(this.#scene)
    if (told) this.#say(told)
  }

  #tick() {
    if (this.#hadScreen && !this.#lead.isOpen) {
      this.#hadScreen = false
      this.#say(this.words.screenGone)
      this.#screen()
    }
    if (this.dataset.state === 'running') {
      const { session, away } = passTime(this.#session, Date.now())
      this.#session = session
      if (away) this.#say(this.words.away)
      if (away || session.seconds - this.#kept >= CLOCK_KEPT_AFTER) this.#keep()
      this.#drawTime()
    }
    this.#lead.tell()
  }

  #focusStep() {
    this.#stage.focus(this.#scene)
  }

  #go(step, skips = false) {
    if (!step) return
    this.#change(skips ? skipStep(this.#session, step.id, Date.now()) : moveSession(this.#session, step.id, Date.now()))
    this.part('listen').open = this.part('own').open = false
    this.#say(skips ? this.words.skipped : '')
    this.#draw()
    this.#focusStep()
    // The next question begins at its first line, wherever the last one was left.
    this.part('steps').scrollIntoView({ block: 'nearest' })
  }

  #next() {
    if (this.#stepAt(1)) return this.#go(this.#stepAt(1))
    if (this.#decisions.isOpen) {
      this.#say(this.words.decisionOpen)
      return this.#decisions.focus()
    }
    this.#change(endSession(this.#session, Date.now()))
    this.#record()
    this.#say(this.words.ended)
    this.#focusRecord()
  }

  #pause() {
    const now = Date.now()
    this.#change(this.#session.since ? pauseSession(this.#session, now) : resumeSession(this.#session, now))
    this.#drawTime()
    this.#lead.tell()
    this.#say(this.#session.since ? this.words.goesOn : this.words.isPaused)
  }

  #more() {
    if (this.#step.kind !== 'prompt') return
    this.#change(extendStep(this.#session))
    this.#drawTime()
    this.#lead.tell()
    this.#say(this.words.extended)
  }

  #leave() {
    if (this.dataset.state === 'running' && this.store.get(this.#id)) this.#change(pauseSession(this.#session, Date.now()))
    const wasRunning = this.dataset.state === 'running'
    this.#list()
    if (wasRunning) this.#say(this.words.left)
    this.part('choose-head').focus()
  }

  #type(field) {
    if (field === this.part('people')) return this.#keepDraft()
    if (field.form === this.part('form')) return this.#decisions.type()
    const step = this.#step
    const text = field.value.trim() ? field.value : ''
    if (field === this.part('said')) {
      const { [step.id]: before, ...said } = this.#session.said
      this.#change({ ...this.#session, said: text ? { ...said, [step.id]: text } : said })
    } else if (field === this.part('note')) {
      const { note, ...session } = this.#session
      this.#change(text ? { ...session, note: text } : session)
    } else return
    this.#typed = true
  }

  #tickOff(field) {
    if (field === this.part('keys')) {
      if (field.checked) this.store.remove(KEYS_SETTING)
      else this.store.set(KEYS_SETTING, '', false)
    } else if (field.matches('.learn-session__tick input')) this.#keepDraft()
  }

  #drawDecisions() {
    if (this.dataset.state === 'record') return this.#drawRecord()
    this.#decisions.draw(this.#whole)
    this.#screen()
  }

  // The record

  #record() {
    this.showState('record')
    this.#drawRecord()
    this.#lead.tell()
  }

  #drawRecord() {
    const record = this.#whole
    this.part('record').replaceChildren(drawSessionRecord(record, this.words))
    const afterwards = this.#chapter?.session?.afterwards ?? ''
    this.part('record-after').hidden = !afterwards
    this.part('record-after-text').textContent = afterwards
    this.querySelector('[data-do=reopen]').hidden = !this.course
    this.part('notes').hidden = this.#notesToTake(record).length === 0
  }

  #focusRecord() {
    this.part('record').querySelector('h2').focus()
  }

  #paper() {
    const isRunning = this.dataset.state === 'running'
    this.part('paper').replaceChildren(...(isRunning ? [drawSessionRecord(this.#whole, this.words)] : []))
  }

  #markdown() {
    const record = this.#whole
    const name = `${this.dataset.course}-session-${record.place}-${record.day}.md`
    saveFile(name, 'text/markdown', sessionMarkdown(record, this.words, sessionDay))
    this.#say(fillWords(this.words.downloaded, { name }))
  }

  /** What was said, for the notes on the questions where it does not stand yet. */
  #notesToTake({ prompts }) {
    return prompts.filter(({ rev, said }) => rev && said).flatMap(({ id, rev, said }) => {
      const before = this.store.get(id)
      const text = joinNote(before?.value, said)
      return text === before?.value ? [] : [{ id, rev, text, before }]
    })
  }

  #takeNotes() {
    const taken = this.#notesToTake(this.#whole)
    for (const { id, rev, text } of taken) this.store.set(id, rev, text)
    this.#drawRecord()
    this.#say(this.words.notesTaken, () => {
      for (const { id, before } of taken) before ? this.store.set(id, before.rev, before.value) : this.store.remove(id)
      this.#drawRecord()
      this.#say(this.words.notesBack)
    })
  }

  #reopen() {
    this.store.set(this.#id, '', reopenSession(this.#session))
    this.#open(this.#id)
    this.#say(this.words.reopened)
    this.#focusStep()
  }

  // Erasing, with a second step in the place of the first

  #ask(button) {
    this.#answer(false)
    this.#asked = button
    button.parentNode.after(this.part('ask'))
    button.hidden = true
    this.part('ask').hidden = false
    this.querySelector('[data-do=no]').focus()
  }

  #answer(yes) {
    const button = this.#asked
    if (!button) return
    this.#asked = undefined
    // Out of the list, which is made anew.
    this.part('live').append(this.part('ask'))
    this.part('ask').hidden = true
    button.hidden = false
    button.focus()
    if (!yes) return
    const { session: id } = button.dataset
    const entry = this.store.get(id)
    const draw = () => (this.dataset.state === 'prepare' ? this.#drawOpen() : this.#list())
    this.store.remove(id)
    draw()
    this.#say(this.words.erased, () => {
      this.store.set(id, entry.rev, entry.value)
      draw()
      this.#say(this.words.restored)
    })
  }

  // The second window

  #shown() {
    const chapter = this.#chapter
    const title = chapter ? fillWords(this.words.chapter, chapter) : ''
    const stages = { running: this.#step?.kind, record: 'ended' }
    const stage = stages[this.dataset.state] ?? 'waiting'
    if (stage === 'waiting' || stage === 'ended') return { stage, title }
    const { text, number } = this.#step
    const { spent, planned } = stepTime(this.#session, this.#step, sessionMinutes(chapter))
    const isReading = stage === 'close' && this.#showsDecisions
    const { decisions } = isReading ? this.#whole : { decisions: [] }
    return {
      stage, title, number, spent, planned,
      // What the chapter says of the close is said to the lead.
      text: stage === 'close' ? '' : text,
      count: this.#steps.length - 2,
      running: Boolean(this.#session.since),
      decisions: decisions.filter(({ kept }) => kept).map((one) => ({ text: one.text, owner: one.owner, due: isPlanDay(one.due) ? dayWords(one.due, { month: 'long', day: 'numeric' }) : '' })),
    }
  }

  /** The buttons that say how the second window stands. */
  #screen() {
    const { words } = this
    const { isOpen } = this.#lead
    this.#hadScreen = isOpen
    this.part('screen-button').textContent = isOpen ? words.screenClose : words.screenOpen
    this.part('screen-note').hidden = !isOpen
    this.part('screen-note').textContent = isOpen ? words.screenShown : ''
    this.part('show-decisions').hidden = !isOpen || this.#step?.kind !== 'close'
    this.part('show-decisions').textContent = this.#showsDecisions ? words.decisionsHide : words.decisionsShow
    this.#lead.tell()
  }

  #switchScreen() {
    if (this.#lead.isOpen) {
      this.#lead.close()
      this.#say(this.words.screenGone)
    } else if (!this.#lead.open()) this.#say(this.words.screenBlocked)
    this.#screen()
  }

  #leaveScreen() {
    this.part('screen').close()
    this.#wall = undefined
    this.#address(location.search)
    this.show()
  }

  // Keys and buttons

  get #hasKeys() {
    return this.store.get(KEYS_SETTING)?.value !== false
  }

  #act(name) {
    const fold = this.part('listen')
    const does = {
      // The last step is never ended by a key that somebody pressed once too often.
      next: () => this.#go(this.#stepAt(1)),
      back: () => this.#go(this.#stepAt(-1)),
      skip: () => this.#step.kind === 'prompt' && this.#go(this.#stepAt(1), true),
      pause: () => this.#pause(),
      more: () => this.#more(),
      screen: () => this.#switchScreen(),
      listen: () => {
        fold.open = !fold.open
      },
      write: () => this.part(this.#step.kind === 'close' ? 'note' : 'said').focus(),
      decide: () => this.#decisions.focus(),
      'leave-field': () => this.#focusStep(),
    }
    does[name]?.()
  }

  #press(button) {
    const does = {
      choose: () => {
        this.#say('')
        this.#prepare(this.#chapterOf(button.dataset.chapter))
        this.part('prepare-head').focus()
      },
      list: () => {
        this.#say('')
        this.#leave()
      },
      begin: () => this.#begin(),
      continue: () => {
        this.#say('')
        const { session } = passTime(readSession(this.store.get(button.dataset.session)?.value), Date.now())
        this.store.set(button.dataset.session, '', resumeSession(session, Date.now()))
        this.#open(button.dataset.session)
        this.#focusStep()
      },
      open: () => {
        this.#say('')
        this.#open(button.dataset.session)
        this.#focusRecord()
      },
      erase: () => this.#ask(button),
      yes: () => this.#answer(true),
      no: () => this.#answer(false),
      undo: () => {
        this.#undo?.()
        this.part('status').focus()
      },
      go: () => this.#go(this.#steps.find(({ id }) => id === button.dataset.step)),
      back: () => this.#go(this.#stepAt(-1)),
      next: () => this.#next(),
      skip: () => this.#go(this.#stepAt(1), true),
      pause: () => this.#pause(),
      more: () => this.#more(),
      leave: () => this.#leave(),
      reopen: () => this.#reopen(),
      change: () => this.#decisions.edit(button.dataset.id),
      keep: () => {
        this.#decisions.edit('')
        this.#decisions.focus()
      },
      remove: () => this.#decisions.remove(button.dataset.id),
      print: () => globalThis.print(),
      markdown: () => this.#markdown(),
      notes: () => this.#takeNotes(),
      screen: () => this.#switchScreen(),
      'show-decisions': () => {
        this.#showsDecisions = !this.#showsDecisions
        this.#screen()
      },
      full: () => this.#wall.full(),
      'close-screen': () => this.#wall.close(),
    }
    does[button?.dataset.do]?.()
  }
}
