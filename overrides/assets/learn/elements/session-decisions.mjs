import { ownActionId } from './own-actions.mjs'
import { drawDecision } from './session-record.mjs'
import { makeButton, makePart } from './tool-parts.mjs'

const DECISION_FIELDS = ['text', 'owner', 'due']

/** What a session decides: actions of the plan, which the session's record names by their ids. */
export class SessionDecisions {
  #host
  #session
  #editing = ''

  /**
   * @param {import('./tool-parts.mjs').ToolElement} host
   * @param {{list: () => string[], change: (ids: string[]) => void, draft: (values?: object) => object | undefined, say: (words: string, undo?: () => void) => void}} session
   *   `change` keeps another list and draws it, `draft` keeps what is written and not decided yet, and gives it
   */
  constructor(host, session) {
    this.#host = host
    this.#session = session
  }

  get #form() {
    return this.#host.part('form')
  }

  focus() {
    this.#form.elements.text.focus()
  }

  draw({ decisions }) {
    const { words } = this.#host
    const list = this.#host.part('decisions')
    const held = list.contains(document.activeElement) ? { ...document.activeElement.dataset } : null
    const button = (does, name, { id, text }) => {
      const made = makeButton(does, name)
      made.dataset.id = id
      made.ariaLabel = `${name}: ${text}`
      return made
    }
    list.replaceChildren(...decisions.map((decision) => {
      const buttons = [...(decision.kept ? [button('change', words.change, decision)] : []), button('remove', words.remove, decision)]
      return drawDecision(decision, words, makePart('span', 'learn-tool__buttons', '', ...buttons))
    }))
    if (held) list.querySelector(`[data-do="${held.do}"][data-id="${CSS.escape(held.id)}"]`)?.focus()
    this.#host.part('submit').textContent = this.#editing ? words.saveDecision : words.addDecision
  }

  get #values() {
    const { elements } = this.#form
    return Object.fromEntries(DECISION_FIELDS.map((name) => [name, elements[name].value.trim()]).filter(([, text]) => text))
  }

  /** Whether something is written that is not decided yet. */
  get isOpen() {
    return Boolean(this.#values.text)
  }

  /** Somebody has written in the form. */
  type() {
    if (!this.#editing) this.#session.draft(this.#values)
  }

  /** Put a decision into the form; with '' what was written there before, or nothing. */
  edit(id) {
    const { words, store } = this.#host
    const { elements } = this.#form
    const value = (id ? store.get(id)?.value : this.#session.draft()) ?? {}
    this.#editing = id
    for (const name of DECISION_FIELDS) elements[name].value = typeof value[name] === 'string' ? value[name] : ''
    this.#host.querySelector('[data-do=keep]').hidden = !id
    this.#host.part('submit').textContent = id ? words.saveDecision : words.addDecision
    if (id) this.focus()
  }

  /** Keep what the form says, as a new decision or a changed one. */
  decide(chapter) {
    const { words, store } = this.#host
    const { list, change, draft, say } = this.#session
    const values = this.#values
    this.focus()
    if (!values.text) return say(words.decisionEmpty)
    const isNew = !this.#editing
    const id = this.#editing || ownActionId()
    const { owner, due, ...before } = store.get(id)?.value ?? { chosen: true, ...(chapter ? { chapter } : {}) }
    if (!store.set(id, '', { ...before, ...values })) return undefined
    if (isNew) draft({})
    this.edit('')
    change(isNew ? [...list(), id] : list())
    return say(isNew ? words.decisionAdded : words.decisionSaved)
  }

  /** Take a decision out of the record and out of the plan. */
  remove(id) {
    const { words, store } = this.#host
    const { list, change, say } = this.#session
    const before = list()
    const entry = store.get(id)
    if (this.#editing === id) this.edit('')
    store.remove(id)
    change(before.filter((one) => one !== id))
    say(words.decisionRemoved, () => {
      if (entry) store.set(id, entry.rev, entry.value)
      change(before)
      say(words.restored)
    })
  }
}
