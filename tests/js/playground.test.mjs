import assert from 'node:assert/strict'
import test from 'node:test'

import { DRAFT_LIMIT, freeQuestion, lineSpan, placeTemplate, proposeFile, readDraft, readForge, writeDraft } from '../../overrides/assets/learn/core/playground.mjs'

const put = (text, cursor, template) => {
  const { at, put: words, from, to } = placeTemplate(text, cursor, template)
  const end = template.place === 'end' ? text.length : at
  const after = text.slice(0, at) + words + text.slice(end)
  return { after, waits: after.slice(from, to) }
}
const QUESTION = { text: '## To write: what?\n\n1. [x] yes\n', place: 'end' }

test('a question goes to the end, one blank line below what stands there', () => {
  assert.deepEqual(put('## One?\n\n1. [x] a\n\n\n', 3, QUESTION), { after: '## One?\n\n1. [x] a\n\n## To write: what?\n\n1. [x] yes\n', waits: 'To write: what?' })
  assert.equal(put('', 0, QUESTION).after, QUESTION.text)
})

test('a comment goes below the line with the cursor, and nothing else moves', () => {
  const comment = { text: '    > To write: why.\n', place: 'below' }
  assert.deepEqual(put('1. [x] a\n1. [ ] b\n', 3, comment), { after: '1. [x] a\n    > To write: why.\n1. [ ] b\n', waits: 'To write: why.' })
  assert.equal(put('1. [x] a', 8, comment).after, '1. [x] a\n    > To write: why.')
})

test('a hint gets blank lines around it, and no second one where one stands already', () => {
  const hint = { text: '> To write: a hint.\n', place: 'apart' }
  assert.equal(put('## One?\n1. [x] a\n', 2, hint).after, '## One?\n\n> To write: a hint.\n\n1. [x] a\n')
  assert.equal(put('## One?\n\n1. [x] a\n', 2, hint).after, '## One?\n\n> To write: a hint.\n\n1. [x] a\n')
  assert.equal(put('## One?\n\n1. [x] a\n', 8, hint).after, '## One?\n\n> To write: a hint.\n\n1. [x] a\n')
  assert.equal(put('', 0, hint).after, '> To write: a hint.')
})

test('options of the whole quiz go to the top', () => {
  assert.deepEqual(put('## One?\n', 5, { text: '---\nshuffle_answers: false\n---\n', place: 'top' }), { after: '---\nshuffle_answers: false\n---\n\n## One?\n', waits: '' })
})

test('a question gets an id that no other has', () => {
  assert.equal(freeQuestion(''), 'question-1')
  assert.equal(freeQuestion('id: question-1\nid: question-2'), 'question-3')
})

test('a line is found by its number, and one behind the end is the last', () => {
  assert.deepEqual(lineSpan('ab\ncd\n\nef', 2), [3, 5])
  assert.deepEqual(lineSpan('ab\ncd', 9), [3, 5])
  assert.deepEqual(lineSpan('', 1), [0, 0])
})

test('a draft comes back as it was', () => {
  const draft = { id: 'my-quiz', text: '## Ä\n', isStarted: true }
  assert.deepEqual(readDraft(writeDraft(draft)), draft)
})

test('what is no draft is none', () => {
  for (const text of [null, undefined, '', '{', '[]', 'null', '{"format":"learn-playground","version":2,"id":"a","text":""}', '{"format":"learn-playground","version":1,"id":"a","text":5}']) {
    assert.equal(readDraft(text), null)
  }
  assert.equal(readDraft(writeDraft({ id: 'a', text: 'x'.repeat(DRAFT_LIMIT + 1), isStarted: false })), null)
})

const FILE = 'docs/contribute/playground.md'
const at = (address) => readForge(`${address}/${FILE}`, FILE)
const NEW = { path: 'quizzes/my-quiz.md', text: '## A & b?\n\n1. [x] 100 %\n', isNew: true }
const TEXT = '%23%23%20A%20%26%20b%3F%0A%0A1.%20%5Bx%5D%20100%20%25%0A'

test('GitHub opens its page for a new file with name and text', () => {
  const forge = at('https://github.com/owner/course/edit/main')
  assert.equal(forge.name, 'GitHub')
  assert.deepEqual(proposeFile(forge, NEW), { address: `https://github.com/owner/course/new/main?filename=quizzes%2Fmy-quiz.md&value=${TEXT}`, pastes: false })
})

test('a branch may have slashes, and a host its own name', () => {
  assert.equal(proposeFile(at('https://git.example.org/owner/course/edit/topic/one'), { ...NEW, text: '' }).address, 'https://git.example.org/owner/course/new/topic/one?filename=quizzes%2Fmy-quiz.md&value=')
  assert.equal(at('https://git.example.org/owner/course/edit/topic/one').name, 'git.example.org')
})

test('GitLab is told name and text, and the writer has the text at hand all the same', () => {
  const forge = at('https://gitlab.com/group/sub/course/-/edit/main')
  assert.equal(forge.name, 'GitLab')
  assert.deepEqual(proposeFile(forge, NEW), { address: `https://gitlab.com/group/sub/course/-/new/main?file_name=quizzes%2Fmy-quiz.md&file=${TEXT}`, pastes: true })
})

test('the older addresses of GitLab are known as well', () => {
  assert.match(proposeFile(at('https://gitlab.example.org/group/course/edit/main'), NEW).address, /^https:\/\/gitlab\.example\.org\/group\/course\/-\/new\/main\?file_name=/)
})

test('Forgejo and Gitea are known by their addresses', () => {
  assert.equal(proposeFile(at('https://codeberg.org/owner/course/_edit/main'), NEW).address, `https://codeberg.org/owner/course/_new/main?filename=quizzes%2Fmy-quiz.md&value=${TEXT}`)
})

test('a text too long for an address is pasted into an empty page', () => {
  const forge = at('https://github.com/owner/course/edit/main')
  assert.deepEqual(proposeFile(forge, { ...NEW, text: '## ?\n'.repeat(2000) }), { address: 'https://github.com/owner/course/new/main?filename=quizzes%2Fmy-quiz.md', pastes: true })
})

test('a quiz that is there is edited where it is', () => {
  const forge = at('https://github.com/owner/course/edit/main')
  assert.deepEqual(proposeFile(forge, { ...NEW, isNew: false }), { address: 'https://github.com/owner/course/edit/main/quizzes/my-quiz.md', pastes: true })
})

test('what is no address of a forge is none', () => {
  for (const address of ['', 'nowhere', 'https://example.org', 'https://github.com/owner/course/edit/main/docs/index.md', `javascript:alert(1)//owner/course/edit/main/${FILE}`]) {
    assert.equal(readForge(address, FILE), null)
  }
  assert.equal(readForge(`https://example.org/some/where/${FILE}`, FILE), null)
})
