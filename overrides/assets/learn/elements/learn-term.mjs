import { Base } from '../core/base.mjs'

let termCount = 0

/**
 * A glossary term: the link is in the page already, and the style sheet shows the meaning on hover and focus.
 * This adds what CSS cannot: Escape sends the meaning away, it never leaves the screen, a first tap shows it, and
 * screen readers hear it with the word.
 */
export class LearnTermElement extends Base {
  static tag = 'learn-term'
  #listeners

  connectedCallback() {
    const word = this.querySelector('.learn-term__word')
    const tip = this.querySelector('.learn-term__tip')
    if (!word || !tip) return
    if (!tip.id) {
      termCount += 1
      tip.id = `learn-term-${termCount}`
    }
    word.setAttribute('aria-describedby', tip.id)
    this.#listeners?.abort()
    this.#listeners = new AbortController()
    const options = { signal: this.#listeners.signal }
    const arrive = () => this.#place(tip)
    const leave = () => {
      if (this.matches(':hover') || this.contains(document.activeElement)) return
      this.removeAttribute('data-dismissed')
      this.removeAttribute('data-open')
    }
    this.addEventListener('pointerenter', arrive, options)
    this.addEventListener('focusin', arrive, options)
    this.addEventListener('pointerleave', leave, options)
    this.addEventListener('focusout', () => queueMicrotask(leave), options)
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && (this.matches(':hover') || this.contains(document.activeElement))) {
        this.setAttribute('data-dismissed', '')
        this.removeAttribute('data-open')
      }
    }, options)
    this.#openOnFirstTap(word, tip, options)
  }

  disconnectedCallback() {
    this.#listeners?.abort()
  }

  // A finger cannot hover: its first tap shows the meaning, the second one follows the link.
  #openOnFirstTap(word, tip, options) {
    let byFinger = false
    word.addEventListener('pointerdown', (event) => {
      byFinger = event.pointerType === 'touch'
      if (!byFinger) return
      this.removeAttribute('data-dismissed')
    }, options)
    word.addEventListener('click', (event) => {
      if (!byFinger || this.hasAttribute('data-open')) return
      event.preventDefault()
      // The theme follows links from the body and does not ask whether the click was used.
      event.stopPropagation()
      this.setAttribute('data-open', '')
      this.#place(tip)
    }, options)
    document.addEventListener('pointerdown', (event) => {
      if (!this.contains(event.target)) this.removeAttribute('data-open')
    }, options)
  }

  #place(tip) {
    this.removeAttribute('data-above')
    this.style.removeProperty('--learn-term-shift')
    const box = tip.getBoundingClientRect()
    if (box.width === 0) return
    const room = document.documentElement.clientWidth
    const margin = 8
    const over = box.right - (room - margin)
    const under = margin - box.left
    const shift = over > 0 ? -over : under > 0 ? under : 0
    if (shift !== 0) this.style.setProperty('--learn-term-shift', `${Math.round(shift)}px`)
    if (box.bottom > window.innerHeight - margin && box.height < this.getBoundingClientRect().top) {
      this.setAttribute('data-above', '')
    }
  }
}
