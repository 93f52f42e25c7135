// The store against a storage made of a Map; what only a browser can show stands in tests/browser/test_learn_saved.py.
import assert from 'node:assert/strict'
import test from 'node:test'

import '../../overrides/assets/learn/core/moved.mjs'
import { putEntries, replaceSaved, resetSaved, undoSaved } from '../../overrides/assets/learn/core/rewrite.mjs'
import { emptySaved, mergeSaved, pieceOf, readSaved, serialiseSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'
import { openStore } from '../../overrides/assets/learn/core/store.mjs'
import { openStores } from '../../overrides/assets/learn/core/stores.mjs'

let courses = 0
const LATER = '2998-01-01T00:00:00.000Z'

/** A store of a new course on a storage of its own; `before` is what stands under the course's own key already, `pieces` beside it. */
const open = ({ before, pieces, fail } = {}) => {
  const course = `course-${(courses += 1)}`
  const kept = new Map()
  const key = `learn-saved:${course}`
  const state = { fail, room: Infinity, reads: [], writes: [] }
  const storage = {
    getItem: (name) => {
      if (state.fail === 'refused') throw new DOMException('no', 'SecurityError')
      state.reads.push(name)
      return kept.get(name) ?? null
    },
    setItem: (name, text) => {
      if (state.fail === 'refused') throw new DOMException('no', 'SecurityError')
      const used = [...kept].reduce((sum, [other, { length }]) => sum + (other === name ? 0 : length), text.length)
      if (state.fail === 'full' || used > state.room) throw new DOMException('no', 'QuotaExceededError')
      state.writes.push(name)
      kept.set(name, text)
    },
    removeItem: (name) => kept.delete(name),
  }
  const refused = () => { throw new DOMException('no', 'SecurityError') }
  // As in a browser: what is stored are its own keys.
  globalThis.localStorage = new Proxy(storage, {
    ownKeys: () => (state.fail === 'refused' ? refused() : [...kept.keys()]),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  })
  if (before !== undefined) kept.set(key, typeof before === 'function' ? before(course) : before)
  for (const [name, text] of Object.entries(pieces ?? {})) kept.set(`${key}/${name}`, typeof text === 'function' ? text(course) : text)
  const store = openStore(course)
  const stored = () => Object.fromEntries([...kept].filter(([name]) => name.startsWith(`${key}/`)).flatMap(([, text]) => Object.entries(readSaved(text, course).document.entries)).sort(([a], [b]) => (a < b ? -1 : 1)))
  /** Another tab writes a whole piece. */
  const elsewhere = (document) => kept.set(`${key}/${pieceOf(Object.keys(document.entries)[0])}`, serialiseSaved(document))
  return { store, kept, key, course, state, stored, elsewhere, used: () => [...kept.values()].reduce((sum, { length }) => sum + length, 0) }
}

const other = (course, id, value, at = LATER) => setEntry(emptySaved(course), id, 'r', value, at)

const valuesOf = (entries) => Object.fromEntries(Object.entries(entries).map(([id, { value }]) => [id, value]))

test('there is one store for a course', () => {
  assert.equal(openStore('the-same'), openStore('the-same'))
})

test('a value is there at once, and in the storage after a flush', () => {
  const { store, kept, key, stored } = open()
  assert.equal(store.set('a/b', 'r1', 'text'), true)
  assert.equal(store.get('a/b').value, 'text')
  assert.equal(kept.size, 0)
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
  const { store, course, stored, elsewhere } = open()
  store.set('mine', 'r', 1)
  elsewhere(other(course, 'theirs', 2))
  store.flush()
  assert.deepEqual([stored().mine.value, stored().theirs.value], [1, 2])
})

test('what another tab writes between two writes of this one is kept, and so is what this one wrote before', () => {
  const { store, kept, key, course, stored, elsewhere } = open()
  store.set('mine', 'r', 1)
  store.flush()
  elsewhere(mergeSaved(readSaved(kept.get(`${key}/`), course).document, other(course, 'theirs', 2)))
  store.set('more', 'r', 3)
  store.flush()
  assert.deepEqual(valuesOf(stored()), { mine: 1, theirs: 2, more: 3 })
  assert.equal(store.get('theirs').value, 2)
})

test('where two tabs write the same note at once, the newer stands and the other stays beside it', () => {
  const { store, course, stored, elsewhere } = open()
  store.set('note', 'r', 'mine')
  elsewhere(other(course, 'note', 'theirs'))
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
  const { store, kept, key } = open({ before: (course) => text.replace('"x"', `"${course}"`), pieces: { one: 'of a shape that nobody knows yet' } })
  const before = kept.get(key)
  resetSaved(store)
  store.set('a', 'r', 1)
  store.flush()
  resetSaved(store)
  assert.equal(store.trouble, 'newer')
  assert.equal(kept.get(key), before)
  assert.equal(kept.get(`${key}/one`), 'of a shape that nobody knows yet')
})

test('a damaged text is put aside before anything is written, and what can be read of it is kept', () => {
  const half = { format: 'learn-saved', version: 1, entries: { good: { rev: 'r', value: 1, at: LATER }, bad: 7 } }
  const { store, kept, key, course, stored } = open({ before: (id) => JSON.stringify({ ...half, course: id }) })
  const before = JSON.stringify({ ...half, course })
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
  const { store, course, stored, elsewhere } = open({ before: (id) => serialiseSaved(other(id, 'a/old', 'text', '2026-01-01T00:00:00.000Z')) })
  store.rename({ 'a/old': 'a/new' })
  assert.equal(store.get('a/new').value, 'text')
  store.flush()
  assert.deepEqual(Object.keys(stored()), ['a/new'])
  elsewhere(other(course, 'a/old', 'later'))
  store.set('a/b', 'r', 1)
  store.flush()
  assert.equal(stored()['a/new'].value, 'later')
})

test('an import can be taken back, without what was written since', () => {
  const { store, course, stored } = open()
  store.set('note', 'r', 'mine')
  store.set('stays', 'r', 1)
  const merged = mergeSaved(store.all(), mergeSaved(other(course, 'note', 'imported'), other(course, 'new', 2)))
  assert.equal(replaceSaved(store, merged), true)
  assert.deepEqual([stored().note.value, stored().new.value], ['imported', 2])
  store.set('since', 'r', 3)
  assert.equal(undoSaved(store), true)
  assert.deepEqual(valuesOf(stored()), { note: 'mine', since: 3, stays: 1 })
  assert.equal(undoSaved(store), false)
})

test('an import keeps what another tab wrote between preview and consent', () => {
  const { store, course, stored, elsewhere } = open()
  const merged = mergeSaved(store.all(), other(course, 'imported', 1))
  elsewhere(other(course, 'theirs', 2))
  replaceSaved(store, merged)
  assert.deepEqual(Object.keys(stored()), ['imported', 'theirs'])
})

test('a reset forgets a chapter or everything, and can be taken back', () => {
  const { store, kept, key, stored } = open({ before: 'rubbish' })
  for (const id of ['a/read', 'quiz/a/1', 'b/read']) store.set(id, 'r', true)
  resetSaved(store, 'a/', 'quiz/a/')
  assert.deepEqual(Object.keys(stored()), ['b/read'])
  undoSaved(store)
  assert.equal(Object.keys(stored()).length, 3)
  assert.equal(kept.has(`${key}:damaged`), true)
  resetSaved(store)
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
  const { store, course, stored, elsewhere } = open()
  store.set('a', 'r', 'mine')
  const { at } = store.all().entries.a
  elsewhere(other(course, 'a', 'theirs', at))
  store.flush()
  const { value, old } = stored().a
  assert.deepEqual([value, old.value].sort(), ['mine', 'theirs'])
  assert.equal(store.get('a').value, value)
})

const course = (id, entries) => JSON.stringify({ format: 'learn-saved', version: 1, course: id, entries })
const at = (day) => `2026-01-${day}T00:00:00.000Z`
const saved = (value, day = '01') => ({ rev: 'r', value, at: at(day) })
const PARTS = {
  'one/read': saved(true),
  'one/summary/a': saved(true),
  'plan/own/x1': saved({ chosen: true }),
  'plan/own/x2': saved({ chosen: true }),
  'quiz/one/q': saved({ last: {} }),
  'settings/name': saved('Ada'),
}

test('an id is kept with those that begin as it does, and own actions are parted by their last letter', () => {
  assert.deepEqual(['note', 'one/read', 'one/summary/a', 'quiz/one/q', 'plan/own/m1x'].map(pieceOf), ['', 'one', 'one/summary', 'quiz/one', 'plan/own/x'])
})

test('one text of an older version is parted without loss, and older pages find a newer version in its place', () => {
  const { kept, key, stored, store, course: id } = open({ before: (name) => course(name, { ...PARTS, gone: saved(null) }) })
  assert.deepEqual(stored(), { gone: saved(null), ...PARTS })
  assert.deepEqual([...kept.keys()].sort(), [key, ...['', 'one', 'one/summary', 'plan/own/1', 'plan/own/2', 'quiz/one', 'settings'].map((name) => `${key}/${name}`)])
  assert.equal(readSaved(kept.get(key), id).problem, 'newer')
  assert.equal(store.trouble, null)
  assert.deepEqual(valuesOf(store.all().entries), valuesOf({ gone: saved(null), ...PARTS }))
})

test('a text that fills the storage is parted where there is no room for a second one', () => {
  const { store, stored, key, kept, state, course: id } = open()
  const text = course(id, Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`one/summary/${n}`, saved('x'.repeat(200))])))
  kept.set(key, text)
  state.room = text.length + 300
  store.set('one/read', 'r', true)
  assert.equal(store.flush(), true)
  assert.equal(Object.keys(stored()).length, 41)
  assert.equal(store.trouble, null)
})

test('an older text that cannot be parted for want of room stays whole, is read all the same, and is parted once there is room', () => {
  const { store, key, kept, state, stored, course: id } = open({ fail: 'full' })
  const text = course(id, { 'old/read': saved(true), 'one/read': saved(true) })
  kept.set(key, text)
  assert.equal(store.flush(), false)
  store.set('one/summary/b', 'r', true)
  assert.equal(store.flush(), false)
  assert.deepEqual([...kept], [[key, text]])
  assert.deepEqual([store.trouble, store.get('one/read').value, Object.keys(store.all().entries).length], ['full', true, 3])
  store.rename({ old: 'new' })
  assert.deepEqual(Object.keys(store.all().entries), ['new/read', 'one/read', 'one/summary/b'])
  state.fail = null
  store.flush()
  assert.deepEqual(Object.keys(stored()), ['new/read', 'one/read', 'one/summary/b'])
  assert.equal(store.trouble, null)
})

test('a page that was broken off while it parted a text loses nothing', () => {
  const { stored } = open({ before: (id) => course(id, PARTS), pieces: { one: (id) => course(id, { 'one/read': saved(true), 'one/more': saved(1) }) } })
  assert.deepEqual(stored(), { 'one/more': saved(1), ...PARTS })
})

test('a page reads the pieces that it asks for, and a change writes those that it touches', () => {
  const { store, state, key } = open({ before: (id) => course(id, PARTS) })
  state.writes = []
  state.reads = []
  store.set('one/summary/b', 'r', true)
  store.set('settings/name', 'r', 'Ben')
  store.flush()
  assert.deepEqual(state.writes.sort(), [`${key}/one/summary`, `${key}/settings`])
  assert.deepEqual([...new Set(state.reads)].sort(), [key, `${key}/one/summary`, `${key}/settings`])
})

test('what lies under a prefix is found in pieces that nobody has read yet', () => {
  const { store } = open({ pieces: { one: (id) => course(id, { 'one/read': saved(true) }), 'one/summary': (id) => course(id, { 'one/summary/a': saved(true) }), 'plan/own/x': (id) => course(id, { 'plan/own/mx': saved(1) }), quiz: (id) => course(id, { 'quiz/one': saved(1) }) } })
  assert.deepEqual(store.names().sort(), ['one', 'one/summary', 'plan/own/x', 'quiz'])
  assert.deepEqual(Object.keys(store.under('one/').entries), ['one/read', 'one/summary/a'])
  assert.deepEqual(Object.keys(store.under('plan/own/').entries), ['plan/own/mx'])
  assert.deepEqual(Object.keys(store.under('one/read', 'plan/own/mx').entries), ['one/read', 'plan/own/mx'])
  assert.deepEqual(Object.keys(store.all().entries), ['one/read', 'one/summary/a', 'plan/own/mx', 'quiz/one'])
})

test('an import that does not fit leaves everything as it was, and a note after it is saved', () => {
  const { store, state, kept, used, stored, course: id } = open({ before: (name) => course(name, PARTS) })
  const before = new Map(kept)
  state.room = used() + 900
  const much = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`sheet/${n}/field`, saved('x'.repeat(150))]))
  const heard = []
  store.subscribe(({ kind }) => heard.push(kind))
  assert.equal(replaceSaved(store, readSaved(course(id, { ...much, 'settings/name': saved('Ben', '09') }), id).document), false)
  assert.deepEqual(kept, before)
  assert.deepEqual(valuesOf(store.all().entries), valuesOf(PARTS))
  assert.deepEqual([heard, store.trouble], [['trouble'], 'full'])
  assert.equal(undoSaved(store), false)
  store.set('one/summary/b', 'r', true)
  assert.equal(store.flush(), true)
  assert.equal(store.trouble, null)
  assert.deepEqual(valuesOf(stored()), { ...valuesOf(PARTS), 'one/summary/b': true })
})

test('an import that fits only after what it makes shorter is written', () => {
  const { store, state, used, stored, course: id } = open({ before: (name) => course(name, { 'a/x': saved('short'), 'z/x': saved('y'.repeat(500)) }) })
  state.room = used() + 100
  assert.equal(replaceSaved(store, readSaved(course(id, { 'a/x': saved('z'.repeat(400), '02'), 'z/x': { ...saved('', '02'), old: undefined } }), id).document), false)
  const grown = [['a/x', saved('z'.repeat(400), '02')], ['z/x', saved('', '02')]]
  assert.equal(putEntries(store, grown), true)
  assert.deepEqual(valuesOf(stored()), { 'a/x': 'z'.repeat(400), 'z/x': '' })
})

test('where nothing can be kept, an import is there until the page is left', () => {
  const { store, course: id } = open({ fail: 'refused' })
  replaceSaved(store, other(id, 'a/b', 1))
  assert.deepEqual([store.get('a/b').value, store.trouble], [1, 'refused'])
  assert.equal(undoSaved(store), true)
  assert.equal(store.get('a/b'), undefined)
})

test('a damaged piece costs nothing of the others, and its text stays beside them', () => {
  const { store, kept, key, stored } = open({ pieces: { one: 'rubbish', two: (id) => course(id, { 'two/read': saved(true) }) } })
  assert.equal(store.get('two/read').value, true)
  assert.equal(store.trouble, null)
  assert.equal(store.get('one/read'), undefined)
  assert.equal(store.trouble, 'damaged')
  store.set('one/read', 'r', true)
  assert.equal(store.flush(), true)
  assert.deepEqual(Object.keys(stored()), ['one/read', 'two/read'])
  assert.equal(kept.get(`${key}:damaged/one`), 'rubbish')
  resetSaved(store)
  assert.deepEqual([...kept.keys()], [key])
})

test('whoever erases everything leaves nothing that could not be read, on a device that others use too', () => {
  const { store, kept, key } = open({ pieces: { one: 'rubbish', two: (id) => course(id, { 'two/read': saved(true) }) } })
  assert.equal(store.get('one/read'), undefined)
  assert.equal(kept.get(`${key}:damaged/one`), 'rubbish')
  assert.equal(resetSaved(store), true)
  assert.deepEqual([...kept.keys()], [key])
  assert.equal(undoSaved(store), true)
  assert.deepEqual([...kept.keys()], [key, `${key}/two`])
})

test('a damaged piece of which there is no copy is not written over, and the others are written', () => {
  const { store, kept, key, state, used, stored } = open({ pieces: { one: 'rubbish'.repeat(50) } })
  state.room = used() + 300
  store.set('one/read', 'r', true)
  store.set('two/read', 'r', true)
  assert.equal(store.flush(), false)
  assert.equal(kept.get(`${key}/one`), 'rubbish'.repeat(50))
  assert.deepEqual([store.trouble, store.get('one/read').value, stored()['two/read'].value], ['full', true, true])
  state.room = Infinity
  assert.equal(store.flush(), true)
  assert.deepEqual(Object.keys(stored()), ['one/read', 'two/read'])
  assert.equal(kept.get(`${key}:damaged/one`), 'rubbish'.repeat(50))
})

test('work of a renamed chapter moves into its new pieces, and stays in the old ones until it can', () => {
  const { store, kept, key, state, used, stored } = open({ before: (id) => course(id, PARTS) })
  state.room = used()
  store.rename({ one: 'renamed', 'quiz/one': 'quiz/renamed' })
  assert.deepEqual([store.get('renamed/summary/a').value, store.get('one/read')], [true, undefined])
  assert.equal(store.flush(), false)
  assert.deepEqual(stored(), PARTS)
  state.room = Infinity
  assert.equal(store.flush(), true)
  assert.deepEqual(Object.keys(stored()), ['plan/own/x1', 'plan/own/x2', 'quiz/renamed/q', 'renamed/read', 'renamed/summary/a', 'settings/name'])
  assert.equal(kept.has(`${key}/one/summary`), false)
})

test('a script that comes later carries over what a page could not', () => {
  const { migrate } = openStores
  openStores.migrate = undefined
  const { store } = open({ before: (id) => course(id, PARTS) })
  store.rename({ one: 'new' })
  assert.equal(store.get('new/read'), undefined)
  const heard = []
  store.subscribe((news) => heard.push(news))
  openStores.migrate = migrate
  store.rename({})
  assert.equal(store.get('new/read').value, true)
  assert.deepEqual(heard.flatMap(({ ids = [] }) => ids).filter((id) => id.startsWith('new/')), ['new/read', 'new/summary/a'])
})

test('a change that waits is not lost to an older text that is parted meanwhile', () => {
  const { store, kept, key, course: id, stored } = open()
  store.set('one/note', 'r', 'mine')
  kept.set(key, course(id, { 'one/note': saved('older'), 'one/read': saved(true) }))
  store.flush()
  assert.deepEqual([stored()['one/note'].value, stored()['one/note'].old.value, stored()['one/read'].value], ['mine', 'older', true])
})

test('a note that waits for room outlasts an import that finds none, and a reset makes room for it', () => {
  const { store, state, used, stored, course: id } = open({ before: (name) => course(name, { 'a/x': saved('y'.repeat(500)), 'b/x': saved(1) }) })
  state.room = used()
  store.set('b/x', 'r', 'much longer than what was there')
  assert.equal(store.flush(), false)
  assert.equal(replaceSaved(store, mergeSaved(other(id, 'b/x', 'imported'), other(id, 'c/x', 'imported'))), false)
  assert.deepEqual([store.get('b/x').value, store.get('c/x')], ['much longer than what was there', undefined])
  assert.equal(resetSaved(store, 'a/'), true)
  assert.deepEqual(valuesOf(stored()), { 'b/x': 'much longer than what was there' })
  assert.equal(store.trouble, null)
})

test('an import, and taking it back, keep what another tab wrote of the same note a moment ago', () => {
  const early = at('01')
  const { store, course: id, stored, elsewhere } = open({ pieces: { one: (name) => course(name, { 'one/note': saved('first') }) } })
  store.all()
  // Something waits in the same piece, so that it is read anew.
  store.set('one/read', 'r', true)
  elsewhere(other(id, 'one/note', 'theirs', at('09')))
  assert.equal(replaceSaved(store, other(id, 'one/note', 'imported', at('05'))), true)
  assert.deepEqual([stored()['one/note'].value, stored()['one/note'].old.value], ['theirs', 'imported'])
  assert.equal(stored()['one/read'].value, true)

  const again = open({ pieces: { one: (name) => course(name, { 'one/note': { ...saved('first'), at: early } }) } })
  replaceSaved(again.store, other(again.course, 'one/note', 'imported', at('05')))
  again.store.set('one/read', 'r', true)
  again.elsewhere(other(again.course, 'one/note', 'theirs', at('09')))
  undoSaved(again.store)
  assert.equal(again.stored()['one/note'].value, 'theirs')
})

test('a note that waits for room is not forgotten when an older text and then a renamed id come along', () => {
  const { store, kept, key, state, stored, course: id } = open({ fail: 'full' })
  store.set('one/note', 'r', 'mine')
  kept.set(key, course(id, { 'one/note': saved('older'), 'two/read': saved(true) }))
  store.flush()
  store.rename({ two: 'three' })
  assert.equal(store.get('one/note').value, 'mine')
  state.fail = null
  store.flush()
  assert.deepEqual([stored()['one/note'].value, stored()['one/note'].old.value], ['mine', 'older'])
})

test('two tabs that begin a note in the same instant keep both values, also where one of them has typed on', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1e12 })
  const { store, course: id, stored, elsewhere } = open()
  store.set('one/note', 'r', 'm')
  elsewhere(other(id, 'one/note', 'theirs', store.get('one/note').at))
  store.set('one/note', 'r', 'mine')
  store.flush()
  assert.deepEqual([stored()['one/note'].value, stored()['one/note'].old.value], ['mine', 'theirs'])
})

test('what a page knew of a piece that was damaged meanwhile is written again, without a change of its own', () => {
  const { store, kept, key, stored } = open()
  store.set('one/note', 'r', 'mine')
  store.flush()
  kept.set(`${key}/one`, 'rubbish')
  // Any change lets a page look; a renamed id lets it read all that it knows.
  store.rename({ other: 'another' })
  assert.equal(store.flush(), true)
  assert.equal(stored()['one/note'].value, 'mine')
  assert.equal(kept.get(`${key}:damaged/one`), 'rubbish')
})

test('an import keeps beside a note what was stored of it while the storage was refused', () => {
  const { store, state, stored, course: id } = open({ fail: 'refused', pieces: { one: (name) => course(name, { 'one/note': saved('stored', '05') }) } })
  store.set('one/note', 'r', 'mine')
  state.fail = null
  assert.equal(replaceSaved(store, other(id, 'one/note', 'imported', at('02'))), true)
  assert.deepEqual([stored()['one/note'].value, stored()['one/note'].old.value], ['mine', 'stored'])
})

test('an import that finds no room leaves what it met in a wrong piece to be moved', () => {
  const { store, state, used, stored, course: id } = open({ fail: 'refused', pieces: { two: (name) => course(name, { 'two/read': saved(true), 'three/note': saved('stray') }) } })
  store.all()
  state.fail = null
  state.room = used() + 20
  const much = mergeSaved(other(id, 'two/note', 'x'.repeat(300)), other(id, 'three/more', 'y'.repeat(300)))
  assert.equal(replaceSaved(store, much), false)
  state.room = Infinity
  store.set('two/more', 'r', 1)
  assert.equal(store.flush(), true)
  assert.deepEqual(valuesOf(stored()), { 'three/note': 'stray', 'two/more': 1, 'two/read': true })
})

test('an import keeps a value that has come to stand beside the note since this page has read it', () => {
  const { store, course: id, stored, elsewhere } = open({ pieces: { one: (name) => course(name, { 'one/note': saved('note', '09') }) } })
  store.all()
  elsewhere(mergeSaved(other(id, 'one/note', 'note', at('09')), other(id, 'one/note', 'theirs', at('08'))))
  assert.equal(replaceSaved(store, other(id, 'one/note', 'imported', at('05'))), true)
  assert.deepEqual([stored()['one/note'].value, stored()['one/note'].old.value], ['note', 'theirs'])
})
