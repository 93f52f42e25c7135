import assert from 'node:assert/strict'
import test from 'node:test'

import { diffSaved, emptySaved, mergeSaved, migrateSaved, prepareSaved, readSaved, SAVED_LIMITS, serialiseSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const NINE = '2026-11-23T09:00:00.000Z'
const TEN = '2026-11-23T10:00:00.000Z'
const one = (id, value, at = TEN, rev = 'aaaa1111') => setEntry(emptySaved('course'), id, rev, value, at)
const textOf = (entries, more = {}) => JSON.stringify({ format: 'learn-saved', version: 1, course: 'course', entries, ...more })
const entry = (value, at = TEN) => ({ rev: 'aaaa1111', value, at })
const plain = (value) => JSON.parse(JSON.stringify(value))

test('a document read back is the document that was written', () => {
  const document = setEntry(one('a/read', true), 'a/action-plan/x', 'bb', { chosen: true, owner: 'Mei', steps: [1, null, 'two'] }, TEN)
  const read = readSaved(serialiseSaved(document), 'course')
  assert.deepEqual(read, { document, problem: null, dropped: 0 })
})

test('only times that are days of the calendar, in one form, and numbers that a text can hold are read', () => {
  const isRead = (saved) => Object.keys(readSaved(`{"format":"learn-saved","version":1,"course":"course","entries":{"a":${saved}}}`, 'course').document.entries).length === 1
  for (const [at, wanted] of [
    ['2026-02-28T23:59:59.999Z', true], ['2028-02-29T00:00:00.000Z', true], ['2026-12-31T10:00:00.000Z', true],
    ['2026-02-29T10:00:00.000Z', false], ['2026-04-31T10:00:00.000Z', false], ['2026-01-32T10:00:00.000Z', false], ['2026-01-00T10:00:00.000Z', false],
    ['2026-13-01T10:00:00.000Z', false], ['2026-00-01T10:00:00.000Z', false], ['2026-01-01T24:00:00.000Z', false], ['2026-01-01T10:00:60.000Z', false],
    ['2026-01-01T10:00:00Z', false], ['2026-01-01', false], ['3026-01-01T10:00:00.000Z', false], [['2026-02-28T23:59:59.999Z'], false],
  ]) assert.equal(isRead(JSON.stringify({ rev: '', value: 1, at })), wanted, String(at))
  for (const [value, wanted] of [['-1.5', true], ['1e999', false], ['[[1e999]]', false], ['{"a":[null,true,"x",{}]}', true]]) {
    assert.equal(isRead(`{"rev":"","value":${value},"at":"${TEN}"}`), wanted, value)
  }
})

test('the same work gives the same text, whatever the order in which it was done', () => {
  const ab = setEntry(one('a', { y: 1, x: 2 }), 'b', 'r', 1, TEN)
  const ba = setEntry(setEntry(emptySaved('course'), 'b', 'r', 1, TEN), 'a', 'aaaa1111', { x: 2, y: 1 }, TEN)
  assert.equal(serialiseSaved(ab), serialiseSaved(ba))
})

for (const [text, problem] of [
  ['', 'not-json'],
  ['{"format":', 'not-json'],
  ['null', 'not-saved'],
  ['[]', 'not-saved'],
  ['"learn-saved"', 'not-saved'],
  ['{"format":"something"}', 'not-saved'],
  [textOf({}, { version: 'one' }), 'not-saved'],
  [textOf([]), 'not-saved'],
  [textOf(null), 'not-saved'],
  [textOf({}, { course: 'another' }), 'other-course'],
  [textOf({}, { version: 2 }), 'newer'],
  [textOf({ a: entry(JSON.parse('['.repeat(19) + ']'.repeat(19))) }), 'too-deep'],
  [`${'['.repeat(200000)}${']'.repeat(200000)}`, 'not-saved'],
  [`{"format":"learn-saved","version":1,"course":"course","entries":{"a":{"rev":"","at":"${TEN}","value":${'['.repeat(100000)}${']'.repeat(100000)}}}}`, 'too-deep'],
  ['x'.repeat(SAVED_LIMITS.text + 1), 'too-big'],
  [textOf(Object.fromEntries([...Array(SAVED_LIMITS.entries + 1).keys()].map((id) => [id, 1]))), 'too-big'],
]) {
  test(`a text is refused as ${problem}: ${text.slice(0, 60)}`, () => {
    assert.deepEqual(readSaved(text, 'course'), { document: emptySaved('course'), problem, dropped: 0 })
  })
}

test('an entry that cannot be read is left out and counted, the others stay', () => {
  const { document, problem, dropped } = readSaved(textOf({
    good: entry('kept'),
    'no-time': { rev: 'a', value: 1 },
    'odd-time': { rev: 'a', value: 1, at: '23 November' },
    'wrong-day': { rev: 'a', value: 1, at: '2026-02-31T10:00:00.000Z' },
    'time-in-list': { rev: 'a', value: 1, at: [TEN] },
    'no-rev': { value: 1, at: TEN },
    'no-value': { rev: 'a', at: TEN },
    'long-text': entry('x'.repeat(SAVED_LIMITS.string + 1)),
    'not-an-entry': 'text',
    nothing: null,
    '': entry(1),
    ['x'.repeat(400)]: entry(1),
  }), 'course')
  assert.deepEqual(Object.keys(document.entries), ['good'])
  assert.deepEqual([problem, dropped], ['damaged', 11])
})

test('names that reach a prototype never become properties', () => {
  const text = `{"format":"learn-saved","version":1,"course":"course","entries":{
    "__proto__": {"rev":"a","value":true,"at":"${TEN}"},
    "constructor": {"rev":"a","value":true,"at":"${TEN}"},
    "a/b": {"rev":"a","value":{"__proto__":{"polluted":1},"x":[{"constructor":1,"y":2}]},"at":"${TEN}"}}}`
  const { document, dropped } = readSaved(text, 'course')
  assert.equal(dropped, 2)
  assert.deepEqual(plain(document.entries), { 'a/b': { rev: 'a', value: { x: [{ y: 2 }] }, at: TEN } })
  assert.equal({}.polluted, undefined)
  assert.equal(document.entries.constructor, undefined)
  assert.equal(document.entries.toString, undefined)
})

test('of two entries the newer one wins and the other value stays beside it', () => {
  const merged = mergeSaved(one('note', 'mine', TEN), one('note', 'theirs', NINE))
  assert.deepEqual(plain(merged.entries.note), { rev: 'aaaa1111', value: 'mine', at: TEN, old: { rev: 'aaaa1111', value: 'theirs', at: NINE } })
})

test('two entries that say the same leave no older value', () => {
  assert.equal(mergeSaved(one('note', 'same', TEN), one('note', 'same', NINE)).entries.note.old, undefined)
})

test('a deletion wins a merge where it is newer', () => {
  const merged = mergeSaved(one('note', 'text', NINE), one('note', null, TEN))
  assert.equal(merged.entries.note.value, null)
  assert.equal(merged.entries.note.old.value, 'text')
})

test('an older value stays through later changes until it is what somebody writes, or all is deleted', () => {
  const merged = mergeSaved(one('note', 'mine', TEN), one('note', 'theirs', NINE))
  assert.equal(setEntry(merged, 'note', 'r', 'mine, longer', '2026-11-23T11:00:00.000Z').entries.note.old.value, 'theirs')
  assert.equal(setEntry(merged, 'note', 'r', 'theirs', '2026-11-23T11:00:00.000Z').entries.note.old, undefined)
  assert.equal(setEntry(merged, 'note', 'r', null, '2026-11-23T11:00:00.000Z').entries.note.old, undefined)
})

test('a clock set back cannot make a change look older than what it changed', () => {
  const before = one('note', 'first', TEN)
  const after = setEntry(before, 'note', 'r', 'second', '2001-01-01T00:00:00.000Z')
  assert.equal(after.entries.note.at, '2026-11-23T10:00:00.001Z')
  assert.equal(mergeSaved(before, after).entries.note.value, 'second')
  assert.equal(before.entries.note.value, 'first')
})

test('a time at the end of what times can say still takes changes, and they can be read', () => {
  const after = setEntry(one('note', 'first', '2999-12-31T23:59:59.999Z'), 'note', 'r', 'second', TEN)
  assert.equal(readSaved(serialiseSaved(after), 'course').document.entries.note.value, 'second')
})

test('what a document could not hold is not put into it', () => {
  const before = emptySaved('course')
  for (const value of [undefined, NaN, () => 1, 'x'.repeat(SAVED_LIMITS.string + 1), JSON.parse('['.repeat(18) + ']'.repeat(18))]) {
    assert.equal(setEntry(before, 'a', 'r', value, TEN), before)
  }
  const deep = JSON.parse('['.repeat(17) + ']'.repeat(17))
  const kept = mergeSaved(one('a', deep, TEN), one('a', [deep[0]], NINE))
  assert.equal(readSaved(serialiseSaved(setEntry(before, 'a', 'r', deep, TEN)), 'course').problem, null)
  assert.equal(readSaved(serialiseSaved(kept), 'course').problem, null)
})

test('a renamed id carries its entry over, along a chain, and merges where both have one', () => {
  const formerly = { 'a/old': 'a/new', 'a/oldest': 'a/old' }
  assert.deepEqual(Object.keys(migrateSaved(one('a/oldest', 'x'), formerly).entries), ['a/new'])
  const both = setEntry(one('a/new', 'now', TEN), 'a/old', 'r', 'then', NINE)
  const merged = migrateSaved(both, formerly).entries
  assert.deepEqual([Object.keys(merged), merged['a/new'].value, merged['a/new'].old.value], [['a/new'], 'now', 'then'])
})

test('names that go round in a circle, or to nowhere, leave entries where they are', () => {
  const saved = setEntry(one('a', 1), 'b', 'r', 2, TEN)
  assert.deepEqual(migrateSaved(saved, { a: 'b', b: 'a' }), saved)
  assert.deepEqual(migrateSaved(saved, { a: '__proto__', b: '' }), saved)
})

test('the preview of an import says what is new, changed, the same and deleted', () => {
  const before = setEntry(setEntry(one('changed', 1), 'same', 'r', 1, TEN), 'gone', 'r', 1, TEN)
  let after = setEntry(setEntry(one('changed', 2), 'same', 'r', 1, NINE), 'gone', 'r', null, TEN)
  after = setEntry(setEntry(after, 'new', 'r', 1, TEN), 'never', 'r', null, TEN)
  const rows = diffSaved(before, after)
  assert.deepEqual(rows.map(({ id, kind }) => [id, kind]), [['changed', 'changed'], ['gone', 'deleted'], ['new', 'new'], ['same', 'same']])
  assert.deepEqual(rows.map((row) => [row.before?.value, row.after?.value]), [[1, 2], [1, undefined], [undefined, 1], [1, 1]])
})

// Parts of a worksheet's field

const renamed = (value, formerly) => migrateSaved(one('worksheet/sheet/field', value), formerly).entries['worksheet/sheet/field'].value

for (const [name, value, old, now, after] of [
  ['a row of a table', { old: { days: 3 }, other: {} }, 'old', 'new', { new: { days: 3 }, other: {} }],
  ['a column, in every named row', { a: { old: 1, x: 2 }, b: { x: 3 } }, '*/old', '*/new', { a: { new: 1, x: 2 }, b: { x: 3 } }],
  ['a column, in every row of a list', [{ old: 1 }, {}, { x: 2 }], '*/old', '*/new', [{ new: 1 }, {}, { x: 2 }]],
  ['the option of a choice', 'old', 'old', 'new', 'new'],
  ['a line of a checklist', ['a', 'old'], 'old', 'new', ['a', 'new']],
  ['the option of a choice in a table', { a: { kind: 'old', note: 'old' } }, '*/kind/old', '*/kind/new', { a: { kind: 'new', note: 'old' } }],
  ['no row where the new one has been used already', { old: { x: 1 }, new: { x: 2 } }, 'old', 'new', { old: { x: 1 }, new: { x: 2 } }],
  ['nothing in a value of another shape', 7, '*/old', '*/new', 7],
]) {
  test(`a renamed part of a field takes along ${name}`, () => {
    const formerly = { [`worksheet/sheet/field/${old}`]: `worksheet/sheet/field/${now}` }
    const value1 = renamed(value, formerly)
    assert.deepEqual(plain(value1), after)
    assert.deepEqual(plain(renamed(value1, formerly)), after)
  })
}

test('a renamed part of a renamed field of a renamed sheet is found, in the older value too', () => {
  const formerly = {
    'worksheet/leaf': 'worksheet/sheet',
    'worksheet/sheet/box': 'worksheet/sheet/field',
    'worksheet/sheet/field/old': 'worksheet/sheet/field/new',
  }
  const both = mergeSaved(one('worksheet/leaf/box', { old: 1 }, NINE), one('worksheet/leaf/box', { old: 2 }, TEN))
  const { entries } = migrateSaved(both, formerly)
  assert.deepEqual(Object.keys(entries), ['worksheet/sheet/field'])
  assert.deepEqual(plain(entries['worksheet/sheet/field'].value), { new: 2 })
  assert.deepEqual(plain(entries['worksheet/sheet/field'].old.value), { new: 1 })
})

test('what is saved under a home takes part when the home is renamed, even where it grows without end', () => {
  const formerly = { 'session/grain': 'session/flour', loop: 'loop/loop' }
  assert.deepEqual(Object.keys(migrateSaved(one('session/grain/2026-11-23T1000', {}), formerly).entries), ['session/flour/2026-11-23T1000'])
  assert.deepEqual(Object.keys(migrateSaved(one('session/grainy/2026', {}), formerly).entries), ['session/grainy/2026'])
  assert.deepEqual(Object.keys(migrateSaved(one('loop/x', true), formerly).entries), ['loop/x'])
})

// Ids inside values

const carriedValue = (id, value, formerly) => {
  const once = migrateSaved(one(id, value), formerly)
  assert.deepEqual(plain(migrateSaved(once, formerly)), plain(once))
  return plain(Object.values(once.entries)[0].value)
}

test('a session keeps what was said, its clock and its decisions when prompts and chapters get other ids', () => {
  const formerly = { grain: 'flour', 'session/grain': 'session/flour', 'flour/ask-your-team/old': 'flour/ask-your-team/new', agenda: 'opening', 'flour/action-plan/sift': 'flour/action-plan/sieve' }
  const old = 'grain/ask-your-team/old'
  const now = 'flour/ask-your-team/new'
  const session = (id, decision) => ({ step: id, said: { [id]: 'Jo' }, spent: { [id]: 60 }, extra: { [id]: 5 }, skipped: [id], decisions: ['plan/own/a', decision], note: 'grain', people: 'grain' })
  assert.deepEqual(carriedValue('session/grain/2026-11-23T1000', session(old, 'grain/action-plan/sift'), formerly), session(now, 'flour/action-plan/sieve'))
  assert.equal(carriedValue('session/grain/2026-11-23T1000', { step: 'agenda' }, formerly).step, 'agenda')
})

test('of two prompts that became one a session loses nothing', () => {
  const formerly = { 'flour/ask-your-team/a': 'flour/ask-your-team/c', 'flour/ask-your-team/b': 'flour/ask-your-team/c' }
  const said = carriedValue('session/flour/2026-11-23T1000', { said: { 'flour/ask-your-team/a': 'one', 'flour/ask-your-team/b': 'two' }, skipped: ['flour/ask-your-team/a', 'flour/ask-your-team/b'] }, formerly)
  assert.deepEqual(said, { said: { 'flour/ask-your-team/c': 'one', 'flour/ask-your-team/b': 'two' }, skipped: ['flour/ask-your-team/c'] })
})

test("an own action and a course's plan follow their chapter, along a chain and in the older version too", () => {
  const formerly = { grain: 'flour', grit: 'grain' }
  const both = mergeSaved(one('plan/own/a', { text: 'Sift grit', chapter: 'grit' }, NINE), one('plan/own/a', { text: 'grain', chapter: 'grain' }, TEN))
  const { value, old } = migrateSaved(both, formerly).entries['plan/own/a']
  assert.deepEqual(plain([value, old.value]), [{ text: 'grain', chapter: 'flour' }, { text: 'Sift grit', chapter: 'flour' }])
  assert.deepEqual(carriedValue('settings/course-plan', { chapters: ['grain', 'dough'], team: 'grain' }, formerly), { chapters: ['flour', 'dough'], team: 'grain' })
})

test('values that may be anything come through a renaming as they are', () => {
  const formerly = { grain: 'flour', 'grain/x': '__proto__' }
  for (const value of [true, 7, 'grain/x', ['grain'], { said: 'none', decisions: { 7: [1] }, step: 3, skipped: [{ a: 1 }], spent: { 'grain/x': 1 }, extra: { [`grain/${'/'.repeat(90000)}`]: 1 } }]) {
    const id = 'session/grain/2026-11-23T1000'
    assert.deepEqual(carriedValue(id, value, formerly), value)
    assert.deepEqual(carriedValue('plan/own/a', value, formerly), value)
  }
})

test('a text made ready in parts is the same text, sorted whatever the order of its keys', () => {
  const at = '2026-01-01T00:00:00.000Z'
  const make = (pairs) => pairs.reduce((document, [id, value]) => setEntry(document, id, 'r', value, at), emptySaved('course'))
  const pairs = [['b', { z: 1, a: [{ y: 'é', b: null }] }], ['a', 'text'], ['c/"d"', true]]
  const document = make(pairs)
  let parts = 1
  while (!prepareSaved(document, 10)) parts += 1
  assert.ok(parts > 1)
  const text = serialiseSaved(document)
  assert.equal(text, serialiseSaved(make([...pairs].reverse())))
  assert.equal(text, `{"course":"course","entries":{"a":{"at":"${at}","rev":"r","value":"text"},"b":{"at":"${at}","rev":"r","value":{"a":[{"b":null,"y":"é"}],"z":1}},"c/\\"d\\"":{"at":"${at}","rev":"r","value":true}},"format":"learn-saved","version":1}`)
})
