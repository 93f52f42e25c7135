import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

import { PLAN_FILE_ACTIONS, listSeparator, planCsv, planFileText, planIcs, planJson, planMarkdown, readPlanCsv, readPlanJson } from '../../overrides/assets/learn/core/plan-files.mjs'
import { groupPlan, offeredActions, planActions } from '../../overrides/assets/learn/core/plan.mjs'
import { SAVED_LIMITS, emptySaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const WORDS = JSON.parse(readFileSync(new URL('./plan-words.json', import.meta.url)))
const MANIFEST = {
  id: 'bread', formerly: { 'flour/action-plan/scales': 'flour/action-plan/scale', dough: 'oven' },
  chapters: [
    { id: 'flour', number: 1, title: 'Flour', address: 'chapters/01-flour/', items: [
      { id: 'flour/action-plan/scale', kind: 'action-plan', rev: 'r1', text: 'Buy a scale.', owner: 'Baker', done_when: 'It stands on the table.', horizon: '30 days' },
      { id: 'flour/action-plan/mill', kind: 'action-plan', rev: 'r1', text: 'Visit a mill.', horizon: 'this week' },
    ] },
    { id: 'oven', number: 2, title: 'Oven', address: 'chapters/02-oven/', items: [{ id: 'oven/action-plan/stone', kind: 'action-plan', rev: 'r1', text: 'Heat a stone.', horizon: 'later' }] },
  ],
}
const SCALE = 'flour/action-plan/scale'
const MILL = 'flour/action-plan/mill'
const OWN = 'plan/own/aaaaaaaaaaaa'
const AT = '2026-11-23T10:00:00.000Z'

const saved = (values, at = AT) => Object.entries(values).reduce((document, [id, value]) => setEntry(document, id, 'r1', { chosen: true, ...value }, at), emptySaved('bread'))
const plan = (values, at) => planActions(saved(values, at), MANIFEST)
const csv = (values) => planCsv(plan(values), WORDS)
const HEADER = 'Action,Owner,Start,Due,Done when,Status,Priority,When,Milestone,Note,Chapter,ID (leave as it is)'
const FULL = { [SCALE]: { owner: 'Mei', due: '2027-03-31', status: 'doing' }, [OWN]: { text: 'Bake.', note: 'One\ntwo', milestone: true, chapter: 'oven', horizon: '60 days' } }
/** What a table changes in a plan: the values, the problems' codes and lines. */
const read = (text, values = FULL) => {
  const { changes, problems } = readPlanCsv(text, plan(values), MANIFEST, WORDS)
  return { changes, values: changes.map(({ value }) => value), problems: problems.map(({ line, code }) => `${line} ${code}`), sentences: problems.map(({ why }) => why) }
}
const table = (...rows) => `${rows.join('\r\n')}\r\n`

// Writing a table

test('a table begins with the mark of UTF-8, its lines end as the standard says, the id stands last', () => {
  assert.equal(csv(FULL), `\ufeff${table(
    HEADER,
    `Buy a scale.,Mei,,2027-03-31,It stands on the table.,Doing,Normal,Within 30 days,,,Chapter 1: Flour,${SCALE}`,
    `Bake.,,,,,To do,Normal,Within 60 days,yes,"One\ntwo",Chapter 2: Oven,${OWN}`,
  )}`)
})

for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '\u00a0=1', '＝1', '－1', "'=1", "''=1", "' =1", '\0=1', '=HYPERLINK("http://x";"y")', '=cmd|\' /C calc\'!A0']) {
  test(`a spreadsheet does not work out ${JSON.stringify(text)}, and it comes back as it was`, () => {
    const written = csv({ [OWN]: { text, owner: 'x' } })
    const [, cell] = /^"?((?:[^",]|"")*)/.exec(written.split('\r\n').slice(1).join('\r\n'))
    assert.equal(cell[0], "'")
    assert.deepEqual(read(written, {}).values.map((value) => value.text), [text.replace(/\r/g, '\n')])
    assert.deepEqual(read(written, { [OWN]: { text, owner: 'x' } }), { changes: [], values: [], problems: [], sentences: [] })
  })
}

for (const text of ['Bake.', "'tis done", "Mei's", '1-2', 'a=b', '"', '""', ',', ';;', 'a\nb', ' x ', '“quoted”', '😀', '7', 'TRUE', '-'.padStart(3, 'x')]) {
  test(`a harmless text is written as it is: ${JSON.stringify(text)}`, () => {
    assert.ok(csv({ [OWN]: { text } }).includes(/[",;\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}",` : `\n${text},`))
    assert.deepEqual(read(csv({ [OWN]: { text } }), {}).values.map((value) => value.text), [text])
  })
}

test('where the comma is for decimals, a semicolon stands between cells', () => {
  assert.deepEqual(['de-DE', 'fr', 'en-US', 'en', 'ja', 'not a language'].map(listSeparator), [';', ';', ',', ',', ',', ','])
  const text = planCsv(plan(FULL), WORDS, ';')
  assert.ok(text.startsWith('\ufeffAction;Owner;'))
  assert.deepEqual(read(text).changes, [])
})

// Reading a table

test('a table that comes back unchanged changes nothing', () => {
  assert.deepEqual(read(csv(FULL)), { changes: [], values: [], problems: [], sentences: [] })
})

test('edited cells change what they say, an emptied cell gives the course’s words back', () => {
  const text = csv(FULL).replace('Mei,,2027-03-31', ',2027-01-04,').replace('Doing,Normal', 'done,HIGH').replace('Bake.', 'Bake more.').replace('yes', '')
  const { changes, problems } = read(text)
  assert.deepEqual(problems, [])
  assert.deepEqual(changes, [
    { id: SCALE, rev: 'r1', value: { chosen: true, start: '2027-01-04', status: 'done', priority: 'high' }, kind: 'changed', keys: ['due', 'owner', 'priority', 'start', 'status'], text: 'Buy a scale.' },
    { id: OWN, rev: '', value: { chosen: true, text: 'Bake more.', note: 'One\ntwo', chapter: 'oven', horizon: '60 days' }, kind: 'changed', keys: ['milestone', 'text'], text: 'Bake more.' },
  ])
})

test('a table can have a column more before the id, guarded as all are, and comes back without it', () => {
  const words = { ...WORDS, 'field-chosen_by': 'Chosen by' }
  const text = planCsv(plan(FULL), words, ',', { chosen_by: ({ id }) => (id === OWN ? 'Mei, Tom' : '=Tom') })
  const [header, scale] = text.slice(1).split('\r\n')
  assert.equal(header, HEADER.replace('ID', 'Chosen by,ID'))
  assert.ok(scale.endsWith(`,'=Tom,${SCALE}`), scale)
  assert.ok(text.includes(`"Mei, Tom",${OWN}`))
  assert.deepEqual(read(text), { changes: [], values: [], problems: [], sentences: [] })
})

test('columns stand in any order, others are passed over, missing ones change nothing', () => {
  const { values, problems } = read(table('Budget,ID (leave as it is),owner', `5,${SCALE},Tom`))
  assert.deepEqual([values, problems], [[{ chosen: true, owner: 'Tom', due: '2027-03-31', status: 'doing' }], []])
})

for (const [name, change] of [
  ['semicolons', (text) => text.replaceAll(',', ';')],
  ['tabs', (text) => text.replaceAll(',', '\t')],
  ['line feeds alone', (text) => text.replaceAll('\r\n', '\n')],
  ['carriage returns alone', (text) => text.replaceAll('\r\n', '\r')],
  ['no mark', (text) => text.replace('\ufeff', '')],
  ['no last line end', (text) => text.replace(/\r\n$/, '')],
  ['a line that names the separator', (text) => text.replace('\ufeff', '\ufeffsep=,\r\n')],
  ['all cells in quotation marks', (text) => text.split('\r\n').map((line) => line.replace(/[^,\ufeff]+/g, '"$&"')).join('\r\n')],
  ['empty rows and columns at the end', (text) => `${text.replaceAll('\r\n', ',,\r\n')},,,,\r\n\r\n`],
  ['headings in other letters', (text) => text.replace('Action,Owner', 'ACTION , owner')],
  ['the keys as headings', (text) => text.replace(HEADER, 'text,owner,start,due,done_when,status,priority,horizon,milestone,note,chapter,id')],
]) {
  test(`a table may have ${name}`, () => {
    const text = change(csv({ [SCALE]: { due: '2027-03-31' } }).replace('Baker', 'Tom'))
    assert.deepEqual(read(text, { [SCALE]: { due: '2027-03-31' } }), { changes: [{ id: SCALE, rev: 'r1', value: { chosen: true, owner: 'Tom', due: '2027-03-31' }, kind: 'changed', keys: ['owner'], text: 'Buy a scale.' }], values: [{ chosen: true, owner: 'Tom', due: '2027-03-31' }], problems: [], sentences: [] })
  })
}

test('a carriage return in a cell without quotation marks is a part of it where others end the rows', () => {
  assert.deepEqual(read('Action,Owner\nKnead\rit.,Mei\nWait.,Tom\n', {}).values, [{ chosen: true, text: 'Knead\nit.', owner: 'Mei' }, { chosen: true, text: 'Wait.', owner: 'Tom' }])
})

test('a row whose last cells are empty may be shorter', () => {
  assert.deepEqual(read(table('Action,Owner,Note,Chapter', 'Knead.,Mei', 'Wait.'), {}).values, [{ chosen: true, text: 'Knead.', owner: 'Mei' }, { chosen: true, text: 'Wait.' }])
})

test('a row without an id is an own action, the same one when it is read again', () => {
  const text = table('Action,Owner,Due,Chapter', 'Knead.,Mei,2027-01-31,Oven', 'Knead.,Tom,,2', 'Wait.,,,')
  const { changes, problems } = read(text, {})
  assert.deepEqual(problems, [])
  assert.deepEqual(changes.map(({ value, kind }) => [value, kind]), [
    [{ chosen: true, text: 'Knead.', owner: 'Mei', due: '2027-01-31', chapter: 'oven' }, 'new'],
    [{ chosen: true, text: 'Knead.', owner: 'Tom', chapter: 'oven' }, 'new'],
    [{ chosen: true, text: 'Wait.' }, 'new'],
  ])
  assert.equal(new Set(changes.map(({ id }) => id)).size, 3)
  for (const { id } of changes) assert.match(id, /^plan\/own\/[0-9a-f]{12}$/)
  const after = Object.fromEntries(changes.map(({ id, value }) => [id, value]))
  assert.deepEqual(read(text, after).changes, [])
  const beside = { [OWN]: { text: 'knead.' } }
  const more = Object.fromEntries(read(text, beside).changes.map(({ id, value }) => [id, value]))
  assert.deepEqual([Object.keys(more).length, more[OWN].owner], [3, 'Mei'])
  assert.deepEqual(read(text, { ...beside, ...more }).changes, [])
})

test('a row without an id that says what an action says is that action', () => {
  const { changes } = read(table('Action,Owner', 'bake.,Tom', 'Visit a  mill.,Ada'))
  assert.deepEqual(changes.map(({ id, kind, value }) => [id, kind, value.owner]), [[OWN, 'changed', 'Tom'], [MILL, 'new', 'Ada']])
  assert.equal(changes[1].value.text, undefined)
})

test('an action that was not in the plan is chosen by its row, and keeps what was written of it', () => {
  const document = saved({ [SCALE]: { chosen: false, note: 'kept' } })
  const actions = [...planActions(document, MANIFEST), ...offeredActions(document, MANIFEST)]
  const { changes } = readPlanCsv(table('ID,Owner', `${SCALE},Tom`), actions, MANIFEST, WORDS)
  assert.deepEqual(changes, [{ id: SCALE, rev: 'r1', value: { chosen: true, note: 'kept', owner: 'Tom' }, kind: 'new', keys: ['chosen', 'owner'], text: 'Buy a scale.' }])
})

test('ids of yesterday find their action', () => {
  assert.deepEqual(read(table('ID,Owner', 'flour/action-plan/scales,Tom', 'dough/action-plan/stone,Ada')).changes.map(({ id, value }) => [id, value.owner]), [[SCALE, 'Tom'], ['oven/action-plan/stone', 'Ada']])
})

test('an own action of somebody else keeps its id', () => {
  assert.deepEqual(read(table('ID,Action', 'plan/own/bbbbbbbbbbbb,Wait.'), {}).changes.map(({ id, kind }) => [id, kind]), [['plan/own/bbbbbbbbbbbb', 'new']])
})

test('what cannot be read is told by row and stays as it is; the rest of the row counts', () => {
  const { values, problems, sentences } = read(table(
    'Action,Owner,Start,Due,Status,Priority,When,Milestone,Chapter,ID',
    `Buy a scale.,Tom,soon,2027-02-30,burnt,urgent,tomorrow,perhaps,,${SCALE}`,
    ',,,,,,,,,',
    'Fly.,,,,,,,,,flour/action-plan/fly',
    `Twice.,,,,,,,,,${SCALE}`,
    ',Mei,,,,,,,,',
    `,,,,,,,,,${OWN}`,
    'Wait.,,,,,,,,Cheese,',
    'Evil.,,,,,,,,,__proto__',
  ))
  assert.deepEqual(problems, ['2 no-day', '2 no-day', '2 word', '2 word', '2 word', '2 word', '4 unknown', '5 twice', '6 no-text', '7 no-text', '8 chapter', '9 unknown'])
  assert.deepEqual(values, [{ chosen: true, owner: 'Tom', due: '2027-03-31', status: 'doing' }, { chosen: true, text: 'Wait.' }])
  assert.equal(sentences[0], '“soon” under “Start” is no day. Write it as 2027-03-31.')
  assert.equal(sentences[2], '“burnt” is none of the words for “Status”: To do, Doing, Done, Stopped.')
})

const day = (cell, before = '') => {
  const { values, problems } = read(table('ID;Due', `${OWN};${cell}`), { [OWN]: { text: 'Bake.', due: before } })
  return problems[0] ?? (values[0] ? values[0].due ?? 'none' : before)
}

for (const [cell, expected] of [
  ['2027-03-31', '2027-03-31'], ['2027-03-31 00:00:00', '2027-03-31'], ['2027-03-31T00:00', '2027-03-31'], ['2027/3/31', '2027-03-31'], ['2027. 3. 31.', '2027-03-31'],
  ['3/31/2027', '2027-03-31'], ['31/03/2027', '2027-03-31'], ['31-3-2027', '2027-03-31'], ['03/31/27', '2027-03-31'], ['31.03.2027', '2027-03-31'], ['4.5.2027', '2027-05-04'], ['31. 3. 2027', '2027-03-31'], ['31.03.27', '2027-03-31'],
  ['31-Mar-27', '2027-03-31'], ['31 March 2027', '2027-03-31'], ['Mar 31, 2027', '2027-03-31'], ['March 31st, 2027', '2027-03-31'], ['Wednesday, March 31, 2027', '2027-03-31'], ['3/31/2027 12:00:00 AM', '2027-03-31'],
  ['4/4/2027', '2027-04-04'], [' 2027-03-31 ', '2027-03-31'], ['', 'none'],
  ['4/5/2027', '2 two-days'], ['05-04-2027', '2 two-days'], ['27/03/31', '2 two-days'], ['1/2/3', '2 no-day'], ['46477', '2 no-day'], ['30/30/2027', '2 no-day'], ['29.02.2027', '2 no-day'], ['31 Foo 2027', '2 no-day'], ['2027-13-01', '2 no-day'], ['2027-03-31/2027-04-01', '2 no-day'], ['#####', '2 no-day'],
]) {
  test(`a spreadsheet’s date: ${cell || 'nothing'} is ${expected}`, () => assert.equal(day(cell, cell ? '' : '2027-01-01'), expected))
}

test('a date that can be two days is named with both', () => {
  assert.deepEqual(read(table('Action,Due', 'Wait.,4/5/2027'), {}).sentences, ['“4/5/2027” under “Due” can be 2027-05-04 or 2027-04-05. Write it as 2027-03-31.'])
})

test('a date that can be two days is read as the file’s other dates are written', () => {
  assert.deepEqual(read(table('Action,Start,Due', 'a,3/31/2027,4/5/2027', 'b,,5/6/2027'), {}).values.map(({ due }) => due), ['2027-04-05', '2027-05-06'])
  assert.deepEqual(read(table('Action,Start,Due', 'a,31/3/2027,4/5/2027'), {}).values.map(({ due }) => due), ['2027-05-04'])
  assert.deepEqual(read(table('Action,Start,Due', 'a,31/3/2027,4/5/2027', 'b,3/31/2027,'), {}).problems, ['2 two-days'])
})

test('a day that only other dates tell the order of says what the cell was, where it changes the plan', () => {
  const inferred = (text, values = {}) => read(text, values).changes.map((change) => change.inferred)
  assert.deepEqual(inferred(table('Action,Start,Due', 'a,3/31/2027, 4/5/2027', 'b,5/6/2027,4/4/2027', 'c,2027-01-02,')), [{ due: '4/5/2027' }, { start: '5/6/2027' }, undefined])
  assert.deepEqual(inferred(table('Action,Owner,Due,ID', `Bake.,Tom,4/5/2027,${OWN}`, 'b,,13/5/2027,'), { [OWN]: { text: 'Bake.', due: '2027-05-04' } }), [undefined, undefined])
})

test('dates that have stayed as they are in the plan tell how the file writes dates', () => {
  const { values, problems } = read(table('Action,Due,ID', `Bake.,4/5/2027,${OWN}`, 'Wait.,7/8/2027,'), { [OWN]: { text: 'Bake.', due: '2027-05-04' } })
  assert.deepEqual([values, problems], [[{ chosen: true, text: 'Wait.', due: '2027-08-07' }], []])
})

test('letters that were lost on the way do not reach the plan', () => {
  const values = { [OWN]: { text: 'Bröt.', owner: 'Zoë' } }
  const { values: read2, problems, sentences } = read(csv(values).replace('Bröt', 'Br\ufffdt').replace('Zoë', 'Tom'), values)
  assert.deepEqual([read2, problems], [[{ chosen: true, text: 'Bröt.', owner: 'Tom' }], ['2 letters']])
  assert.match(sentences[0], /CSV UTF-8/)
  assert.deepEqual(read(table('ID,Action', `${OWN},Br\ufffdt!`), { [OWN]: { text: 'Br\ufffdt' } }).problems, [])
})

test('a text that is too long is left out and told', () => {
  const { values, problems } = read(table('Action,Owner', `${'x'.repeat(2000)},${'y'.repeat(201)}`), {})
  assert.deepEqual([values.map(({ owner, text }) => [owner, text.length]), problems], [[[undefined, 2000]], ['2 too-long']])
})

for (const [name, text, problems] of [
  ['nothing', '', ['1 no-header']],
  ['no headings', 'a,b\r\n1,2\r\n', ['1 no-header']],
  ['a picture', '\x89PNG\r\n\x1a\n\0\0"', ['1 no-header']],
  ['headings alone', `${HEADER}\r\n`, []],
  ['JSON', '{"format": "learn-saved"}', ['1 no-header']],
  ['far too much', 'x'.repeat(SAVED_LIMITS.text + 1), ['1 too-big']],
]) {
  test(`a file of ${name} changes nothing`, () => {
    const found = read(text)
    assert.deepEqual([found.changes, found.problems], [[], problems])
  })
}

for (const cell of ['T '.repeat(500000), '1/'.repeat(500000), "'".repeat(1000000), `"${'""'.repeat(500000)}"`, ' '.repeat(1000000), ';'.repeat(1000000)]) {
  test(`a cell of a million signs does not stop the page: ${cell.slice(0, 4)}`, () => {
    const { user } = process.cpuUsage()
    assert.deepEqual(read(table('Due,ID,Status', `${cell},${OWN},${cell}`), { [OWN]: { text: 'Bake.' } }).changes, [])
    assert.ok((process.cpuUsage().user - user) / 1000 < 2000)
  })
}

test('from a quotation mark without an end on, nothing is read', () => {
  assert.deepEqual(read(table('Action,Owner', 'a,Mei', '"b,Tom', 'c,Ada'), {}), { ...read(table('Action,Owner', 'a,Mei'), {}), problems: ['3 broken'], sentences: [WORDS['row-broken']] })
})

test('more rows than a plan can have are not read', () => {
  const { changes, problems } = read(table('Action', ...Array.from({ length: PLAN_FILE_ACTIONS + 5 }, (_, at) => `a${at}`)), {})
  assert.deepEqual([changes.length, problems], [PLAN_FILE_ACTIONS, [`${PLAN_FILE_ACTIONS + 2} too-many`]])
})

test('a table read without the course still changes one’s own actions', () => {
  const { changes } = readPlanCsv(table('ID,Owner', `${OWN},Tom`), planActions(saved({ [OWN]: { text: 'Bake.' } }), null), null, WORDS)
  assert.deepEqual(changes.map(({ value }) => value.owner), ['Tom'])
})

test('bytes become text as the program that wrote them meant it', () => {
  const text = 'Zoë – Łódź'
  const utf16 = new Uint8Array([0xff, 0xfe, ...Array.from(text).flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])])
  assert.deepEqual(planFileText(new TextEncoder().encode(`\ufeff${text}`)), { text, guessed: false })
  assert.deepEqual(planFileText(utf16), { text, guessed: false })
  assert.deepEqual(planFileText(utf16.buffer), { text, guessed: false })
  assert.deepEqual(planFileText(new Uint8Array([0x5a, 0x6f, 0xeb])), { text: 'Zoë', guessed: true })
  assert.deepEqual(planFileText(new Uint8Array()), { text: '', guessed: false })
})

// Calendar

const calendar = (values, at, more) => planIcs(plan(values, at), { course: 'bread', now: '2026-11-25T08:30:00.123Z', words: WORDS, ...more })
const unfold = (text) => text.replaceAll('\r\n ', '')

test('a due day is an all-day event with two alarms', () => {
  assert.equal(unfold(calendar({ [SCALE]: { owner: 'Mei, Tom', due: '2027-03-31', priority: 'high', note: 'One\ntwo; three' } }, AT, { root: 'https://example.org/course/' })), [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//bread//learn-plan//EN', 'CALSCALE:GREGORIAN', 'NAME:My plan: Bread', 'X-WR-CALNAME:My plan: Bread',
    'BEGIN:VEVENT', 'UID:flour.action-plan.scale@bread', 'DTSTAMP:20261125T083000Z', 'DTSTART;VALUE=DATE:20270331', 'DTEND;VALUE=DATE:20270401', 'SUMMARY:Buy a scale.',
    'DESCRIPTION:Owner: Mei\\, Tom\\nDone when: It stands on the table.\\nStatus: To do\\nPriority: High\\nChapter: Chapter 1: Flour\\n\\nOne\\ntwo\\; three',
    'CATEGORIES:My plan: Bread', 'STATUS:CONFIRMED', 'PRIORITY:1', 'URL:https://example.org/course/chapters/01-flour/', 'TRANSP:TRANSPARENT', 'SEQUENCE:217591200', 'LAST-MODIFIED:20261123T100000Z',
    'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT15H', 'DESCRIPTION:Buy a scale.', 'END:VALARM', 'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:PT9H', 'DESCRIPTION:Buy a scale.', 'END:VALARM',
    'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n'))
})

test('what is done or stopped raises no alarm, a milestone says that it is one', () => {
  const [done, stopped, milestone] = ['done', 'stopped', ''].map((status) => calendar({ [OWN]: { text: 'Bake.', due: '2027-03-31', milestone: true, ...(status ? { status } : {}) } }))
  assert.match(done, /SUMMARY:Done: Bake\.\r\n/)
  assert.match(stopped, /SUMMARY:Stopped: Bake\.[^]*STATUS:CANCELLED/)
  assert.match(milestone, /SUMMARY:Milestone: Bake\.[^]*CATEGORIES:My plan: Bread,Milestone\r\n/)
  assert.deepEqual([done, stopped, milestone].map((text) => text.split('BEGIN:VALARM').length - 1), [0, 0, 2])
})

test('after a change the same event has a greater number', () => {
  const of = (text, name) => new RegExp(`${name}:(.*)\r\n`).exec(text)[1]
  const before = calendar({ [SCALE]: { due: '2027-03-31' } })
  const after = calendar({ [SCALE]: { due: '2027-04-30', text: 'Buy two.' } }, '2026-11-23T10:00:01.000Z')
  assert.equal(of(after, 'UID'), of(before, 'UID'))
  assert.ok(Number(of(after, 'SEQUENCE')) > Number(of(before, 'SEQUENCE')))
})

test('a calendar’s numbers fit what programs can hold, whatever the clock said', () => {
  for (const at of ['1000-01-01T00:00:00.000Z', '2999-12-31T23:59:59.999Z']) {
    const number = Number(/SEQUENCE:(.*)/.exec(calendar({ [SCALE]: { due: '2027-03-31' } }, at))[1])
    assert.ok(number >= 0 && number < 2 ** 31)
  }
})

test('without a due day there is no event, and without an event no calendar', () => {
  assert.equal(calendar({ [SCALE]: {} }), '')
  assert.equal(calendar({ [SCALE]: {}, [OWN]: { text: 'x', due: '2027-01-01' } }).split('BEGIN:VEVENT').length, 2)
})

test('what somebody typed cannot end a line of the calendar', () => {
  const text = calendar({ [OWN]: { text: 'a\r\nEND:VEVENT\u2028b\u0085c\0d\x1be', note: '\n;,\\', owner: '\ud800', due: '2027-01-01' } })
  assert.equal(unfold(text).match(/^END:VEVENT$/gm).length, 1)
  assert.match(unfold(text), /SUMMARY:a\\nEND:VEVENT\\nb\\ncde\r\n/)
  assert.match(unfold(text), /Owner: \ufffd/)
})

for (const letters of ['a', 'ä', '€', '😀', 'aä€😀']) {
  for (let shift = 0; shift < 5; shift += 1) {
    test(`a calendar's lines are cut at 75 octets between characters: ${letters} after ${shift}`, () => {
      const text = 'x'.repeat(shift) + letters.repeat(120)
      const lines = calendar({ [OWN]: { text, due: '2027-01-01' } }).split('\r\n')
      const octets = lines.map((line) => Buffer.byteLength(line))
      assert.ok(Math.max(...octets) <= 75)
      assert.ok(octets.some((size) => size > 71))
      assert.ok(lines.every((line) => line.isWellFormed?.() ?? true))
      assert.ok(unfold(lines.join('\r\n')).includes(`SUMMARY:${text}\r\n`))
    })
  }
}

test('a site that was opened from disk has no address to link to', () => {
  assert.doesNotMatch(calendar({ [SCALE]: { due: '2027-01-01' } }, AT, { root: 'file:///home/mei/course/' }), /URL/)
})

// Text

test('a plan as Markdown is a list to tick', () => {
  const groups = groupPlan(plan({ [SCALE]: { owner: 'Mei_*', due: '2027-03-31', status: 'done' }, [OWN]: { text: '# Bake <b>', note: 'One\ntwo\n\n- three', milestone: true, priority: 'high', horizon: '30 days' } }), 'horizon', WORDS)
  assert.equal(planMarkdown(groups, WORDS, (text) => `${text}!`), `# My plan: Bread

Written down on 23 November 2026.

## Within 30 days

- [ ] **Milestone:** \\# Bake \\<b\\>
    - Priority: High

    > One\\
    > two
    >
    > \\- three

- [x] Buy a scale.
    - Owner: Mei\\_\\*
    - Due: 2027-03-31!
    - Done when: It stands on the table.
    - Status: Done
    - Chapter: Chapter 1: Flour
`)
})

// JSON

test('a plan’s file brings back exactly what was saved', () => {
  const actions = plan({ ...FULL, [MILL]: { cost: { eur: [1, 2] }, text: '=1+1\r\n' } })
  const { changes, problem } = readPlanJson(planJson(actions, 'bread'), 'bread', [], MANIFEST)
  assert.equal(problem, null)
  assert.deepEqual(changes.map(({ id, value, kind }) => [id, value, kind]), actions.map(({ id, value }) => [id, value, 'new']))
  assert.deepEqual(readPlanJson(planJson(actions, 'bread'), 'bread', actions, MANIFEST), { changes: [], problem: null, dropped: 0 })
})

test('a plan’s file says what it would change, and where it is the older one', () => {
  const file = planJson(plan({ [SCALE]: { owner: 'Tom', note: 'x' } }), 'bread')
  const { changes } = readPlanJson(file, 'bread', plan({ [SCALE]: { owner: 'Mei', note: 'x' } }, '2026-11-24T10:00:00.000Z'), MANIFEST)
  assert.deepEqual(changes, [{ id: SCALE, rev: 'r1', value: { chosen: true, owner: 'Tom', note: 'x' }, kind: 'changed', keys: ['owner'], text: 'Buy a scale.', older: true }])
})

test('the file keeps the revision that an action was written on', () => {
  const document = setEntry(emptySaved('bread'), SCALE, 'r0', { chosen: true }, AT)
  assert.equal(readPlanJson(planJson(planActions(document, MANIFEST), 'bread'), 'bread', [], MANIFEST).changes[0].rev, 'r0')
})

test('the file has the course’s words for other programs', () => {
  const [scale] = JSON.parse(planJson(plan({ [SCALE]: { owner: 'Mei' } }), 'bread')).actions
  assert.deepEqual(scale, { id: SCALE, rev: 'r1', at: AT, chapter: { id: 'flour', number: 1, title: 'Flour' }, course: { text: 'Buy a scale.', owner: 'Baker', done_when: 'It stands on the table.', horizon: '30 days' }, value: { chosen: true, owner: 'Mei' } })
})

test('ids of yesterday are brought up to date', () => {
  const file = JSON.stringify({ format: 'learn-plan', version: 1, course: 'bread', actions: [{ id: 'dough/action-plan/stone', rev: '', value: { chosen: true } }] })
  assert.deepEqual(readPlanJson(file, 'bread', [], MANIFEST).changes.map(({ id }) => id), ['oven/action-plan/stone'])
  const own = JSON.stringify({ format: 'learn-plan', version: 1, course: 'bread', actions: [{ id: OWN, rev: '', value: { chosen: true, text: 'Bake.', chapter: 'dough' } }] })
  assert.equal(readPlanJson(own, 'bread', [], MANIFEST).changes[0].value.chapter, 'oven')
})

const fileOf = (actions, more) => JSON.stringify({ format: 'learn-plan', version: 1, course: 'bread', actions, ...more })

for (const [text, problem] of [
  ['', 'not-json'], ['{', 'not-json'], ['null', 'not-plan'], ['[]', 'not-plan'], ['"learn-plan"', 'not-plan'], [fileOf([], { format: 'learn-saved' }), 'not-plan'], [fileOf({}), 'not-plan'], [fileOf(null), 'not-plan'],
  [fileOf([], { version: 'x' }), 'not-plan'], [fileOf([], { version: 2 }), 'newer'], [fileOf([], { course: 'cheese' }), 'other-course'], ['x'.repeat(SAVED_LIMITS.text + 1), 'too-big'],
  [fileOf(Array(PLAN_FILE_ACTIONS + 1).fill({})), 'too-big'], [`${'['.repeat(100000)}${']'.repeat(100000)}`, 'not-plan'],
]) {
  test(`a file is refused as ${problem}: ${text.slice(0, 60)}`, () => assert.deepEqual(readPlanJson(text, 'bread', plan(FULL), MANIFEST), { changes: [], problem, dropped: 0 }))
}

test('an action that cannot be read is left out and counted, the others are read', () => {
  const deep = JSON.parse('['.repeat(30) + ']'.repeat(30))
  const bad = [null, 5, 'x', [], {}, { id: OWN }, { id: OWN, rev: '', value: 'text' }, { id: OWN, rev: 5, value: { text: 'x' } }, { id: 'flour/read', rev: '', value: { text: 'x' } }, { id: '__proto__', rev: '', value: { text: 'x' } },
    { id: OWN, rev: '', value: { text: 'x', deep } }, { id: OWN, rev: '', value: { text: 'x'.repeat(200000) } }, { id: OWN, rev: '', value: { text: ' ' } }, { id: ['plan/own/x'], rev: '', value: { text: 'x' } }, { id: 'plan/own/a\nb', rev: '', value: { text: 'x' } }]
  const { changes, problem, dropped } = readPlanJson(fileOf([...bad, { id: OWN, rev: '', value: { text: 'Bake.', due: 'soon', status: 7, owner: '' } }, { id: OWN, rev: '', value: { text: 'Again.' } }]), 'bread', [], MANIFEST)
  assert.deepEqual(changes.map(({ id, value }) => [id, value]), [[OWN, { chosen: true, text: 'Bake.' }]])
  assert.deepEqual([problem, dropped], ['damaged', bad.length + 1])
})

test('names that reach a prototype stay outside', () => {
  const text = `{"format":"learn-plan","version":1,"course":"bread","actions":[{"id":"${OWN}","rev":"","value":{"text":"x","__proto__":{"polluted":1},"constructor":{"y":1}}}]}`
  const { changes: [{ value }] } = readPlanJson(text, 'bread', [], MANIFEST)
  assert.deepEqual(Object.keys(value).sort(), ['chosen', 'text'])
  assert.equal(value.polluted, undefined)
  assert.equal({}.polluted, undefined)
})

// Size

test('five hundred actions are written and read in a moment', () => {
  const actions = plan(Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`plan/own/k${at}`, { text: `Action ${at}, with “marks”; and more of it`, owner: `P${at % 9}`, due: '2027-01-01', note: 'One\ntwo' }])))
  const { user } = process.cpuUsage()
  const text = planCsv(actions, WORDS)
  assert.deepEqual(readPlanCsv(text, actions, MANIFEST, WORDS), { changes: [], problems: [] })
  planIcs(actions, { course: 'bread', now: AT, words: WORDS })
  planMarkdown(groupPlan(actions, 'owner', WORDS), WORDS)
  assert.equal(readPlanJson(planJson(actions, 'bread'), 'bread', actions, MANIFEST).changes.length, 0)
  const spent = (process.cpuUsage().user - user) / 1000
  assert.ok(spent < 500, `${spent} ms`)
})
