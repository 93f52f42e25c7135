import assert from 'node:assert/strict'
import test from 'node:test'
import { emptySaved, setEntry, withEntries } from '../../overrides/assets/learn/core/saved.mjs'
import {
  KnownHands, carryDocument, cleanName, documentFacts, gatherTeam, labelledName, memberLabels, numberRanges, personName, takePlan, teamNotes, teamProgress,
} from '../../overrides/assets/learn/core/team.mjs'

const item = (id, kind, rev = 'r') => ({ id: `flour/${kind}/${id}`, kind, rev, text: `The ${id}.` })
const question = (id) => ({ id: `quiz/01-flour/${id}`, rev: 'r', title: `Why ${id}?` })
const MANIFEST = {
  format: 'learn-course', version: 1, id: 'bread', title: 'Bread',
  chapters: [
    { id: 'flour', number: 1, title: 'Flour', address: 'chapters/01-flour/', quiz: '01-flour', worksheets: [], items: [item('ash', 'summary'), item('why', 'ask-yourself'), item('who', 'ask-your-team'), item('buy', 'action-plan')] },
    { id: 'oven', number: 2, title: 'Oven', address: 'chapters/02-oven/', quiz: '', worksheets: [], items: [] },
  ],
  quizzes: [
    { id: '01-flour', address: 'chapters/01-flour/', questions: [question('rye'), question('spelt')] },
    { id: 'check', title: 'The check', address: 'check/', questions: [{ id: 'quiz/check/all', rev: 'r', title: 'All of it?' }] },
  ],
  worksheets: [], formerly: {},
}
const AT = '2026-11-23T10:00:00.000Z'
const LATER = '2026-11-24T10:00:00.000Z'
const WORDS = { me: 'Me', person: 'Person {number}' }

const saved = (values, at = AT) => Object.entries(values).reduce((document, [id, value]) => setEntry(document, id, 'r', value, at), emptySaved('bread'))
const answered = (first, last = first) => ({ first: { given: [], verdict: first, hints: 0 }, last: { given: [], verdict: last } })
const member = (values, name = '') => ({ keys: ['k'], name, mine: false, document: saved(values) })
const named = (...names) => names.map((name) => member({}, name))

test('a person is named by the document, else by what the file name has beside course and day', () => {
  assert.equal(personName(saved({ 'settings/name': '  Dana\n Diaz ' }), 'x.json', 'bread'), 'Dana Diaz')
  const files = {
    'bread-2026-11-23.json': '', 'bread-2026-11-23 (2).json': '', 'dana-bread-2026-11-23.JSON': 'Dana', 'Jo Baker.json': 'Jo Baker', 'jo_van-halen.json': 'Jo Van Halen',
    'anne.marie bread.json': 'Anne Marie', '2026.json': '', '.json': '', 'no ending': 'No Ending',
  }
  for (const [file, name] of Object.entries(files)) assert.equal(personName(emptySaved('bread'), file, 'bread'), name, file)
  for (const odd of [7, null, { toString: 1 }, '', ' ']) assert.equal(personName(saved({ 'settings/name': odd }), 'jo.json', 'bread'), 'Jo')
})

test('a name is one short line that turns no direction', () => {
  assert.equal(cleanName('Da\u202ena\u0000\tD.'), 'Da na D.')
  assert.equal(cleanName('x'.repeat(500)).length, 80)
})

test('facts of a document leave out settings, dates for review and what was deleted', () => {
  const document = withEntries(emptySaved('bread'), Object.entries({
    'flour/read': { rev: '', value: true, at: AT }, 'flour/x': { rev: '', value: null, at: LATER }, 'settings/name': { rev: '', value: 'Jo', at: '2027-01-01T00:00:00.000Z' }, 'review/01/a': { rev: '', value: {}, at: '2027-01-01T00:00:00.000Z' },
  }))
  assert.deepEqual(documentFacts(document), { entries: 1, last: LATER })
  assert.deepEqual(documentFacts(emptySaved('bread')), { entries: 0, last: '' })
})

test('only a document with renamed ids is carried over', () => {
  const work = saved({ 'flour/read': true })
  assert.equal(carryDocument(work, { 'oven/read': 'x/read' }), work)
  assert.equal(carryDocument(work, {}), work)
  assert.deepEqual(Object.keys(carryDocument(work, { 'flour/read': 'mill/read' }).entries), ['mill/read'])
  assert.deepEqual(Object.keys(carryDocument(work, { flour: 'mill' }).entries), ['mill/read'])
  const sheet = saved({ 'worksheet/log/loaves': { mon: 3 } })
  assert.deepEqual(carryDocument(sheet, { 'worksheet/log/loaves/mon': 'worksheet/log/loaves/monday' }).entries['worksheet/log/loaves'].value, { monday: 3 })
})

test("a colleague's session and own action are carried over although no entry of theirs was renamed", () => {
  const work = saved({ 'session/flour/2026-11-23T1000': { said: { 'flour/ask-your-team/old': 'Jo' } }, 'plan/own/a': { chosen: true, text: 'Sift', chapter: 'grain' } })
  const { entries } = carryDocument(work, { 'flour/ask-your-team/old': 'flour/ask-your-team/new', grain: 'flour' })
  assert.deepEqual({ ...entries['session/flour/2026-11-23T1000'].value.said }, { 'flour/ask-your-team/new': 'Jo' })
  assert.equal(entries['plan/own/a'].value.chapter, 'flour')
})

test('two files of one name are one person, and of each entry the newer one counts', () => {
  const phone = { key: 'a', name: 'Dána  Diaz', document: saved({ 'flour/read': true, 'flour/ask-yourself/why': 'old' }) }
  const other = { key: 'b', name: 'Jo', document: emptySaved('bread') }
  const laptop = { key: 'c', name: 'dana diaz', document: saved({ 'flour/ask-yourself/why': 'new' }, LATER), mine: true }
  for (const files of [[phone, other, laptop], [laptop, other, phone]]) {
    const [dana, jo, ...rest] = gatherTeam(files)
    assert.deepEqual(rest, [])
    assert.equal(dana.document.entries['flour/ask-yourself/why'].value, 'new')
    assert.equal(dana.document.entries['flour/read'].value, true)
    assert.deepEqual([dana.keys.length, dana.mine, jo.keys], [2, true, ['b']])
  }
  assert.equal(gatherTeam([{ ...phone, name: '' }, { ...other, name: ' ' }]).length, 2)
})

test('two copies of one device are one hand, and one person until they are named apart', () => {
  const monday = saved({ 'flour/read': true, 'flour/ask-yourself/why': 'Smell' })
  const friday = setEntry(setEntry(monday, 'flour/ask-yourself/why', 'r', 'Taste', LATER), 'oven/read', '', true, LATER)
  const stranger = saved({ 'flour/read': true, 'oven/read': true }, LATER)
  const hands = new KnownHands()
  assert.equal(hands.find(monday), null)
  hands.add('a', monday)
  assert.deepEqual(hands.find(friday), { key: 'a', same: false })
  assert.deepEqual(hands.find(setEntry(monday, 'settings/last-export', '', true, LATER)), { key: 'a', same: true })
  assert.equal(hands.find(stranger), null)
  assert.equal(hands.find(emptySaved('bread')), null)
  hands.add('b', friday)
  assert.deepEqual(hands.find(friday), { key: 'b', same: true })
  assert.deepEqual(hands.find(setEntry(friday, 'oven/x', '', 1, AT)), { key: 'b', same: false })
  hands.forget('b')
  hands.forget('nobody')
  assert.equal(hands.find(friday).key, 'a')
  const files = [{ key: 'a', name: '', document: monday }, { key: 'b', name: '', document: friday, twin: 'a' }, { key: 'c', name: '', document: stranger }]
  assert.deepEqual(gatherTeam(files).map(({ keys }) => keys), [['a', 'b'], ['c']])
  assert.deepEqual(gatherTeam([{ ...files[0], name: 'Dana' }, files[1]]).map(({ keys }) => keys), [['a', 'b']])
  assert.equal(gatherTeam([files[0], { ...files[1], name: 'Jo' }]).length, 2)
})

test('people are called by names, initials or numbers, each in one way only', () => {
  const team = [...named('Dana Diaz', 'Dirk Dahl', '', 'Anne-Marie O’Neil', '李雷'), { ...member({}), mine: true }]
  assert.deepEqual(memberLabels(team, 'names', WORDS), ['Dana Diaz', 'Dirk Dahl', 'Person 3', 'Anne-Marie O’Neil', '李雷', 'Me'])
  assert.deepEqual(memberLabels(team, 'initials', WORDS), ['DD', 'DD2', 'Person 3', 'AO', '李雷', 'Me'])
  assert.deepEqual(memberLabels(team, 'numbers', WORDS), ['Person 1', 'Person 2', 'Person 3', 'Person 4', 'Person 5', 'Person 6'])
  const labels = memberLabels(team, 'numbers', WORDS)
  assert.equal(labelledName(' dana  diaz', team, labels), 'Person 1')
  assert.equal(labelledName('Finance', team, labels), 'Finance')
  assert.equal(labelledName('', team, labels), '')
})

test('chapters and quizzes say where everybody is', () => {
  const team = [
    member({ 'flour/read': true, 'quiz/01-flour/rye': answered('right'), 'quiz/01-flour/spelt': answered('wrong', 'right') }),
    member({ 'flour/summary/ash': true, 'quiz/01-flour/spelt': answered('wrong') }),
    member({ 'quiz/check/all': answered('right') }),
  ]
  const { chapters, quizzes } = teamProgress(team, MANIFEST)
  assert.deepEqual(chapters[0].states, ['done', 'started', 'none'])
  assert.deepEqual([chapters[0].done, chapters[0].started, chapters[0].none], [1, 1, 1])
  assert.deepEqual(chapters[1].states, ['none', 'none', 'none'])
  assert.deepEqual(quizzes.map(({ title, number, people }) => [title, number, people]), [['Flour', 1, 2], ['The check', 0, 1]])
  assert.deepEqual(quizzes[0].scores, [{ right: 1, answered: 2, all: 2 }, { right: 0, answered: 1, all: 2 }, { right: 0, answered: 0, all: 2 }])
  assert.deepEqual([quizzes[0].mean, quizzes[0].low, quizzes[0].high], [0.25, 0, 0.5])
  assert.deepEqual(quizzes[0].missed, [{ id: 'quiz/01-flour/spelt', title: 'Why spelt?', answered: 2, missed: 2 }])
  assert.deepEqual(teamProgress([], MANIFEST).quizzes, [])
})

test('odd values neither count nor break anything', () => {
  const odd = [7, 'text', [], {}, { first: 1 }, { first: { verdict: { toString: 1 } } }, true]
  for (const value of odd) {
    const team = [member({ 'quiz/01-flour/rye': value, 'flour/ask-yourself/why': value === 'text' ? [] : value, 'session/flour/2026-11-23T1000': { said: value }, 'session/flour': { said: { 'flour/ask-yourself/why': value === 'text' ? 7 : value } } })]
    assert.equal(teamProgress(team, MANIFEST).chapters.length, 2)
    assert.deepEqual(teamNotes(team, MANIFEST).chapters, [])
  }
})

test('numbers in a row are written as ranges', () => {
  assert.equal(numberRanges([1, 2, 3, 5, 7, 8]), '1–3, 5, 7, 8')
  assert.equal(numberRanges([]), '')
  assert.equal(numberRanges([4]), '4')
})

test('all voices stand under their prompt, with what was said in sessions', () => {
  const team = [
    member({ 'flour/ask-yourself/why': ' For the smell ', 'flour/ask-your-team/who': 'Jo', 'flour/ask-yourself/gone': 'Lost', 'oven/read': true }),
    { ...member({}), document: setEntry(emptySaved('bread'), 'flour/ask-yourself/why', 'older', 'To share', AT) },
    member({ 'flour/ask-yourself/why': '  ', 'session/flour/2026-11-20T0900': { started: AT, said: { 'flour/ask-your-team/who': 'Everybody', 'flour/ask-your-team/gone': 'Nobody', 'flour/ask-yourself/why': 7 } } }),
  ]
  const { chapters, lost } = teamNotes(team, MANIFEST)
  assert.equal(lost, 2)
  assert.deepEqual(chapters.map(({ id }) => id), ['flour'])
  const [why, who] = chapters[0].prompts
  assert.deepEqual(why.voices, [{ member: 0, text: 'For the smell', session: '', changed: false }, { member: 1, text: 'To share', session: '', changed: true }])
  assert.equal(why.people, 2)
  assert.deepEqual(who.voices.map(({ text, session }) => [text, session]), [['Jo', ''], ['Everybody', '2026-11-20']])
})

test('a settled plan goes into a document on top of what is there', () => {
  const id = 'flour/action-plan/buy'
  const mine = saved({ [id]: { chosen: true, owner: 'Jo' }, 'plan/own/abc': { chosen: true, text: 'Mine' }, 'flour/read': true })
  const settled = [{ id, rev: 'r', value: { chosen: true, owner: 'Dana' } }, { id: 'plan/own/abc', rev: '', value: { chosen: true, text: 'Mine' } }, { id: 'plan/own/new', rev: '', value: { chosen: true, text: 'New' } }]
  const { document, added, changed } = takePlan(mine, settled, LATER)
  assert.deepEqual([added, changed], [1, 1])
  assert.deepEqual(document.entries[id].value, { chosen: true, owner: 'Dana' })
  assert.deepEqual(document.entries[id].old.value, { chosen: true, owner: 'Jo' })
  assert.equal(document.entries['plan/own/abc'].at, AT)
  assert.equal(document.entries['flour/read'].value, true)
  assert.equal(takePlan(document, settled, LATER).document, document)
  const clockSetBack = takePlan(mine, settled, '2020-01-01T00:00:00.000Z').document
  assert.equal(clockSetBack.entries[id].value.owner, 'Dana')
})
