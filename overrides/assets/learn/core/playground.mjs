// The quiz playground's arithmetic: where a template goes, what a draft holds, which page of a forge takes a proposal. It knows
// nothing of quizdown: what a text means is the check's matter alone.

/** Longer drafts are neither kept nor checked: forty times the longest quiz of a course. */
export const DRAFT_LIMIT = 200000
// Servers refuse addresses of more than about eight thousand signs.
const ADDRESS_LIMIT = 7500

/** A number for a question's id that stands nowhere in the text. */
export const freeQuestion = (text) => {
  let number = 1
  while (text.includes(`question-${number}`)) number += 1
  return `question-${number}`
}

/** Where a line starts and ends in a text; lines count from 1, one behind the last is the last. */
export const lineSpan = (text, line) => {
  const lines = text.split('\n')
  const at = Math.min(Math.max(line, 1), lines.length) - 1
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0)
  return [start, start + lines[at].length]
}

/**
 * Where a template's text goes.
 *
 * @param {string} text
 * @param {number} cursor
 * @param {{text: string, place: 'end' | 'top' | 'below' | 'apart'}} template
 * @returns {{at: number, put: string, from: number, to: number}} `put` is to stand at `at`; the words from `from` to `to` of the
 *   new text wait for the writer
 */
export const placeTemplate = (text, cursor, { text: put, place }) => {
  let at = 0
  let before = ''
  let after = ''
  if (place === 'end') {
    at = text.trimEnd().length
    before = at === 0 ? '' : '\n\n'
  } else if (place === 'top') {
    after = '\n'
  } else {
    const behind = text.indexOf('\n', cursor)
    at = behind < 0 ? text.length : behind
    const apart = place === 'apart'
    const isBlank = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === ''
    before = at === 0 ? '' : apart && !isBlank ? '\n\n' : '\n'
    after = apart && !text.slice(at).startsWith('\n\n') && text.slice(at).trim() ? '\n' : ''
  }
  // What follows brings its own line end.
  const words = place === 'end' || place === 'top' ? put : put.trimEnd()
  const start = at + before.length
  const mark = words.indexOf('To write: ')
  const from = mark < 0 ? start : start + mark
  const end = words.indexOf('\n', Math.max(mark, 0))
  return { at, put: before + words + after, from, to: mark < 0 ? from : start + (end < 0 ? words.length : end) }
}

/**
 * A draft out of the device's storage, or null where there is none that can be read.
 *
 * @returns {{id: string, text: string, isStarted: boolean} | null} `isStarted`: the writer has asked for the check before
 */
export const readDraft = (stored) => {
  try {
    const { format, version, id, text, isStarted } = JSON.parse(stored)
    if (format !== 'learn-playground' || version !== 1 || typeof id !== 'string' || typeof text !== 'string') return null
    return text.length > DRAFT_LIMIT ? null : { id, text, isStarted: isStarted === true }
  } catch {
    return null
  }
}

export const writeDraft = ({ id, text, isStarted }) => JSON.stringify({ format: 'learn-playground', version: 1, id, text, isStarted })

/** How the pages of each kind of forge are addressed; `fills` where its new-file page is known to take a text. */
const FORGES = [
  { path: /^(.+?)\/-\/edit\/(.+)$/, name: 'GitLab', edit: '/-/edit/', make: '/-/new/', file: 'file_name', text: 'file', fills: false },
  { path: /^(.+?)\/_edit\/(.+)$/, name: '', edit: '/_edit/', make: '/_new/', file: 'filename', text: 'value', fills: true },
  { path: /^(\/[^/]+\/[^/]+)\/(?:edit|blob)\/(.+)$/, name: 'GitHub', edit: '/edit/', make: '/new/', file: 'filename', text: 'value', fills: true },
]

/**
 * The forge that keeps the course's files, out of the address at which it edits one of them.
 *
 * @param {string} edit such as 'https://github.com/owner/course/edit/main/docs/contribute/playground.md', or empty
 * @param {string} file the path of the file that it edits
 * @returns {Forge | null} null where it is unknown, or no forge whose addresses we know
 */
export const readForge = (edit, file) => {
  let address
  try {
    address = new URL(edit)
  } catch {
    return null
  }
  let path = decodeURI(address.pathname)
  // Hosts write GitLab's addresses in its older way too, which it still forwards.
  if (address.host.includes('gitlab') && !path.includes('/-/')) path = path.replace('/edit/', '/-/edit/')
  if (!/^https?:$/.test(address.protocol) || !path.endsWith(`/${file}`)) return null
  for (const forge of FORGES) {
    const found = forge.path.exec(path.slice(0, -file.length - 1))
    if (found) return { ...forge, name: address.host === `${forge.name.toLowerCase()}.com` ? forge.name : address.host, base: address.origin + found[1], branch: found[2] }
  }
  return null
}

/**
 * The forge's page for a new or changed file.
 *
 * @param {Forge} forge
 * @param {{path: string, text: string, isNew: boolean}} file
 * @returns {{address: string, pastes: boolean}} `pastes`: the page may open without the text, so the writer needs it at hand
 */
export const proposeFile = (forge, { path, text, isNew }) => {
  const where = encodeURI(forge.branch)
  if (!isNew) return { address: `${forge.base}${forge.edit}${where}/${encodeURI(path)}`, pastes: true }
  const empty = `${forge.base}${forge.make}${where}?${forge.file}=${encodeURIComponent(path)}`
  const filled = `${empty}&${forge.text}=${encodeURIComponent(text)}`
  return filled.length > ADDRESS_LIMIT ? { address: empty, pastes: true } : { address: filled, pastes: !forge.fills }
}
