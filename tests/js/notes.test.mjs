import assert from 'node:assert/strict'
import test from 'node:test'
import { answerState, countNotes, entryNames, escapeMarkdown, exportReminder, importPreview, notesMarkdown, notesTree, searchNotes, valueText } from '../../overrides/assets/learn/core/notes.mjs'
import { emptySaved, mergeSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const MANIFEST = {
  format: 'learn-course', version: 1, id: 'bread', title: 'Bread',
  chapters: [
    { id: 'flour', number: 1, title: 'Flour', address: 'chapters/01-flour/', quiz: '01-flour', worksheets: ['log'], items: [
      { id: 'flour/outcomes/know', kind: 'outcomes', rev: 'r', text: 'Know flour.' },
      { id: 'flour/summary/ash', kind: 'summary', rev: 'r', text: 'Ash says how much bran is left.' },
      { id: 'flour/ask-yourself/why', kind: 'ask-yourself', rev: 'r', text: 'Why bake?' },
      { id: 'flour/ask-your-team/who', kind: 'ask-your-team', rev: 'r', text: 'Who bakes?' },
      { id: 'flour/action-plan/buy', kind: 'action-plan', rev: 'r', text: 'Buy a scale.' },
    ] },
    { id: 'oven', number: 2, title: 'Oven', address: 'chapters/02-oven/', quiz: '', worksheets: ['log'], items: [] },
  ],
  quizzes: [
    { id: '01-flour', address: 'chapters/01-flour/', questions: [{ id: 'quiz/01-flour/rye', rev: 'r', title: 'What is rye?' }, { id: 'quiz/01-flour/spelt', rev: 'r', title: 'What is spelt?' }] },
    { id: 'check', title: 'The check', address: 'check/', questions: [{ id: 'quiz/check/all', rev: 'r', title: 'All of it?' }] },
  ],
  worksheets: [{ id: 'log', title: 'Baking log', address: 'worksheets/log/', fields: [{ id: 'worksheet/log/loaves', kind: 'number', label: 'Loaves', rev: 'r', unit: 'a day' }] }],
  formerly: {},
}
const WORDS = { other: 'Across', orphans: 'Gone', chapter: 'Chapter {number}: {title}', title: 'My notes', exported: 'Today.', score: '{right} of {all} right', read: 'Read.', changed: 'Changed.', older: 'Older:', right: 'right', later: 'later', missed: 'missed', 'ask-yourself': 'Ask yourself', 'ask-your-team': 'Ask your team', summary: 'Summary', 'action-plan': 'Plan', quiz: 'Questions', worksheet: 'Worksheet' }
const AT = '2026-11-23T10:00:00.000Z'

const saved = (values, at = AT) => Object.entries(values).reduce((document, [id, value]) => setEntry(document, id, 'r', value, at), emptySaved('bread'))
const tree = (values, manifest = MANIFEST) => notesTree(saved(values), manifest, WORDS)
const answered = (first, last = first) => ({ first: { given: [], verdict: first, hints: 0 }, last: { given: [], verdict: last } })
const ALL = {
  'flour/summary/ash': true,
  'flour/ask-yourself/why': 'Because of the smell',
  'flour/ask-your-team/who': 'Jo and Dana',
  'flour/action-plan/buy': { chosen: true, owner: 'Jo' },
  'flour/read': true,
  'quiz/01-flour/rye': answered('wrong', 'right'),
  'quiz/01-flour/spelt': answered('right'),
  'quiz/check/all': answered('shown'),
  'worksheet/log/loaves': 12,
  'flour/summary/gone': true,
  'review/01-flour/rye': { step: 0, due: '2026-11-24' },
  'flour/done': 'chapters/01-flour',
  'settings/last-export': true,
}

test('everything stands under its chapter, in the course\'s order, and what belongs to none at the end', () => {
  const groups = tree(ALL)
  assert.deepEqual(groups.map(({ id, blocks }) => [id, blocks.map(({ kind }) => kind)]), [
    ['flour', ['ask-yourself', 'ask-your-team', 'summary', 'action-plan', 'quiz', 'worksheet']],
    ['', ['quiz']],
    ['orphans', ['orphan']],
  ])
  const [flour, other, orphans] = groups
  assert.equal(flour.read, true)
  assert.deepEqual(flour.blocks.map(({ entries }) => entries.map(({ label, text, state }) => [label, text, state])), [
    [['Why bake?', 'Because of the smell', '']],
    [['Who bakes?', 'Jo and Dana', '']],
    [['Ash says how much bran is left.', '', '']],
    [['Buy a scale.', 'owner: Jo', '']],
    [['What is rye?', '', 'later'], ['What is spelt?', '', 'right']],
    [['Loaves', '12 a day', '']],
  ])
  assert.deepEqual([flour.blocks[4].all, flour.blocks[4].answered, flour.blocks[4].right], [2, 2, 1])
  assert.equal(other.blocks[0].title, 'The check')
  assert.deepEqual(orphans.blocks[0].entries.map(({ id }) => id), ['flour/summary/gone'])
  assert.equal(countNotes(groups), 9)
  assert.equal(countNotes(groups, ['summary', 'action-plan']), 2)
})

test('without a manifest nothing is left out', () => {
  const [group, ...more] = tree(ALL, null)
  assert.deepEqual([group.id, more.length], ['orphans', 0])
  assert.equal(group.blocks[0].entries.length, 10)
})

test('deleted entries, and actions that are no longer chosen, are gone; without any entry there is no group', () => {
  assert.deepEqual(tree({ 'flour/ask-yourself/why': null, 'flour/action-plan/buy': { chosen: false, owner: 'Jo' } }), [])
  assert.equal(tree({ 'flour/read': true }).length, 1)
})

test('an edited question says so, and a kept older version is shown', () => {
  const older = setEntry(emptySaved('bread'), 'flour/ask-yourself/why', 'before', 'Old', '2026-11-01T10:00:00.000Z')
  const both = mergeSaved(older, setEntry(emptySaved('bread'), 'flour/ask-yourself/why', 'before', 'New', AT))
  const [entry] = notesTree(both, MANIFEST, WORDS)[0].blocks[0].entries
  assert.deepEqual([entry.text, entry.old, entry.changed, entry.rev], ['New', 'Old', true, 'r'])
})

test('what a chapter erases is its own, not that of one whose name begins alike', () => {
  assert.deepEqual(tree(ALL)[0].prefixes, ['flour/', 'session/flour/', 'quiz/01-flour/', 'review/01-flour/', 'worksheet/log/', 'ratings/log/'])
  assert.deepEqual(tree(ALL).at(-1).prefixes, [])
})

test('the rows of a table stand apart, those with names in the order of the sheet', () => {
  const columns = [{ id: 'day', label: 'Day', kind: 'text' }, { id: 'note', label: 'Note', kind: 'text' }]
  const rows = [{ id: 'a', label: 'First' }, { id: 'b', label: 'Second' }]
  const field = (id, more) => ({ id: `worksheet/log/${id}`, kind: 'table', label: id, rev: 'r', columns, ...more })
  const manifest = { ...MANIFEST, worksheets: [{ ...MANIFEST.worksheets[0], fields: [field('days'), field('named', { rows }), ...MANIFEST.worksheets[0].fields] }] }
  const [{ blocks: [{ entries }] }] = tree({
    'worksheet/log/days': [{ day: 'Mon', note: 'Rye\nand oats' }, {}, { day: 'Tue' }],
    'worksheet/log/named': { b: { day: 'Mon' }, a: { day: 'Tue' }, gone: { day: 'Wed' } },
    'worksheet/log/loaves': 12,
  }, manifest)
  assert.deepEqual(entries.map(({ rows: found }) => found), [
    ['Day: Mon; Note: Rye\nand oats', 'Day: Tue'],
    ['First: Day: Tue', 'Second: Day: Mon', 'gone: Day: Wed'],
    [],
  ])
  assert.equal(entries[1].text, entries[1].rows.join('\n'))
})

test('values read as people would say them', () => {
  assert.equal(valueText('a', { choices: [{ id: 'a', text: 'Rye' }] }), 'Rye')
  assert.equal(valueText(['a', 'b'], { choices: [{ id: 'a', text: 'Rye' }, { id: 'b', text: 'Oats' }] }), 'Rye\nOats')
  const columns = [{ id: 'day', label: 'Day', kind: 'text' }, { id: 'sure', label: 'Sure?', kind: 'choice', choices: [{ id: 'y', text: 'Yes' }] }]
  assert.equal(valueText([{ sure: 'y', day: 'Mon' }, {}, { day: 'Tue' }], { kind: 'table', columns }), 'Day: Mon; Sure? Yes\nDay: Tue')
  assert.equal(valueText({ b: { day: 'Mon' }, a: { day: 'Tue' } }, { kind: 'table', columns, rows: [{ id: 'a', label: 'First' }, { id: 'b', label: 'Second' }] }), 'First: Day: Tue\nSecond: Day: Mon')
  assert.equal(valueText([{ item: 'Starter', at: 'top-left' }, { item: 'Salt', at: '' }], { kind: 'matrix', cells: [{ at: 'top-left', title: 'Now' }] }), 'Starter: Now\nSalt')
  assert.equal(valueText(0, {}), '0')
  assert.equal(valueText(false), '')
})

test('values that nobody expects become text and throw nothing', () => {
  const odd = [{ toString: 1 }, [{ item: { toString: 1 }, at: { valueOf: 2 } }], [[['x']]], { a: { b: { c: 'd' } } }, { constructor: 'x' }]
  for (const value of odd) {
    for (const kind of ['matrix', 'table', 'checklist', 'text', 'choice']) assert.equal(typeof valueText(value, { kind }), 'string')
  }
  for (const value of ['x', 5, [], { first: 5 }, { first: { verdict: 7 }, last: 'x' }]) assert.equal(typeof answerState(value), 'string')
})

test('a search needs every word, ignores case and accents, and looks at headings too', () => {
  const groups = tree({ ...ALL, 'flour/ask-yourself/why': 'Crème brûlée on Sundays' })
  const found = (query) => countNotes(searchNotes(groups, query))
  assert.equal(found('creme SUNDAYS'), 1)
  assert.equal(found('creme mondays'), 0)
  assert.equal(found('baking loaves'), 1)
  assert.equal(found('flour'), 8)
  assert.equal(searchNotes(groups, '  '), groups)
})

test("signs of Markdown in a learner's text stay signs", () => {
  const cases = {
    '# no heading': '\\# no heading',
    '- no item': '\\- no item',
    '-5 degrees': '-5 degrees',
    '---': '\\---',
    '===': '\\===',
    '1. first': '1\\. first',
    '3.5 loaves': '3.5 loaves',
    '> quote': '\\> quote',
    '2 * 3 * 4': '2 * 3 * 4',
    '*bold* and **more**': '\\*bold\\* and \\*\\*more\\*\\*',
    'snake_case and _this_': 'snake_case and \\_this\\_',
    '<script>alert(1)</script>': '\\<script\\>alert(1)\\</script\\>',
    '[a](javascript:x)': '\\[a\\](javascript:x)',
    'R&D, &copy;': 'R&D, \\&copy;',
    '`code` | cell': '\\`code\\` \\| cell',
    'C:\\temp': 'C:\\\\temp',
    '    indented': 'indented',
    '~~gone~~': '\\~\\~gone\\~\\~',
  }
  for (const [text, expected] of Object.entries(cases)) assert.equal(escapeMarkdown(text), expected)
})

test('the document as Markdown', () => {
  const markdown = notesMarkdown(tree({ ...ALL, 'flour/ask-yourself/why': '# One\ntwo\n\nthree' }), WORDS)
  assert.equal(markdown, `# My notes

Today.

## Chapter 1: Flour

Read.

### Ask yourself

**Why bake?**

> \\# One\\
> two
>
> three

### Ask your team

**Who bakes?**

> Jo and Dana

### Summary

- [x] Ash says how much bran is left.

### Plan

- [x] Buy a scale.

> owner: Jo

### Questions

1 of 2 right

- What is rye? (later)

### Worksheet: Baking log

**Loaves**

> 12 a day

## Across

### Questions: The check

0 of 1 right

- All of it? (missed)

## Gone

**flour/summary/gone**

> ✓
`)
})

test('a reminder comes after forty entries, or after a few and two weeks', () => {
  const many = (count, at) => saved(Object.fromEntries(Array.from({ length: count }, (_, n) => [`flour/summary/${n}`, true])), at)
  assert.equal(exportReminder(emptySaved('bread'), AT).due, false)
  assert.equal(exportReminder(many(39, AT), AT).due, false)
  assert.deepEqual(exportReminder(many(40, AT), AT), { count: 40, days: 0, due: true })
  assert.equal(exportReminder(many(5, '2026-11-10T10:00:00.000Z'), AT).due, false)
  assert.deepEqual(exportReminder(many(5, '2026-11-09T10:00:00.000Z'), AT), { count: 5, days: 14, due: true })
  assert.equal(exportReminder(many(4, '2026-01-09T10:00:00.000Z'), AT).due, false)
  const exported = setEntry(many(60, '2026-11-20T10:00:00.000Z'), 'settings/last-export', '', true, '2026-11-21T10:00:00.000Z')
  assert.equal(exportReminder(exported, AT).count, 0)
})

test('an import says beforehand what is new, replaced, deleted, kept and the same', () => {
  const at = (day) => `2026-11-${day}T10:00:00.000Z`
  const build = (rows) => rows.reduce((document, [id, value, day]) => setEntry(document, id, 'r', value, at(day)), emptySaved('bread'))
  const current = build([['a', 'mine', 10], ['b', 'mine', 20], ['c', 'same', 10], ['d', 'mine', 10], ['e', null, 20], ['only-here', 'x', 10]])
  const file = build([['a', 'theirs', 20], ['b', 'theirs', 10], ['c', 'same', 20], ['d', null, 20], ['e', 'theirs', 10], ['f', 'theirs', 10]])
  const { rows, same } = importPreview(current, file)
  assert.deepEqual(rows.map(({ id, kind, before, after }) => [id, kind, before?.value, after?.value]), [
    ['a', 'changed', 'mine', 'theirs'],
    ['b', 'kept', 'mine', 'theirs'],
    ['d', 'deleted', 'mine', undefined],
    ['e', 'kept', undefined, 'theirs'],
    ['f', 'new', undefined, 'theirs'],
  ])
  assert.equal(same, 1)
  assert.deepEqual(importPreview(mergeSaved(current, file), current).rows.filter(({ kind }) => kind !== 'kept'), [])
})

test('entries have names, also those that the course no longer knows', () => {
  const name = entryNames(MANIFEST, WORDS, {})
  assert.deepEqual([name('worksheet/log/loaves').place, name('worksheet/log/loaves').label], ['Chapter 1: Flour · Baking log', 'Loaves'])
  assert.equal(name('worksheet/log/loaves').text({ value: 3 }), '3 a day')
  assert.equal(name('quiz/01-flour/rye').state({ value: answered('wrong') }), 'missed')
  assert.deepEqual([name('flour/read').label, name('x/y').place, name('__proto__').label], ['Read.', 'Gone', '__proto__'])
})

// What learners make themselves

const MADE = {
  'plan/own/k1': { chosen: true, text: 'Ask Mei', owner: 'Jo', chapter: 'flour', milestone: true, order: 3 },
  'plan/own/k2': { chosen: true, text: 'Everywhere', chapter: 'gone' },
  'plan/own/k3': { chosen: false, text: 'Put aside', chapter: 'flour' },
  'flour/action-plan/buy': { chosen: true, text: 'Buy two', status: 'doing', order: 1 },
  'session/flour/2026-11-23T1005': { started: AT, seconds: 60, people: 'Jo, Mei', said: { 'flour/ask-your-team/who': 'Jo does' }, decisions: ['plan/own/k1'], note: 'Short' },
  'session/flour/next': { ticked: ['Bring flour'] },
  'ratings/log/r1': { day: '2026-11-20', who: 'Mei', values: { loaves: 7, 'table/a/b': 3 } },
  'ratings/other/r2': { day: '2026-11-21', values: { x: 1 } },
}
const PLAN_FIELDS = [{ id: 'text', label: 'In your words' }, { id: 'owner', label: 'Owner' }, { id: 'status', label: 'Status', choices: [{ id: 'doing', text: 'under way' }] }, { id: 'milestone', label: 'Milestone' }]
const madeTree = (values) => notesTree(saved(values), MANIFEST, { ...WORDS, planFields: PLAN_FIELDS })

test('own actions, sessions and ratings stand in the chapter that they belong to, in words', () => {
  const [flour, other, ...more] = madeTree(MADE)
  assert.deepEqual(more, [])
  assert.deepEqual(flour.blocks.map(({ kind, title, entries }) => [kind, title, entries.map(({ label, text }) => [label, text])]), [
    ['action-plan', '', [['Buy a scale.', 'In your words: Buy two; Status: under way'], ['Ask Mei', 'Owner: Jo; Milestone: ✓']]],
    ['ratings', 'Baking log', [['2026-11-20, Mei', 'Loaves: 7\ntable/a/b: 3']]],
    ['session', '', [['2026-11-23, 10:05', 'Jo, Mei\nWho bakes? Jo does\nShort']]],
  ])
  assert.deepEqual(other.blocks.map(({ kind, entries }) => [kind, entries.map(({ label }) => label)]), [
    ['action-plan', ['Everywhere']],
    ['ratings', ['2026-11-21']],
  ])
  for (const id of ['plan/own/k1', 'session/flour/2026', 'ratings/log/r1']) assert.ok(flour.prefixes.some((prefix) => id.startsWith(prefix)), id)
  assert.ok(!flour.prefixes.some((prefix) => 'plan/own/k2'.startsWith(prefix)))
})

test('days are written as people write them, in labels, in plans and in fields, and only where they are days', () => {
  const fields = [{ id: 'due', label: 'Due', kind: 'date' }, { id: 'note', label: 'Note' }]
  const sheet = { id: 'log', title: 'Log', address: '', fields: [{ id: 'worksheet/log/fed', kind: 'date', label: 'Fed', rev: 'r' }, { id: 'worksheet/log/rows', kind: 'table', label: 'Rows', rev: 'r', columns: [{ id: 'day', label: 'Day', kind: 'date' }] }] }
  const values = {
    'plan/own/k1': { chosen: true, text: 'Ask 2026-11-23', due: '2026-11-23', note: '2026-11-23' }, 'plan/own/k2': { chosen: true, text: 'Odd', due: '2026-02-31' },
    'session/flour/2026-11-23T1005': { said: {} }, 'session/flour/2026-13-01T1005': { said: {} }, 'ratings/log/r1': { day: '2026-11-23', who: 'Mei', values: {} },
    'worksheet/log/fed': '2026-11-23', 'worksheet/log/rows': [{ day: '2026-11-23' }],
  }
  const words = { ...WORDS, planFields: fields }
  const dayName = (day) => `day ${Number(day.slice(8))}`
  const groups = notesTree(saved(values), { ...MANIFEST, worksheets: [sheet] }, words, dayName)
  const said = groups.flatMap(({ blocks }) => blocks).flatMap(({ entries }) => entries.map(({ label, text }) => [label, text]))
  assert.deepEqual(said, [
    ['Fed', 'day 23'], ['Rows', 'Day: day 23'], ['day 23, Mei', ''], ['day 23, 10:05', ''], ['2026-13-01, 10:05', ''],
    ['Ask 2026-11-23', 'Due: day 23; Note: 2026-11-23'], ['Odd', 'Due: 2026-02-31'],
  ])
  assert.equal(entryNames(MANIFEST, words, saved(values).entries, dayName)('plan/own/k1').text({ value: values['plan/own/k1'] }), 'Due: day 23; Note: 2026-11-23')
})

test('made entries with odd values throw nothing and are not lost', () => {
  const odd = { 'plan/own/a': 7, 'plan/own/b': { chosen: true, text: { x: 1 } }, 'session/flour/x': { said: 'no table', people: 5 }, 'ratings/log/y': { values: [1], who: {} }, 'session/flour/z': null }
  const entries = madeTree(odd).flatMap(({ blocks }) => blocks).flatMap((block) => block.entries)
  assert.equal(entries.length, 4)
  for (const { label, text } of entries) assert.deepEqual([typeof label, typeof text], ['string', 'string'])
})

test('what is made has a name in an import too, also when it goes', () => {
  const gone = mergeSaved(saved({ 'plan/own/k1': MADE['plan/own/k1'] }), setEntry(emptySaved('bread'), 'plan/own/k1', '', null, '2026-11-24T10:00:00.000Z'))
  const named = entryNames(MANIFEST, { ...WORDS, planFields: PLAN_FIELDS }, gone.entries)
  assert.deepEqual([named('plan/own/k1').label, named('plan/own/k1').place], ['Ask Mei', 'Chapter 1: Flour'])
})
