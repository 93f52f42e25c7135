// Long work in moments: in order, with the page's turn between them, and no further than somebody wants it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { eachInMoments, pause } from '../../overrides/assets/learn/elements/moments.mjs'

const slow = () => {
  const end = performance.now() + 4
  while (performance.now() < end);
}

test('short work is done at once, without a pause', () => {
  const done = []
  eachInMoments([1, 2, 3], new AbortController().signal, (item) => done.push(item))
  assert.deepEqual(done, [1, 2, 3])
})

test('long work is done in order, and others have their turn meanwhile', async () => {
  const done = []
  const work = eachInMoments([1, 2, 3, 4, 5, 6], new AbortController().signal, (item) => {
    slow()
    done.push(item)
  })
  assert.ok(done.length < 6)
  await pause()
  done.push('other')
  await work
  assert.deepEqual(done.filter((item) => item !== 'other'), [1, 2, 3, 4, 5, 6])
  assert.notEqual(done.at(-1), 'other')
})

test('what is no longer wanted ends at the next pause', async () => {
  const done = []
  const wanted = new AbortController()
  const work = eachInMoments([1, 2, 3, 4, 5, 6], wanted.signal, (item) => {
    slow()
    done.push(item)
  })
  wanted.abort()
  const before = done.length
  assert.ok(before < 6)
  await work
  assert.equal(done.length, before)
})
