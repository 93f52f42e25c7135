// Files that anybody may have made up, through everything that reads them: nothing throws, nothing stored is lost, nothing reaches
// a prototype. The random numbers start from one seed, so that a failure comes back.
import assert from 'node:assert/strict'
import test from 'node:test'
import { countNotes, exportReminder, importPreview, notesMarkdown, notesTree, searchNotes } from '../../overrides/assets/learn/core/notes.mjs'
import { planCsv, planFileText, planIcs, planJson, readPlanCsv, readPlanJson } from '../../overrides/assets/learn/core/plan-files.mjs'
import { mergePlans, offeredActions, planActions, planCounts, planLoad, planTimeline } from '../../overrides/assets/learn/core/plan.mjs'
import { chapterState } from '../../overrides/assets/learn/core/progress.mjs'
import { overlayRatings, ratingRounds, ratingSheets, ratingsCsv, ratingsMarkdown } from '../../overrides/assets/learn/core/ratings.mjs'
import { reviewPlan } from '../../overrides/assets/learn/core/review.mjs'
import { emptySaved, mergeSaved, migrateSaved, readSaved, serialiseSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'
import { readScreenMessage, readSession, sessionIds, sessionMarkdown, sessionRecord } from '../../overrides/assets/learn/core/session.mjs'
import { documentFacts, gatherTeam, memberLabels, personName, teamNotes, teamProgress } from '../../overrides/assets/learn/core/team.mjs'

const ROUNDS = 1500
const TODAY = '2026-11-23'
const item = (id, kind) => ({ id: `flour/${kind}/${id}`, kind, rev: 'r', text: `The ${id}.` })
const MANIFEST = {
  format: 'learn-course', version: 1, id: 'bread', title: 'Bread',
  chapters: [{ id: 'flour', number: 1, title: 'Flour', address: 'c/', quiz: '01-flour', worksheets: ['sheet'], minutes: { read: 5, session: 45 }, session: { agenda: [] }, items: [item('ash', 'summary'), item('why', 'ask-yourself'), item('who', 'ask-your-team'), item('buy', 'action-plan')] }],
  quizzes: [{ id: '01-flour', address: 'c/', questions: [{ id: 'quiz/01-flour/rye', rev: 'r', title: 'Why rye?' }] }],
  worksheets: [{ id: 'sheet', title: 'Sheet', address: 's/', fields: [{ id: 'worksheet/sheet/steps', kind: 'table', label: 'Steps', columns: [{ id: 'who', label: 'Who', kind: 'text' }] }, ...['how', 'why', 'value'].map((id) => ({ id: `worksheet/sheet/${id}`, kind: 'scale', label: id, low: 'a', high: 'b' }))] }],
  formerly: { 'flour/summary/dust': 'flour/summary/ash' },
}
const [SHEET] = ratingSheets(MANIFEST)
const WORDS = new Proxy({}, { get: (_, name) => (typeof name === 'string' && name !== 'planFields' ? name : undefined) })
const IDS = [
  'flour/read', 'flour/summary/ash', 'flour/summary/dust', 'flour/ask-yourself/why', 'flour/action-plan/buy', 'quiz/01-flour/rye', 'review/01-flour/rye', 'worksheet/sheet/steps', 'worksheet/sheet/how',
  'plan/own/abcdefabcdef', 'settings/name', 'settings/last-export', 'session/flour/2026-11-23T1200', 'session/flour/next', 'ratings/sheet/r1', 'oven/gone', '__proto__', 'constructor', 'toString', '', '/', 'a//b',
]
const STRANGE = [
  '', '<img src=x onerror=alert(1)>', '"><script>1</script>', '=1+1', '\u0000', '\ud800', '\u202eabc', '\ufeff', '🧂'.repeat(9), 'e\u0301', '__proto__', '\r\n,;\t"', 'x'.repeat(5000), '2026-02-30', '2026-11-23', 'todo', 'right', '9007199254740993',
]
const KEYS = ['value', 'rev', 'at', 'old', 'chosen', 'text', 'owner', 'due', 'status', 'order', 'first', 'last', 'verdict', 'given', 'hints', 'who', 'said', 'spent', 'started', 'ended', 'decisions', 'values', 'how', 'day', '__proto__', 'constructor', 'toString', 'length']

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
const numbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

const maker = (random) => {
  const below = (limit) => Math.floor(random() * limit)
  const one = (list) => list[below(list.length)]
  const value = (depth = 0) => {
    const kind = below(depth > 4 ? 6 : 9)
    if (kind < 2) return one(STRANGE)
    if (kind === 2) return one([0, -1, 1.5, 1e308, -0, 11, 4])
    if (kind === 3) return one([true, false])
    if (kind === 4) return null
    if (kind === 5) return one(IDS)
    if (kind === 6) return Array.from({ length: below(5) }, () => value(depth + 1))
    // Built from text, so that "__proto__" is a key of its own as in a file.
    return JSON.parse(`{${Array.from({ length: below(6) }, () => `${JSON.stringify(one(KEYS))}:${JSON.stringify(value(depth + 1))}`).join()}}`)
  }
  const entry = () => ({ rev: one(['r', '', 'other']), value: value(), at: one([`${TODAY}T10:00:00.000Z`, '2026-11-24T10:00:00.000Z', '1999-01-01T00:00:00.000Z']), ...(random() < 0.2 ? { old: { rev: 'r', value: value(), at: '2020-01-01T00:00:00.000Z' } } : {}) })
  const file = () => `{"format":"learn-saved","version":1,"course":"bread","entries":{${Array.from({ length: below(12) }, () => `${JSON.stringify(one(IDS))}:${JSON.stringify(random() < 0.9 ? entry() : value())}`).join()}}}`
  const plan = () => JSON.stringify({ format: 'learn-plan', version: 1, course: 'bread', actions: Array.from({ length: below(6) }, () => (random() < 0.8 ? { id: one(IDS), rev: 'r', value: value() } : value())) })
  const table = () => Array.from({ length: below(8) }, () => Array.from({ length: below(5) }, () => one([...STRANGE, 'ID', 'id', 'text', 'owner', 'due', ...IDS])).map((cell) => (random() < 0.5 ? `"${cell.replaceAll('"', '""')}"` : cell)).join(one([',', ';', '\t']))).join(one(['\n', '\r\n', '\r']))
  /** A real file with a piece taken out, put twice or overwritten. */
  const broken = (text) => {
    const at = below(text.length + 1)
    const end = at + below(20)
    return one([() => text.slice(0, at), () => text.slice(0, at) + text.slice(end), () => text.slice(0, end) + text.slice(at), () => text.slice(0, at) + one(STRANGE) + text.slice(end)])()
  }
  return { below, one, value, file, plan, table, broken }
}

/** Everything that shows, counts or writes what a document holds. */
const useDocument = (document) => {
  const { entries } = document
  const groups = notesTree(document, MANIFEST, WORDS)
  countNotes(groups, [])
  searchNotes(groups, 'rye')
  notesMarkdown(groups, WORDS)
  notesTree(document, null, WORDS)
  exportReminder(document, `${TODAY}T10:00:00.000Z`)
  chapterState(document, MANIFEST.chapters[0])
  reviewPlan(entries, MANIFEST.quizzes, TODAY, (at) => at.slice(0, 10))
  const actions = planActions(document, MANIFEST)
  offeredActions(document, MANIFEST)
  planCounts(actions, TODAY)
  planLoad(actions, { today: TODAY })
  planTimeline(actions, TODAY)
  planCsv(actions, WORDS)
  planIcs(actions, { course: 'bread', now: `${TODAY}T10:00:00.000Z`, root: 'https://bread.example/', words: WORDS })
  assert.equal(readPlanJson(planJson(actions, 'bread'), 'bread', actions, MANIFEST).problem, null)
  for (const id of sessionIds(entries)) {
    const record = sessionRecord(id, entries, MANIFEST)
    if (record) sessionMarkdown(record, WORDS, String)
  }
  for (const { value } of Object.values(entries)) readSession(value)
  personName(document, 'jo.json', 'bread')
  documentFacts(document)
  const overlay = overlayRatings(SHEET, ratingRounds([{ name: '', document }], SHEET))
  ratingsCsv(overlay, WORDS, 'names')
  ratingsMarkdown(overlay, WORDS, 'initials', 'en')
}

const isClean = () => {
  assert.deepEqual(Object.keys(Object.prototype), [])
  assert.equal({}.value, undefined)
  assert.equal({}.chosen, undefined)
}

const stored = ['flour/ask-yourself/why', 'flour/action-plan/buy', 'settings/name'].reduce((document, id) => setEntry(document, id, 'r', id.includes('plan') ? { chosen: true } : 'kept', `${TODAY}T09:00:00.000Z`), emptySaved('bread'))

test('no saved file, made up or broken, makes anything fail that reads it, or loses what was stored', () => {
  const make = maker(numbers(1))
  let readable = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = make.one([make.file, make.file, () => make.broken(make.file()), () => JSON.stringify(make.value())])()
    try {
      const { document, problem, dropped } = readSaved(text, 'bread')
      assert.equal(problem === 'damaged', dropped > 0)
      readable += Object.keys(document.entries).length > 0
      const again = readSaved(serialiseSaved(document), 'bread')
      assert.equal(again.problem, null)
      assert.equal(serialiseSaved(again.document), serialiseSaved(document))
      importPreview(stored, document)
      const merged = migrateSaved(mergeSaved(stored, document), MANIFEST.formerly)
      for (const [id, entry] of Object.entries(stored.entries)) {
        const kept = merged.entries[id]
        const versions = [kept, kept.old].filter(Boolean).map(({ value }) => JSON.stringify(value))
        // The newest two of an entry are kept; a file may bring two that are newer.
        assert.ok(versions.includes(JSON.stringify(entry.value)) || kept.at > entry.at, id)
      }
      useDocument(document)
      useDocument(merged)
    } catch (error) {
      error.message += `\nround ${round}: ${text.slice(0, 2000)}`
      throw error
    }
  }
  assert.ok(readable > ROUNDS / 3, `only ${readable} files held something`)
  isClean()
})

test('no colleagues, however strange their files, make a team page fail', () => {
  const make = maker(numbers(2))
  for (let round = 0; round < ROUNDS / 5; round += 1) {
    const texts = Array.from({ length: 1 + make.below(4) }, make.file)
    try {
      const files = texts.map((text, at) => {
        const { document } = readSaved(text, 'bread')
        return { key: `k${at}`, name: personName(document, `${make.one(STRANGE).slice(0, 40)}.json`, 'bread'), document }
      })
      const members = gatherTeam(files)
      for (const how of ['names', 'initials', 'numbers']) assert.equal(memberLabels(members, how, { me: 'Me', person: 'Person {number}' }).length, members.length)
      teamProgress(members, MANIFEST)
      teamNotes(members, MANIFEST)
      mergePlans(members, MANIFEST)
    } catch (error) {
      error.message += `\nround ${round}: ${texts.join('\n').slice(0, 3000)}`
      throw error
    }
  }
  isClean()
})

test('no plan, as a file of its own or as a table, makes reading it fail or changes what is there', () => {
  const make = maker(numbers(3))
  const actions = planActions(stored, MANIFEST)
  const before = JSON.stringify(actions)
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = make.one([make.plan, () => make.broken(make.plan()), make.table, () => make.broken(planCsv(actions, WORDS)), () => JSON.stringify(make.value())])()
    try {
      const read = readPlanJson(text, 'bread', actions, MANIFEST)
      const table = readPlanCsv(text, actions, MANIFEST, WORDS)
      for (const { id, value } of [...read.changes, ...table.changes]) {
        assert.equal(typeof id, 'string')
        assert.doesNotThrow(() => JSON.stringify(value))
      }
      planFileText(new TextEncoder().encode(text))
    } catch (error) {
      error.message += `\nround ${round}: ${text.slice(0, 2000)}`
      throw error
    }
  }
  assert.equal(JSON.stringify(actions), before)
  isClean()
})

test('a message of another window is taken for what it is or not at all', () => {
  const make = maker(numbers(4))
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = make.one([make.value, () => ({ format: 'learn-session', kind: make.one(['hello', 'key', 'state', 'bye', 7]), key: make.value(), state: make.value() })])()
    assert.doesNotThrow(() => readScreenMessage(data))
  }
})

test('what is deep, long or many is refused in no time', () => {
  const deep = (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`
  const file = (entries) => `{"format":"learn-saved","version":1,"course":"bread","entries":${entries}}`
  const began = performance.now()
  for (const [text, problem] of [
    [file(`{"x":{"rev":"r","at":"2026-11-23T10:00:00.000Z","value":${deep(50)}}}`), 'too-deep'],
    [file(`{"x":{"rev":"r","at":"2026-11-23T10:00:00.000Z","value":${deep(100_000)}}}`), 'too-deep'],
    [file(`{${Array.from({ length: 30_000 }, (_, n) => `"a${n}":0`).join()}}`), 'too-big'],
    [`"${'x'.repeat(6_000_000)}"`, 'too-big'],
    [deep(1_000_000), 'not-saved'],
  ]) {
    const read = readSaved(text, 'bread')
    // An engine may give up on the depth before our own limit is asked.
    assert.ok([problem, 'not-json'].includes(read.problem), `${read.problem} instead of ${problem}`)
    assert.deepEqual(Object.keys(read.document.entries), [])
  }
  const wide = readPlanCsv(`ID,text\n${'"'.repeat(400_001)}\n${',;\t'.repeat(200_000)}`, [], MANIFEST, WORDS)
  assert.deepEqual(wide.changes, [])
  assert.ok(performance.now() - began < 10_000)
})
