// The store against a storage made of a Map; what only a browser can show stands in tests/browser/test_learn_saved.py.
import assert from 'node:assert/strict'
import test from 'node:test'

import { emptySaved, mergeSaved, readSaved, serialiseSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'
import { openStore } from '../../overrides/assets/learn/core/store.mjs'

let courses = 0
const LATER = '2998-01-01T00:00:00.000Z'

/** A store of a new course on a storage of its own; `before` is what stands there already. */
const open = ({ before, fail } = {}) => {
  const course = `course-${(courses += 1)}`
  const kept = new Map()
  const key = `learn-saved:${course}`
  const state = { fail }
  globalThis.localStorage = {
    getItem: (name) => {
      if (state.fail === 'refused') throw new DOMException('no', 'SecurityError')
      return kept.get(name) ?? null
    },
    setItem: (name, text) => {
      if (state.fail === 'refused') throw new DOMException('no', 'SecurityError')
      if (state.fail === 'full') throw new DOMException('no', 'QuotaExceededError')
      kept.set(name, text)
    },
    removeItem: (name) => kept.delete(name),
  }
  if (before !== undefined) kept.set(key, typeof before === 'function' ? before(course) : before)
  const store = openStore(course)
  return { store, kept, key, course, state, stored: () => readSaved(kept.get(key), course).document.entries }
}

const other = (course, id, value, at = LATER) => setEntry(emptySaved(course), id, 'r', value, at)

test('there is one store for a course', () => {
  assert.equal(openStore('the-same'), openStore('the-same'))
})

test('a value is there at once, and in the storage after a flush', () => {
  const { store, kept, key, stored } = open()
  assert.equal(store.set('a/b', 'r1', 'text'), true)
  assert.equal(store.get('a/b').value, 'text')
  assert.equal(kept.has(key), false)
  store.flush()
  assert.equal(stored()['a/b'].value, 'text')
  assert.equal(store.trouble, null)
})

test('a removed value is absent, and its deletion is kept', () => {
  const { store, stored } = open()
  store.set('a', 'r', 1)
  store.remove('a')
  store.flush()
  assert.equal(store.get('a'), undefined)
  assert.equal(stored().a.value, null)
})

test('a write keeps what another tab has written meanwhile', () => {
  const { store, kept, key, course, stored } = open()
  store.set('mine', 'r', 1)
  kept.set(key, serialiseSaved(other(course, 'theirs', 2)))
  store.flush()
  assert.deepEqual([stored().mine.value, stored().theirs.value], [1, 2])
})

test('what another tab writes between two writes of this one is kept, and so is what this one wrote before', () => {
  const { store, kept, key, course, stored } = open()
  store.set('mine', 'r', 1)
  store.flush()
  kept.set(key, serialiseSaved(mergeSaved(readSaved(kept.get(key), course).document, other(course, 'theirs', 2))))
  store.set('more', 'r', 3)
  store.flush()
  assert.deepEqual(Object.fromEntries(Object.entries(stored()).map(([id, { value }]) => [id, value])), { mine: 1, theirs: 2, more: 3 })
  assert.equal(store.get('theirs').value, 2)
})

test('where two tabs write the same note at once, the newer stands and the other stays beside it', () => {
  const { store, kept, key, course, stored } = open()
  store.set('note', 'r', 'mine')
  kept.set(key, serialiseSaved(other(course, 'note', 'theirs')))
  store.flush()
  assert.deepEqual([stored().note.value, stored().note.old.value], ['theirs', 'mine'])
})

test('writing on over one’s own words leaves no older value', () => {
  const { store, stored } = open()
  for (const text of ['a', 'ab', 'abc']) {
    store.set('note', 'r', text)
    store.flush()
  }
  assert.equal(stored().note.value, 'abc')
  assert.equal(stored().note.old, undefined)
})

test('a refused storage leaves everything in memory and is named', () => {
  const { store } = open({ fail: 'refused' })
  assert.equal(store.trouble, 'refused')
  store.set('a', 'r', 1)
  store.flush()
  assert.equal(store.get('a').value, 1)
})

test('a full storage is named, and what waited is written once there is room', () => {
  const { store, state, stored } = open({ fail: 'full' })
  const heard = []
  store.subscribe((news) => heard.push(news.trouble ?? news.kind))
  store.set('a', 'r', 1)
  store.flush()
  store.set('b', 'r', 2)
  store.flush()
  assert.equal(store.trouble, 'full')
  state.fail = null
  store.set('c', 'r', 3)
  store.flush()
  assert.equal(store.trouble, null)
  assert.deepEqual(Object.keys(stored()), ['a', 'b', 'c'])
  assert.deepEqual(heard, ['changed', 'full', 'changed', 'changed', 'trouble', 'saved'])
})

test('more than a document may hold is refused and does not hurt the rest', () => {
  const { store, stored } = open()
  store.set('a', 'r', 1)
  store.flush()
  assert.equal(store.set('a', 'r', 'x'.repeat(200000)), false)
  assert.equal(store.trouble, 'full')
  assert.equal(stored().a.value, 1)
})

test('a document of a newer version is neither shown nor touched', () => {
  const text = JSON.stringify({ format: 'learn-saved', version: 9, course: 'x', wonder: true, entries: {} })
  const { store, kept, key } = open({ before: (course) => text.replace('"x"', `"${course}"`) })
  const before = kept.get(key)
  store.set('a', 'r', 1)
  store.flush()
  store.reset()
  assert.equal(store.trouble, 'newer')
  assert.equal(kept.get(key), before)
})

test('a damaged text is put aside before anything is written, and what can be read of it is kept', () => {
  const half = { format: 'learn-saved', version: 1, entries: { good: { rev: 'r', value: 1, at: LATER }, bad: 7 } }
  const { store, kept, key, stored } = open({ before: (course) => JSON.stringify({ ...half, course }) })
  const before = kept.get(key)
  assert.deepEqual([store.trouble, store.get('good').value], ['damaged', 1])
  store.set('new', 'r', 2)
  store.flush()
  assert.equal(kept.get(`${key}:damaged`), before)
  assert.deepEqual(Object.keys(stored()), ['good', 'new'])
  assert.equal(store.trouble, 'damaged')
})

test('a damaged text of which no copy can be kept is not written over', () => {
  const { store, kept, key } = open({ before: 'rubbish', fail: 'full' })
  store.set('a', 'r', 1)
  store.flush()
  assert.equal(kept.get(key), 'rubbish')
  assert.equal(store.trouble, 'full')
})

test('text that is damaged while a page is open costs nothing of what the page knew', () => {
  const { store, kept, key, stored } = open()
  store.set('a', 'r', 1)
  store.flush()
  kept.set(key, '{"format":')
  store.set('b', 'r', 2)
  store.flush()
  assert.deepEqual(Object.keys(stored()), ['a', 'b'])
  assert.equal(kept.get(`${key}:damaged`), '{"format":')
})

test('a renamed id is carried over, now and in what other tabs write later', () => {
  const { store, kept, key, course, stored } = open({ before: (id) => serialiseSaved(other(id, 'a/old', 'text', '2026-01-01T00:00:00.000Z')) })
  store.rename({ 'a/old': 'a/new' })
  assert.equal(store.get('a/new').value, 'text')
  store.flush()
  assert.deepEqual(Object.keys(stored()), ['a/new'])
  kept.set(key, serialiseSaved(other(course, 'a/old', 'later')))
  store.set('b', 'r', 1)
  store.flush()
  assert.equal(stored()['a/new'].value, 'later')
})

test('an import can be taken back, without what was written since', () => {
  const { store, course, stored } = open()
  store.set('note', 'r', 'mine')
  store.set('stays', 'r', 1)
  const merged = mergeSaved(store.all(), mergeSaved(other(course, 'note', 'imported'), other(course, 'new', 2)))
  assert.equal(store.replace(merged), true)
  assert.deepEqual([stored().note.value, stored().new.value], ['imported', 2])
  store.set('since', 'r', 3)
  assert.equal(store.undo(), true)
  assert.deepEqual(Object.fromEntries(Object.entries(stored()).map(([id, { value }]) => [id, value])), { note: 'mine', since: 3, stays: 1 })
  assert.equal(store.undo(), false)
})

test('an import keeps what another tab wrote between preview and consent', () => {
  const { store, kept, key, course, stored } = open()
  const merged = mergeSaved(store.all(), other(course, 'imported', 1))
  kept.set(key, serialiseSaved(other(course, 'theirs', 2)))
  store.replace(merged)
  assert.deepEqual(Object.keys(stored()), ['imported', 'theirs'])
})

test('a reset forgets a chapter or everything, and can be taken back', () => {
  const { store, kept, key, stored } = open({ before: 'rubbish' })
  for (const id of ['a/read', 'quiz/a/1', 'b/read']) store.set(id, 'r', true)
  store.reset('a/', 'quiz/a/')
  assert.deepEqual(Object.keys(stored()), ['b/read'])
  store.undo()
  assert.equal(Object.keys(stored()).length, 3)
  assert.equal(kept.has(`${key}:damaged`), true)
  store.reset()
  assert.deepEqual([Object.keys(stored()), kept.has(`${key}:damaged`)], [[], false])
})

test('a listener that throws does not keep the others from hearing', () => {
  const { store } = open()
  const heard = []
  store.subscribe(() => { throw new Error('mine') })
  const leave = store.subscribe(({ kind }) => heard.push(kind))
  store.set('a', 'r', 1)
  leave()
  store.set('a', 'r', 2)
  assert.deepEqual(heard, ['changed'])
})

test('two tabs that write the same entry in the same instant keep both values', () => {
  const { store, kept, key, course, stored } = open()
  store.set('a', 'r', 'mine')
  const { at } = store.all().entries.a
  kept.set(key, serialiseSaved(other(course, 'a', 'theirs', at)))
  store.flush()
  const { value, old } = stored().a
  assert.deepEqual([value, old.value].sort(), ['mine', 'theirs'])
  assert.equal(store.get('a').value, value)
})
