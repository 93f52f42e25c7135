// When questions come back: after 1, 3, 7 and 21 days. A day is a text like '2026-11-23' in the learner's own calendar, and
// comes in as an argument: no clock here, no storage, no page.

/** Days until a question comes back, by the step it has reached. */
export const REVIEW_DAYS = [1, 3, 7, 21]

/** How many questions are asked in one go. */
export const REVIEW_SIZE = 10

/**
 * @typedef {{step: number, due: string}} ReviewState
 * @typedef {{id: string, quiz: string, step: number, due: string}} ReviewItem  `id` is the question's, "quiz/<quiz>/<question>"
 */

/** @param {string} day @param {number} days */
export function addDays(day, days) {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}

/**
 * Where a question goes after an answer: right moves it on (from the last step it comes back there), anything else starts
 * it again.
 *
 * @param {ReviewState | null} state null for a first answer
 * @returns {ReviewState}
 */
export function nextReview(state, isRight, today) {
  const step = isRight ? Math.min((state?.step ?? 0) + 1, REVIEW_DAYS.length - 1) : 0
  return { step, due: addDays(today, REVIEW_DAYS[step]) }
}

/** Whether something is a day of the calendar as texts say it. */
export const isDay = (day) => typeof day === 'string' && /^[12]\d{3}-\d\d-\d\d$/.test(day) && addDays(day, 0) === day

const isRightVerdict = (part) => part?.verdict === 'right'

/** The id under which saved work keeps a question's state. */
export function reviewId(question) {
  return question.replace(/^quiz/, 'review')
}

/**
 * When a question comes back, out of its saved answer and its saved state; null where it was never answered.
 *
 * @param {Record<string, import('./saved.mjs').SavedEntry>} entries
 * @param {string} question full id
 * @param {string} today
 * @param {(at: string) => string} localDay the learner's day of a stored time
 * @returns {ReviewState | null}
 */
export function reviewState(entries, question, today, localDay) {
  const answer = entries[question]
  if (!answer?.value) return null
  const { first, last } = answer.value
  const review = entries[reviewId(question)]
  const { step, due } = review?.value ?? {}
  if (!Number.isInteger(step) || !REVIEW_DAYS[step] || !isDay(due)) return nextReview(null, isRightVerdict(first ?? last), localDay(answer.at))
  // Missed again on the chapter's page since the last review.
  if (answer.at > review.at && !isRightVerdict(last)) return nextReview(null, false, localDay(answer.at))
  // Further away than any answer could put it: the clock was wrong then. A day more is a journey around the world.
  return due > addDays(today, REVIEW_DAYS[step] + 1) ? { step, due: today } : { step, due }
}

/**
 * What is due, and what comes later. The due ones are mixed: each chapter gives one in turn, its oldest first, and the
 * chapter that has waited longest begins. The same work gives the same order.
 *
 * @param {Record<string, import('./saved.mjs').SavedEntry>} entries
 * @param {{id: string, questions: {id: string}[]}[]} quizzes in the course's order
 * @returns {{answered: number, due: ReviewItem[], later: {day: string, count: number}[]}} `later` by day
 */
export function reviewPlan(entries, quizzes, today, localDay) {
  const items = quizzes.flatMap(({ id: quiz, questions }) => questions.flatMap(({ id }) => {
    const state = reviewState(entries, id, today, localDay)
    return state ? [{ id, quiz, ...state }] : []
  }))
  items.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
  const queues = new Map()
  const days = new Map()
  for (const item of items) {
    if (item.due > today) days.set(item.due, (days.get(item.due) ?? 0) + 1)
    else queues.set(item.quiz, [...(queues.get(item.quiz) ?? []), item])
  }
  const turns = [...queues.values()].flatMap((queue) => queue.map((item, turn) => ({ item, turn })))
  return {
    answered: items.length,
    due: turns.sort((a, b) => a.turn - b.turn).map(({ item }) => item),
    later: [...days].map(([day, count]) => ({ day, count })),
  }
}
