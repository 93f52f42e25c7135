// A course plan: chosen chapters fitted into the time there is, with what to print, bring, prepare and send. Words and days come
// in as arguments; no page, no storage, no clock.
import { icsDay, icsFile, icsSequence, icsText, icsTime } from './ics.mjs'
import { fillWords, lineMarkdown } from './notes.mjs'
import { isPlanDay } from './plan.mjs'
import { addDays } from './review.mjs'
import { isObject, listOf } from './shapes.mjs'

/**
 * @typedef {'half' | 'day' | 'two' | 'weekly' | 'own'} CourseLength
 * @typedef {{chapters: string[], length: CourseLength, minutes: number, people: number, start: string, day: string, team: string}} CourseSettings
 *   what is saved. `minutes`: of one weekly session, or of a length of one's own; `start`: '09:00'; `day`: '2026-12-01' or ''
 * @typedef {{kind: 'step' | 'open' | 'feedback' | 'break' | 'lunch', start: number, end: number, minutes: number, planned: number, text: string,
 *   chapter: object | null, begins: boolean}} CourseRow  start and end in minutes of the day; `planned`: minutes before anything was
 *   shortened; `begins`: it is the first step of its chapter
 * @typedef {{number: number, day: string, start: number, end: number, until: number, rows: CourseRow[], chapters: object[]}} CourseSession
 *   `until`: when the time that there is ends
 */

/** Minutes from the first word to the last, breaks and lunch included. */
export const COURSE_LENGTHS = { half: 210, day: 450, two: 450 }
const COURSE_LIMITS = { minutes: [20, 720], people: [1, 500], team: 120 }

const BREAK = 15
const LUNCH = 60
const OPENING = 10
const FEEDBACK = 10
// Shorter sessions begin and end with their chapter's own words.
const FRAMED_FROM = 120
const LUNCH_FROM = 330
const LONGEST_STRETCH = 120
const BEST_LUNCH = 12 * 60 + 15
// A step keeps this part of its time, and some minutes in any case: less is another step.
const LEAST_PART = 0.6
const LEAST_MINUTES = 3

const SHARED_BY = { person: 1, pair: 2, group: 3 }

const asWhole = (value, [least, most], otherwise) => (Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : otherwise)

const sumOf = (parts) => parts.reduce((all, part) => all + part, 0)

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Minutes of the day as '9:05'. */
export const courseTime = (minutes) => `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, '0')}`

/** The chapters that can be planned: those with an agenda. */
export const plannable = (manifest) => (manifest?.chapters ?? []).filter(({ session }) => session?.agenda?.length)

/**
 * A saved value, which may be anything, as settings.
 *
 * @returns {CourseSettings} chapters in the course's order, none that it does not have
 */
export function readCourseSettings(value, manifest) {
  const saved = isObject(value) ? value : {}
  const wanted = new Set(listOf(saved.chapters))
  return {
    chapters: plannable(manifest).map(({ id }) => id).filter((id) => wanted.has(id)),
    length: [...Object.keys(COURSE_LENGTHS), 'weekly', 'own'].includes(saved.length) ? saved.length : 'half',
    minutes: asWhole(saved.minutes, COURSE_LIMITS.minutes, 75),
    people: asWhole(saved.people, COURSE_LIMITS.people, 12),
    start: /^([01]\d|2[0-3]):[0-5]\d$/.test(saved.start) ? saved.start : '09:00',
    day: isPlanDay(saved.day) ? saved.day : '',
    team: typeof saved.team === 'string' ? saved.team.slice(0, COURSE_LIMITS.team) : '',
  }
}

const leastOf = (minutes) => Math.min(minutes, Math.max(LEAST_MINUTES, Math.ceil(minutes * LEAST_PART)))

const stepsOf = (chapter) => chapter.session.agenda.map(({ minutes, text }, at) => ({ kind: 'step', minutes, planned: minutes, text, chapter, begins: at === 0 }))

const needOf = (chapters) => sumOf(chapters.flatMap(({ session }) => session.agenda.map(({ minutes }) => minutes)))

const leastNeedOf = (chapters) => sumOf(chapters.flatMap(({ session }) => session.agenda.map(({ minutes }) => leastOf(minutes))))

/**
 * Steps shortened in proportion until they fit, none below its least; the minutes that rounding leaves go to those that lost most.
 *
 * @param {number[]} wanted
 * @param {number} room at least the sum of what each needs at least
 */
export function fitMinutes(wanted, room) {
  if (sumOf(wanted) <= room) return wanted
  const least = wanted.map(leastOf)
  let fixed = new Set()
  let exact = wanted
  for (let again = true; again;) {
    const free = room - sumOf(least.filter((_, at) => fixed.has(at)))
    const rest = sumOf(wanted.filter((_, at) => !fixed.has(at)))
    exact = wanted.map((minutes, at) => (fixed.has(at) ? least[at] : minutes * free / rest))
    const below = exact.flatMap((minutes, at) => (!fixed.has(at) && minutes < least[at] ? [at] : []))
    again = below.length > 0
    fixed = new Set([...fixed, ...below])
  }
  const whole = exact.map((minutes, at) => Math.max(least[at], Math.floor(minutes + 1e-9)))
  const order = exact.map((minutes, at) => at).sort((a, b) => exact[b] - whole[b] - (exact[a] - whole[a]) || a - b)
  let left = room - sumOf(whole)
  for (const at of order) {
    if (left <= 0) break
    if (whole[at] < wanted[at]) {
      whole[at] += 1
      left -= 1
    }
  }
  return whole
}

const breaksIn = (stretch) => Math.max(0, Math.ceil(stretch / LONGEST_STRETCH) - 1)

/** What a session of so many minutes has for its chapters, and what goes to breaks, lunch, opening and feedback. */
const roomOf = (gross) => {
  const lunch = gross >= LUNCH_FROM ? LUNCH : 0
  const breaks = lunch ? 2 * breaksIn((gross - lunch) / 2) : breaksIn(gross)
  const frame = gross >= FRAMED_FROM ? OPENING + FEEDBACK : 0
  return { lunch, breaks, frame, net: Math.max(0, gross - lunch - breaks * BREAK - frame) }
}

/** The place in a run of rows that is nearest to a minute; where a chapter begins is worth a detour. */
const bestPlace = (rows, wanted) => {
  let [best, cost] = [0, Infinity]
  let passed = 0
  for (const [at, row] of rows.entries()) {
    const here = Math.abs(passed - wanted) - (row.begins || row.kind === 'feedback' ? 12 : 0)
    if (at > 0 && here < cost) [best, cost] = [at, here]
    passed += row.minutes
  }
  return best
}

const lengthOf = (rows) => sumOf(rows.map(({ minutes }) => minutes))

const splitAt = (rows, at, pause) => [rows.slice(0, at), [pause], rows.slice(at)]

/** Rows with breaks and lunch where they tear least apart. */
const withPauses = (rows, start, { lunch, breaks }, words) => {
  const pause = (kind, minutes) => ({ kind, minutes, planned: minutes, text: words[kind], chapter: null, begins: false })
  let runs = [rows]
  if (lunch && rows.length > 1 && lengthOf(rows) > LUNCH_FROM - LUNCH - 4 * BREAK) {
    const all = lengthOf(rows)
    const middle = start < BEST_LUNCH && start + all > BEST_LUNCH ? BEST_LUNCH - start - BREAK : all / 2
    runs = splitAt(rows, bestPlace(rows, middle), pause('lunch', lunch))
  }
  for (let left = breaks; left > 0; left -= 1) {
    const longest = runs.reduce((best, run) => (lengthOf(run) > lengthOf(best) ? run : best))
    if (longest.length < 2 || lengthOf(longest) <= 100) break
    runs = runs.flatMap((run) => (run === longest ? splitAt(run, bestPlace(run, lengthOf(run) / 2), pause('break', BREAK)) : [run]))
  }
  let at = start
  return runs.flat().map((row) => {
    const timed = { ...row, start: at, end: at + row.minutes }
    at = timed.end
    return timed
  })
}

/** As many chapters as fit, from the first, where each step has its least. */
const fitting = (chapters, room) => {
  const taken = []
  for (const chapter of chapters) {
    if (leastNeedOf([...taken, chapter]) > room) break
    taken.push(chapter)
  }
  return taken
}

/** Minutes to add to a session so that so much work fits, with the breaks that a longer one needs; 0 where no day is so long. */
const moreTime = (gross, work) => {
  for (let add = 0; gross + add <= COURSE_LIMITS.minutes[1]; add += 5) if (roomOf(gross + add).net >= work) return add
  return 0
}

/** One session for each list of chapters, in which they have the time they need. */
const byWeek = (chapters, net) => {
  const weeks = []
  for (const chapter of chapters) {
    const last = weeks.at(-1)
    if (last && needOf([...last, chapter]) <= net) last.push(chapter)
    else weeks.push([chapter])
  }
  return weeks
}

/** Two days, parted where the fuller one is least full. */
const byDay = (chapters) => {
  const cuts = chapters.map((_, at) => [chapters.slice(0, at + 1), chapters.slice(at + 1)])
  return cuts.reduce((best, days) => (Math.max(...days.map(leastNeedOf)) < Math.max(...best.map(leastNeedOf)) ? days : best), [chapters, []])
}

/**
 * The plan.
 *
 * @param {CourseSettings} settings
 * @param {object | null} manifest course.json
 * @param {Record<string, string>} words open, feedback, break, lunch
 * @returns {{verdict: 'empty' | 'fits' | 'spare' | 'shortened' | 'too-long', sessions: CourseSession[], chapters: object[], leftOut: object[],
 *   need: number, least: number, have: number, add: number, leave: object | null, spare: number, shortened: number}}
 *   `need` as the course plans it, `least` with every step at its shortest, `have` without breaks. `add`: how much longer a session has
 *   to be for the full time, or, where it is too long, for the shortest, 0 where no day is that long; `leave`: one chapter without which it would fit, the last such
 */
export function planCourse(settings, manifest, words) {
  const chapters = plannable(manifest).filter(({ id }) => settings.chapters.includes(id))
  const { length } = settings
  const gross = COURSE_LENGTHS[length] ?? settings.minutes
  const room = roomOf(gross)
  const { net } = room
  const groups = length === 'weekly' ? byWeek(chapters, net) : length === 'two' ? byDay(chapters) : [chapters]
  const fitted = groups.map((group) => fitting(group, net))
  const leftOut = chapters.filter((chapter) => !fitted.some((group) => group.includes(chapter)))
  const start = minutesOf(settings.start)
  const sessions = fitted.filter((group) => group.length).map((group, at) => {
    const steps = group.flatMap(stepsOf)
    const minutes = fitMinutes(steps.map((step) => step.minutes), net)
    const frame = (kind, long) => (room.frame ? [{ kind, minutes: long, planned: long, text: words[kind], chapter: null, begins: false }] : [])
    const rows = [...frame('open', OPENING), ...steps.map((step, number) => ({ ...step, minutes: minutes[number] })), ...frame('feedback', FEEDBACK)]
    const timed = withPauses(rows, start, room, words)
    const day = settings.day && addDays(settings.day, at * (length === 'weekly' ? 7 : 1))
    return { number: at + 1, day, start, end: timed.at(-1).end, until: start + gross, rows: timed, chapters: group }
  })
  const shortened = sessions.flatMap(({ rows }) => rows).filter((row) => row.minutes < row.planned).length
  const have = net * (length === 'weekly' ? groups.length : length === 'two' ? 2 : 1)
  const isLong = leftOut.length > 0
  const fitsWithout = (chapter) => {
    const rest = chapters.filter((one) => one !== chapter)
    const parts = length === 'two' ? byDay(rest) : [rest]
    return rest.length > 0 && parts.every((part) => (isLong ? leastNeedOf : needOf)(part) <= net)
  }
  const spare = sumOf(sessions.map(({ end, until }) => Math.max(0, until - end)))
  return {
    verdict: chapters.length === 0 ? 'empty' : isLong ? 'too-long' : shortened ? 'shortened' : spare >= 30 && length !== 'weekly' ? 'spare' : 'fits',
    sessions, chapters, leftOut, have, spare, shortened,
    need: needOf(chapters),
    least: leastNeedOf(chapters),
    add: moreTime(gross, Math.max(0, ...groups.map(isLong ? leastNeedOf : needOf))),
    leave: length === 'weekly' ? null : chapters.findLast(fitsWithout) ?? null,
  }
}

const foldLine = (text) => text.toLowerCase().replace(/[.\s]+$/, '').replace(/^(a|an|the) /, '').replace(/\s+/g, ' ')

/** Lines of several chapters, each once, with the chapters that they are for. */
const mergeLines = (chapters, linesOf) => {
  const merged = new Map()
  for (const chapter of chapters) {
    for (const text of linesOf(chapter)) {
      const key = foldLine(text)
      const before = merged.get(key) ?? { text, chapters: [] }
      if (!before.chapters.includes(chapter)) before.chapters.push(chapter)
      merged.set(key, before)
    }
  }
  return [...merged.values()]
}

/** The sheet that a line of the materials speaks of, of those that the chapter prints. */
const sheetOfLine = (line, handed) => handed.find(({ title }) => foldLine(line).startsWith(foldLine(title)))

/** What has to be in the room besides paper: each thing once. */
export function courseMaterials(chapters, manifest) {
  const sheets = new Map((manifest?.worksheets ?? []).map((sheet) => [sheet.id, sheet]))
  return mergeLines(chapters, ({ session }) => {
    const handed = (session.print ?? []).flatMap(({ sheet }) => sheets.get(sheet) ?? [])
    const lines = (session.materials ?? []).flatMap((line) => line.split(/;\s+/))
    return lines.filter((line) => !sheetOfLine(line, handed))
  })
}

/** What has to happen before the first session. */
export const coursePreparation = (chapters) => mergeLines(chapters, ({ session }) => session.prepare ?? [])

/** Who sends or does what afterwards, by chapter. */
export const courseAfterwards = (chapters) => mergeLines(chapters, ({ session }) => (session.afterwards ? [session.afterwards] : []))

/** What to print for a share of a room: enough for everybody, and one to spare. */
export const copiesFor = (share, people) => (SHARED_BY[share] ? Math.ceil(people / SHARED_BY[share]) + 1 : 1)

/**
 * What to print: each sheet once, with the copies of all sessions together.
 *
 * @param {CourseSession[]} sessions
 * @param {number} people
 * @param {object | null} manifest
 * @param {Record<string, string>} words handout, quiz, key, and of several chapters handoutMany, quizMany, keyMany: "{numbers}" in them
 * @returns {{lines: {id: string, title: string, address: string, copies: number, pages: number, note: string}[], pages: number, unknown: number}}
 *   `pages` of a line: of one copy (the chapters' handouts are one line, and so are their quizzes), 0 where only its PDF knows; `pages`: of all copies, those lines left out; `note`: what the chapter
 *   says of the sheet; `unknown`: how many lines have no pages
 */
export function coursePrints(sessions, people, manifest, words) {
  const sheets = new Map((manifest?.worksheets ?? []).map((sheet) => [sheet.id, sheet]))
  const lines = new Map()
  for (const { chapters } of sessions) {
    const here = new Map()
    for (const { session } of chapters) {
      for (const { sheet: id, for: share } of session.print ?? []) {
        const sheet = sheets.get(id)
        if (!sheet) continue
        const line = (session.materials ?? []).find((one) => sheetOfLine(one, [sheet]))
        const note = line ? line.slice(sheet.title.length).replace(/^[\s,]+/, '') : ''
        const copies = Math.max(here.get(id)?.copies ?? 0, copiesFor(share, people))
        here.set(id, { id, title: sheet.title, address: sheet.address, note, copies, pages: sheet.pages ?? 1 })
      }
    }
    for (const [id, line] of here) lines.set(id, { ...line, copies: line.copies + (lines.get(id)?.copies ?? 0) })
  }
  const all = sessions.flatMap(({ chapters }) => chapters)
  for (const [kind, many, share] of [['handout', 'handoutMany', 'person'], ['quiz', 'quizMany', 'person'], ['key', 'keyMany', 'room']]) {
    const those = all.filter(({ quiz }) => kind === 'handout' || quiz)
    if (those.length === 0) continue
    const pages = those.map(({ paper }) => paper?.[kind] ?? 0)
    const title = fillWords(words[those.length > 1 ? many : kind], { numbers: those.map(({ number }) => number).join(', ') })
    lines.set(kind, { id: kind, title, address: '', note: '', copies: copiesFor(share, people), pages: pages.includes(0) ? 0 : sumOf(pages) })
  }
  const found = [...lines.values()]
  return { lines: found, pages: sumOf(found.map(({ pages, copies }) => pages * copies)), unknown: found.filter(({ pages }) => !pages).length }
}

// Taking along

/** A row's words, with what is left of its time where it was shortened. */
const rowWords = (row, words) => (row.minutes < row.planned ? `${row.text} (${fillWords(words.cut, row)})` : row.text)

/**
 * The plan as Markdown.
 *
 * @param {object} plan as planCourse gives it
 * @param {CourseSettings} settings
 * @param {object | null} manifest
 * @param {Record<string, string>} words what planCourse and coursePrints need, and session, cut, chapter, printHead, printLine, bringHead,
 *   prepareHead, afterHead
 * @param {{title: string, facts: string, verdict: string}} said what the page says of the whole
 * @param {(day: string) => string} dayWords
 */
export function courseMarkdown(plan, settings, manifest, words, said, dayWords) {
  const { sessions, chapters } = plan
  const taken = chapters.filter((chapter) => sessions.some((one) => one.chapters.includes(chapter)))
  const lines = [`# ${lineMarkdown(said.title)}`, '', lineMarkdown(said.facts), '', lineMarkdown(said.verdict)]
  for (const session of sessions) {
    lines.push('', `## ${lineMarkdown([fillWords(words.session, session), session.day && dayWords(session.day), `${courseTime(session.start)}–${courseTime(session.end)}`].filter(Boolean).join(', '))}`, '')
    for (const row of session.rows) {
      if (row.begins) lines.push('', `**${lineMarkdown(fillWords(words.chapter, row.chapter))}**`, '')
      lines.push(`- ${courseTime(row.start)}–${courseTime(row.end)} ${lineMarkdown(rowWords(row, words))}`)
    }
  }
  const list = (head, items, line) => items.length && lines.push('', `## ${lineMarkdown(head)}`, '', ...items.map((item) => `- [ ] ${lineMarkdown(line(item))}`))
  const numbers = (item) => (taken.length > 1 ? `${item.text} (${item.chapters.map(({ number }) => number).join(', ')})` : item.text)
  list(words.printHead, coursePrints(sessions, settings.people, manifest, words).lines, (line) => fillWords(words.printLine, line))
  list(words.bringHead, courseMaterials(taken, manifest), numbers)
  list(words.prepareHead, coursePreparation(taken), numbers)
  list(words.afterHead, courseAfterwards(taken), numbers)
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}

/**
 * The sessions as a calendar file, with times of wherever it is opened; '' where no day is chosen. Ids hang on the team's name and the
 * session's number, so that a changed plan moves the events that are there.
 *
 * @param {{course: string, now: string, at: string, title: string, root?: string}} file `at`: when the settings were saved
 */
export function courseIcs(plan, settings, words, { course, now, at, title, root = '' }) {
  if (!settings.day || plan.sessions.length === 0) return ''
  const stamp = (day, minutes) => `${icsDay(addDays(day, Math.floor(minutes / 1440)))}T${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}00`
  const home = settings.team.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'course'
  const events = plan.sessions.map((session) => {
    const what = session.chapters.map((chapter) => fillWords(words.chapter, chapter)).join('; ')
    const agenda = session.rows.map((row) => `${courseTime(row.start)} ${row.text}`).join('\n')
    const isWeb = /^https?:/.test(root)
    return [
      'BEGIN:VEVENT',
      `UID:${icsText(`course-plan.${home}.${session.number}@${course}`)}`,
      `DTSTAMP:${icsTime(now)}`,
      `DTSTART:${stamp(session.day, session.start)}`,
      `DTEND:${stamp(session.day, session.end)}`,
      `SUMMARY:${icsText([title, what].join(': '))}`,
      `DESCRIPTION:${icsText(agenda)}`,
      ...(isWeb ? [`URL:${new URL(session.chapters[0].address, root).href}`] : []),
      `SEQUENCE:${icsSequence(at)}`,
      'END:VEVENT',
    ]
  })
  return icsFile(course, 'learn-course-plan', title, events.flat())
}
