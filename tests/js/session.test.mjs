import assert from 'node:assert/strict'
import test from 'node:test'
import {
  SESSION_AWAY, agendaTimes, beginSession, clockText, decisionFacts, endSession, extendStep, joinNote, moveSession, newSessionId, parseSessionId,
  passTime, pauseSession, peopleOf, readScreenMessage, readSession, reopenSession, resumeSession, screenMessage, sessionIds, sessionMarkdown,
  sessionMinutes, sessionRecord, sessionSteps, skipStep, stepTime,
} from '../../overrides/assets/learn/core/session.mjs'

const WHO = 'flour/ask-your-team/who'
const WHY = 'flour/ask-your-team/why'
const FLOUR = {
  id: 'flour', number: 1, title: 'Flour', address: 'chapters/01-flour/', minutes: { session: 20 },
  session: { purpose: 'Agree.', agenda: [{ minutes: 5, text: 'Feel.' }, { minutes: 15, text: 'Fill in.' }], close: 'One thing each.' },
  items: [
    { id: 'flour/ask-yourself/last', kind: 'ask-yourself', rev: 'r', text: 'Last loaf?' },
    { id: WHO, kind: 'ask-your-team', rev: 'r1', text: 'Who bakes?', minutes: 10, listen_for: 'Gaps.' },
    { id: WHY, kind: 'ask-your-team', rev: 'r2', text: 'Why bake?' },
  ],
}
const MANIFEST = { chapters: [FLOUR] }
const NOON = Date.parse('2026-11-23T12:00:00Z')
const after = (seconds) => NOON + seconds * 1000
const ID = 'session/flour/2026-11-23T1200'
const begun = () => beginSession({ people: 'Jo, Dana' }, NOON)
const WORDS = {
  recordTitle: 'Session: chapter {number}, {title}', recordWhen: '{day} at {time}, {minutes} minutes', recordPeople: 'In the room: {people}', decided: 'Decided',
  saidHead: 'Said', spentOf: '{time} of {minutes} min', spent: '{time} min', skippedWord: 'Skipped', noteHead: 'Note', lost: 'Gone.', nobody: 'no owner', by: 'by {day}',
  never: 'no date', noDecisions: 'None.',
}

test('only ids of sessions are sessions', () => {
  assert.deepEqual(parseSessionId(ID), { chapter: 'flour', day: '2026-11-23', time: '12:00' })
  for (const id of ['session/flour/next', 'session/flour/2026-11-23T2460', 'session/flour/2026-13-45T1200', 'session//2026-11-23T1200', 'session/a/b/2026-11-23T1200', 'flour/read', '']) {
    assert.equal(parseSessionId(id), null, id)
  }
})

test('two sessions that begin in one minute have two ids', () => {
  const taken = new Set()
  const next = (hour, minute) => {
    const id = newSessionId('flour', '2026-11-23', hour, minute, (one) => taken.has(one))
    taken.add(id)
    return id
  }
  assert.equal(next(9, 59), 'session/flour/2026-11-23T0959')
  assert.equal(next(9, 59), 'session/flour/2026-11-23T1000')
  assert.equal(next(23, 59), 'session/flour/2026-11-23T2359')
  assert.equal(next(23, 59), 'session/flour/2026-11-23T2358')
})

test('a session opens, asks each question for the team, and closes', () => {
  assert.deepEqual(sessionSteps(FLOUR).map(({ id, kind, minutes, number }) => [id, kind, minutes, number]), [
    ['agenda', 'agenda', 0, 0], [WHO, 'prompt', 10, 1], [WHY, 'prompt', 0, 2], ['close', 'close', 0, 0],
  ])
  assert.deepEqual(sessionSteps(null).map(({ id }) => id), ['agenda', 'close'])
})

test('the minutes are the course\'s, else the agenda\'s, else the questions\'', () => {
  assert.equal(sessionMinutes({ ...FLOUR, minutes: { session: 30 } }), 30)
  assert.equal(sessionMinutes({ ...FLOUR, minutes: undefined }), 20)
  assert.equal(sessionMinutes({ ...FLOUR, minutes: undefined, session: undefined }), 10)
  assert.equal(sessionMinutes(null), 0)
})

test('time goes to the session and to the question at hand', () => {
  let session = passTime(begun(), after(30)).session
  session = moveSession(session, WHO, after(60))
  session = moveSession(session, WHY, after(100))
  session = pauseSession(session, after(110))
  session = passTime(session, after(900)).session
  session = resumeSession(session, after(1000))
  session = moveSession(session, 'close', after(1005))
  session = endSession(session, after(1010))
  assert.equal(session.seconds, 120)
  assert.deepEqual(session.spent, { [WHO]: 40, [WHY]: 15 })
  assert.equal(session.since, undefined)
  assert.equal(session.ended, new Date(after(1010)).toISOString())
  assert.equal(passTime(session, after(5000)).session.seconds, 120)
})

test('counting often loses no part of a second', () => {
  let session = begun()
  for (let at = 0; at <= 60_000; at += 700) session = passTime(session, NOON + at).session
  assert.equal(passTime(session, after(60)).session.seconds, 60)
})

test('a clock that is set back takes nothing away, and time goes on from there', () => {
  const session = passTime(begun(), after(100)).session
  const back = passTime(session, after(-7200))
  assert.deepEqual([back.session.seconds, back.away], [100, false])
  assert.equal(passTime(back.session, after(-7190)).session.seconds, 110)
})

test('half an hour away still counts, a night does not and stops the clock', () => {
  assert.equal(passTime(begun(), after(SESSION_AWAY)).session.seconds, SESSION_AWAY)
  const { session, away } = passTime(passTime(begun(), after(60)).session, after(36000))
  assert.deepEqual([session.seconds, session.since, away], [60, undefined, true])
})

test('a skipped question is marked until somebody comes back to it', () => {
  const skipped = skipStep(moveSession(begun(), WHO, after(1)), WHY, after(2))
  assert.deepEqual([skipped.step, skipped.skipped], [WHY, [WHO]])
  assert.deepEqual(skipStep({ ...skipped, step: WHO }, WHY, after(3)).skipped, [WHO])
  assert.equal(moveSession(skipped, WHO, after(3)).skipped, undefined)
})

test('a question has its own minutes and what was added, the opening the session\'s', () => {
  const [agenda, who, why] = sessionSteps(FLOUR)
  const session = { ...begun(), step: WHO, seconds: 700, spent: { [WHO]: 650 } }
  assert.deepEqual(stepTime(session, who, 20), { spent: 650, planned: 600, over: 50, part: 1 })
  assert.deepEqual(stepTime(extendStep(extendStep(session)), who, 20), { spent: 650, planned: 1200, over: 0, part: 650 / 1200 })
  assert.deepEqual(stepTime(session, why, 20), { spent: 0, planned: 0, over: 0, part: 0 })
  assert.equal(stepTime(session, agenda, 20).planned, 1200)
})

test('the agenda knows where the clock is', () => {
  assert.deepEqual(agendaTimes(FLOUR.session.agenda, 300).map(({ start, end, state }) => [start, end, state]), [[0, 5, 'past'], [5, 20, 'now']])
  assert.deepEqual(agendaTimes(FLOUR.session.agenda, 5000).map(({ state }) => state), ['past', 'past'])
  assert.deepEqual(agendaTimes(undefined, 0), [])
})

test('seconds read as a clock', () => {
  assert.deepEqual([0, 5, 65, 3599, 3600, 3725.9, -4, NaN].map(clockText), ['0:00', '0:05', '1:05', '59:59', '1:00:00', '1:02:05', '0:00', '0:00'])
})

test('names are read from one line', () => {
  assert.deepEqual(peopleOf(' Jo,Dana ;\nJo,, Ben '), ['Jo', 'Dana', 'Ben'])
  assert.deepEqual(peopleOf(undefined), [])
})

test('what was saved and is no session becomes an empty one, and what is not known is kept', () => {
  const empty = { started: '', seconds: 0, said: {}, spent: {}, decisions: [], step: 'agenda' }
  for (const value of [null, 5, 'x', [], [[]], { said: 'x', spent: [1], decisions: { a: 1 }, seconds: 'many', step: 7, since: 'soon', skipped: 'x', extra: 5, people: {}, note: [] }]) {
    assert.deepEqual(readSession(value), empty)
  }
  const odd = readSession({ seconds: 1e300, spent: { a: -5, b: Infinity, c: 1e300 }, said: { a: 5, b: 'x', c: '' }, decisions: ['a', 5, 'a'], extra: { a: 1e9 }, mood: 'good', since: '2999-01-01T00:00:00.000Z', ended: '2026-01-01T00:00:00.000Z' })
  assert.equal(odd.seconds, 604800)
  assert.deepEqual(odd.spent, { c: 604800 })
  assert.deepEqual([odd.said, odd.decisions, odd.extra, odd.mood, odd.since], [{ b: 'x' }, ['a'], { a: 600 }, 'good', undefined])
})

test('reading what is written changes nothing', () => {
  const session = skipStep(extendStep({ ...moveSession(begun(), WHO, after(90)), said: { [WHO]: 'Jo' }, note: 'n', ticked: ['Bags.'] }), WHY, after(99))
  assert.deepEqual(readSession(JSON.parse(JSON.stringify(session))), session)
})

const entries = (session) => ({
  [ID]: { value: session },
  'plan/own/abc': { value: { chosen: true, text: 'Buy rye', owner: 'Jo', due: '2026-12-01' } },
  'plan/own/odd': { value: { chosen: true, text: { toString: 1 } } },
})

test('a record holds what was asked, said and decided', () => {
  const session = { ...begun(), ended: '2026-11-23T12:20:00.000Z', seconds: 1190, spent: { [WHO]: 600 }, skipped: [WHY], said: { [WHO]: 'Jo', 'flour/ask-your-team/gone': 'Old' }, decisions: ['plan/own/abc', 'plan/own/odd', 'flour/read'] }
  const record = sessionRecord(ID, entries(session), MANIFEST)
  assert.deepEqual([record.day, record.time, record.ended, record.minutes, record.planned, record.people], ['2026-11-23', '12:00', true, 20, 20, 'Jo, Dana'])
  assert.deepEqual(record.prompts.map(({ text, said, skipped }) => [text, said, skipped]), [['Who bakes?', 'Jo', false], ['Why bake?', '', true], ['flour/ask-your-team/gone', 'Old', false]])
  assert.deepEqual(record.decisions.map(({ text, kept }) => [text, kept]), [['Buy rye', true], ['', false], ['', false]])
})

test('a record of a chapter that is gone, or without a manifest, still reads', () => {
  for (const manifest of [{ chapters: [] }, null]) {
    const record = sessionRecord(ID, entries({ said: { [WHO]: 'Jo' } }), manifest)
    assert.deepEqual([record.chapter, record.place, record.prompts.length], [null, 'flour', 1])
    assert.match(sessionMarkdown(record, WORDS, String), /# flour\n/)
  }
})

test('the record as Markdown, in which signs stay signs', () => {
  const session = { ...begun(), seconds: 600, spent: { [WHO]: 600 }, said: { [WHO]: '# Jo\n\n<b>all</b>' }, skipped: [WHY], decisions: ['plan/own/abc', 'plan/own/gone'], note: 'Next *time*' }
  assert.equal(sessionMarkdown(sessionRecord(ID, entries(session), MANIFEST), WORDS, (day) => `day ${day}`), `# Session: chapter 1, Flour

day 2026-11-23 at 12:00, 10 minutes

In the room: Jo, Dana

## Decided

- [ ] Buy rye (Jo, by day 2026-12-01)
- Gone.

## Said

### Who bakes?

10:00 of 10 min

> \\# Jo
>
> \\<b\\>all\\</b\\>

### Why bake?

Skipped

## Note

> Next \\*time\\*
`)
})

test('a decision without owner or with a day that is none says so', () => {
  assert.equal(decisionFacts({ owner: '', due: 'soon' }, WORDS, String), 'no owner, no date')
})

test('sessions are listed newest first, whatever their chapter, without drafts and erased ones', () => {
  const value = { value: {} }
  const all = { 'session/a/2026-11-01T1000': value, 'session/b/2026-11-20T0900': value, 'session/a/2026-11-20T1000': value, 'session/a/next': value, 'session/c/2026-11-22T1000': { value: null }, 'flour/read': { value: true } }
  assert.deepEqual(sessionIds(all), ['session/a/2026-11-20T1000', 'session/b/2026-11-20T0900', 'session/a/2026-11-01T1000'])
})

test('an ended session that goes on stands at its close, with the clock stopped', () => {
  const again = reopenSession(endSession(moveSession(begun(), WHO, after(5)), after(10)))
  assert.deepEqual([again.ended, again.since, again.step], [undefined, undefined, 'close'])
})

test('what was said joins a note once', () => {
  assert.equal(joinNote('', 'Jo'), 'Jo')
  assert.equal(joinNote(undefined, 'Jo'), 'Jo')
  assert.equal(joinNote('Mine', 'Jo'), 'Mine\n\nJo')
  assert.equal(joinNote('Mine\n\nJo', 'Jo'), 'Mine\n\nJo')
})

test('a message that is none of ours says nothing', () => {
  for (const data of [null, 5, 'hello', [], {}, { format: 'other', kind: 'hello' }, screenMessage('dance'), screenMessage('state'), screenMessage('state', { state: [] })]) {
    assert.equal(readScreenMessage(data), null)
  }
  assert.deepEqual(readScreenMessage(screenMessage('hello')), { kind: 'hello' })
  assert.deepEqual(readScreenMessage(screenMessage('key', { key: { a: 1 } })), { kind: 'key', key: '' })
  const { state } = readScreenMessage(screenMessage('state', { state: { stage: 'party', text: { a: 1 }, number: NaN, spent: -1, planned: 'x', running: 'yes', decisions: [5, { text: 7, owner: 'Jo' }], said: 'secret' } }))
  assert.deepEqual(state, { stage: 'waiting', title: '', text: '', number: 0, count: 0, spent: 0, planned: 0, running: false, decisions: [{ text: '', owner: 'Jo', due: '' }] })
})
