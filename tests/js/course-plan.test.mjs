import assert from 'node:assert/strict'
import test from 'node:test'

import {
  copiesFor, courseAfterwards, courseIcs, courseMarkdown, courseMaterials, coursePreparation, coursePrints, courseTime, fitMinutes, planCourse, plannable,
  readCourseSettings,
} from '../../overrides/assets/learn/core/course-plan.mjs'

const WORDS = {
  open: 'Welcome', feedback: 'Feedback', break: 'Break', lunch: 'Lunch', handout: 'Handout {numbers}', quiz: 'Quiz {numbers}', key: 'Key {numbers}',
  handoutMany: 'Handouts {numbers}', quizMany: 'Quizzes {numbers}', keyMany: 'Keys {numbers}',
  session: 'Session {number}', chapter: 'Chapter {number}: {title}', cut: '{minutes} of {planned} min', printLine: '{title}: {copies}',
  printHead: 'To print', bringHead: 'To bring', prepareHead: 'Before', afterHead: 'Afterwards',
}

const chapter = (number, agenda, session = {}) => ({
  id: `c${number}`, number, title: `Part ${number}`, address: `chapters/c${number}/`, quiz: `q${number}`,
  session: { agenda: agenda.map((minutes, at) => ({ minutes, text: `Step ${number}.${at + 1}` })), ...session },
})
const AGENDA = [5, 10, 10, 20, 15, 10, 5]
const course = (count, more = {}) => ({
  chapters: Array.from({ length: count }, (_, at) => chapter(at + 1, AGENDA, more)),
  worksheets: [{ id: 'audit', title: 'Audit', address: 'worksheets/audit/', pages: 2 }, { id: 'card', title: 'Card', address: 'worksheets/card/', pages: 1 }],
})
const choose = (manifest, settings = {}) => readCourseSettings({ chapters: manifest.chapters.map(({ id }) => id), ...settings }, manifest)
const planned = (count, settings, more) => {
  const manifest = course(count, more)
  return planCourse(choose(manifest, settings), manifest, WORDS)
}
const sum = (list) => list.reduce((all, one) => all + one, 0)

test('settings that are anything become settings', () => {
  const manifest = course(3)
  const empty = { chapters: [], length: 'half', minutes: 75, people: 12, start: '09:00', day: '', team: '' }
  for (const value of [undefined, null, 4, 'x', [], { chapters: 'c1', length: 'year', minutes: 'no', people: NaN, start: '25:00', day: '2026-13-01', team: 4 }, { chapters: [null, {}, 'gone'], length: '__proto__', people: Infinity }]) {
    assert.deepEqual(readCourseSettings(value, manifest), empty)
  }
  assert.deepEqual(readCourseSettings({ chapters: ['c3', 'c1', 'c1'], length: 'own', minutes: 9e9, people: -4, start: '13:30', day: '2026-12-01', team: 'x'.repeat(500) }, manifest),
    { chapters: ['c1', 'c3'], length: 'own', minutes: 720, people: 1, start: '13:30', day: '2026-12-01', team: 'x'.repeat(120) })
  assert.deepEqual(readCourseSettings({ chapters: ['c1'] }, null).chapters, [])
})

test('only chapters with an agenda can be planned', () => {
  assert.deepEqual(plannable({ chapters: [chapter(1, []), { id: 'x', session: undefined }, chapter(2, [5])] }).map(({ id }) => id), ['c2'])
  assert.deepEqual(plannable(null), [])
})

test('nothing chosen is an empty plan', () => {
  const plan = planCourse(readCourseSettings({}, course(3)), course(3), WORDS)
  assert.equal(plan.verdict, 'empty')
  assert.deepEqual([plan.sessions, plan.leftOut, plan.need], [[], [], 0])
})

test('chapters that fit keep every minute, with a welcome, feedback and breaks between chapters', () => {
  const { verdict, sessions: [session], need, have } = planned(2)
  assert.deepEqual([verdict, need, have], ['fits', 150, 175])
  assert.ok(session.rows.every(({ minutes, planned: before }) => minutes === before))
  assert.deepEqual(session.rows.map(({ kind }) => kind), ['open', ...Array(7).fill('step'), 'break', ...Array(7).fill('step'), 'feedback'])
  assert.deepEqual(session.rows.slice(0, 2).map(({ start, end }) => [courseTime(start), courseTime(end)]), [['9:00', '9:10'], ['9:10', '9:15']])
  for (const [at, row] of session.rows.entries()) if (at) assert.equal(row.start, session.rows[at - 1].end)
  assert.ok(session.end <= session.until)
})

test('what does not fit is shortened in proportion and says how to have the full time', () => {
  const plan = planned(3)
  const rows = plan.sessions[0].rows.filter(({ kind }) => kind === 'step')
  assert.equal(plan.verdict, 'shortened')
  assert.equal(plan.need, 225)
  assert.equal(sum(rows.map(({ minutes }) => minutes)), plan.have)
  assert.ok(rows.every(({ minutes, planned: before }) => minutes >= Math.ceil(before * 0.6) && minutes <= before))
  assert.equal(plan.shortened, rows.filter(({ minutes, planned: before }) => minutes < before).length)
  assert.equal(plan.leave.id, 'c3')
  assert.ok(plan.add > 0)
  assert.equal(planned(3, { length: 'own', minutes: 210 + plan.add }).verdict, 'fits')
  assert.equal(planned(3, { length: 'own', minutes: 210 + plan.add - 5 }).verdict, 'shortened')
  assert.notEqual(planned(2).verdict, 'shortened')
})

test('what is too long even at its shortest names what is left out, and the ways that help', () => {
  const plan = planned(5)
  assert.equal(plan.verdict, 'too-long')
  assert.deepEqual(plan.sessions[0].chapters.map(({ id }) => id), ['c1', 'c2', 'c3'])
  assert.deepEqual(plan.leftOut.map(({ id }) => id), ['c4', 'c5'])
  assert.equal(plan.leave, null)
  assert.equal(planned(5, { length: 'own', minutes: 210 + plan.add }).leftOut.length, 0)
  const four = planned(4)
  assert.equal(four.verdict, 'too-long')
  assert.equal(four.leave.id, 'c4')
})

test('no day is long enough for a whole course, and no minutes are promised to be', () => {
  const plan = planned(13, { length: 'day' })
  assert.deepEqual([plan.verdict, plan.add, plan.leave], ['too-long', 0, null])
  assert.equal(plan.sessions[0].chapters.length + plan.leftOut.length, 13)
  assert.ok(plan.sessions[0].end <= plan.sessions[0].until)
})

test('a day has lunch about noon and a break on either side', () => {
  const { sessions: [{ rows, end, until }] } = planned(4, { length: 'day' })
  const lunch = rows.find(({ kind }) => kind === 'lunch')
  assert.ok(lunch.start >= 11 * 60 && lunch.start <= 13 * 60 + 30, courseTime(lunch.start))
  const breaks = rows.filter(({ kind }) => kind === 'break')
  assert.equal(breaks.length, 2)
  assert.ok(breaks[0].end < lunch.start && breaks[1].start > lunch.end)
  assert.ok(end <= until)
})

test('a day with one chapter has no lunch that nobody needs', () => {
  const { verdict, sessions: [{ rows }] } = planned(1, { length: 'day' })
  assert.equal(verdict, 'spare')
  assert.deepEqual(rows.filter(({ kind }) => kind === 'lunch' || kind === 'break'), [])
})

test('nobody sits for much more than two hours', () => {
  for (const length of ['half', 'day', 'two']) {
    for (let count = 1; count <= 13; count += 1) {
      for (const { rows, end, until } of planned(count, { length }).sessions) {
        assert.ok(end <= until, `${length} ${count}`)
        let since = 0
        for (const row of rows) {
          since = row.kind === 'break' || row.kind === 'lunch' ? 0 : since + row.minutes
          assert.ok(since <= 135, `${length} ${count}: ${since}`)
        }
      }
    }
  }
})

test('two days part the chapters evenly and follow each other', () => {
  const { sessions } = planned(8, { length: 'two', day: '2026-12-31' })
  assert.deepEqual(sessions.map(({ chapters }) => chapters.length), [4, 4])
  assert.deepEqual(sessions.map(({ day }) => day), ['2026-12-31', '2027-01-01'])
})

test('weekly sessions take one chapter each, or several where they fit in full', () => {
  const weekly = planned(3, { length: 'weekly', minutes: 75, day: '2026-12-01' })
  assert.equal(weekly.verdict, 'fits')
  assert.deepEqual(weekly.sessions.map(({ day, chapters }) => [day, chapters.length]), [['2026-12-01', 1], ['2026-12-08', 1], ['2026-12-15', 1]])
  assert.deepEqual(weekly.sessions[0].rows.map(({ kind }) => kind), Array(7).fill('step'))
  assert.deepEqual(planned(3, { length: 'weekly', minutes: 210 }).sessions.map(({ chapters }) => chapters.length), [2, 1])
  const short = planned(3, { length: 'weekly', minutes: 60 })
  assert.deepEqual([short.verdict, short.add, short.leave], ['shortened', 15, null])
  const none = planned(2, { length: 'weekly', minutes: 20 })
  assert.deepEqual([none.verdict, none.sessions, none.leftOut.length], ['too-long', [], 2])
  assert.equal(planned(2, { length: 'weekly', minutes: 20 + none.add }).verdict, 'shortened')
})

test('minutes are fitted exactly, none below its least, whatever the steps', () => {
  for (const wanted of [[5, 10, 15], [1, 1, 240], [3, 3, 3], AGENDA, [4, 6, 7, 8, 12, 13]]) {
    const least = wanted.map((minutes) => Math.min(minutes, Math.max(3, Math.ceil(minutes * 0.6))))
    for (let room = sum(least); room <= sum(wanted) + 3; room += 1) {
      const fitted = fitMinutes(wanted, room)
      assert.equal(sum(fitted), Math.min(room, sum(wanted)))
      assert.ok(fitted.every((minutes, at) => minutes >= least[at] && minutes <= wanted[at]), `${wanted} in ${room}: ${fitted}`)
    }
  }
})

test('each thing to bring stands once, and sheets stand with what is printed', () => {
  const manifest = course(2, { print: [{ sheet: 'audit', for: 'person' }], materials: ['Audit, one per person, filled in', 'A timer'], prepare: ['Read it.'], afterwards: 'Send it.' })
  manifest.chapters[1].session.materials = ['The timer.', 'Seven sheets on the wall; sticky notes']
  assert.deepEqual(courseMaterials(manifest.chapters, manifest).map(({ text, chapters }) => [text, chapters.map(({ number }) => number)]),
    [['A timer', [1, 2]], ['Seven sheets on the wall', [2]], ['sticky notes', [2]]])
  assert.deepEqual(coursePreparation(manifest.chapters).map(({ text, chapters }) => [text, chapters.length]), [['Read it.', 2]])
  assert.deepEqual(courseAfterwards([manifest.chapters[0]]).map(({ text }) => text), ['Send it.'])
})

test('copies are enough for everybody, with one to spare', () => {
  assert.deepEqual(['person', 'pair', 'group', 'room', 'strange'].map((share) => copiesFor(share, 12)), [13, 7, 5, 1, 1])
})

test('a sheet of two chapters is printed once a session, with its note and its pages', () => {
  const manifest = course(2, { print: [{ sheet: 'audit', for: 'person' }, { sheet: 'card', for: 'pair' }, { sheet: 'gone', for: 'room' }], materials: ['Audit, one per person, scored'] })
  const lines = (settings) => coursePrints(planCourse(choose(manifest, settings), manifest, WORDS).sessions, 12, manifest, WORDS)
  const day = lines({})
  assert.deepEqual(day.lines.map(({ title, copies, pages, note }) => [title, copies, pages, note]), [
    ['Audit', 13, 2, 'one per person, scored'], ['Card', 7, 1, ''], ['Handouts 1, 2', 13, 0, ''], ['Quizzes 1, 2', 13, 0, ''],
    ['Keys 1, 2', 1, 0, ''],
  ])
  assert.deepEqual([day.pages, day.unknown], [33, 3])
  assert.deepEqual(lines({ length: 'weekly' }).lines.slice(0, 2).map(({ copies }) => copies), [26, 14])
  manifest.chapters[0].paper = { handout: 5, quiz: 4, key: 3 }
  assert.deepEqual([lines({ chapters: ['c1'] }).pages, lines({ chapters: ['c1'] }).unknown], [33 + 65 + 52 + 3, 0])
})

test('the plan as text holds the agenda, what was cut and every list, and no signs of Markdown from outside', () => {
  const manifest = course(3, { print: [{ sheet: 'audit', for: 'person' }], materials: ['A *timer*'], prepare: ['Read it.'], afterwards: 'Send it.' })
  const settings = choose(manifest, { day: '2026-12-01' })
  const text = courseMarkdown(planCourse(settings, manifest, WORDS), settings, manifest, WORDS, { title: 'Plan: [x](y)', facts: '12 people', verdict: 'It fits.' }, (day) => `on ${day}`)
  assert.match(text, /^# Plan: \\\[x\\\]\(y\)\n\n12 people\n\nIt fits\.\n\n## Session 1, on 2026-12-01, 9:00–\d\d:\d\d\n/)
  assert.match(text, /\*\*Chapter 1: Part 1\*\*\n\n- 9:10–9:1\d Step 1\.1/)
  assert.match(text, /\(\d+ of 20 min\)/)
  assert.match(text, /- \[ \] Audit: 13\n/)
  assert.match(text, /## To bring\n\n- \[ \] A \\\*timer\\\* \(1, 2, 3\)/)
  assert.ok(text.endsWith('- [ ] Send it. (1, 2, 3)\n'))
})

test('a calendar file has one event for each session, with ids that stay when the plan changes', () => {
  const manifest = course(2)
  const file = { course: 'bread', now: '2026-11-23T12:00:00Z', at: '2026-11-23T11:00:00Z', title: 'Bread', root: 'https://x.example/' }
  const made = (settings) => courseIcs(planCourse(choose(manifest, settings), manifest, WORDS), choose(manifest, settings), WORDS, file)
  const uids = (text) => text.match(/^UID:.*$/gm).map((line) => line.trim())
  const weekly = made({ length: 'weekly', day: '2026-12-01', team: 'Ärzte & Co' })
  assert.deepEqual(uids(weekly), ['UID:course-plan.arzte-co.1@bread', 'UID:course-plan.arzte-co.2@bread'])
  assert.deepEqual(uids(made({ length: 'weekly', day: '2027-02-02', start: '13:00', team: 'Ärzte & Co' })), uids(weekly))
  assert.match(weekly, /DTSTART:20261201T090000\r\nDTEND:20261201T101500\r\n/)
  assert.match(weekly, /DTSTART:20261208T090000/)
  assert.match(made({ length: 'own', minutes: 300, start: '22:00', day: '2026-12-31' }), /DTSTART:20261231T220000\r\nDTEND:20270101T0\d/)
  assert.ok(weekly.split('\r\n').every((line) => Buffer.byteLength(line) <= 75))
  assert.equal(made({}), '')
  assert.equal(made({ chapters: [], day: '2026-12-01' }), '')
})
