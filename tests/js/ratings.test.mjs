import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { csvCell, csvPlain, csvText } from '../../overrides/assets/learn/core/csv.mjs'
import { blendedRounds, overlayRatings, ratingExtremes, ratingInitials, ratingNames, ratingPlaces, ratingReminder, ratingRounds, ratingSheets, ratingValue, ratingWaves, ratingsCsv, ratingsMarkdown } from '../../overrides/assets/learn/core/ratings.mjs'
import { emptySaved, migrateSaved, readSaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const cases = JSON.parse(readFileSync(new URL('../rating_cases.json', import.meta.url), 'utf8'))

const MANIFEST = {
  chapters: [{ worksheets: ['oven-check', 'crumb'] }],
  worksheets: [
    { id: 'crumb', title: 'Crumb', address: 'crumb/', fields: ['holes', 'color', 'smell'].map((id) => ({ id: `worksheet/crumb/${id}`, kind: 'scale', label: id, rev: `r-${id}`, section: 'Crumb', low: 'poor', high: 'fine' })) },
    { id: 'oven-check', title: 'Oven check', address: 'oven/', minutes: 10, fields: [
      { id: 'worksheet/oven-check/who', kind: 'text', label: 'Name', rev: 'w', section: 'Who' },
      { id: 'worksheet/oven-check/habits', kind: 'table', label: 'Habits', rev: 'h', section: 'All', rows: [{ id: 'heat', label: 'Heat' }, { id: 'steam', label: 'Steam' }, { id: 'time', label: 'Time' }], columns: [{ id: 'rating', kind: 'scale', label: 'Rating', low: 'guess', high: 'measure' }, { id: 'why', kind: 'text', label: 'Why' }] },
    ] },
    { id: 'log', title: 'Log', address: 'log/', fields: [{ id: 'worksheet/log/loaves', kind: 'table', label: 'Loaves', rev: 'l', columns: [{ id: 'a', kind: 'scale', label: 'A' }] }] },
  ],
  formerly: { 'worksheet/stove-check': 'worksheet/oven-check', 'worksheet/oven-check/ways': 'worksheet/oven-check/habits' },
}
const [SHEET] = ratingSheets(MANIFEST)
const WORDS = { row: 'Scale', mean: 'Mean', median: 'Median', spread: 'Spread', people: 'People', thenMean: 'Then', change: 'Change', places: 'Who', from: '1', to: '10', lowest: 'Low', highest: 'High', others: 'Nameless', times: '{value} (× {count})', nameless: '{count} without a name', spreadOf: '{low} to {high}', talk: 'Talk', markedNone: 'None.', summary: 'All.' }

const saved = (entries, at = '2026-11-23T10:00:00.000Z') => Object.entries(entries).reduce((document, [id, value]) => setEntry(document, id, 'h', value, at), emptySaved('bread'))
const given = (heat, steam, time) => Object.fromEntries([['heat', heat], ['steam', steam], ['time', time]].filter(([, value]) => value !== undefined).map(([row, value]) => [`habits/${row}/rating`, value]))
const asked = (who, day, ...values) => ratingValue({ who, day, values: given(...values) })
const rounds = (...values) => values.map(([who, day, ...numbers], at) => ({ id: `ratings/oven-check/${at}`, member: 0, own: false, who, day, at: `${day}T10:00:00.000Z`, changed: false, values: given(...numbers) }))
const laid = (list, options) => overlayRatings(SHEET, rounds(...list), options)
const row = (overlay, id) => overlay.rows.find((one) => one.id === `habits/${id}/rating`)
const plain = (text) => text.replaceAll('\u00a0', ' ')

for (const { name, fields, scales, rated } of cases) {
  test(`which sheets: ${name}`, () => {
    const table = (field) => ({ ...field, id: `worksheet/s/${field.id}`, label: field.id, rev: 'r', rows: (field.rows ?? []).map((id) => ({ id, label: id })), columns: field.columns ?? [] })
    const sheets = ratingSheets({ worksheets: [{ id: 's', title: 'S', fields: fields.map(table) }] })
    assert.deepEqual(sheets.flatMap(({ rows }) => rows.map(({ id }) => id)), rated ? scales : [])
  })
}

test('sheets stand in the order of the course, with what their scales mean', () => {
  assert.deepEqual(ratingSheets(MANIFEST).map(({ id }) => id), ['oven-check', 'crumb'])
  assert.deepEqual(SHEET.rows[0], { id: 'habits/heat/rating', label: 'Heat', group: 'Habits', ask: 'Rating', lowEnd: 'guess', highEnd: 'measure' })
  assert.deepEqual(SHEET.formerly, ['stove-check'])
  assert.deepEqual(SHEET.fields, { ways: 'habits' })
  assert.deepEqual(ratingSheets(null), [])
})

test('a row of several scales says which one', () => {
  const [sheet] = ratingSheets({ worksheets: [{ id: 's', fields: [{ id: 'worksheet/s/t', kind: 'table', label: 'T', rows: [{ id: 'a', label: 'Ear' }, { id: 'b', label: 'Hand' }], columns: [{ id: 'me', kind: 'scale', label: 'Me' }, { id: 'you', kind: 'scale', label: 'You' }] }] }] })
  assert.deepEqual(sheet.rows.map(({ label }) => label), ['Ear: Me', 'Ear: You', 'Hand: Me', 'Hand: You'])
  assert.deepEqual(sheet.rows.map(({ ask }) => ask), ['', '', '', ''])
})

test('rounds and what stands on a member\'s own worksheet count as one each', () => {
  const document = saved({
    'ratings/oven-check/a': asked('Anna', '2026-11-20', 3, 4, 5),
    'ratings/crumb/b': asked('Ben', '2026-11-20', 3, 4, 5),
    'worksheet/oven-check/habits': { heat: { rating: 9, why: 'Hot' }, time: { rating: 2 } },
  })
  const found = ratingRounds([{ name: 'Cy', document }], SHEET)
  assert.deepEqual(found.map(({ who, day, own, values }) => [who, day, own, values]), [
    ['Anna', '2026-11-20', false, given(3, 4, 5)],
    ['Cy', '2026-11-23', true, given(9, undefined, 2)],
  ])
  assert.equal(found[0].id, 'ratings/oven-check/a')
})

test('the day of a worksheet is the day where the reader is', () => {
  const document = saved({ 'worksheet/oven-check/habits': { heat: { rating: 9 } } })
  assert.equal(ratingRounds([{ name: '', document }], SHEET, () => '2026-11-24')[0].day, '2026-11-24')
})

test('the same answers in several files count once, as the newest of them has them', () => {
  const older = saved({ 'ratings/oven-check/a': asked('Anna', '2026-11-20', 3, 3, 3), 'worksheet/oven-check/habits': { heat: { rating: 9 } } })
  const newer = setEntry(older, 'ratings/oven-check/a', 'h', asked('Anna', '2026-11-20', 4, 4, 4), '2026-11-24T10:00:00.000Z')
  const gone = setEntry(newer, 'ratings/oven-check/a', 'h', null, '2026-11-25T10:00:00.000Z')
  const members = (...documents) => documents.map((document) => ({ name: 'Cy', document }))
  assert.deepEqual(ratingRounds(members(newer, older), SHEET).map(({ values }) => values['habits/heat/rating']), [4, 9])
  assert.deepEqual(ratingRounds(members(older, newer, gone), SHEET).map(({ values }) => values['habits/heat/rating']), [9])
})

test('nameless worksheets of two people are two people, even where they agree', () => {
  const one = saved({ 'worksheet/oven-check/habits': { heat: { rating: 5 } } }, '2026-11-20T10:00:00.000Z')
  const two = saved({ 'worksheet/oven-check/habits': { heat: { rating: 5 } } }, '2026-11-20T10:00:00.001Z')
  const found = ratingRounds([{ name: '', document: one }, { name: '', document: two }], SHEET)
  assert.equal(overlayRatings(SHEET, found).people, 2)
})

test('rounds under ids that a sheet or a field had before still count', () => {
  const document = saved({ 'ratings/stove-check/a': { who: 'Anna', day: '2026-01-02', values: { 'ways/heat/rating': 7 } } })
  assert.deepEqual(ratingRounds([{ name: '', document }], SHEET)[0].values, { 'habits/heat/rating': 7 })
  const sheet = migrateSaved(saved({ 'worksheet/oven-check/ways': { heat: { rating: 6 } } }), MANIFEST.formerly)
  assert.deepEqual(ratingRounds([{ name: '', document: sheet }], SHEET)[0].values, { 'habits/heat/rating': 6 })
})

test('an edited sheet is noticed', () => {
  const document = setEntry(setEntry(emptySaved('bread'), 'ratings/oven-check/a', 'old', asked('A', '2026-11-20', 1), '2026-11-20T10:00:00.000Z'), 'worksheet/oven-check/habits', 'old', { heat: { rating: 2 } }, '2026-11-20T10:00:00.000Z')
  const found = ratingRounds([{ name: 'B', document }], SHEET)
  assert.deepEqual(found.map(({ changed }) => changed), [true, true])
  assert.equal(overlayRatings(SHEET, found).changed, 2)
})

const HOSTILE = {
  'no object': 'x', 'a list': [1], 'no day': { values: { 'habits/heat/rating': 3 } }, 'no such day': { day: '2026-02-30', values: { 'habits/heat/rating': 3 } }, 'a day in a list': { day: ['2026-02-03'], values: { 'habits/heat/rating': 3 } },
  'a long day': { day: '2026-02-03T10', values: { 'habits/heat/rating': 3 } }, 'no values': { day: '2026-02-03' }, 'a list of values': { day: '2026-02-03', values: [3] }, 'nothing on this sheet': { day: '2026-02-03', values: { other: 3 } },
  zero: { day: '2026-02-03', values: { 'habits/heat/rating': 0 } }, eleven: { day: '2026-02-03', values: { 'habits/heat/rating': 11 } }, 'a half': { day: '2026-02-03', values: { 'habits/heat/rating': 2.5 } }, 'a text': { day: '2026-02-03', values: { 'habits/heat/rating': '3' } }, huge: { day: '2026-02-03', values: { 'habits/heat/rating': 1e300 } },
}

for (const [name, value] of Object.entries(HOSTILE)) {
  test(`a round that is none is left out: ${name}`, () => {
    assert.deepEqual(ratingRounds([{ name: 'A', document: saved({ 'ratings/oven-check/a': value }) }], SHEET), [])
  })
}

test('a worksheet with anything in it is read for what it is worth', () => {
  for (const value of ['x', [1], { heat: 4 }, { heat: { rating: '4' } }, { heat: [4] }, { toString: { rating: 4 } }, 7]) {
    assert.deepEqual(ratingRounds([{ name: 'A', document: saved({ 'worksheet/oven-check/habits': value }) }], SHEET), [])
  }
})

test('keys that reach a prototype reach nothing', () => {
  const text = '{"format":"learn-saved","version":1,"course":"bread","entries":{"ratings/oven-check/a":{"rev":"","at":"2026-11-20T10:00:00.000Z","value":{"day":"2026-11-20","who":"__proto__","values":{"__proto__":{"polluted":1},"constructor":5,"habits/heat/rating":5}}}}}'
  const found = ratingRounds([{ name: '__proto__', document: readSaved(text, 'bread').document }], SHEET)
  assert.equal(found[0].who, '__proto__')
  assert.equal({}.polluted, undefined)
  const overlay = overlayRatings(SHEET, found)
  assert.equal(overlay.people, 1)
  assert.equal(ratingNames(overlay, 'initials')('__proto__'), 'Pr')
})

test('a name is one line of sixty letters at most', () => {
  const document = saved({ 'ratings/oven-check/a': { who: ` Anna\n\u202e\u0000 B${'x'.repeat(900)} `, day: '2026-11-20', values: given(3) } })
  const [{ who }] = ratingRounds([{ name: '', document }], SHEET)
  assert.ok(who.startsWith('Anna Bxx'))
  assert.equal(who.length, 60)
  assert.equal(ratingRounds([{ name: '', document: saved({ 'ratings/oven-check/a': { who: { a: 1 }, day: '2026-11-20', values: given(3) } }) }], SHEET)[0].who, '')
})

test('what is saved of someone without a name holds no name, and ends do not matter', () => {
  assert.deepEqual(ratingValue({ who: '  ', day: '2026-11-20', values: {} }), { day: '2026-11-20', values: {} })
  assert.deepEqual(ratingValue({ who: ' Anna ', day: '2026-11-20', values: {} }), { who: 'Anna', day: '2026-11-20', values: {} })
})

test('a nameless round is saved with all nameless ones of its day, in an order that their values give', () => {
  const entries = { 'ratings/oven-check/z': asked('', '2026-11-20', 9), 'ratings/oven-check/a': asked('', '2026-11-20', 2), 'ratings/oven-check/n': asked('Anna', '2026-11-20', 1), 'ratings/oven-check/o': asked('', '2026-11-19', 1), 'ratings/crumb/p': asked('', '2026-11-20', 1), 'ratings/oven-check/q': null }
  const more = (who, ...values) => [['ratings/oven-check/m', { rev: 'h', value: asked(who, '2026-11-20', ...values) }]]
  const order = (document, added) => blendedRounds(document, SHEET, added).map(([id]) => id.at(-1))
  assert.deepEqual(order(saved(entries), more('', 5)), ['a', 'm', 'z'])
  assert.deepEqual(order(saved(Object.fromEntries(Object.entries(entries).reverse())), more('', 5)), ['a', 'm', 'z'])
  assert.deepEqual(order(saved(entries), more('Ben', 5)), ['m'])
  assert.deepEqual(order(saved(entries), []), [])
})

test('nobody, one, two: numbers of an overlay', () => {
  const none = laid([])
  assert.equal(none.now, null)
  assert.deepEqual([row(none, 'heat').mean, row(none, 'heat').apart, row(none, 'heat').values], [null, false, []])
  assert.deepEqual(ratingExtremes(none), { apart: null, low: null })
  const one = laid([['Anna', '2026-11-20', 3, 9]])
  assert.deepEqual([row(one, 'heat').mean, row(one, 'heat').median, row(one, 'heat').spread, row(one, 'time').mean], [3, 3, 0, null])
  assert.equal(ratingExtremes(one).apart, null)
  const two = laid([['Ben', '2026-11-20', 8, 5], ['Anna', '2026-11-20', 5, 3]])
  assert.deepEqual([row(two, 'heat').mean, row(two, 'heat').median, row(two, 'heat').low, row(two, 'heat').high, row(two, 'heat').spread], [6.5, 6.5, 5, 8, 3])
  assert.deepEqual(row(two, 'heat').values.map(({ who }) => who), ['Anna', 'Ben'])
  assert.deepEqual([row(two, 'heat').apart, row(two, 'steam').apart], [true, false])
  assert.equal(ratingExtremes(two).apart.id, 'habits/heat/rating')
  assert.equal(ratingExtremes(two).low.id, 'habits/steam/rating')
})

test('of ten or more the outermost tenth makes no row one to talk about', () => {
  const many = (outsiders) => laid(Array.from({ length: 20 }, (none, at) => [`P${at}`, '2026-11-20', at < outsiders ? 1 : 7]))
  assert.equal(row(many(2), 'heat').apart, false)
  assert.equal(row(many(3), 'heat').apart, true)
  assert.equal(row(many(2), 'heat').spread, 6)
})

test('rows are sorted by the sheet, by distance, by the mean; equal ones stay as they are', () => {
  const list = [['A', '2026-11-20', 5, 1, 6], ['B', '2026-11-20', 5, 9, 8]]
  const order = (sort) => laid(list, { sort }).rows.map(({ label }) => label)
  assert.deepEqual(order('sheet'), ['Heat', 'Steam', 'Time'])
  assert.deepEqual(order('apart'), ['Steam', 'Time', 'Heat'])
  assert.deepEqual(order('low'), ['Heat', 'Steam', 'Time'])
  assert.deepEqual(laid([['A', '2026-11-20', undefined, 4, 2]], { sort: 'low' }).rows.map(({ label }) => label), ['Time', 'Steam', 'Heat'])
  assert.deepEqual(order('nonsense'), order('sheet'))
})

test('a gap of four weeks begins a new time of asking', () => {
  const days = (...list) => ratingWaves(rounds(...list.map((day, at) => [`P${at}`, day, 5]))).map(({ from, to, rounds: { length } }) => [from, to, length])
  assert.deepEqual(days('2026-08-20', '2026-11-22', '2026-11-20'), [['2026-08-20', '2026-08-20', 1], ['2026-11-20', '2026-11-22', 2]])
  assert.deepEqual(days('2026-08-01', '2026-08-28'), [['2026-08-01', '2026-08-28', 2]])
  assert.equal(days('2026-08-01', '2026-08-29').length, 2)
})

test('someone who answers twice at one time counts once, with the newest answers', () => {
  const overlay = laid([['anna ', '2026-11-20', 3], ['Anna', '2026-11-22', 8], ['', '2026-11-22', 5], ['', '2026-11-22', 5]].map(([who, ...rest]) => [who.trim(), ...rest]))
  assert.equal(overlay.people, 3)
  assert.equal(overlay.now.replaced, 1)
  assert.deepEqual(row(overlay, 'heat').values.map(({ value }) => value), [5, 5, 8])
})

test('then and now: the time before the newest, or the one that is chosen, or none', () => {
  const list = [['A', '2026-03-01', 2, 2], ['A', '2026-07-01', 4], ['A', '2026-11-01', 9, 9]]
  const overlay = laid(list)
  assert.deepEqual([row(overlay, 'heat').moved, row(overlay, 'steam').moved, row(overlay, 'steam').then], [5, null, null])
  assert.equal(row(laid(list, { then: '2026-03-01' }), 'steam').moved, 7)
  assert.equal(laid(list, { then: '' }).then, null)
  assert.equal(laid(list, { then: '2026-11-01' }).then, null)
  assert.equal(laid(list, { then: 'nonsense' }).then, null)
})

test('after ninety days it is time to ask again', () => {
  const [one] = rounds(['A', '2026-08-25', 5])
  assert.deepEqual(ratingReminder([one], '2026-11-22'), { last: '2026-08-25', days: 89, due: false })
  assert.equal(ratingReminder([one], '2026-11-23').due, true)
  assert.deepEqual(ratingReminder([], '2026-11-23'), { last: '', days: 0, due: false })
})

test('initials tell people apart', () => {
  assert.deepEqual([...ratingInitials(['Anna Brandt', 'Adam Bell', 'Ben', 'Mei-Lin van Tan', '李娜', '?!', 'ben'])].sort(([a], [b]) => (a < b ? -1 : 1)), [['?!', '?'], ['Adam Bell', 'AB'], ['Anna Brandt', 'AB2'], ['Ben', 'Be'], ['Mei-Lin van Tan', 'MT'], ['ben', 'Be'], ['李娜', '李娜']])
})

test('who stands where, with names, without, and mixed', () => {
  const { values } = row(laid([['Anna', '2026-11-20', 2], ['', '2026-11-20', 8], ['Ben', '2026-11-20', 8], ['', '2026-11-20', 8]]), 'heat')
  assert.equal(plain(ratingPlaces(values, (who) => who, WORDS)), '2 Anna · 8 Ben, 2 without a name')
  assert.equal(ratingPlaces(values, () => '', WORDS), '2 · 8 (× 3)')
  assert.equal(ratingPlaces([], (who) => who, WORDS), '')
})

test('of many only those at the ends are named', () => {
  const { values } = row(laid(Array.from({ length: 20 }, (none, at) => [`P${at}`, '2026-11-20', at === 0 ? 1 : at === 19 ? 9 : 5])), 'heat')
  assert.equal(plain(ratingPlaces(values, (who) => who, WORDS)), '1 P0 · 5 (× 18) · 9 P19')
})

test('CSV holds a column for each name and one, sorted, for those without', () => {
  const list = [['=cmd()', '2026-11-20', 2, 9], ['', '2026-11-20', 9, 1], ['', '2026-11-20', 3, 8]]
  const lines = ratingsCsv(laid(list), WORDS, 'names').split('\r\n')
  assert.equal(lines[0], "\ufeffScale,1,10,Mean,Median,Low,High,People,'=cmd(),Nameless")
  assert.equal(lines[1], 'Heat,guess,measure,4.67,3,2,9,3,2,3 9')
  assert.equal(lines[2], 'Steam,guess,measure,6,8,1,9,3,9,1 8')
  assert.equal(lines[3], 'Time,guess,measure,,,,,0,,')
  const hidden = ratingsCsv(laid(list), WORDS, 'none')
  assert.ok(!hidden.includes('cmd'))
  assert.ok(hidden.includes('2 3 9'))
})

test('CSV and Markdown say then and now', () => {
  const overlay = laid([['A', '2026-07-01', 4], ['A', '2026-11-01', 9]])
  assert.ok(ratingsCsv(overlay, WORDS, 'names').includes('Heat,guess,measure,9,9,9,9,1,4,5,9\r\n'))
  assert.ok(ratingsMarkdown(overlay, WORDS, 'names', 'en').includes('| Heat | 9.0 | 9.0 | 9 to 9 | 1 | 4.0 | +5.0 | 9'))
})

test('Markdown cannot be broken by a name', () => {
  const text = ratingsMarkdown(laid([['A | <b>\n# B', '2026-11-01', 1], ['C', '2026-11-01', 9]]), WORDS, 'names', 'en')
  assert.ok(plain(text).includes('| Heat | 5.0 | 5.0 | 1 to 9 | 2 | 1 A \\| \\<b\\> # B · 9 C |'))
  assert.ok(plain(text).includes('- Heat: 1 A'))
  assert.ok(ratingsMarkdown(laid([['A', '2026-11-01', 1]]), WORDS, 'names', 'en').includes('None.'))
})

test('no cell of a CSV is worked out by a spreadsheet, and the guard comes off again', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\u00a0=1', '＠x']) {
    const cell = csvCell(text).replace(/^"|"$/g, '').replaceAll('""', '"')
    assert.ok(cell.startsWith("'"), JSON.stringify(text))
    assert.equal(csvPlain(cell), text)
  }
  assert.equal(csvCell(-5), '-5')
  assert.equal(csvCell(NaN), '')
  assert.equal(csvCell(null), '')
  assert.equal(csvPlain("'tis"), "'tis")
  assert.equal(csvText([['a,"b"', 'c\nd', ' e', 'f;g']]), '\ufeff"a,""b""","c\nd"," e","f;g"\r\n')
})
