import { Base } from '../core/base.mjs'
import { chapterProgress, chapterState, nextChapter } from '../core/progress.mjs'
import { openStore } from '../core/store.mjs'
import { eachInMoments } from './moments.mjs'

/**
 * Shows what is done: with data-chapter the counts in a chapter's header, without it the states of the course map around
 * which it stands, and the way back to where somebody left off, there and on the page's button that begins. Hidden while there is nothing to say.
 */
export class LearnProgressElement extends Base {
  static tag = 'learn-progress'
  #begin
  #leave
  #store

  connectedCallback() {
    this.#leave?.()
    this.#store = openStore(this.dataset.course)
    this.#leave = this.#store.subscribe(({ kind }) => kind === 'changed' && this.#show())
    // Saved work of renamed items is carried over by learn-saved in the same turn.
    queueMicrotask(() => this.isConnected && this.#show())
  }

  disconnectedCallback() {
    this.#leave?.()
  }

  #show() {
    if (this.dataset.chapter) this.#showChapter()
    else this.#showMap()
  }

  #showChapter() {
    const { chapter, address } = this.dataset
    const ids = (selector) => [...document.querySelectorAll(selector)].map((part) => part.dataset.id)
    const quiz = ids('.learn-quiz__question[data-id]')
    const progress = chapterProgress(this.#store.under(`${chapter}/`, ...quiz), chapter, {
      summary: ids(`.learn-check__box[data-id^="${chapter}/summary/"]`),
      quiz,
      actions: ids(`.learn-check__box[data-id^="${chapter}/action-plan/"]`),
    })
    for (const part of this.querySelectorAll('[data-part]')) {
      const { done, all } = progress[part.dataset.part]
      part.hidden = all === 0
      part.dataset.state = done === 0 ? 'none' : done < all ? 'started' : 'done'
      part.textContent = part.dataset.words.replace('{done}', done).replace('{all}', all)
    }
    this.dataset.state = progress.state
    this.hidden = progress.state === 'none'
    // The course map and the navigation know a chapter's items no longer; they go by this.
    const id = `${chapter}/done`
    const known = this.#store.get(id)?.value
    if (progress.state === 'done' && known !== address) this.#store.set(id, '', address)
    if (progress.state !== 'done' && known !== undefined) this.#store.remove(id)
  }

  async #showMap() {
    const stops = [...this.querySelectorAll('.learn-map__stop')]
    const prefixes = stops.flatMap(({ dataset: { id, quiz } }) => [id, quiz].flatMap((home) => (home ? [`${home}/`] : [])))
    await eachInMoments(this.#store.names(...prefixes), null, (name) => this.#store.read(name))
    const saved = this.#store.under(...prefixes)
    const chapters = stops.map(({ dataset: { id, quiz } }) => ({ id, ...chapterState(saved, { id, quiz }) }))
    for (const [at, stop] of stops.entries()) {
      const { state } = chapters[at]
      const mark = stop.querySelector('.learn-map__mark')
      mark.textContent = mark.dataset[state] ?? ''
      if (state === 'none') delete stop.dataset.state
      else stop.dataset.state = state
    }
    const next = stops.find(({ dataset }) => dataset.id === nextChapter(chapters))
    const line = this.querySelector('.learn-map__continue')
    line.hidden = !next
    if (!next) return
    const { href } = next.querySelector('a')
    line.querySelector('a').href = href
    // The page's button that leads to the first chapter leads on instead.
    this.#begin ??= [...document.querySelectorAll('a.md-button')].find((button) => button.href === stops[0].querySelector('a').href)
    if (this.#begin) Object.assign(this.#begin, { href, textContent: this.dataset.go.replace('{number}', Number(next.querySelector('.learn-map__number').textContent)) })
    line.querySelector('.learn-map__where').textContent = next.querySelector('.learn-hidden').textContent + next.querySelector('.learn-map__name').textContent
  }
}
