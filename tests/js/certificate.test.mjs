import assert from 'node:assert/strict'
import test from 'node:test'

import { certificateChapters, cleanCertificateText, nameLength, readCertificate } from '../../overrides/assets/learn/core/certificate.mjs'
import { emptySaved, setEntry } from '../../overrides/assets/learn/core/saved.mjs'

const MANIFEST = {
  chapters: [{ id: 'flour', number: 1, quiz: 'q1' }, { id: 'oven', number: 2, quiz: 'q2' }, { id: 'bare', number: 3, quiz: '' }],
  quizzes: [{ id: 'q1', questions: [{ id: 'quiz/q1/a' }, { id: 'quiz/q1/b' }] }, { id: 'q2', questions: [{ id: 'quiz/q2/a' }] }],
}
const NOW = { name: 'Jo', today: '2026-11-23', hasWork: false }
const saved = (...ids) => ids.reduce((document, id) => setEntry(document, id, '', { first: { verdict: 'missed' } }, '2026-11-23T10:00:00.000Z'), emptySaved('bread'))

test('a chapter counts when it was read and every question was tried, rightly or not', () => {
  const facts = (...ids) => certificateChapters(saved(...ids), MANIFEST).map(({ read, tried, questions, done }) => [read, tried, questions, done])
  assert.deepEqual(facts(), [[false, 0, 2, false], [false, 0, 1, false], [false, 0, 0, false]])
  assert.deepEqual(facts('flour/read', 'quiz/q1/a', 'bare/read')[0], [true, 1, 2, false])
  assert.deepEqual(facts('flour/read', 'quiz/q1/a', 'quiz/q1/b', 'bare/read').map(([, , , done]) => done), [true, false, true])
  assert.deepEqual(facts('quiz/q2/a', 'quiz/q2/gone')[1], [false, 1, 1, false])
  assert.deepEqual(certificateChapters(saved(), null), [])
})

test('settings that are anything become settings', () => {
  const empty = { name: 'Jo', team: '', trainer: '', day: '2026-11-23', from: 'chosen', chapters: [] }
  for (const value of [undefined, null, 4, [], { team: 4, trainer: [], day: 'soon', from: '__proto__', chapters: 'flour' }]) assert.deepEqual(readCertificate(value, MANIFEST, NOW), empty)
  assert.equal(readCertificate({}, MANIFEST, { ...NOW, hasWork: true }).from, 'saved')
  assert.deepEqual(readCertificate({ name: '', chapters: ['bare', 'gone', 'flour'], from: 'saved', day: '2026-12-01' }, MANIFEST, NOW),
    { name: '', team: '', trainer: '', day: '2026-12-01', from: 'saved', chapters: ['flour', 'bare'] })
  assert.equal(readCertificate({ name: {} }, MANIFEST, NOW).name, '')
})

test('a name keeps its letters and loses what turns lines or directions', () => {
  assert.equal(cleanCertificateText('Łódź\u202e <b>\n"Jo"\u0000', 120), 'Łódź <b> "Jo" ')
  assert.equal(cleanCertificateText('x'.repeat(300), 120).length, 120)
})

test('longer names are written smaller', () => {
  assert.deepEqual(['Jo', 'x'.repeat(22), 'x'.repeat(23), 'x'.repeat(35), 'x'.repeat(53), 'x'.repeat(79), '😀'.repeat(22)].map(nameLength), [1, 1, 2, 3, 4, 5, 1])
})
