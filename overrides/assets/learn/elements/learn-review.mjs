import { fillWords } from '../core/notes.mjs'
import { REVIEW_SIZE, addDays, nextReview, reviewId, reviewPlan, reviewState } from '../core/review.mjs'
import { ToolElement, dayWords, localDay, makeLink, makePart } from './tool-parts.mjs'

/**
 * Questions come back: those that are due, ten at a time and mixed, asked by the quiz's own element.
 *
 * data-state: nothing (no question answered yet), later (nothing due today), due, asking, done, unread (no manifest).
 */
export class LearnReviewElement extends ToolElement {
  static tag = 'learn-review'
  #round = []

  start(signal) {
    this.addEventListener('click', ({ target }) => target.closest('[data-do=begin]') && this.#begin(), { signal })
    this.addEventListener('learn-answer', (event) => {
      // This page keeps the answer itself: whoever else listens for answers would keep it a second time.
      event.stopPropagation()
      this.#keep(event.detail)
    }, { signal })
    // Another day may have begun while the page was away.
    document.addEventListener('visibilitychange', () => this.hear({ kind: 'changed' }), { signal })
  }

  hear({ kind }) {
    if (kind === 'changed' && !['asking', 'done'].includes(this.dataset.state)) this.show()
  }

  get #today() {
    return localDay(new Date())
  }

  get #plan() {
    return reviewPlan(this.store.all().entries, this.course.quizzes, this.#today, localDay)
  }

  #day(day) {
    if (day === addDays(this.#today, 1)) return this.words.tomorrow
    return dayWords(day, { weekday: 'long', month: 'long', day: 'numeric' })
  }

  #count(words, count) {
    return fillWords(this.words[count === 1 ? `${words}One` : words], { count, size: Math.min(count, REVIEW_SIZE) })
  }

  show() {
    if (!this.course) return this.showState('unread')
    const { answered, due, later } = this.#plan
    this.showState(answered === 0 ? 'nothing' : due.length === 0 ? 'later' : 'due')
    this.part('due').textContent = this.#count('due', due.length)
    this.part('go').textContent = this.#count('go', due.length)
    this.#calendar(later)
  }

  /** When the next ones come back, and how many on each day. */
  #calendar(later) {
    const [next] = later
    this.part('next').textContent = next ? fillWords(this.#count('next', next.count), { day: this.#day(next.day) }) : ''
    this.part('calendar').hidden = later.length === 0
    this.part('days').replaceChildren(...later.slice(0, 7).map(({ day, count }) => makePart('li', 'learn-review__day', '', makePart('span', '', this.#day(day)), makePart('span', '', this.#count('count', count)))))
  }

  #begin() {
    const questions = this.course.quizzes.flatMap((quiz) => quiz.questions.map((question) => ({ ...question, quiz })))
    this.#round = this.#plan.due.slice(0, REVIEW_SIZE).map(({ id }) => questions.find((question) => question.id === id))
    if (this.#round.length === 0) return this.show()
    const quiz = this.querySelector('template').content.cloneNode(true).firstElementChild
    const result = quiz.querySelector('.learn-quiz__result')
    for (const [at, question] of this.#round.entries()) result.before(this.#form(question, at + 1))
    this.part('round').replaceChildren(quiz)
    this.showState('asking')
    this.#progress()
    this.part('head').scrollIntoView()
    quiz.querySelector('.learn-quiz__box, .learn-quiz__move:enabled')?.focus()
  }

  /**
   * A question's form, asked as in its chapter. Its HTML comes from course.json, a file of this site that our own renderer
   * wrote, and from nowhere else: what learners write or import is never parsed as HTML.
   */
  #form({ html, quiz }, number) {
    const form = new DOMParser().parseFromString(html, 'text/html').querySelector('form')
    for (const name of ['href', 'src']) {
      // Addresses in the manifest are seen from the site's root.
      for (const part of form.querySelectorAll(`[${name}]`)) part.setAttribute(name, new URL(part.getAttribute(name), this.root).href)
    }
    const badge = form.querySelector('.learn-quiz__badge')
    badge.textContent = number
    badge.nextSibling.data = badge.nextSibling.data.replace(/\d+/, this.#round.length)
    const chapter = this.course.chapters.find((one) => one.quiz === quiz.id)
    form.prepend(makePart('p', 'learn-review__from', chapter ? fillWords(this.words.chapter, chapter) : quiz.title ?? this.words.other))
    return form
  }

  #keep({ id, rev, given, verdict, firstTry, hints }) {
    const question = this.#round.find((one) => one.id === id)
    const { entries } = this.store.all()
    const state = nextReview(reviewState(entries, id, this.#today, localDay), verdict === 'right', this.#today)
    const before = this.store.get(id)?.value
    this.store.set(id, rev, { ...before, first: before?.first ?? { given, verdict, hints }, last: { given, verdict } })
    // A later try in the same round is practice.
    if (!firstTry) return
    this.store.set(reviewId(id), rev, state)
    question.verdict = verdict
    this.#progress()
  }

  #progress() {
    const count = (test) => this.#round.filter(test).length
    const missed = this.#round.filter(({ verdict }) => verdict !== 'right')
    const values = { answered: count(({ verdict }) => verdict), all: this.#round.length, right: this.#round.length - missed.length }
    this.part('progress').textContent = fillWords(this.words.progress, values)
    if (values.answered < values.all) return
    const { due, later } = this.#plan
    this.showState('done')
    this.part('score').textContent = fillWords(missed.length ? this.words.score : this.words.allRight, values)
    this.part('missed').hidden = missed.length === 0
    this.part('list').replaceChildren(...missed.map(({ id, title, quiz }) => makePart('li', '', '', makeLink(`${quiz.address}#${id}`, this.root, title))))
    this.part('rest').textContent = due.length ? this.#count('rest', due.length) : this.words.restNone
    this.part('again').hidden = due.length === 0
    this.part('again').textContent = this.#count('go', due.length)
    this.#calendar(later)
  }
}
