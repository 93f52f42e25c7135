import assert from 'node:assert/strict'
import test from 'node:test'

import { chapterProgress, chapterState, nextChapter, pageStem } from '../../overrides/assets/learn/core/progress.mjs'
import { emptySaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const ITEMS = { summary: ['c/summary/a', 'c/summary/b'], quiz: ['quiz/c/1', 'quiz/c/2'], actions: ['c/action-plan/x'] }
const saved = (entries, start = 10) =>
  Object.entries(entries).reduce((document, [id, value], at) => setEntry(document, id, 'r', value, `2026-11-23T${start + at}:00:00.000Z`), emptySaved('course'))
const answer = { first: { verdict: 'wrong' }, last: { verdict: 'wrong' } }

test('nothing done is no progress', () => {
  const progress = chapterProgress(emptySaved('course'), 'c', ITEMS)
  assert.deepEqual(progress, { summary: { done: 0, all: 2 }, quiz: { done: 0, all: 2 }, actions: { done: 0, all: 1 }, read: false, state: 'none' })
})

test('ticks, answers and chosen actions are counted; what is gone from the chapter is not', () => {
  const progress = chapterProgress(saved({ 'c/summary/a': true, 'c/summary/gone': true, 'quiz/c/1': answer, 'quiz/c/gone': answer, 'c/action-plan/x': { chosen: true } }), 'c', ITEMS)
  assert.deepEqual([progress.summary.done, progress.quiz.done, progress.actions.done, progress.state], [1, 1, 1, 'started'])
})

test('an action with an owner that is not chosen any more does not count', () => {
  assert.equal(chapterProgress(saved({ 'c/action-plan/x': { chosen: false, owner: 'Mei' } }), 'c', ITEMS).actions.done, 0)
})

test('a note alone has begun a chapter, a deleted one has not', () => {
  assert.equal(chapterProgress(saved({ 'c/ask-yourself/p': 'text' }), 'c', ITEMS).state, 'started')
  assert.equal(chapterProgress(saved({ 'c/ask-yourself/p': null }), 'c', ITEMS).state, 'none')
  assert.equal(chapterProgress(saved({ 'c-other/ask-yourself/p': 'text' }), 'c', ITEMS).state, 'none')
})

test('a chapter is done when it is read and every question answered, however', () => {
  const answers = { 'quiz/c/1': answer, 'quiz/c/2': answer }
  assert.equal(chapterProgress(saved({ ...answers }), 'c', ITEMS).state, 'started')
  assert.equal(chapterProgress(saved({ 'c/read': true }), 'c', ITEMS).state, 'started')
  assert.equal(chapterProgress(saved({ ...answers, 'c/read': true }), 'c', ITEMS).state, 'done')
  assert.equal(chapterProgress(saved({ 'c/read': true }), 'c', { summary: [], quiz: [], actions: [] }).state, 'done')
})

test('the map knows a chapter by its entries, its quiz, and the mark its page has left', () => {
  const chapter = { id: 'c', quiz: 'quiz/c' }
  assert.deepEqual(chapterState(emptySaved('course'), chapter), { state: 'none', at: '' })
  assert.deepEqual(chapterState(saved({ 'quiz/c/1': answer }), chapter), { state: 'started', at: '2026-11-23T10:00:00.000Z' })
  assert.deepEqual(chapterState(saved({ 'c/read': true, 'c/done': 'chapters/c' }), chapter), { state: 'done', at: '2026-11-23T11:00:00.000Z' })
  assert.equal(chapterState(saved({ 'c/done': null }), chapter).state, 'none')
  assert.equal(chapterState(saved({ '/x': 1, 'quiz/d/1': answer }), { id: 'c', quiz: '' }).state, 'none')
})

const row = (id, state, at = '') => ({ id, state, at })

test('one goes on where one last worked, or with the first unfinished chapter after it', () => {
  assert.equal(nextChapter([row('a', 'none'), row('b', 'none')]), null)
  assert.equal(nextChapter([row('a', 'started', '1'), row('b', 'started', '2'), row('c', 'none')]), 'b')
  assert.equal(nextChapter([row('a', 'started', '1'), row('b', 'done', '2'), row('c', 'none')]), 'c')
  assert.equal(nextChapter([row('a', 'started', '1'), row('b', 'done', '2')]), 'a')
  assert.equal(nextChapter([row('a', 'done', '1'), row('b', 'done', '2')]), null)
})

test('a page has one name, whichever way its host writes addresses', () => {
  for (const address of ['/chapters/04/', '/chapters/04.html', '/chapters/04/index.html', 'chapters/04']) assert.equal(pageStem(address), 'chapters/04')
  assert.equal(pageStem('/'), '')
  assert.equal(pageStem('/index.html'), '')
})
