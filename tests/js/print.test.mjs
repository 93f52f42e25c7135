import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import {
  chosenOf, countOfPeople, findChoices, linkedChoices, outsidePart, paperOf, pictureType, printCopies, printPage, printPageRules, printRun, printSum, readLogo, readPrint, sessionOf,
} from '../../overrides/assets/learn/core/print.mjs'

const choice = (id, group, more = {}) => ({ id, group, number: { flour: 1, oven: 2 }[group] ?? 0, title: id, about: '', pages: 1, lead: false, sessions: [], card: false, plan: false, ...more })
const CHOICES = [
  choice('guide/flour', 'flour', { lead: true, pages: 2, sessions: ['flour'] }),
  choice('handout/flour', 'flour', { pages: 3, sessions: ['flour'] }),
  choice('sheet/dough', 'flour', { title: 'Dough calculator', about: 'Weigh the crème', sessions: ['flour', 'oven'] }),
  choice('sheet/log', 'flour'),
  choice('handout/oven', 'oven', { sessions: ['oven'] }),
  choice('quiz/all', 'more'),
]

test('the paper comes from the region of the first language that tells one', () => {
  const cases = [
    [['en-US'], 'Letter'], [['en-GB'], 'A4'], [['de'], 'A4'], [['en'], 'Letter'], [['fr-CA', 'fr'], 'Letter'], [['es-MX'], 'Letter'], [['es-AR'], 'A4'], [['es-419'], 'A4'],
    [['pt-BR'], 'A4'], [['fil-PH'], 'Letter'], [['zh-Hant-TW'], 'A4'], [['not a language', 'en-US'], 'Letter'], [[''], 'A4'], [[undefined], 'A4'], [[], 'A4'],
  ]
  for (const [languages, paper] of cases) assert.equal(paperOf(languages), paper, JSON.stringify(languages))
})

test('a page has its paper, turned for wide sheets, and gives its top edge to words at the head', () => {
  assert.deepEqual(printPage('A4', false, false), { width: 210, height: 297, top: 11, side: 14, bottom: 12 })
  assert.deepEqual(printPage('Letter', true, true), { width: 279.4, height: 215.9, top: 6, side: 13, bottom: 11 })
  const rules = printPageRules('Letter', false)
  for (const words of ['@page  { size: 215.9mm 279.4mm', '@page learn-portrait { size: 215.9mm 279.4mm', '@page learn-landscape { size: 279.4mm 215.9mm']) assert.ok(rules.includes(words), words)
})

test('settings of any kind are read, and only what makes sense is taken', () => {
  const plain = readPrint(undefined, '2026-11-23')
  assert.deepEqual(plain, { chosen: [], paper: '', entries: 'blank', sorted: 'person', hints: false, answers: false, large: false, ink: false, team: '', day: '', trainer: '', people: 1, names: '' })
  for (const junk of [null, 7, 'text', [], { chosen: 'all', paper: 'toString', people: 'many', day: 20261201, team: {}, hints: 'yes', entries: 'theirs', names: 3 }]) assert.deepEqual(readPrint(junk, '2026-11-23'), plain)
  const kept = readPrint({ chosen: ['sheet/dough', 4], paper: 'A4', entries: 'mine', sorted: 'document', large: true, team: 'x'.repeat(500), people: 12, day: '2026-12-01' }, '2026-11-23')
  assert.deepEqual([kept.chosen, kept.paper, kept.entries, kept.sorted, kept.large, kept.team.length, kept.people, kept.day], [['sheet/dough'], 'A4', 'mine', 'document', true, 120, 12, '2026-12-01'])
})

test('a day that is over is forgotten, today is not', () => {
  assert.equal(readPrint({ day: '2026-11-22' }, '2026-11-23').day, '')
  assert.equal(readPrint({ day: '2026-11-23' }, '2026-11-23').day, '2026-11-23')
})

test('people are a whole number from 1 to 200, whatever was typed', () => {
  assert.deepEqual(['12', 0, -3, '', 'x', 3.6, 1e9, NaN, Infinity, null].map(countOfPeople), [12, 1, 1, 1, 1, 4, 200, 1, 1, 1])
})

test('each name has a copy, and the others have theirs without a name', () => {
  assert.deepEqual(printCopies(1, ''), [''])
  assert.deepEqual(printCopies(3, ' Dana \n\nJo, Sam; '), ['Dana', 'Jo', 'Sam'])
  assert.deepEqual(printCopies(4, 'Dana\nJo'), ['Dana', 'Jo', '', ''])
  assert.deepEqual(printCopies(1, 'Dana\nJo'), ['Dana', 'Jo'])
  assert.equal(printCopies(1, 'a\n'.repeat(5000)).length, 200)
})

test('what is chosen comes in the order of the course, and what the course has lost is passed over', () => {
  assert.deepEqual(chosenOf(CHOICES, ['handout/oven', 'sheet/gone', 'guide/flour', 'guide/flour']).map(({ id }) => id), ['guide/flour', 'handout/oven'])
})

test('what is for the lead is printed once and first, then the packs or the piles', () => {
  const chosen = chosenOf(CHOICES, ['sheet/dough', 'guide/flour', 'sheet/log'])
  const told = (sorted) => printRun(chosen, ['Dana', ''], sorted).map(({ choice, name }) => `${choice.id} ${name}`.trim())
  assert.deepEqual(told('person'), ['guide/flour', 'sheet/dough Dana', 'sheet/log Dana', 'sheet/dough', 'sheet/log'])
  assert.deepEqual(told('document'), ['guide/flour', 'sheet/dough Dana', 'sheet/dough', 'sheet/log Dana', 'sheet/log'])
})

test('pages are counted for everybody, and once for the lead', () => {
  const chosen = chosenOf(CHOICES, ['guide/flour', 'handout/flour', 'sheet/dough'])
  assert.deepEqual(printSum(chosen, 12, ({ pages }) => pages), { room: { documents: 2, pages: 4 }, lead: { documents: 1, pages: 2 }, total: 50 })
  assert.equal(printSum([], 12, () => 1).total, 0)
})

test('a session has the documents that name it, wherever they stand', () => {
  assert.deepEqual(sessionOf(CHOICES, 'oven'), ['sheet/dough', 'handout/oven'])
  assert.deepEqual(sessionOf(CHOICES, 'more'), [])
})

test('a link names chapters by id or number, and sheets by id', () => {
  const asked = (search) => linkedChoices(search, CHOICES)
  assert.equal(asked(''), null)
  assert.equal(asked('?offline=yes'), null)
  assert.deepEqual(asked('?chapter=flour'), ['guide/flour', 'handout/flour', 'sheet/dough'])
  assert.deepEqual(asked('?chapters=2,1'), ['guide/flour', 'handout/flour', 'sheet/dough', 'sheet/dough', 'handout/oven'])
  assert.deepEqual(asked('?chapters=%201%20,,'), ['guide/flour', 'handout/flour', 'sheet/dough'])
  assert.deepEqual(asked('?sheet=log,dough&sheet=gone'), ['sheet/log', 'sheet/dough'])
  assert.deepEqual(asked('?chapter=0&sheet=__proto__'), [])
})

test('a search finds every word in a title, a purpose or a chapter, without accents', () => {
  const found = (query) => [...findChoices(CHOICES, query, ({ group }) => `Chapter: what ${group} wants`)]
  assert.deepEqual(found('dough CREME'), ['sheet/dough'])
  assert.deepEqual(found('oven handout'), ['handout/oven'])
  assert.equal(found(' ').length, CHOICES.length)
  assert.deepEqual(found('rye'), [])
})

test('a picture is known by its bytes, not by its name', () => {
  const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  assert.equal(pictureType(bytes('\x89PNG\r\n\x1a\n....')), 'image/png')
  assert.equal(pictureType(bytes('\xff\xd8\xff\xe0')), 'image/jpeg')
  assert.equal(pictureType(bytes('RIFF....WEBPVP8 ')), 'image/webp')
  assert.equal(pictureType(bytes('RIFF....WAVE')), '')
  assert.equal(pictureType(bytes('<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="x">')), 'image/svg+xml')
  assert.equal(pictureType(bytes('<html><body><svg></svg>')), '')
  assert.equal(pictureType(bytes('GIF89a')), '')
  assert.equal(pictureType(new Uint8Array()), '')
})

test('a drawing that takes a part from elsewhere names it', () => {
  const cases = JSON.parse(readFileSync(new URL('../logo_cases.json', import.meta.url), 'utf8'))
  for (const [drawing, where] of cases) assert.equal(outsidePart(drawing), where, drawing)
})

test('a remembered logo is a picture inside an address, or nothing', () => {
  assert.deepEqual(readLogo({ name: 'a.png', url: 'data:image/png;base64,iVBORw0KGgo=' }), { name: 'a.png', url: 'data:image/png;base64,iVBORw0KGgo=' })
  for (const url of ['https://example.org/a.png', 'javascript:alert(1)', 'data:text/html;base64,PHA+', 'data:image/png;base64,"onload', '', 7, null]) assert.equal(readLogo({ name: 'x', url }), null)
  assert.equal(readLogo(null), null)
  assert.equal(readLogo('data:image/png;base64,AA=='), null)
})
