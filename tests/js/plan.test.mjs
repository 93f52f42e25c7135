import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

import {
  PLAN_LIMITS, dueOf, foldChoice, groupPlan, isPlanDay, isPlanId, mergePlans, mondayOf, movePlan, offeredActions, planActions, planChange, planCounts, planLoad, planTimeline, settle,
} from '../../overrides/assets/learn/core/plan.mjs'
import { emptySaved, readSaved, serialiseSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const WORDS = JSON.parse(readFileSync(new URL('./plan-words.json', import.meta.url)))
const action = (id, text, more = {}) => ({ id, kind: 'action-plan', rev: 'r1', text, horizon: '30 days', days: 30, ...more })
const MANIFEST = {
  id: 'bread', formerly: { 'flour/action-plan/scales': 'flour/action-plan/scale', dough: 'oven' },
  chapters: [
    { id: 'flour', number: 1, title: 'Flour', address: 'chapters/01-flour/', items: [
      { id: 'flour/summary/ash', kind: 'summary', rev: 'r', text: 'Ash.' },
      action('flour/action-plan/scale', 'Buy a scale.', { owner: 'Baker', done_when: 'It stands on the table.' }),
      action('flour/action-plan/mill', 'Visit a mill.', { horizon: 'this week' }),
    ] },
    { id: 'oven', number: 2, title: 'Oven', address: 'chapters/02-oven/', items: [action('oven/action-plan/stone', 'Heat a stone.', { horizon: 'later' })] },
  ],
}
const SCALE = 'flour/action-plan/scale'
const MILL = 'flour/action-plan/mill'
const STONE = 'oven/action-plan/stone'
const OWN = 'plan/own/aaaaaaaaaaaa'
const AT = '2026-11-23T10:00:00.000Z'
const LATER = '2026-11-24T10:00:00.000Z'

const saved = (values, at = AT, rev = 'r1') => Object.entries(values).reduce((document, [id, value]) => setEntry(document, id, rev, value, at), emptySaved('bread'))
const plan = (values) => planActions(saved(values), MANIFEST)
const one = (value) => plan({ [SCALE]: { chosen: true, ...value } })[0]
/** Own actions, one for each value, named a, b, c ... */
const own = (...values) => plan(Object.fromEntries(values.map((value, at) => [`plan/own/${'abcdefghijklmnop'[at]}`, { chosen: true, text: 'abcdefghijklmnop'[at], ...value }])))
const texts = (actions) => actions.map(({ text }) => text).join(' ')

test('a plan is what was chosen, in the course’s order, then one’s own', () => {
  const ids = plan({ [OWN]: { chosen: true, text: 'Bake.' }, [STONE]: { chosen: true }, [MILL]: true, [SCALE]: { chosen: false, owner: 'Mei' }, 'flour/read': true, 'flour/summary/ash': true }).map(({ id }) => id)
  assert.deepEqual(ids, [MILL, STONE, OWN])
})

test('an action that nobody has changed is as the course has it', () => {
  const { value, ...shown } = one({})
  assert.deepEqual(value, { chosen: true })
  assert.deepEqual(shown, {
    id: SCALE, rev: 'r1', savedRev: 'r1', own: false, lost: false, chapter: { id: 'flour', number: 1, title: 'Flour', address: 'chapters/01-flour/' },
    text: 'Buy a scale.', courseText: 'Buy a scale.', owner: 'Baker', courseOwner: 'Baker', doneWhen: 'It stands on the table.', courseDoneWhen: 'It stands on the table.',
    start: '', due: '', status: 'todo', priority: 'normal', note: '', milestone: false, horizon: '30 days', courseHorizon: '30 days', order: null, changed: false, at: AT, place: 0,
  })
})

test('what a learner wrote stands in place of the course’s words', () => {
  const { text, owner, doneWhen, due, horizon, courseText } = one({ text: 'Buy two scales.', owner: ' Mei ', done_when: 'Both are here.', due: '2027-03-31', horizon: 'later' })
  assert.deepEqual([text, owner, doneWhen, due, horizon, courseText], ['Buy two scales.', 'Mei', 'Both are here.', '2027-03-31', 'later', 'Buy a scale.'])
})

test('an action whose words have changed since says so', () => {
  assert.equal(planActions(saved({ [SCALE]: { chosen: true } }, AT, 'r0'), MANIFEST)[0].changed, true)
  assert.equal(planActions(saved({ [OWN]: { chosen: true, text: 'x' } }, AT, ''), MANIFEST)[0].changed, false)
})

test('an action that the course has no more stays in the plan, and so does everything where the course is not at hand', () => {
  const [gone] = plan({ 'flour/action-plan/buy-new-sieve': { chosen: true, owner: 'Mei' } })
  assert.deepEqual([gone.lost, gone.text, gone.chapter.id, gone.owner], [true, 'Buy new sieve', 'flour', 'Mei'])
  const alone = planActions(saved({ [SCALE]: { chosen: true, text: 'Buy two.' }, [OWN]: { chosen: true, text: 'Bake.' } }), null)
  assert.deepEqual(alone.map(({ text, lost }) => [text, lost]), [['Bake.', false], ['Buy two.', true]])
})

test('values that no page of ours has written do no harm', () => {
  const shown = one({ chosen: true, text: 5, owner: [], due: '2027-02-30', start: 'soon', status: 'burnt', priority: {}, milestone: 'yes', horizon: 'never', order: '3', note: null, done_when: {} })
  assert.deepEqual([shown.text, shown.owner, shown.due, shown.start, shown.status, shown.priority, shown.milestone, shown.horizon, shown.order, shown.note], ['Buy a scale.', 'Baker', '', '', 'todo', 'normal', false, '30 days', null, ''])
  for (const value of ['text', 5, [true], { chosen: 'yes' }, {}, false]) assert.deepEqual(plan({ [SCALE]: value, [OWN]: value }), [])
  assert.deepEqual(plan({ [OWN]: { chosen: true } }), [])
  assert.equal(plan({ [OWN]: { chosen: true, text: 'x', chapter: '__proto__' } })[0].chapter, null)
})

test('an own action belongs to the chapter it was written in, also after that was renamed', () => {
  assert.equal(plan({ [OWN]: { chosen: true, text: 'x', chapter: 'oven' } })[0].chapter.title, 'Oven')
  assert.equal(plan({ [OWN]: { chosen: true, text: 'x', chapter: 'dough' } })[0].chapter.title, 'Oven')
})

test('what is not chosen is offered, with what was once written of it', () => {
  const offered = offeredActions(saved({ [MILL]: { chosen: true }, [SCALE]: { chosen: false, owner: 'Mei' }, [OWN]: { chosen: false, text: 'Bake.' }, 'oven/action-plan/gone': { chosen: false, owner: 'x' } }), MANIFEST)
  assert.deepEqual(offered.map(({ id, owner }) => [id, owner]), [[SCALE, 'Mei'], [STONE, ''], [OWN, '']])
})

for (const [name, value, change, after] of [
  ['a detail is added', { chosen: true }, { owner: 'Mei' }, { chosen: true, owner: 'Mei' }],
  ['an empty text takes a detail away', { chosen: true, owner: 'Mei' }, { owner: '' }, { chosen: true }],
  ['blanks are nothing', { chosen: true, owner: 'Mei' }, { owner: ' \n' }, { chosen: true }],
  ['null and undefined take away', { chosen: true, due: '2027-01-01', note: 'x' }, { due: null, note: undefined }, { chosen: true }],
  ['what goes without saying is not said', { chosen: true, status: 'done', priority: 'high', milestone: true }, { status: 'todo', priority: 'normal', milestone: false }, { chosen: true }],
  ['no day that is none', { chosen: true, due: '2027-01-01' }, { due: '2027-02-29' }, { chosen: true }],
  ['keys of a later version stay', { chosen: true, cost: { eur: 5 } }, { owner: 'Mei' }, { chosen: true, cost: { eur: 5 }, owner: 'Mei' }],
  ['details of an action that is put aside stay', { chosen: true, owner: 'Mei' }, { chosen: false }, { chosen: false, owner: 'Mei' }],
  ['nothing is left of one that is put aside without any', { chosen: true }, { chosen: false }, null],
  ['nothing was there', undefined, { chosen: true }, { chosen: true }],
  ['a tick of an old version was there', true, { owner: 'Mei' }, { chosen: true, owner: 'Mei' }],
  ['something odd was there', ['x'], { chosen: true }, { chosen: true }],
  ['order zero is an order', { chosen: true }, { order: 0 }, { chosen: true, order: 0 }],
]) {
  test(`changing a value: ${name}`, () => assert.deepEqual(planChange(value, change), after))
}

test('changing a value does not change the value that was there', () => {
  const before = Object.freeze({ chosen: true, owner: 'Mei' })
  planChange(before, { owner: '', due: '2027-01-01' })
  assert.deepEqual(before, { chosen: true, owner: 'Mei' })
})

test('the course’s own words are not kept as a learner’s', () => {
  const scale = one({ text: 'Mine', owner: 'Mei', horizon: 'later' })
  assert.deepEqual(planChange(scale.value, { text: 'Buy a scale.', owner: 'Baker', done_when: 'It stands on the table.', horizon: '30 days' }, scale), { chosen: true })
})

test('nothing is left of an own action without words', () => {
  const [bake] = own({ owner: 'Mei', horizon: 'later' })
  assert.equal(planChange(bake.value, { text: ' ' }, bake), null)
  assert.deepEqual(planChange(bake.value, { horizon: 'later' }, bake), bake.value)
})

test('a name that reaches a prototype is no detail', () => {
  const next = planChange(JSON.parse('{"chosen":true,"__proto__":{"polluted":1},"constructor":2}'), JSON.parse('{"__proto__":{"polluted":1},"owner":"Mei"}'))
  assert.deepEqual(next, { chosen: true, owner: 'Mei' })
  assert.equal(next.polluted, undefined)
})

test('groups by horizon stand from soon to late, empty ones are left out', () => {
  const groups = groupPlan(plan({ [SCALE]: { chosen: true }, [MILL]: { chosen: true }, [STONE]: { chosen: true, horizon: '30 days' } }), 'horizon', WORDS)
  assert.deepEqual(groups.map(({ key, title, actions }) => [key, title, actions.length]), [['this week', 'This week', 1], ['30 days', 'Within 30 days', 2]])
})

test('groups by status stand in the order of work', () => {
  assert.deepEqual(groupPlan(own({ status: 'done' }, { status: 'stopped' }, { status: 'doing' }, {}), 'status', WORDS).map(({ title, actions }) => `${title}: ${texts(actions)}`), ['To do: d', 'Doing: c', 'Done: a', 'Stopped: b'])
})

test('one owner has one group however the name is typed; who has none comes last', () => {
  const groups = groupPlan(own({}, { owner: 'tom' }, { owner: 'Mei' }, { owner: ' mei ' }, { owner: 'Mei and Tom' }), 'owner', WORDS)
  assert.deepEqual(groups.map(({ key, title, actions }) => [key, title, texts(actions)]), [['mei', 'Mei', 'c d'], ['mei and tom', 'Mei and Tom', 'e'], ['tom', 'tom', 'b'], ['', 'Nobody yet', 'a']])
})

test('groups by chapter hold own actions of the chapter; the others come last', () => {
  const groups = groupPlan(plan({ [STONE]: true, [SCALE]: true, [OWN]: { chosen: true, text: 'Bake.' }, 'plan/own/b': { chosen: true, text: 'Knead.', chapter: 'flour' } }), 'chapter', WORDS)
  assert.deepEqual(groups.map(({ key, title, actions }) => [key, title, texts(actions)]), [['flour', 'Chapter 1: Flour', 'Buy a scale. Knead.'], ['oven', 'Chapter 2: Oven', 'Heat a stone.'], ['', 'Not from a chapter', 'Bake.']])
})

test('in a group, what was moved by hand comes first, then priority, then the due day, then the course’s order', () => {
  const [{ actions }] = groupPlan(own({}, { due: '2027-02-01' }, { due: '2027-01-01' }, { priority: 'low', due: '2026-01-01' }, { priority: 'high' }, { order: 2, priority: 'low' }, { order: 1 }), 'horizon', WORDS)
  assert.equal(texts(actions), 'g f e c b a d')
})

/** The order after a move, as a page would show it. */
const moved = (actions, id, step) => {
  const orders = new Map(movePlan(actions, id, step).map((change) => [change.id, change.order]))
  return groupPlan(actions.map((one) => ({ ...one, order: orders.get(one.id) ?? one.order })), 'horizon', WORDS)[0].actions
}

test('an action moves up and down and stops at the ends', () => {
  const actions = own({}, {}, {}, {})
  assert.equal(texts(moved(actions, 'plan/own/c', -1)), 'a c b d')
  assert.equal(texts(moved(actions, 'plan/own/a', 1)), 'b a c d')
  assert.equal(texts(moved(actions, 'plan/own/b', Infinity)), 'a c d b')
  assert.equal(texts(moved(actions, 'plan/own/d', -Infinity)), 'd a b c')
  assert.deepEqual(movePlan(actions, 'plan/own/a', -1), [])
  assert.deepEqual(movePlan(actions, 'plan/own/d', 1), [])
  assert.deepEqual(movePlan(actions, 'plan/own/nobody', 1), [])
})

test('a move writes as little as it can', () => {
  assert.deepEqual(movePlan(own({}, {}, {}, {}), 'plan/own/b', -1), [{ id: 'plan/own/b', order: 1 }])
  assert.deepEqual(movePlan(own({ order: 1 }, { order: 5 }, { order: 9 }), 'plan/own/c', -1), [{ id: 'plan/own/c', order: 5 }, { id: 'plan/own/b', order: 9 }])
})

test('any row of moves gives the order that moving gives, whatever orders and priorities there were', () => {
  let seed = 7
  const random = (below) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (let round = 0; round < 300; round += 1) {
    let actions = own(...Array.from({ length: 2 + random(6) }, () => ({ ...(random(2) ? { order: random(4) - 1 } : {}), ...(random(3) ? {} : { priority: 'high' }) })))
    for (let turn = 0; turn < 4; turn += 1) {
      const before = groupPlan(actions, 'horizon', WORDS)[0].actions
      const from = random(before.length)
      const to = random(before.length)
      const expected = before.map(({ id }) => id)
      expected.splice(to, 0, ...expected.splice(from, 1))
      actions = moved(before, before[from].id, to - from)
      assert.deepEqual(actions.map(({ id }) => id), expected)
    }
  }
})

test('the load counts open actions by owner and week, and says where it is too much', () => {
  const week = { due: '2026-12-02' }
  const actions = own({ owner: 'Mei', ...week }, { owner: 'mei', ...week }, { owner: 'Mei', ...week }, { owner: 'Mei', due: '2026-12-04' }, { owner: 'Mei' }, { owner: 'Mei', due: '2026-11-20' }, { owner: 'Tom', status: 'done', ...week }, { due: '2026-12-09' }, { due: '2026-11-19', status: 'doing' }, { owner: 'Tom', status: 'stopped' })
  const load = planLoad(actions, { today: '2026-11-25' })
  assert.deepEqual(load.owners, [{ owner: 'Mei', open: 6, over: true }])
  assert.deepEqual(load.weeks, [{ week: '2026-11-30', count: 4, over: true }, { week: '2026-12-07', count: 1, over: false }])
  assert.deepEqual(load.late, ['plan/own/i', 'plan/own/f'])
  assert.deepEqual([load.undated, load.unowned], [1, 2])
  const easy = planLoad(actions, { today: '2026-11-25', limits: { owner: 6, week: 4 } })
  assert.equal([...easy.owners, ...easy.weeks].some(({ over }) => over), false)
  assert.deepEqual(PLAN_LIMITS, { owner: 5, week: 3 })
})

test('this week counts whole, weeks that have gone are not weighed', () => {
  assert.deepEqual(planLoad(own({ due: '2026-11-23' }, { due: '2026-11-29' }, { due: '2026-11-22' }), { today: '2026-11-25' }).weeks, [{ week: '2026-11-23', count: 2, over: false }])
})

test('due today is not late', () => {
  assert.deepEqual(planLoad(own({ due: '2026-11-25' }), { today: '2026-11-25' }).late, [])
})

test('a plan in numbers', () => {
  const counts = planCounts(own({}, { status: 'doing', due: '2026-11-29' }, { status: 'done', due: '2026-11-01' }, { status: 'stopped' }, { due: '2026-11-24', milestone: true, owner: 'Mei' }), '2026-11-25')
  assert.deepEqual(counts, { all: 5, open: 3, todo: 2, doing: 1, done: 1, stopped: 1, late: 1, week: 1, undated: 1, unowned: 2, milestones: 1 })
})

test('a short time line is marked by Mondays', () => {
  const line = planTimeline(own({ due: '2026-12-04' }, { start: '2026-11-30', due: '2026-12-11' }, {}), '2026-11-25')
  assert.deepEqual([line.from, line.to], ['2026-11-23', '2026-12-13'])
  assert.deepEqual(line.ticks, [{ at: 0, day: '2026-11-23', kind: 'week' }, { at: 7 / 21, day: '2026-11-30', kind: 'week' }, { at: 14 / 21, day: '2026-12-07', kind: 'week' }])
  assert.equal(line.today, 2.5 / 21)
  assert.deepEqual(line.rows.map(({ id, start, end }) => [id, start * 21, end * 21].map((part) => (typeof part === 'number' ? Math.round(part) : part))), [['plan/own/b', 7, 19], ['plan/own/a', 11, 12]])
})

test('a long time line is marked by months, and a milestone is one point', () => {
  const line = planTimeline(own({ due: '2027-03-31', milestone: true, start: '2026-01-01' }, { due: '2026-12-01', status: 'done' }), '2026-12-02')
  assert.deepEqual([line.from, line.to, line.ticks.map(({ day }) => day).join(' ')], ['2026-12-01', '2027-03-31', '2026-12-01 2027-01-01 2027-02-01 2027-03-01'])
  const [, milestone] = line.rows
  assert.deepEqual([milestone.start, milestone.milestone], [milestone.end, true])
  assert.equal(milestone.end, 120.5 / 121)
  assert.equal(line.rows[0].late, false)
})

test('a time line has few marks and stays within its ends, however far the dates are apart', () => {
  for (const due of ['2026-12-31', '2027-11-30', '2031-01-01', '2126-01-01', '2999-12-31']) {
    const { ticks, rows, from, to } = planTimeline(own({ due }, { due: '2026-11-25', start: '2999-01-01' }), '2026-11-25')
    assert.ok(ticks.length >= 2 && ticks.length <= 14, `${ticks.length} marks until ${due}`)
    assert.ok(from <= '2026-11-25' && to >= due)
    for (const at of [...ticks.map((tick) => tick.at), ...rows.flatMap(({ start, end }) => [start, end])]) assert.ok(at >= 0 && at <= 1)
    for (const { start, end } of rows) assert.ok(start < end)
  }
})

test('today is left out where it is far from every date', () => {
  assert.equal(planTimeline(own({ due: '2026-12-01' }), '2030-01-01').today, null)
  assert.equal(planTimeline(own({ due: '2035-12-01' }), '2030-01-01').today, null)
  assert.notEqual(planTimeline(own({ due: '2026-12-01' }), '2026-11-01').today, null)
})

test('without dates there is no time line', () => {
  assert.deepEqual(planTimeline(own({}), '2026-11-25'), { from: '', to: '', ticks: [], today: null, rows: [] })
})

test('what is proposed as due is a working day within the horizon', () => {
  for (let day = 1; day <= 28; day += 1) {
    const today = `2027-02-${String(day).padStart(2, '0')}`
    for (const [horizon, days] of [['this week', 7], ['30 days', 30], ['60 days', 60], ['90 days', 90]]) {
      const due = dueOf(horizon, today)
      const away = (Date.parse(due) - Date.parse(today)) / 86400000
      assert.ok(away >= (days === 7 ? 1 : days - 2) && away <= days, `${today} ${horizon}: ${due}`)
      assert.ok(![0, 6].includes(new Date(due).getUTCDay()), due)
    }
  }
  assert.equal(dueOf('this week', '2026-11-23'), '2026-11-27')
  assert.equal(dueOf('later', '2026-11-23'), '')
})

test('days and weeks', () => {
  assert.deepEqual(['2026-11-23', '2026-11-29', '2027-01-01'].map(mondayOf), ['2026-11-23', '2026-11-23', '2026-12-28'])
  for (const day of ['2024-02-29', '2000-02-29', '2027-12-31']) assert.equal(isPlanDay(day), true, day)
  for (const day of ['2027-02-29', '1900-02-29', '2027-04-31', '2027-13-01', '2027-00-10', '2027-01-00', '2027-1-1', '27-01-01', '', null, 20270101, ['2027-01-01'], '2027-01-01T00:00:00']) assert.equal(isPlanDay(day), false, String(day))
})

test('ids of actions are told from others', () => {
  for (const id of [SCALE, OWN]) assert.equal(isPlanId(id), true, id)
  for (const id of ['', 'plan/own/', 'flour/summary/ash', 'a/b/action-plan/c', '__proto__', 'x'.repeat(400), 'plan/own/a b', 'plan/own/a\r\nX:', 5, null]) assert.equal(isPlanId(id), false, String(id))
})

// Several people

const people = (...values) => values.map(([name, value, at]) => ({ name, document: saved(value, at) }))
const plain = (value) => JSON.parse(JSON.stringify(value))

test('an action that several chose is one, with what each says', () => {
  const [merged, ...rest] = mergePlans(people(['Tom', { [SCALE]: { chosen: true, owner: 'Tom', due: '2027-01-31' } }], ['Mei', { [SCALE]: { chosen: true, owner: 'Mei', due: '2027-01-31' } }], ['Ada', { [SCALE]: { chosen: true } }], ['Bo', { [SCALE]: { chosen: false, owner: 'Bo' } }]), MANIFEST)
  assert.deepEqual(rest, [])
  assert.deepEqual([merged.id, merged.action.owner, merged.action.at], [SCALE, 'Baker', ''])
  assert.deepEqual(merged.choices.map(({ name, action: { owner } }) => [name, owner]), [['Ada', 'Baker'], ['Mei', 'Mei'], ['Tom', 'Tom']])
  assert.deepEqual(merged.conflicts, ['owner'])
})

test('conflicts are told by the keys of a value; the same said otherwise is none', () => {
  const [merged] = mergePlans(people(
    ['a', { [SCALE]: { chosen: true, owner: 'Mei', due: '2027-01-01', status: 'done', horizon: 'later', done_when: 'x', note: 'one', milestone: true, order: 1 } }],
    ['b', { [SCALE]: { chosen: true, owner: ' mei ', due: '2027-01-02', status: 'doing', horizon: 'this week', done_when: 'y', note: 'two', order: 2 } }],
  ), MANIFEST)
  assert.deepEqual(merged.conflicts, ['due', 'done_when', 'status', 'horizon'])
})

test('own actions with the same words fall together', () => {
  const merged = mergePlans(people(['Mei', { 'plan/own/b': { chosen: true, text: 'Bake  bread.' } }], ['Tom', { 'plan/own/a': { chosen: true, text: 'bake bread.', due: '2027-01-01' }, 'plan/own/c': { chosen: true, text: 'Knead.' } }, LATER]), MANIFEST)
  assert.deepEqual(merged.map(({ id, choices, conflicts }) => [id, choices.map(({ name }) => name), conflicts]), [['plan/own/a', ['Mei', 'Tom'], ['text']], ['plan/own/c', ['Tom'], []]])
  assert.equal(merged[0].action.text, 'bake bread.')
})

test('another spelling of a sentence is to be settled, other blanks and another spelling of a name are not', () => {
  const both = (mei, tom) => mergePlans(people(['Mei', { 'plan/own/a': { chosen: true, text: 'Call IT.', ...mei } }], ['Tom', { 'plan/own/b': { chosen: true, text: 'Call IT.', ...tom } }, LATER]), MANIFEST)
  assert.deepEqual(both({ owner: 'Mei', done_when: 'It  rings.' }, { owner: 'MEI', done_when: 'It rings. ' }).map(({ conflicts }) => conflicts), [[]])
  const [merged, ...rest] = both({ done_when: 'It rings.' }, { text: ' call it.', done_when: 'IT rings.' })
  assert.deepEqual([rest, merged.conflicts], [[], ['text', 'done_when']])
  assert.equal(settle(merged, { text: 'Call IT.' }).text, 'Call IT.')
  assert.deepEqual([foldChoice('text', ' Call  IT.'), foldChoice('owner', ' MEI '), foldChoice('milestone', true)], ['Call IT.', 'mei', 'true'])
})

test('an own action that somebody took over and reworded is still the same', () => {
  const [merged, ...rest] = mergePlans(people(['Ada', { 'plan/own/c': { chosen: true, text: 'Knead it.' } }], ['Mei', { 'plan/own/b': { chosen: true, text: 'Bake.' } }], ['Tom', { 'plan/own/b': { chosen: true, text: 'Knead it.' } }, LATER]), MANIFEST)
  assert.deepEqual(rest, [])
  assert.deepEqual([merged.id, merged.ids, merged.action.id, merged.action.text, merged.conflicts], ['plan/own/b', ['plan/own/b', 'plan/own/c'], 'plan/own/b', 'Knead it.', ['text']])
  assert.equal(settle(merged, { text: 'Bake.' }).text, 'Bake.')
})

test('words of an own action cannot be taken for an id', () => {
  assert.equal(mergePlans(people(['Mei', { 'plan/own/a': { chosen: true, text: SCALE }, [SCALE]: { chosen: true } }]), MANIFEST).length, 2)
})

test('a merged plan stands in the course’s order, with the ids of today', () => {
  const merged = mergePlans(people(['Mei', { [OWN]: { chosen: true, text: 'Bake.' }, [STONE]: { chosen: true }, 'flour/action-plan/scales': { chosen: true, owner: 'Mei' }, 'flour/action-plan/gone': { chosen: true } }], ['Tom', { 'dough/action-plan/stone': { chosen: true } }]), MANIFEST)
  assert.deepEqual(merged.map(({ id, choices }) => [id, choices.length]), [[SCALE, 1], [STONE, 2], [OWN, 1], ['flour/action-plan/gone', 1]])
})

test('the order of the people makes no difference', () => {
  let seed = 3
  const random = (below) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  const pick = (...list) => list[random(list.length)]
  const value = () => ({ chosen: true, ...(random(2) ? { owner: pick('Mei', 'mei', 'Tom') } : {}), ...(random(2) ? { due: pick('2027-01-01', '2027-02-01') } : {}), ...(random(2) ? { note: pick('one', 'two') } : {}) })
  for (let round = 0; round < 100; round += 1) {
    const members = Array.from({ length: 2 + random(4) }, () => {
      const document = Object.fromEntries([SCALE, MILL, 'plan/own/a', 'plan/own/b'].filter(() => random(2)).map((id) => [id, { ...value(), ...(id.startsWith('plan/') ? { text: pick('Bake.', 'bake.', 'Knead.') } : {}) }]))
      return { name: pick('Mei', 'Tom', 'Ada'), document: saved(document, pick(AT, LATER)) }
    })
    const result = (list) => plain(mergePlans(list, MANIFEST).map((merged) => [merged, settle(merged)]))
    assert.deepEqual(result([...members].reverse()), result(members))
  }
})

test('settling takes what was picked, else what was written last, and joins the notes', () => {
  const [merged] = mergePlans([...people(['Tom', { [SCALE]: { chosen: true, owner: 'Tom', due: '2027-01-31', note: 'Ask first.', cost: 5 } }, LATER]), ...people(['Mei', { [SCALE]: { chosen: true, owner: 'Mei', due: '2027-02-28', note: 'In grams.', priority: 'high' } }])], MANIFEST)
  assert.deepEqual(settle(merged, { owner: 'Mei' }), { chosen: true, owner: 'Mei', due: '2027-01-31', priority: 'high', cost: 5, note: 'Mei: In grams.\nTom: Ask first.' })
  assert.deepEqual(settle(merged, { owner: 'Baker', due: '', note: '' }), { chosen: true, priority: 'high', cost: 5 })
})

test('a note that all have, or one alone, needs no name', () => {
  const [merged] = mergePlans(people(['Tom', { [SCALE]: { chosen: true, note: 'Same.' } }], ['Mei', { [SCALE]: { chosen: true, note: 'same.' } }], ['Ada', { [SCALE]: { chosen: true } }]), MANIFEST)
  assert.equal(settle(merged).note.toLowerCase(), 'same.')
})

test('what is settled can always be saved', () => {
  const note = 'x'.repeat(90000)
  const [merged] = mergePlans(people(...Array.from({ length: 5 }, (_, at) => [`P${at}`, { [SCALE]: { chosen: true, note: `${at}${note}` } }])), MANIFEST)
  const document = setEntry(emptySaved('bread'), merged.id, merged.action.rev, settle(merged), AT)
  assert.equal(readSaved(serialiseSaved(document), 'bread').problem, null)
  assert.equal(Object.keys(document.entries).length, 1)
})

test('fifty full plans merge in a moment', () => {
  const values = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`plan/own/k${at}`, { chosen: true, text: `Action number ${at}`, due: '2027-01-01', owner: `P${at % 7}`, note: 'Something to remember.' }]))
  const document = saved(values)
  const members = Array.from({ length: 50 }, (_, at) => ({ name: `P${at}`, document }))
  const { user } = process.cpuUsage()
  const merged = mergePlans(members, MANIFEST)
  merged.forEach((item) => settle(item))
  const spent = (process.cpuUsage().user - user) / 1000
  assert.equal(merged.length, 150)
  assert.ok(spent < 1000, `${spent} ms`)
})
