import assert from 'node:assert/strict'
import test from 'node:test'

import { countHits, judgeOptions, markAnswer, readAnswer, scoreAnswers } from '../../overrides/assets/learn/core/marking.mjs'

const single = { kind: 'single', key: ['b'] }
const multiple = { kind: 'multiple', key: ['a', 'c'] }
const eleven = [...'abcdefghijk']
const sequence = { kind: 'sequence', key: eleven }
const swapped = [...'bacdefghijk']
const turned = [...'bcdefghijka']

for (const [name, question, given, verdict] of [
  ['a choice of the right option is right', single, ['b'], 'right'],
  ['a choice of another option is wrong', single, ['a'], 'wrong'],
  ['no choice is empty, not wrong', single, [], 'empty'],
  ['all right options and nothing else are right, in any order', multiple, ['c', 'a'], 'right'],
  ['some of the right options are partly right', multiple, ['a'], 'partly'],
  ['all right options and one more are partly right', multiple, ['a', 'b', 'c'], 'partly'],
  ['wrong options alone are wrong', multiple, ['b'], 'wrong'],
  ['an option given twice counts once', multiple, ['a', 'a'], 'partly'],
  ['no box ticked is empty', multiple, [], 'empty'],
  ['eleven steps in order are right', sequence, eleven, 'right'],
  ['steps with two swapped are partly right', sequence, swapped, 'partly'],
  ['steps of which none is in its place are wrong', sequence, turned, 'wrong'],
  ['a sequence that lacks a step is not right', sequence, eleven.slice(0, 10), 'partly'],
]) {
  test(name, () => assert.equal(markAnswer(question, given), verdict))
}

test('hits are counted against the key, slips against what was chosen', () => {
  assert.deepEqual(countHits(multiple, ['a', 'b']), { hits: 1, slips: 1, all: 2 })
  assert.deepEqual(countHits(sequence, swapped), { hits: 9, slips: 2, all: 11 })
})

test('every option of a choice gets its mark', () => {
  const marks = judgeOptions(multiple, ['a', 'b', 'c', 'd'], ['a', 'b'])
  assert.deepEqual(marks.map(({ id, mark }) => `${id} ${mark}`), ['a hit', 'b slip', 'c missed', 'd spare'])
})

test('every step says where it was put and where it belongs', () => {
  const marks = judgeOptions({ kind: 'sequence', key: ['a', 'b', 'c'] }, ['b', 'a', 'c'], ['b', 'a', 'c'])
  assert.deepEqual(marks, [
    { id: 'b', mark: 'misplaced', at: 2, given: 1 },
    { id: 'a', mark: 'misplaced', at: 1, given: 2 },
    { id: 'c', mark: 'placed', at: 3, given: 3 },
  ])
})

test('only the first try counts, and a later right try closes what was missed', () => {
  const score = scoreAnswers([
    { id: 'one', first: 'right', verdict: 'right' },
    { id: 'two', first: 'wrong', verdict: 'right', hints: 2 },
    { id: 'three', first: 'partly' },
    { id: 'four', first: 'shown', verdict: 'shown' },
    { id: 'five', hints: 1 },
  ])
  assert.deepEqual(score, {
    all: 5, answered: 4, left: 1, right: 1, missed: ['two', 'three', 'four'], open: ['three', 'four'], hinted: ['two', 'five'],
  })
})

test('a saved answer comes back with its first verdict, marked by the key of today', () => {
  assert.deepEqual(readAnswer(single, ['a', 'b'], { given: ['b'], verdict: 'wrong', first: 'wrong', hints: 1 }), {
    given: ['b'], verdict: 'right', first: 'wrong', hints: 1,
  })
})

test('an answer that was looked up comes back as looked up', () => {
  assert.deepEqual(readAnswer(single, ['a', 'b'], { given: [], verdict: 'shown', first: 'shown' }), {
    given: [], verdict: 'shown', first: 'shown', hints: 0,
  })
})

for (const [name, question, saved] of [
  ['nothing saved', single, undefined],
  ['null', single, null],
  ['a word', single, 'b'],
  ['no list', single, { given: 'b' }],
  ['an option that has gone, and no first try', single, { given: ['z'], verdict: 'wrong' }],
  ['an option that has gone, and a first try that nobody could have made', single, { given: ['z'], first: 'splendid' }],
]) {
  test(`what is no answer is left alone: ${name}`, () => {
    assert.equal(readAnswer(question, ['a', 'b'], saved), null)
  })
}

for (const [name, question, saved] of [
  ['an option that has gone', single, { given: ['z'], verdict: 'right', first: 'wrong', hints: 2 }],
  ['one option of several gone', multiple, { given: ['a', 'z'], verdict: 'partly', first: 'partly' }],
  ['a sequence that lacks a step', sequence, { given: ['a', 'b'], verdict: 'wrong', first: 'wrong' }],
  ['a choice of one with two options', single, { given: ['a', 'b'], verdict: 'wrong', first: 'wrong' }],
  ['an option twice', multiple, { given: ['a', 'a'], verdict: 'partly', first: 'partly' }],
  ['a sequence with more places than steps', { kind: 'sequence', key: ['a', 'b'] }, { given: ['a', 'b', 'a'], verdict: 'wrong', first: 'wrong' }],
  ['a sequence with a step twice', { kind: 'sequence', key: ['a', 'b'] }, { given: ['a', 'a'], verdict: 'wrong', first: 'wrong' }],
]) {
  test(`of a saved answer that cannot be shown the first try still counts: ${name}`, () => {
    const options = [...'abcdefghijk'].slice(0, Math.max(question.key.length, 2))
    assert.deepEqual(readAnswer(question, options, saved), { given: [], verdict: '', first: saved.first, hints: saved.hints ?? 0 })
  })
}

test('a first verdict that nobody could have got is replaced by the present one', () => {
  assert.equal(readAnswer(single, ['a', 'b'], { given: ['a'], verdict: 'wrong', first: '<b>' }).first, 'wrong')
})

test('the element can be imported without a browser', async () => {
  const { LearnQuizElement } = await import('../../overrides/assets/learn/elements/learn-quiz.mjs')
  assert.equal(LearnQuizElement.tag, 'learn-quiz')
})
