import assert from 'node:assert/strict'
import test from 'node:test'
import { REVIEW_DAYS, addDays, nextReview, reviewId, reviewPlan, reviewState } from '../../overrides/assets/learn/core/review.mjs'

const TODAY = '2026-11-23'
const utcDay = (at) => at.slice(0, 10)
const answer = (first, day, last = first) => ({ rev: 'r', at: `${day}T10:00:00.000Z`, value: { first: { given: ['a'], verdict: first, hints: 0 }, last: { given: ['a'], verdict: last } } })
const review = (step, due, day) => ({ rev: 'r', at: `${day}T10:00:00.001Z`, value: { step, due } })
const state = (entries) => reviewState(entries, 'quiz/a/one', TODAY, utcDay)
const quiz = (id, ...names) => ({ id, questions: names.map((name) => ({ id: `quiz/${id}/${name}` })) })
const plan = (entries, quizzes, today = TODAY) => reviewPlan(entries, quizzes, today, utcDay)

test('days are counted over the ends of months and years, and through a change of clocks', () => {
  assert.equal(addDays('2026-12-31', 1), '2027-01-01')
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2026-10-24', 3), '2026-10-27')
  assert.equal(addDays('2026-11-23', 0), '2026-11-23')
})

test('right answers move a question on through 1, 3, 7 and 21 days, and it stays at the last', () => {
  let now = { step: 0, due: TODAY }
  const days = []
  for (let round = 0; round < 5; round += 1) {
    const next = nextReview(now, true, now.due)
    days.push((Date.parse(next.due) - Date.parse(now.due)) / 86400000)
    now = next
  }
  assert.deepEqual(days, [3, 7, 21, 21, 21])
  assert.deepEqual(REVIEW_DAYS, [1, 3, 7, 21])
})

test('a wrong answer starts again from wherever it was', () => {
  for (const step of [0, 1, 2, 3]) assert.deepEqual(nextReview({ step, due: TODAY }, false, TODAY), { step: 0, due: '2026-11-24' })
})

test('missed, partly right and looked up come back after a day, right at the first try after three', () => {
  for (const verdict of ['wrong', 'partly', 'shown']) assert.deepEqual(state({ 'quiz/a/one': answer(verdict, '2026-11-22') }), { step: 0, due: '2026-11-23' })
  assert.deepEqual(state({ 'quiz/a/one': answer('right', '2026-11-22') }), { step: 1, due: '2026-11-25' })
})

test('only the first try decides, however often it was put right afterwards', () => {
  assert.deepEqual(state({ 'quiz/a/one': answer('wrong', '2026-11-22', 'right') }), { step: 0, due: '2026-11-23' })
})

test('what was never answered, or whose answer was deleted, does not come back', () => {
  assert.equal(state({}), null)
  assert.equal(state({ 'quiz/a/one': { rev: 'r', at: '2026-11-01T10:00:00.000Z', value: null }, 'review/a/one': review(2, TODAY, '2026-11-01') }), null)
})

test('the saved state counts, until the chapter page sees another miss', () => {
  const saved = { 'review/a/one': review(2, '2026-11-27', '2026-11-20') }
  assert.deepEqual(state({ ...saved, 'quiz/a/one': answer('right', '2026-11-20') }), { step: 2, due: '2026-11-27' })
  assert.deepEqual(state({ ...saved, 'quiz/a/one': answer('right', '2026-11-22', 'wrong') }), { step: 0, due: '2026-11-23' })
  assert.deepEqual(state({ ...saved, 'quiz/a/one': answer('wrong', '2026-11-22', 'right') }), { step: 2, due: '2026-11-27' })
})

test('a state that makes no sense is taken for none', () => {
  for (const value of [{ step: 9, due: TODAY }, { step: 1, due: 'soon' }, { step: 1, due: '2026-99-99' }, { step: { toString: 1 }, due: TODAY }, 'x', [], true, null]) {
    assert.deepEqual(state({ 'quiz/a/one': answer('wrong', '2026-11-22'), 'review/a/one': { rev: 'r', at: '2026-11-22T10:00:00.001Z', value } }), { step: 0, due: '2026-11-23' })
  }
  for (const value of ['x', 5, [], { first: 'right' }, { first: { verdict: {} } }]) assert.equal(state({ 'quiz/a/one': { rev: 'r', at: '2026-11-22T10:00:00.000Z', value } }).step, 0)
})

test('a day that no answer can have set, from a clock that was wrong, is due now', () => {
  const entries = { 'quiz/a/one': answer('wrong', '2026-11-20'), 'review/a/one': review(1, '2039-01-01', '2026-11-20') }
  assert.deepEqual(state(entries), { step: 1, due: TODAY })
  entries['review/a/one'].value.due = '2026-11-27'
  assert.equal(state(entries).due, '2026-11-27')
})

test('chapters take turns, the one that waited longest begins, each gives its oldest first', () => {
  const quizzes = [quiz('a', 'one', 'two', 'three'), quiz('b', 'one', 'two'), quiz('c', 'one')]
  const entries = {
    'quiz/a/one': answer('wrong', '2026-11-20'),
    'quiz/a/two': answer('wrong', '2026-11-18'),
    'quiz/a/three': answer('wrong', '2026-11-18'),
    'quiz/b/one': answer('wrong', '2026-11-17'),
    'quiz/b/two': answer('wrong', '2026-11-21'),
    'quiz/c/one': answer('wrong', '2026-11-22'),
  }
  const ids = plan(entries, quizzes).due.map(({ id }) => id.slice(5))
  assert.deepEqual(ids, ['b/one', 'a/two', 'c/one', 'b/two', 'a/three', 'a/one'])
  assert.deepEqual(plan(Object.fromEntries(Object.entries(entries).reverse()), quizzes), plan(entries, quizzes))
})

test('what comes later is counted by day, soonest first', () => {
  const quizzes = [quiz('a', 'one', 'two', 'three', 'four')]
  const entries = { 'quiz/a/one': answer('right', '2026-11-23'), 'quiz/a/two': answer('wrong', '2026-11-23'), 'quiz/a/three': answer('right', '2026-11-23') }
  assert.deepEqual(plan(entries, quizzes), { answered: 3, due: [], later: [{ day: '2026-11-24', count: 1 }, { day: '2026-11-26', count: 2 }] })
  assert.deepEqual(plan({}, quizzes), { answered: 0, due: [], later: [] })
  assert.equal(plan(entries, quizzes, '2026-11-26').due.length, 3)
})

test('an answer to a question that the course no longer has is left alone', () => {
  assert.equal(plan({ 'quiz/a/gone': answer('wrong', '2026-11-01') }, [quiz('a', 'one')]).answered, 0)
})

test("a question's review is saved under its own id", () => {
  assert.equal(reviewId('quiz/a/quiz'), 'review/a/quiz')
})
