// A session: a chapter's questions asked in a room, with its clock, what was said and what was decided. Times and words come
// in as arguments; no page, no storage, no clock.
import { escapeMarkdown, fillWords, lineMarkdown } from './notes.mjs'
import { isPlanDay } from './plan.mjs'
import { isObject, listOf } from './shapes.mjs'

/**
 * @typedef {{started: string, ended?: string, seconds: number, people?: string, said: Record<string, string>,
 *   spent: Record<string, number>, decisions: string[], note?: string, step: string, since?: string,
 *   extra?: Record<string, number>, skipped?: string[], ticked?: string[], draft?: Record<string, string>}} SessionValue
 *   what is saved. `step`: 'agenda', a prompt's full id or 'close'; `since`: up to when time was counted, absent while the
 *   clock stands; `extra`: minutes added to a prompt; `ticked`: lines of the preparation, by their words;
 *   `draft`: a decision that somebody is writing
 * @typedef {{id: string, kind: 'agenda' | 'prompt' | 'close', text: string, minutes: number, number: number}} SessionStep
 */

/** Seconds after which an absence (a closed lid, a page left open until the next day) no longer counts as session. */
export const SESSION_AWAY = 1800

/** Minutes that one press adds to a question. */
const SESSION_MORE = 5

const SESSION_ID = /^session\/([^/]+)\/(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})$/
const MOST_SECONDS = 7 * 86400
const LONGEST_TIME = 30
const MOST_SHOWN = 100

const asTable = (value) => (isObject(value) ? value : {})

const asCount = (value, most = MOST_SECONDS) => (Number.isFinite(value) ? Math.min(most, Math.max(0, value)) : 0)

const asTexts = (value) => listOf(value).filter((part) => typeof part === 'string')

const asText = (value) => (typeof value === 'string' ? value : '')

const asMoment = (value) => (typeof value === 'string' && value.length <= LONGEST_TIME && Number.isFinite(Date.parse(value)) ? value : '')

const keepParts = (value, change) => Object.fromEntries(Object.entries(asTable(value)).map(([key, part]) => [key, change(part)]).filter(([, part]) => part))

/** An object without the keys whose values say nothing. */
const sayingParts = (value) => Object.fromEntries(Object.entries(value).filter(([, part]) => part && (typeof part !== 'object' || Object.keys(part).length)))

const twoDigits = (part) => String(part).padStart(2, '0')

const momentOf = (now) => new Date(now).toISOString()

/**
 * The chapter and the time of a saved session's id; null for any other id, such as the one of what is being prepared.
 *
 * @returns {{chapter: string, day: string, time: string} | null}
 */
export function parseSessionId(id) {
  const [, chapter, day, hour, minute] = SESSION_ID.exec(id) ?? []
  return chapter && hour < 24 && minute < 60 && Number.isFinite(Date.parse(day)) ? { chapter, day, time: `${hour}:${minute}` } : null
}

/** Where the ticks and names stand before a session of this chapter begins. */
export const draftId = (chapter) => `session/${chapter}/next`

/**
 * The id of a session that begins now; where one began in the same minute, the next free minute.
 *
 * @param {(id: string) => boolean} isTaken
 */
export function newSessionId(chapter, day, hour, minute, isTaken) {
  const begin = hour * 60 + minute
  // After the day's last minute the ones before.
  for (const at of Array.from({ length: 1440 }, (_, step) => (begin + step < 1440 ? begin + step : 1439 - step))) {
    const id = `session/${chapter}/${day}T${twoDigits(Math.floor(at / 60))}${twoDigits(at % 60)}`
    if (!isTaken(id)) return id
  }
  return `session/${chapter}/${day}T${twoDigits(hour)}${twoDigits(minute)}`
}

/**
 * A saved value, which may be anything, as a session; what this version does not know is kept.
 *
 * @returns {SessionValue}
 */
export function readSession(value) {
  const saved = asTable(value)
  const { started, ended, seconds, people, said, spent, decisions, note, step, since, extra, skipped, ticked, draft, ...more } = saved
  return {
    ...more,
    started: asMoment(started),
    seconds: asCount(seconds),
    said: keepParts(said, asText),
    spent: keepParts(spent, (part) => asCount(part)),
    decisions: [...new Set(asTexts(decisions))],
    step: asText(step) || 'agenda',
    ...sayingParts({
      ended: asMoment(ended),
      // An ended session's clock stands.
      since: asMoment(ended) ? '' : asMoment(since),
      people: asText(people),
      note: asText(note),
      extra: keepParts(extra, (part) => asCount(part, 600)),
      skipped: asTexts(skipped),
      ticked: asTexts(ticked),
      draft: keepParts(draft, asText),
    }),
  }
}

/** A session's steps: the opening with the agenda, each question for the team, the close. @returns {SessionStep[]} */
export function sessionSteps(chapter) {
  const prompts = (chapter?.items ?? []).filter(({ kind }) => kind === 'ask-your-team')
  return [
    { id: 'agenda', kind: 'agenda', text: chapter?.session?.purpose ?? '', minutes: 0, number: 0 },
    ...prompts.map((item, at) => ({ ...item, kind: 'prompt', minutes: asCount(item.minutes, 600), number: at + 1 })),
    { id: 'close', kind: 'close', text: chapter?.session?.close ?? '', minutes: 0, number: 0 },
  ]
}

/** Minutes that a chapter's session is meant to take: as the course says, else its agenda's, else its questions'. */
export function sessionMinutes(chapter) {
  const sum = (parts) => (parts ?? []).reduce((all, { minutes }) => all + asCount(minutes, 600), 0)
  return asCount(chapter?.minutes?.session, 1440) || sum(chapter?.session?.agenda) || sum(sessionSteps(chapter))
}

export function beginSession({ people, ticked }, now) {
  const at = momentOf(now)
  return readSession({ started: at, step: 'agenda', since: at, people, ticked })
}

/**
 * Count the time up to now, in whole seconds, for the session and for the question at hand. A clock that was set back takes
 * nothing away; an absence longer than SESSION_AWAY does not count and stops the clock.
 *
 * @param {number} now milliseconds
 * @returns {{session: SessionValue, away: boolean}}
 */
export function passTime(session, now) {
  const { since, ...still } = session
  if (!since) return { session, away: false }
  const gone = Math.floor((now - Date.parse(since)) / 1000)
  if (gone > SESSION_AWAY) return { session: still, away: true }
  if (gone < 0) return { session: { ...session, since: momentOf(now) }, away: false }
  if (gone === 0) return { session, away: false }
  const { step, spent } = session
  const isPrompt = step !== 'agenda' && step !== 'close'
  return {
    session: {
      ...session,
      seconds: asCount(session.seconds + gone),
      spent: isPrompt ? { ...spent, [step]: asCount((spent[step] ?? 0) + gone) } : spent,
      since: momentOf(Date.parse(since) + gone * 1000),
    },
    away: false,
  }
}

export function pauseSession(session, now) {
  const { since, ...still } = passTime(session, now).session
  return still
}

export function resumeSession(session, now) {
  return { ...session, since: momentOf(now) }
}

/** Go to a step; whoever comes back to a question has not skipped it. */
export function moveSession(session, step, now) {
  const { skipped = [], ...passed } = passTime(session, now).session
  const rest = skipped.filter((id) => id !== step)
  return { ...passed, step, ...(rest.length ? { skipped: rest } : {}) }
}

/** Go on to `next` and remember that this question was left out. */
export function skipStep(session, next, now) {
  const { skipped = [] } = session
  return moveSession({ ...session, skipped: [...new Set([...skipped, session.step])] }, next, now)
}

export function extendStep(session) {
  const { step, extra = {} } = session
  return { ...session, extra: { ...extra, [step]: (extra[step] ?? 0) + SESSION_MORE } }
}

export function endSession(session, now) {
  return { ...pauseSession(session, now), ended: momentOf(now) }
}

/** An ended session goes on at its close, with the clock standing. */
export function reopenSession({ ended, ...session }) {
  return { ...session, step: 'close' }
}

/**
 * How a step's time stands. A question has its own minutes, the opening and the close the whole session's.
 *
 * @param {number} minutes the session's
 * @returns {{spent: number, planned: number, over: number, part: number}} seconds; `part` of the planned time, 0 to 1; planned
 *   is 0 where nothing is planned
 */
export function stepTime(session, step, minutes) {
  const isPrompt = step.kind === 'prompt'
  const spent = isPrompt ? session.spent[step.id] ?? 0 : session.seconds
  const planned = (isPrompt ? step.minutes + (session.extra?.[step.id] ?? 0) : minutes) * 60
  return { spent, planned, over: planned ? Math.max(0, spent - planned) : 0, part: planned ? Math.min(1, spent / planned) : 0 }
}

/**
 * The agenda against the clock.
 *
 * @returns {{start: number, end: number, minutes: number, text: string, state: 'past' | 'now' | 'later'}[]} start and end in minutes
 */
export function agendaTimes(agenda, seconds) {
  let end = 0
  return (agenda ?? []).map(({ minutes, text }) => {
    const start = end
    end += asCount(minutes, 600)
    const state = seconds >= end * 60 ? 'past' : seconds >= start * 60 ? 'now' : 'later'
    return { start, end, minutes: end - start, text, state }
  })
}

/** Seconds as a clock shows them: 4:05, 1:02:03. */
export function clockText(seconds) {
  const all = Math.floor(asCount(seconds))
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60]
  return hours ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`
}

/** The names in a line of names, each once. */
export function peopleOf(text) {
  return [...new Set(asText(text).split(/[,;\n]/).map((name) => name.trim()).filter(Boolean))].slice(0, MOST_SHOWN)
}

/**
 * A session as something to read.
 *
 * @param {string} id
 * @param {Record<string, {value: unknown}>} entries the saved document's, for the decisions
 * @returns {{id: string, chapter: object | null, place: string, day: string, time: string, ended: boolean, minutes: number, planned: number,
 *   people: string, note: string, prompts: {id: string, rev: string, text: string, said: string, spent: number, planned: number,
 *   skipped: boolean}[], decisions: {id: string, text: string, owner: string, due: string, kept: boolean}[]}}
 *   prompts: those that were asked or skipped, then what was said to questions that the course no longer has; a decision
 *   that somebody took out of the plan is not `kept`
 */
export function sessionRecord(id, entries, manifest) {
  const { chapter: place, day, time } = parseSessionId(id)
  const session = readSession(entries[id]?.value)
  const { said, spent, skipped = [], extra = {} } = session
  const chapter = manifest?.chapters.find((one) => one.id === place) ?? null
  const known = sessionSteps(chapter).filter(({ kind }) => kind === 'prompt')
  const others = Object.keys(said).filter((one) => !known.some((prompt) => prompt.id === one))
  const touched = known.filter((prompt) => said[prompt.id] || spent[prompt.id] || skipped.includes(prompt.id))
  const prompts = [...touched, ...others.map((one) => ({ id: one, rev: '', text: one, minutes: 0 }))].map((prompt) => ({
    id: prompt.id,
    rev: prompt.rev,
    text: prompt.text,
    said: said[prompt.id] ?? '',
    spent: spent[prompt.id] ?? 0,
    planned: prompt.minutes + (extra[prompt.id] ?? 0),
    skipped: skipped.includes(prompt.id) && !said[prompt.id],
  }))
  const decisions = session.decisions.map((one) => {
    const value = asTable(one.startsWith('plan/own/') ? entries[one]?.value : null)
    return { id: one, text: asText(value.text), owner: asText(value.owner), due: asText(value.due), kept: asText(value.text) !== '' }
  })
  return {
    id, chapter, place, day, time, prompts, decisions,
    ended: Boolean(session.ended),
    minutes: Math.round(session.seconds / 60),
    planned: sessionMinutes(chapter),
    people: peopleOf(session.people).join(', '),
    note: session.note ?? '',
  }
}

/** Ids of all saved sessions, the newest first. */
export function sessionIds(entries) {
  const time = (id) => id.slice(-15)
  return Object.keys(entries).filter((id) => entries[id].value !== null && parseSessionId(id)).sort((a, b) => (time(a) < time(b) ? 1 : time(a) > time(b) ? -1 : a < b ? -1 : 1))
}

/** A note with what was said below it, once. */
export function joinNote(note, said) {
  const before = asText(note)
  if (!before.trim()) return said
  return before.includes(said.trim()) ? before : `${before.trimEnd()}\n\n${said}`
}

const sessionQuote = (text) => escapeMarkdown(text).split('\n').map((line) => (line ? `> ${line}` : '>')).join('\n')

/** A decision's owner and day in words, '' where it has neither. */
export function decisionFacts({ owner, due }, words, dayWords) {
  const day = isPlanDay(due) ? dayWords(due) : ''
  return [owner || words.nobody, day ? fillWords(words.by, { day }) : words.never].join(', ')
}

/**
 * A session's record as Markdown.
 *
 * @param {object} record as sessionRecord gives it
 * @param {Record<string, string>} words recordTitle, recordWhen, recordPlanned, recordPeople, decided, saidHead, nothingSaid,
 *   spentOf, spent, skippedWord, noteHead, lost, nobody, by, never, noDecisions
 * @param {(day: string) => string} dayWords
 */
export function sessionMarkdown(record, words, dayWords) {
  const { chapter, place, day, time, minutes, planned, people, decisions, prompts, note } = record
  const lines = [
    `# ${lineMarkdown(chapter ? fillWords(words.recordTitle, chapter) : place)}`, '',
    fillWords(words.recordWhen, { day: dayWords(day), time, minutes }),
  ]
  if (people) lines.push('', lineMarkdown(fillWords(words.recordPeople, { people })))
  lines.push('', `## ${words.decided}`, '')
  if (decisions.length === 0) lines.push(words.noDecisions)
  for (const decision of decisions) lines.push(decision.kept ? `- [ ] ${lineMarkdown(decision.text)} (${lineMarkdown(decisionFacts(decision, words, dayWords))})` : `- ${words.lost}`)
  if (prompts.length) lines.push('', `## ${words.saidHead}`)
  for (const prompt of prompts) {
    const facts = prompt.skipped ? words.skippedWord : fillWords(prompt.planned ? words.spentOf : words.spent, { time: clockText(prompt.spent), minutes: prompt.planned })
    lines.push('', `### ${lineMarkdown(prompt.text)}`, '', facts)
    if (prompt.said) lines.push('', sessionQuote(prompt.said))
  }
  if (note) lines.push('', `## ${words.noteHead}`, '', sessionQuote(note))
  return `${lines.join('\n')}\n`
}

// The second window: it is told what to show and never what the lead wrote.

const SCREEN_FORMAT = 'learn-session'
const STAGES = ['waiting', 'agenda', 'prompt', 'close', 'ended']

export function screenMessage(kind, more = {}) {
  return { format: SCREEN_FORMAT, kind, ...more }
}

/**
 * A message from another window, which may be anything.
 *
 * @returns {{kind: 'hello' | 'bye' | 'key' | 'state', key?: string, state?: object} | null}
 */
export function readScreenMessage(data) {
  if (!isObject(data) || data.format !== SCREEN_FORMAT) return null
  const { kind, key, state } = data
  if (kind === 'hello' || kind === 'bye') return { kind }
  if (kind === 'key') return { kind, key: asText(key).slice(0, 20) }
  if (kind !== 'state' || !isObject(state)) return null
  const short = (text) => asText(text).slice(0, 3000)
  return {
    kind,
    state: {
      stage: STAGES.includes(state.stage) ? state.stage : 'waiting',
      title: short(state.title),
      text: short(state.text),
      number: asCount(state.number, 999),
      count: asCount(state.count, 999),
      spent: asCount(state.spent),
      planned: asCount(state.planned),
      running: state.running === true,
      decisions: listOf(state.decisions).filter(isObject).slice(0, MOST_SHOWN).map(({ text, owner, due }) => ({ text: short(text), owner: short(owner), due: short(due) })),
    },
  }
}
