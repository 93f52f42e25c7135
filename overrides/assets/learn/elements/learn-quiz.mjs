import { Base } from '../core/base.mjs'
import { countHits, judgeOptions, markAnswer, readAnswer, scoreAnswers } from '../core/marking.mjs'

// What fillWords of core/notes.mjs does, written again: a quiz needs no module but its own two.
const quizWords = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

const quizPart = (name, text) => {
  const part = document.createElement(name === 'icon' ? 'span' : 'p')
  part.className = `learn-quiz__${name}`
  if (text) part.textContent = text
  return part
}

/**
 * A quiz of forms: checks each honestly once, says why for every option, keeps the score of first tries.
 *
 * A form's state is in its attributes: data-verdict (right, partly, wrong, shown) while feedback stands, data-first (the
 * first verdict, kept), data-hints (hints opened before it), data-moved (a sequence has been touched).
 *
 * Dispatches `learn-answer` {id, rev, given, verdict, firstTry, hints} for every checked or shown answer, and `learn-change`
 * {id, cleared: [ids]} when a learner starts over.
 */
export class LearnQuizElement extends Base {
  static tag = 'learn-quiz'
  #listeners

  connectedCallback() {
    this.#complete()
    this.#listeners?.abort()
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    this.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#check(event.target)
    }, { signal })
    this.addEventListener('click', (event) => this.#click(event), { signal })
    this.addEventListener('keydown', (event) => {
      const up = event.key === 'ArrowUp'
      const step = event.altKey && (up || event.key === 'ArrowDown') && event.target.closest('.learn-quiz__option--step')
      if (!step) return
      event.preventDefault()
      this.#move(step, up)
    }, { signal })
    this.addEventListener('change', (event) => {
      const form = event.target.form
      if (form && !form.dataset.verdict) this.#say(form, '')
    }, { signal })
    // Browsers put form values back after this callback, and may put back what a script had switched off.
    globalThis.addEventListener('pageshow', () => this.#settle(), { signal })
    this.#settle()
    this.toggleAttribute('data-enhanced', true)
  }

  disconnectedCallback() {
    this.#listeners?.abort()
  }

  /**
   * Show answers of an earlier visit or of another tab, without events and without moving the focus.
   *
   * @param {Record<string, {given: string[], verdict: string, first: string, rev?: string, hints?: number} | null>} answers by
   *   question id; null: it was forgotten
   */
  restore(answers) {
    for (const form of this.#forms) {
      const { id, rev, first, verdict } = form.dataset
      if (!Object.hasOwn(answers ?? {}, id)) continue
      const saved = answers[id]
      // What somebody has begun to choose stays.
      if (saved === null && first) this.#forget(form)
      const answer = readAnswer(this.#question(form), this.#ids(form), saved)
      if (!answer) continue
      form.dataset.first = answer.first
      form.dataset.hints = answer.hints
      if (verdict && verdict === answer.verdict && `${this.#given(form)}` === `${answer.given}`) continue
      if (answer.verdict) this.#answer(form, answer.given, answer.verdict)
      else if (verdict) this.#reopen(form)
      if (saved.rev && saved.rev !== rev) this.#status(form).append(this.dataset.changed)
    }
    this.#settle()
  }

  /** What the page leaves out because only a script has a use for it: names of options, buttons, the map of the result. */
  #complete() {
    const map = this.querySelector('.learn-quiz__map')
    for (const [at, form] of this.#forms.entries()) {
      const { kind, key } = this.#question(form)
      for (const option of this.#options(form)) {
        const control = option.querySelector('input, select')
        option.dataset.option = kind === 'sequence' ? control.name : control.value
        if (kind === 'sequence' && !option.querySelector('button')) control.parentNode.append(this.#moves(option))
      }
      const ids = this.#ids(form)
      // Answers are explained the right ones first, steps in their order.
      const explained = kind === 'sequence' ? key : [...ids.filter((id) => key.includes(id)), ...ids.filter((id) => !key.includes(id))]
      for (const [n, reason] of form.querySelectorAll('.learn-quiz__reason').entries()) {
        const comment = reason.querySelector('.learn-quiz__comment')
        if (comment) comment.dataset.for = explained[n]
      }
      if (map.children[at]) continue
      const [item, stop, aloud, state] = ['li', 'a', 'span', 'span'].map((tag) => document.createElement(tag))
      Object.assign(stop, { className: 'learn-quiz__stop', href: `#${form.id}` })
      Object.assign(aloud, { className: 'learn-hidden', textContent: map.dataset.stop })
      state.className = 'learn-quiz__state learn-hidden'
      stop.append(aloud, at + 1, state)
      item.append(stop)
      map.append(item)
    }
  }

  /** The two buttons of a step. */
  #moves(option) {
    const step = option.querySelector('.learn-quiz__words').textContent.trim()
    const moves = document.createElement('span')
    moves.className = 'learn-quiz__moves'
    for (const way of ['up', 'down']) {
      const button = Object.assign(document.createElement('button'), { className: 'learn-quiz__move', type: 'button' })
      button.dataset.move = way
      button.setAttribute('aria-label', quizWords(this.dataset[way], { step }))
      button.setAttribute('aria-keyshortcuts', `Alt+Arrow${way === 'up' ? 'Up' : 'Down'}`)
      moves.append(button)
    }
    return moves
  }

  get #forms() {
    return [...this.querySelectorAll('form')]
  }

  #question({ dataset: { kind, key } }) {
    return { kind, key: key.split(' ') }
  }

  #status(form) {
    return form.querySelector('.learn-quiz__verdict')
  }

  #options(form) {
    return [...form.querySelectorAll('.learn-quiz__option')]
  }

  #ids(form) {
    return this.#options(form).map((option) => option.dataset.option)
  }

  #word(form, name, values = {}) {
    return quizWords(this.getAttribute(`data-${form.dataset.kind}-${name}`) ?? this.getAttribute(`data-${name}`) ?? '', values)
  }

  #say(form, words) {
    this.#status(form).textContent = words
  }

  #given(form) {
    if (form.dataset.kind === 'sequence') return 'moved' in form.dataset ? this.#ids(form) : []
    return [...form.querySelectorAll('.learn-quiz__box:checked')].map((box) => box.value)
  }

  #focusFirst(form) {
    form.querySelector('.learn-quiz__box:enabled, .learn-quiz__move:enabled')?.focus()
  }

  #check(form) {
    const given = this.#given(form)
    const verdict = markAnswer(this.#question(form), given)
    if (verdict === 'empty') {
      this.#focusFirst(form)
      this.#say(form, this.#word(form, 'empty'))
      return
    }
    this.#record(form, given, verdict)
    this.#settle()
    if (!this.querySelector('form:not([data-verdict], [hidden])')) this.#status(form).append(this.dataset.last)
    this.#status(form).focus()
  }

  #record(form, given, verdict) {
    const { id, rev, first, hints } = form.dataset
    if (!first) form.dataset.first = verdict
    this.#answer(form, given, verdict)
    const detail = { id, rev, given, verdict, firstTry: !first, hints: Number(hints ?? 0) }
    this.dispatchEvent(new CustomEvent('learn-answer', { bubbles: true, detail }))
  }

  /** Put an answer into the form and its feedback next to it. */
  #answer(form, given, verdict) {
    this.#clear(form)
    const question = this.#question(form)
    const shown = verdict === 'shown'
    if (question.kind === 'sequence') this.#arrange(form, shown ? question.key : given)
    for (const box of form.querySelectorAll('.learn-quiz__box')) box.checked = given.includes(box.value)
    const counts = countHits(question, given)
    const slips = verdict === 'partly' && counts.slips > 0 ? this.#word(form, 'slips', counts) : ''
    this.#say(form, this.#word(form, verdict, counts) + slips)
    const ids = this.#ids(form)
    // To look an answer up is no fault: nothing was left out, nothing avoided.
    const looked = { missed: 'answer', placed: 'answer', spare: 'other' }
    for (const { id, mark, ...places } of judgeOptions(question, ids, shown && question.kind === 'sequence' ? ids : given)) {
      const option = form.querySelector(`[data-option="${id}"]`)
      const words = this.#word(form, shown ? looked[mark] : mark, places)
      const line = quizPart('mark', words)
      line.prepend(quizPart('icon'))
      const feedback = document.createElement('div')
      feedback.className = 'learn-quiz__feedback'
      feedback.append(line)
      const comment = form.querySelector(`[data-for="${id}"]`)
      if (comment) feedback.append(comment.cloneNode(true))
      feedback.querySelector('[data-for]')?.removeAttribute('data-for')
      option.dataset.mark = mark
      option.append(feedback)
    }
    const more = form.querySelector('.learn-quiz__answer .learn-quiz__more')
    if (more) form.querySelector('fieldset').append(more.cloneNode(true))
    form.dataset.verdict = verdict
  }

  /** Take the feedback away; the choice and the first verdict stay. */
  #clear(form) {
    delete form.dataset.verdict
    this.#say(form, '')
    for (const part of form.querySelectorAll('.learn-quiz__feedback, fieldset > .learn-quiz__more')) part.remove()
    for (const option of this.#options(form)) delete option.dataset.mark
  }

  /** Clear a form for another try. */
  #reopen(form) {
    this.#clear(form)
    const steps = form.querySelector('[data-asked]')
    if (steps) this.#arrange(form, steps.dataset.asked.split(' '))
    form.reset()
    delete form.dataset.moved
  }

  /** Clear a form as if it had never been answered. */
  #forget(form) {
    this.#reopen(form)
    for (const hint of form.querySelectorAll('.learn-quiz__hint')) hint.open = false
    delete form.dataset.first
    delete form.dataset.hints
  }

  /** Make everything that follows from the forms' state true: controls, buttons, order of steps, result. */
  #settle() {
    for (const form of this.#forms) {
      const done = Boolean(form.dataset.verdict)
      for (const control of form.querySelectorAll('.learn-quiz__box')) control.disabled = done
      if (form.dataset.kind === 'sequence') this.#settleSteps(form, done)
      const check = form.querySelector('[data-do=check]')
      check.hidden = check.disabled = done
      form.querySelector('[data-do=try]').hidden = !done || form.dataset.verdict === 'right'
    }
    this.#settleResult()
  }

  #settleSteps(form, done) {
    const places = [...form.querySelectorAll('.learn-quiz__place')]
    const wanted = [...places].sort((a, b) => a.value - b.value)
    // Order that a browser put back into the selects, or that was chosen before the script ran.
    if (wanted.every((place, at) => Number(place.value) === at + 1)) {
      this.#arrange(form, wanted.map((place) => place.name))
    }
    const options = this.#options(form)
    for (const place of places) place.hidden = true
    for (const [at, option] of options.entries()) {
      option.querySelector('.learn-quiz__moves').hidden = done
      const [up, down] = option.querySelectorAll('.learn-quiz__move')
      up.disabled = at === 0
      down.disabled = at === options.length - 1
    }
  }

  /** Bring the steps into an order, and tell the selects. */
  #arrange(form, ids) {
    form.dataset.moved = ''
    for (const [at, id] of ids.entries()) {
      const option = form.querySelector(`[data-option="${id}"]`)
      const now = this.#options(form)[at]
      if (now !== option) now.before(option)
      option.querySelector('.learn-quiz__place').value = at + 1
    }
  }

  #move(step, up) {
    const form = step.closest('form')
    const other = up ? step.previousElementSibling : step.nextElementSibling
    if (!other || form.dataset.verdict) return
    const held = document.activeElement
    // The neighbor is moved, not the step, so that the focus stays where it is.
    if (up) step.after(other)
    else step.before(other)
    const ids = this.#ids(form)
    this.#arrange(form, ids)
    this.#settleSteps(form, false)
    if (step.contains(held) && held.disabled) step.querySelector('.learn-quiz__move:enabled').focus()
    this.#say(form, '')
    const words = step.querySelector('.learn-quiz__words').textContent.trim()
    const values = { step: words, at: ids.indexOf(step.dataset.option) + 1, all: ids.length }
    form.querySelector('.learn-quiz__spoken').textContent = quizWords(this.dataset.moved, values)
  }

  #settleResult() {
    const result = this.querySelector('.learn-quiz__result')
    const forms = this.#forms
    const score = scoreAnswers(forms.map(({ dataset: { id, first, verdict, hints } }) => ({ id, first, verdict, hints: Number(hints ?? 0) })))
    const line = result.querySelector('.learn-quiz__score')
    const name = score.answered === 0 ? 'none' : score.left ? 'some' : 'all'
    line.textContent = quizWords(line.dataset[name], score)
    const map = result.querySelector('.learn-quiz__map')
    const stops = map.querySelectorAll('a')
    for (const [at, form] of forms.entries()) {
      const { id, first, verdict } = form.dataset
      const state = !first ? '' : first === 'right' ? 'right' : verdict === 'right' ? 'later' : 'missed'
      stops[at].dataset.state = state
      stops[at].lastElementChild.textContent = state ? ` (${map.dataset[state]})` : ''
    }
    const names = (ids) => forms.flatMap((form, at) => (ids.includes(form.dataset.id) ? [[form, at + 1]] : []))
    const used = result.querySelector('.learn-quiz__used')
    used.hidden = score.hinted.length === 0
    const list = names(score.hinted).map(([form, number]) => quizWords(used.dataset.hint, { number, hints: form.dataset.hints }))
    used.textContent = quizWords(used.dataset.hints, { list: list.join(', ') })
    const missed = result.querySelector('.learn-quiz__missed')
    missed.hidden = score.missed.length === 0
    missed.querySelector('ul').replaceChildren(...names(score.missed).map(([form]) => {
      const item = document.createElement('li')
      const link = document.createElement('a')
      link.href = `#${form.id}`
      link.textContent = form.querySelector('.learn-quiz__title').textContent
      item.append(link)
      if (!score.open.includes(form.dataset.id)) item.append(` (${map.dataset.later})`)
      const see = form.querySelector('.learn-quiz__answer .learn-quiz__see')
      if (see) item.append(see.cloneNode(true))
      return item
    }))
    const round = 'round' in this.dataset
    const button = (name) => result.querySelector(`[data-do=${name}]`)
    button('retry').hidden = !forms.some(({ dataset: { id, verdict } }) => verdict && score.open.includes(id))
    button('all').hidden = !round
    button('show').hidden = forms.every((form) => form.dataset.verdict)
    button('over').hidden = score.answered === 0
    result.hidden = false
  }

  #count(hint) {
    const { dataset } = hint.closest('form')
    if (!dataset.first) dataset.hints = Math.max(dataset.hints ?? 0, hint.dataset.step)
  }

  #go(form) {
    form.scrollIntoView()
    this.#focusFirst(form)
  }

  #click(event) {
    const { target } = event
    const stop = target.closest('.learn-quiz__stop, .learn-quiz__again a[href^="#"]')
    if (stop) this.#everything()
    const move = target.closest('.learn-quiz__move')
    if (move) return this.#move(move.closest('.learn-quiz__option'), move.dataset.move === 'up')
    // Counted by the click: a theme may open all details by script before printing.
    const hint = target.closest('summary')?.parentElement
    if (hint?.dataset.step && !hint.open) this.#count(hint)
    const row = target.closest('.learn-quiz__row--block')
    if (row && !target.closest('a, input') && getSelection().isCollapsed) return row.querySelector('input').click()
    const name = target.closest('button')?.dataset.do
    const open = this.#forms.filter(({ dataset: { first, verdict } }) => first && first !== 'right' && verdict !== 'right')
    if (name === 'try') {
      const form = target.closest('form')
      this.#reopen(form)
      this.#settle()
      this.#focusFirst(form)
    } else if (name === 'retry') {
      this.toggleAttribute('data-round', true)
      for (const form of this.#forms) form.hidden = !open.includes(form)
      for (const form of open) this.#reopen(form)
      this.#settle()
      this.#go(open[0])
    } else if (name === 'all') {
      this.#everything()
      this.#settle()
      this.querySelector('.learn-quiz__score').focus()
    } else if (name === 'show') {
      this.#everything()
      const forms = this.#forms.filter((form) => !form.dataset.verdict)
      for (const form of forms) this.#record(form, [], 'shown')
      this.#settle()
      this.#status(forms[0]).focus()
    } else if (name === 'over') {
      this.#everything()
      const cleared = this.#forms.filter((form) => form.dataset.first).map((form) => form.dataset.id)
      for (const form of this.#forms) this.#forget(form)
      this.dispatchEvent(new CustomEvent('learn-change', { bubbles: true, detail: { id: this.dataset.id, cleared } }))
      this.#settle()
      this.#go(this.#forms[0])
    }
  }

  /** Leave the round of missed questions: show every question again. */
  #everything() {
    this.toggleAttribute('data-round', false)
    this.querySelector('[data-do=all]').hidden = true
    for (const form of this.#forms) form.hidden = false
  }
}
