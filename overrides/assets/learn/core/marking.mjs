// Marking of quiz answers: what was right, for a question, for each option, for a quiz. Words are not made here.

/**
 * @typedef {'single' | 'multiple' | 'sequence'} QuestionKind
 * @typedef {{kind: QuestionKind, key: string[]}} MarkedQuestion  key: ids of the right options; of a sequence, all in order
 * @typedef {'right' | 'partly' | 'wrong' | 'empty'} AnswerVerdict
 */

/**
 * Compare a learner's answer with the key.
 *
 * @param {MarkedQuestion} question
 * @param {string[]} given option ids, of a sequence in the learner's order
 * @returns {AnswerVerdict}
 */
export function markAnswer({ kind, key }, given) {
  if (given.length === 0) return 'empty'
  const { hits, slips } = countHits({ kind, key }, given)
  if (hits === key.length && slips === 0) return 'right'
  return hits > 0 && kind !== 'single' ? 'partly' : 'wrong'
}

/**
 * How much of the key an answer has: right options chosen (or steps in their place), and what was chosen besides.
 *
 * @param {MarkedQuestion} question
 * @param {string[]} given
 */
export function countHits({ kind, key }, given) {
  const chosen = [...new Set(given)]
  const right = kind === 'sequence' ? (id, at) => key[at] === id : (id) => key.includes(id)
  const hits = chosen.filter(right).length
  return { hits, slips: chosen.length - hits, all: key.length }
}

/**
 * What to say next to each option: hit (rightly chosen), slip (wrongly chosen), missed (wrongly left), spare (rightly left);
 * of a sequence placed or misplaced. `at` is a step's right position, `given` the learner's, both counted from 1.
 *
 * @param {MarkedQuestion} question
 * @param {string[]} options ids of all options
 * @param {string[]} given
 */
export function judgeOptions({ kind, key }, options, given) {
  return options.map((id) => {
    if (kind === 'sequence') {
      const at = key.indexOf(id) + 1
      const own = given.indexOf(id) + 1
      return { id, mark: at === own ? 'placed' : 'misplaced', at, given: own }
    }
    const right = key.includes(id)
    if (given.includes(id)) return { id, mark: right ? 'hit' : 'slip' }
    return { id, mark: right ? 'missed' : 'spare' }
  })
}

/**
 * The state of a quiz. Only the first try counts; `open` are missed questions that no later try put right.
 *
 * @param {{id: string, first?: string, verdict?: string, hints?: number}[]} questions verdicts as the elements keep them;
 *   `shown` is an answer looked up before trying
 */
export function scoreAnswers(questions) {
  const answered = questions.filter((q) => q.first)
  const missed = answered.filter((q) => q.first !== 'right')
  return {
    all: questions.length,
    answered: answered.length,
    left: questions.length - answered.length,
    right: answered.length - missed.length,
    missed: missed.map((q) => q.id),
    open: missed.filter((q) => q.verdict !== 'right').map((q) => q.id),
    hinted: questions.filter((q) => q.hints > 0).map((q) => q.id),
  }
}

/**
 * A saved answer as the question can show it today, or null where there is none. Options may have gone since: then there is
 * nothing to show (verdict is empty), and only what the first try was still counts.
 *
 * @param {MarkedQuestion} question
 * @param {string[]} options ids of all options
 * @param {unknown} saved {given, verdict, first} and perhaps rev, hints, as another session left it
 */
export function readAnswer(question, options, saved) {
  if (typeof saved !== 'object' || saved === null || !Array.isArray(saved.given)) return null
  const given = saved.given.filter((id) => options.includes(id))
  const least = question.kind === 'sequence' ? options.length : 1
  const most = question.kind === 'single' ? 1 : options.length
  const whole = new Set(given).size === given.length && given.length >= least && given.length <= most
  const shown = saved.verdict === 'shown'
  const fits = shown || (given.length === saved.given.length && whole)
  const verdict = shown ? 'shown' : fits ? markAnswer(question, given) : ''
  const first = ['right', 'partly', 'wrong', 'shown'].includes(saved.first) ? saved.first : verdict
  if (!first) return null
  const hints = Number.isInteger(saved.hints) && saved.hints > 0 ? saved.hints : 0
  return { given: shown || !fits ? [] : given, verdict, first, hints }
}
