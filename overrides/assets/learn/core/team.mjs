// A team's saved work side by side: who is who, how far each is, what each wrote, and a merged plan on its way back. Words come
// in as arguments; no page, no storage, no clock.
import { answerState, fillWords, isQuiet } from './notes.mjs'
import { chapterProgress } from './progress.mjs'
import { ratingInitials } from './ratings.mjs'
import { diffSaved, emptySaved, holdsIds, mergeSaved, migrateSaved, setEntry, withEntries } from './saved.mjs'
import { isObject, lineText } from './shapes.mjs'

/**
 * @typedef {{key: string, name: string, document: SavedDocument, twin?: string, mine?: boolean}} TeamFile  `name`: of the person, may be
 *   empty; `twin`: the key of an earlier file that was found to be of the same hand
 * @typedef {{keys: string[], name: string, mine: boolean, document: SavedDocument}} TeamMember  one person out of one file or several
 * @typedef {import('./saved.mjs').SavedDocument} SavedDocument
 */

/** How many files of colleagues are read at most. */
export const TEAM_SIZE = 50

const LONGEST_PERSON = 80
const PROMPT_KINDS = ['ask-yourself', 'ask-your-team']

/** Texts that a reader takes for the same: without case, accents and doubled blanks. */
export const foldWords = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase()

/** A person's name, which may have been typed or stand in a file. */
export const cleanName = (text) => lineText(text).trim().slice(0, LONGEST_PERSON)

/**
 * Whose work a document is: the name in it, else what the file's name has beside the course, a day and a number. Empty where
 * neither says anything.
 */
export function personName({ entries }, file, course) {
  const own = entries['settings/name']?.value
  if (typeof own === 'string' && cleanName(own)) return cleanName(own)
  const rest = file.replace(/\.json$/i, '').split(course).join(' ').replace(/\d{4}-\d{2}-\d{2}/g, ' ').replace(/\(\d+\)/g, ' ').replace(/[\s_.-]+/g, ' ').trim()
  if (!/\p{L}/u.test(rest)) return ''
  return cleanName(rest === rest.toLowerCase() ? rest.replace(/(?<=^|\s)\p{L}/gu, (letter) => letter.toUpperCase()) : rest)
}

/** How much somebody has saved, and when they last changed something (an ISO time, or empty). Settings and dates for review are none of it. */
export function documentFacts({ entries }) {
  const facts = { entries: 0, last: '' }
  for (const [id, { value, at }] of Object.entries(entries)) {
    if (isQuiet(id)) continue
    if (value !== null) facts.entries += 1
    if (at > facts.last) facts.last = at
  }
  return facts
}

/**
 * Documents by the hand they come from. Copies of one device's work share entries that were written in the same millisecond, at
 * least half of the smaller one; two people's do not. An index, because comparing fifty documents in pairs takes long.
 */
export class KnownHands {
  #marks = new Map()
  #sizes = new Map()

  #marksOf({ entries }) {
    return Object.keys(entries).filter((id) => !isQuiet(id)).map((id) => `${entries[id].at} ${id}`)
  }

  /** @returns {{key: string, same: boolean} | null} the document that shares most; `same` where all of both is shared */
  find(document) {
    const marks = this.#marksOf(document)
    const shared = new Map()
    for (const mark of marks) for (const key of this.#marks.get(mark) ?? []) shared.set(key, (shared.get(key) ?? 0) + 1)
    const found = [...shared].map(([key, count]) => ({ key, count, size: this.#sizes.get(key) }))
      .filter(({ count, size }) => count * 2 >= Math.min(size, marks.length)).sort((a, b) => b.count - a.count)
    return found.length ? { key: found[0].key, same: found[0].count === found[0].size && found[0].count === marks.length } : null
  }

  add(key, document) {
    const marks = this.#marksOf(document)
    this.#sizes.set(key, marks.length)
    for (const mark of marks) this.#marks.set(mark, [...(this.#marks.get(mark) ?? []), key])
  }

  forget(key) {
    if (!this.#sizes.delete(key)) return
    for (const [mark, keys] of this.#marks) {
      if (keys.includes(key)) this.#marks.set(mark, keys.filter((one) => one !== key))
    }
  }
}

/** Today's ids; the same document where nothing in it can have been renamed. */
export function carryDocument(document, formerly) {
  // A renamed home renames all that lies in it; what is renamed within a field's value has more steps than the field.
  const homes = new Set(Object.keys(formerly).map((id) => id.split('/').slice(0, 3).join('/')))
  const isIn = (id) => holdsIds(id) || homes.has(id) || id.split('/').some((step, at, steps) => homes.has(steps.slice(0, at).join('/')))
  return homes.size && Object.keys(document.entries).some(isIn) ? migrateSaved(document, formerly) : document
}

/**
 * People out of files. Files of the same name are one person's, from two devices or two days: they merge, of each entry the
 * newer one counts. A file without a name is one person, unless it has a twin.
 *
 * @param {TeamFile[]} files
 * @returns {TeamMember[]} in the order of their first files
 */
export function gatherTeam(files) {
  const members = new Map()
  const homes = new Map()
  for (const { key, name, document, twin, mine = false } of files) {
    const id = foldWords(name) || homes.get(twin) || `\n${key}`
    homes.set(key, id)
    const known = members.get(id)
    if (known) members.set(id, { keys: [...known.keys, key], name: known.name, mine: known.mine || mine, document: mergeSaved(known.document, document) })
    else members.set(id, { keys: [key], name, mine, document })
  }
  return [...members.values()]
}

/**
 * What each person is called on the page.
 *
 * @param {TeamMember[]} members
 * @param {'names' | 'initials' | 'numbers'} how
 * @param {{me: string, person: string}} words person: "Person {number}"
 */
export function memberLabels(members, how, words) {
  const numbered = (at) => fillWords(words.person, { number: at + 1 })
  if (how === 'numbers') return members.map((member, at) => numbered(at))
  const short = ratingInitials(members.map(({ name }) => name))
  return members.map(({ name, mine }, at) => (how === 'initials' ? short.get(name) : name) || (mine ? words.me : numbered(at)))
}

/** A text that is a member's name becomes what that member is called; every other text stays. */
export function labelledName(text, members, labels) {
  const at = members.findIndex(({ name }) => name && foldWords(name) === foldWords(text))
  return at < 0 ? text : labels[at]
}

const quizProgress = (members, quiz, chapter) => {
  const asked = quiz.questions.map((question) => ({ id: question.id, title: question.title, answered: 0, missed: 0 }))
  const scores = members.map(({ document }) => {
    const score = { right: 0, answered: 0, all: asked.length }
    for (const question of asked) {
      const state = answerState(document.entries[question.id]?.value)
      if (!state) continue
      score.answered += 1
      question.answered += 1
      if (state === 'right') score.right += 1
      else question.missed += 1
    }
    return score
  })
  const shares = scores.filter(({ answered }) => answered).map(({ right, answered }) => right / answered)
  return {
    id: quiz.id,
    number: chapter?.number ?? 0,
    title: chapter?.title ?? quiz.title ?? quiz.id,
    address: quiz.address ?? '',
    scores,
    people: shares.length,
    mean: shares.length ? shares.reduce((sum, share) => sum + share, 0) / shares.length : 0,
    low: shares.length ? Math.min(...shares) : 0,
    high: shares.length ? Math.max(...shares) : 0,
    missed: asked.filter(({ missed }) => missed).sort((a, b) => b.missed / b.answered - a.missed / a.answered || b.missed - a.missed).slice(0, 3),
  }
}

/**
 * Where everybody is. States and scores stand in the order of the members.
 *
 * @param {TeamMember[]} members
 * @param {object} manifest course.json
 * @returns {{chapters: {id: string, number: number, title: string, address: string, states: ('none' | 'started' | 'done')[], none: number,
 *   started: number, done: number}[], quizzes: {id: string, number: number, title: string, address: string, people: number, mean: number,
 *   low: number, high: number, scores: {right: number, answered: number, all: number}[],
 *   missed: {id: string, title: string, answered: number, missed: number}[]}[]}} quizzes that somebody has answered; shares of right
 *   answers at the first try from 0 to 1; `missed`: the three questions that most people missed at the first try
 */
export function teamProgress(members, manifest) {
  const quizzes = new Map(manifest.quizzes.map((quiz) => [quiz.id, quiz]))
  const chapters = manifest.chapters.map(({ id, number, title, address, quiz, items }) => {
    const ids = (kind) => items.filter((item) => item.kind === kind).map((item) => item.id)
    const parts = { summary: ids('summary'), actions: ids('action-plan'), quiz: (quizzes.get(quiz)?.questions ?? []).map((question) => question.id) }
    const states = members.map(({ document }) => chapterProgress(document, id, parts).state)
    const count = (state) => states.filter((one) => one === state).length
    return { id, number, title, address, states, none: count('none'), started: count('started'), done: count('done') }
  })
  const asked = manifest.chapters.flatMap((chapter) => (quizzes.has(chapter.quiz) ? [[quizzes.get(chapter.quiz), chapter]] : []))
  const more = manifest.quizzes.filter((quiz) => !asked.some(([known]) => known === quiz)).map((quiz) => [quiz, undefined])
  return { chapters, quizzes: [...asked, ...more].map(([quiz, chapter]) => quizProgress(members, quiz, chapter)).filter(({ people }) => people) }
}

/** Numbers as people write them: 1-3, 5. */
export function numberRanges(numbers) {
  const runs = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run && run[1] === number - 1) run[1] = number
    else runs.push([number, number])
  }
  return runs.map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`)).join(', ')
}

/**
 * What was written under each prompt, chapter by chapter.
 *
 * @returns {{chapters: {id: string, number: number, title: string, address: string, prompts: {id: string, kind: string, text: string,
 *   people: number, voices: {member: number, text: string, session: string, changed: boolean}[]}[]}[], lost: number}}
 *   prompts that somebody answered; `session`: the day, where it was written down in a session; `changed`: the prompt was another one;
 *   `lost`: notes on prompts that the course no longer holds
 */
export function teamNotes(members, manifest) {
  const prompts = new Map(manifest.chapters.flatMap(({ items }) => items).filter(({ kind }) => PROMPT_KINDS.includes(kind)).map((item) => [item.id, { item, voices: [] }]))
  let lost = 0
  const hear = (id, voice) => {
    if (typeof voice.text !== 'string' || !voice.text.trim()) return
    if (prompts.has(id)) prompts.get(id).voices.push({ ...voice, text: voice.text.trim() })
    else lost += 1
  }
  for (const [member, { document }] of members.entries()) {
    for (const [id, { value, rev }] of Object.entries(document.entries)) {
      if (/^[^/]+\/ask-your(self|-team)\//.test(id)) {
        const asked = prompts.get(id)?.item.rev
        hear(id, { member, text: value, session: '', changed: Boolean(rev && asked && rev !== asked) })
      } else if (/^session\//.test(id) && isObject(value?.said)) {
        const [day] = id.split('/').at(-1).split('T')
        for (const [prompt, text] of Object.entries(value.said)) hear(prompt, { member, text, session: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '', changed: false })
      }
    }
  }
  const chapters = manifest.chapters.map(({ id, number, title, address, items }) => ({
    id, number, title, address,
    prompts: items.flatMap((item) => {
      const voices = prompts.get(item.id)?.voices ?? []
      return voices.length ? [{ id: item.id, kind: item.kind, text: item.text, voices, people: new Set(voices.map(({ member }) => member)).size }] : []
    }),
  }))
  return { chapters: chapters.filter((chapter) => chapter.prompts.length), lost }
}

/**
 * A document with settled actions on top of its own.
 *
 * @param {SavedDocument} document
 * @param {{id: string, rev: string, value: object}[]} settled
 * @param {string} at ISO-8601
 * @returns {{document: SavedDocument, added: number, changed: number}} the same document where nothing is new
 */
export function takePlan(document, settled, at) {
  let added = 0
  const taken = settled.flatMap(({ id, rev, value }) => {
    const before = document.entries[id]
    const alone = withEntries(emptySaved(document.course), before ? [[id, before]] : [])
    const after = setEntry(alone, id, rev, value, at)
    if (diffSaved(alone, after)[0].kind === 'same') return []
    if (!before?.value?.chosen) added += 1
    return [[id, after.entries[id]]]
  })
  const next = taken.length ? mergeSaved(document, withEntries(emptySaved(document.course), taken)) : document
  return { document: next, added, changed: taken.length - added }
}
