// Two windows of one page: the one that leads, and one for the wall that follows it. They speak by messages only, because pages
// opened from disk share neither storage nor channels.
import { clockText, readScreenMessage, screenMessage } from '../core/session.mjs'
import { fillWords } from '../core/notes.mjs'
import { makePart } from './tool-parts.mjs'

export const SCREEN_HASH = '#screen'

const SCREEN_ASKS_AFTER = 2000
const SCREEN_SILENT_AFTER = 6000
const isFromDisk = () => location.protocol === 'file:'

// Pages from disk have no origin to name; what is sent is a question of the course and a time.
const screenTarget = () => (isFromDisk() ? '*' : location.origin)

const isOurs = ({ origin }) => (isFromDisk() ? ['null', 'file://'].includes(origin) : origin === location.origin)

/** The leading window's end. */
export class ScreenLead {
  #window = null

  /** @param {{signal: AbortSignal, state: () => object, key: (key: string) => void, joined: () => void}} lead */
  constructor({ signal, state, key, joined }) {
    this.state = state
    globalThis.addEventListener('message', (event) => {
      const message = isOurs(event) && event.source && event.source !== globalThis ? readScreenMessage(event.data) : null
      if (message?.kind === 'hello') {
        // After a reload of this page the window that is still open speaks first.
        const isNew = this.#window !== event.source
        this.#window = event.source
        this.tell()
        if (isNew) joined()
      } else if (message?.kind === 'key' && event.source === this.#window) key(message.key)
    }, { signal })
  }

  get isOpen() {
    return Boolean(this.#window) && !this.#window.closed
  }

  /** True where the browser lets a window open. */
  open() {
    this.#window = globalThis.open(location.href.replace(/[?#].*/, '') + SCREEN_HASH, 'learn-screen', 'popup,width=1280,height=720')
    this.#window?.focus()
    return Boolean(this.#window)
  }

  close() {
    this.#window?.close()
    this.#window = null
  }

  tell() {
    if (this.isOpen) this.#window.postMessage(screenMessage('state', { state: this.state() }), screenTarget())
  }
}

/** The second window: large, without anything that the lead wrote, in a dialog over the page. */
export class ScreenWall {
  #host
  #state = null
  #heard
  #had = Boolean(globalThis.opener)

  /** @param {import('./tool-parts.mjs').ToolElement} host */
  constructor(host, signal, leave) {
    this.#host = host
    this.leave = leave
    this.#heard = performance.now()
    document.title = host.words.screenTitle
    const dialog = host.part('screen')
    const on = (target, type, act) => target.addEventListener(type, act, { signal })
    on(globalThis, 'message', (event) => this.#hear(event))
    on(globalThis, 'keydown', (event) => this.#press(event))
    on(dialog, 'cancel', (event) => {
      event.preventDefault()
      this.close()
    })
    on(document, 'visibilitychange', () => this.#stayAwake())
    const timer = setInterval(() => this.#tick(), 500)
    signal.addEventListener('abort', () => clearInterval(timer))
    host.part('screen-full').hidden = !document.fullscreenEnabled
    if (!dialog.open) dialog.showModal()
    host.part('screen-text').focus()
    this.#stayAwake()
    this.#send('hello')
    this.#draw()
  }

  /** A projector must not go dark in the middle of a question. */
  #stayAwake() {
    if (document.visibilityState === 'visible') navigator.wakeLock?.request('screen').catch(() => {})
  }

  #send(kind, more) {
    globalThis.opener?.postMessage(screenMessage(kind, more), screenTarget())
  }

  #hear(event) {
    const message = isOurs(event) && event.source === globalThis.opener ? readScreenMessage(event.data) : null
    if (message?.kind !== 'state') return
    this.#heard = performance.now()
    const before = this.#state
    this.#state = message.state
    if (JSON.stringify({ ...before, spent: 0 }) !== JSON.stringify({ ...message.state, spent: 0 })) this.#draw()
    this.#tick()
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    // A button that has the focus keeps its own keys, which are none of these.
    if (/^(Arrow(Left|Right)|Page(Up|Down)|[a-z])$/i.test(event.key)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      this.#send('key', { key: event.key })
    }
  }

  full() {
    this.#host.part('screen-page').requestFullscreen().catch(() => {})
  }

  /** Only a window that a script has opened lets itself be closed; any other becomes the ordinary page. */
  close() {
    if (!this.#had) return this.leave()
    globalThis.close()
    return setTimeout(() => globalThis.closed || this.leave(), 200)
  }

  #draw() {
    const { words } = this.#host
    const part = (name) => this.#host.part(name)
    const { stage = 'waiting', title = '', text = '', number = 0, count = 0, decisions = [] } = this.#state ?? {}
    const isAsking = stage === 'prompt'
    const heads = {
      waiting: [words.screenWaiting, title],
      agenda: [title, text || title],
      prompt: [fillWords(words.eyebrow, { number, count }), text],
      close: [words.screenClosing, decisions.length ? words.decided : title],
      ended: [title, words.screenEnded],
    }
    const [place, head] = this.#had ? heads[stage] : ['', words.screenAlone]
    part('screen-title').textContent = isAsking || stage === 'close' ? title : ''
    part('screen-place').textContent = place === head ? '' : place
    part('screen-text').textContent = head
    // Long questions get smaller letters, so that they stay in one piece.
    part('screen-text').dataset.length = head.length > 220 ? 'long' : head.length > 110 ? 'medium' : 'short'
    part('screen-decisions').hidden = decisions.length === 0
    part('screen-decisions').replaceChildren(...decisions.map((one) => makePart('li', '', '', makePart('strong', '', one.text), ' ', makePart('span', 'learn-screen__facts', [one.owner, one.due].filter(Boolean).join(', ')))))
    part('screen-timer').hidden = !['agenda', 'prompt', 'close'].includes(stage)
  }

  #tick() {
    const { words } = this.#host
    const since = performance.now() - this.#heard
    const isLost = this.#had && (!globalThis.opener || globalThis.opener.closed)
    if (this.#had && !isLost && since > SCREEN_ASKS_AFTER) this.#send('hello')
    this.#say(isLost ? words.screenLost : this.#had && since > SCREEN_SILENT_AFTER ? words.screenSilent : '')
    if (!this.#state) return
    const { planned, running } = this.#state
    const spent = this.#state.spent + (running && !isLost ? since / 1000 : 0)
    const over = planned ? Math.max(0, spent - planned) : 0
    const timer = this.#host.part('screen-timer')
    timer.toggleAttribute('data-over', over > 0)
    timer.toggleAttribute('data-paused', !running)
    this.#host.part('screen-time').textContent = clockText(spent)
    const facts = [over ? fillWords(words.over, { time: clockText(over) }) : planned ? fillWords(words.ofMinutes, { minutes: planned / 60 }) : '', running ? '' : words.screenPaused]
    this.#host.part('screen-of').textContent = facts.filter(Boolean).join(' · ')
    timer.querySelector('.learn-session__bar > span').style.inlineSize = `${planned ? Math.min(100, (spent / planned) * 100) : 0}%`
  }

  #say(words) {
    const line = this.#host.part('screen-said')
    if (line.textContent !== words) line.textContent = words
  }
}
