// What of a chapter a learner has done, read from the saved document. Words and pages are not known here.

/**
 * @typedef {'none' | 'started' | 'done'} ChapterState
 * @typedef {{done: number, all: number}} PartProgress
 */

// An action may have an owner and a date without being chosen: they are not lost when it no longer is.
const isDone = ({ entries }, id) => entries[id] !== undefined && entries[id].value !== null && entries[id].value.chosen !== false

/**
 * What is left of an item's value when it is ticked, or no longer.
 *
 * @param {string} id
 * @param {unknown} value as it is saved
 * @param {boolean} isTicked
 */
export function tickedValue(id, value, isTicked) {
  if (!/\/action-plan\/|^plan\//.test(id)) return isTicked || null
  const { chosen, ...more } = value ?? {}
  if (!isTicked && Object.keys(more).length === 0) return null
  return { ...more, chosen: isTicked }
}

const isBegun = (document, ...prefixes) => Object.keys(document.entries).some((id) => prefixes.some((prefix) => id.startsWith(prefix)) && isDone(document, id))

/**
 * Counts for one chapter as it stands today: answers to items that are gone do not count.
 *
 * A chapter is done when it was read to the end and every question of its quiz has been answered, rightly or not. Ticks and
 * actions do not count: to tick what one cannot explain, or to choose every action, would be no progress.
 *
 * @param {import('./saved.mjs').SavedDocument} document
 * @param {string} chapter the chapter's id
 * @param {{summary: string[], quiz: string[], actions: string[]}} items full ids
 * @returns {{summary: PartProgress, quiz: PartProgress, actions: PartProgress, read: boolean, state: ChapterState}}
 */
export function chapterProgress(document, chapter, items) {
  const counts = Object.entries(items).map(([part, ids]) => [part, { done: ids.filter((id) => isDone(document, id)).length, all: ids.length }])
  const parts = Object.fromEntries(counts)
  const read = isDone(document, `${chapter}/read`)
  const begun = parts.quiz.done || isBegun(document, `${chapter}/`)
  return { ...parts, read, state: read && parts.quiz.done === parts.quiz.all ? 'done' : begun ? 'started' : 'none' }
}

/**
 * A chapter's state where its items are not known, on the course map and in the navigation: its own page leaves
 * `<chapter>/done` (the page's address, without ending) when it finds that everything is done.
 *
 * @param {import('./saved.mjs').SavedDocument} document
 * @param {{id: string, quiz: string}} chapter quiz: its quiz's full id, or empty
 * @returns {{state: ChapterState, at: string}} at: when something in it last changed, or empty
 */
export function chapterState(document, { id, quiz }) {
  const own = [`${id}/`, ...(quiz ? [`${quiz}/`] : [])]
  const times = Object.entries(document.entries).flatMap(([key, { at }]) => (own.some((prefix) => key.startsWith(prefix)) ? [at] : []))
  return { state: isDone(document, `${id}/done`) ? 'done' : isBegun(document, ...own) ? 'started' : 'none', at: times.sort().at(-1) ?? '' }
}

/**
 * Where to go on: the chapter that somebody last worked in, or the first unfinished one after it.
 *
 * @param {{id: string, state: ChapterState, at: string}[]} chapters in the course's order
 * @returns {string | null} its id; null where nothing has begun, or all is done
 */
export function nextChapter(chapters) {
  const begun = chapters.filter(({ state }) => state !== 'none')
  if (begun.length === 0) return null
  const last = chapters.indexOf(begun.reduce((latest, one) => (one.at >= latest.at ? one : latest)))
  const order = [...chapters.slice(last), ...chapters.slice(0, last)]
  return order.find(({ state }) => state !== 'done')?.id ?? null
}

/** A page's address as saved work names it: the same for "…/chapter/", "…/chapter/index.html" and "…/chapter.html". */
export function pageStem(address) {
  return address.replace(/(^|\/)(index\.html)?$/, '').replace(/\.html$/, '').replace(/^\//, '')
}
