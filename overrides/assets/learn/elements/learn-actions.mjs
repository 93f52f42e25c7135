import { Base } from '../core/base.mjs'
import { openStores } from '../core/stores.mjs'
import { ownActionId } from './own-actions.mjs'

/**
 * Choosing in a chapter: its actions in other words, and steps of one's own below them.
 *
 * The template holds two parts: what each action gets, and an own step. Ticks are learn-saved's, which also keeps what this
 * element says with `learn-change`.
 */
export class LearnActionsElement extends Base {
  static tag = 'learn-actions'
  #listeners
  #store

  connectedCallback() {
    this.#listeners?.abort()
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    // Opened by learn-saved, which stands above: a script that comes late need not bring the store again.
    this.#store = openStores.get(this.dataset.course)
    for (const action of this.querySelectorAll('.learn-action:not(:has(textarea))')) {
      action.append(this.#part(0))
      const words = action.querySelector('.learn-action__text')
      action.querySelector('textarea').defaultValue = words.textContent
      words.prepend(document.createElement('strong'))
    }
    this.addEventListener('click', ({ target }) => this.#press(target, target.closest('li')), { signal })
    this.addEventListener('input', ({ target }) => target.name && this.#keep(target, target.closest('li')), { signal })
    // What was emptied gets back what is saved.
    this.addEventListener('focusout', () => this.#show(), { signal })
    // Enter in a field of one line.
    this.closest('form').addEventListener('submit', (event) => event.preventDefault(), { signal })
    signal.addEventListener('abort', this.#store.subscribe(({ kind }) => kind === 'changed' && this.#show()))
    this.querySelector('.learn-actions__live').hidden = false
    this.#show()
  }

  disconnectedCallback() {
    this.#listeners?.abort()
  }

  #part(at) {
    return this.querySelector('template').content.children[at].cloneNode(true)
  }

  #value(id) {
    return this.#store.get(id)?.value ?? {}
  }

  #show() {
    const own = Object.keys(this.#store.under('plan/own/').entries).filter((id) => this.#value(id).chosen && this.#value(id).chapter === this.dataset.chapter)
    let count = own.length
    for (const action of this.querySelectorAll('.learn-action')) {
      const { text = '', chosen } = this.#value(action.querySelector('[data-id]').dataset.id)
      action.toggleAttribute('data-reworded', text !== '')
      action.querySelector('strong').textContent = text
      action.querySelector('[data-do=course]').hidden = !text
      this.#fill(action, { text: text || action.querySelector('textarea').defaultValue })
      if (chosen) count++
    }
    for (const step of this.querySelectorAll('.learn-actions__step')) {
      if (step.saved && !step.matches('[data-gone]') && !own.includes(step.id)) step.remove()
    }
    for (const id of own) {
      const step = document.getElementById(id) ?? this.#add(id)
      step.saved = this.#value(id)
      this.#fill(step, step.saved)
    }
    const said = this.querySelector('[role=status]')
    const words = this.dataset[count > 1 ? 'some' : count ? 'one' : 'none'].replace('{count}', count)
    if (said.textContent !== words) said.textContent = words
  }

  /** Whoever is typing is not disturbed. */
  #fill(place, value) {
    for (const field of place.querySelectorAll('[name]')) {
      if (field !== document.activeElement) field.value = value[field.name] ?? (field.name === 'horizon' ? 'later' : '')
    }
  }

  #add(id) {
    const step = this.#part(1)
    step.id = id
    this.querySelector('ul').append(step)
    return step
  }

  #say(id, rev, value) {
    this.dispatchEvent(new CustomEvent('learn-change', { bubbles: true, detail: { id, rev, value } }))
  }

  #keep(field, item) {
    const box = item.querySelector('[data-id]')
    const { id, rev = '' } = box?.dataset ?? item
    const value = { ...this.#value(id), chosen: true }
    for (const { name, value: text, defaultValue } of item.querySelectorAll('[name]')) {
      const words = text.replace(/\s+/g, ' ').trim()
      if (words && !(box && words === defaultValue)) value[name] = words
      // An own step without words stays as it was.
      else if (box || name !== 'text') delete value[name]
    }
    if (box) box.checked = true
    else value.chapter = this.dataset.chapter
    if (box || value.text) this.#say(id, rev, value)
  }

  #press({ dataset: { do: name }, nextElementSibling: next }, item) {
    let field = item?.querySelector('textarea')
    if (name === 'reword') {
      next.hidden = !next.hidden
      item.querySelector('button').ariaExpanded = !next.hidden
      if (next.hidden) return
    } else if (name === 'course') {
      const { id, rev } = item.querySelector('[data-id]').dataset
      const { text, ...rest } = this.#value(id)
      this.#say(id, rev, rest)
    } else if (name === 'add') field = this.#add(ownActionId()).querySelector('textarea')
    else if (name === 'remove') {
      field = (item.saved ? item : this).querySelector(`[data-do=${item.saved ? 'undo' : 'add'}]`)
      item.toggleAttribute('data-gone', true)
      if (item.saved) this.#say(item.id, '', null)
      else item.remove()
    } else if (name === 'undo') {
      item.toggleAttribute('data-gone', false)
      this.#say(item.id, '', item.saved)
    } else return
    field.focus()
    field.setSelectionRange?.(field.value.length, field.value.length)
  }
}
