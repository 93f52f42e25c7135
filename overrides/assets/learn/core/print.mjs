// What the print desk knows without a page: papers, settings, who gets which copies, how many pages that makes.
import { isObject, listOf } from './shapes.mjs'

/**
 * @typedef {{id: string, title: string, about: string, pages: number, lead: boolean, sessions: string[], card: boolean, plan: boolean,
 *   group: string, number: number}} PrintChoice  a document, in the order of the course; number: its chapter's, 0 where it has none
 * @typedef {{chosen: string[], paper: '' | 'A4' | 'Letter', entries: 'blank' | 'mine', sorted: 'person' | 'document', hints: boolean,
 *   answers: boolean, large: boolean, ink: boolean, team: string, day: string, trainer: string, people: number, names: string}} PrintSettings
 *   paper '': as the browser's language has it
 */

/** Under which ids the desk remembers, in the saved document: exported, imported and erased with everything else. */
export const PRINT_SETTINGS = 'settings/print-desk'
export const PRINT_LOGO = 'settings/print-logo'

/** Width and height in millimeters. */
export const PRINT_PAPERS = { A4: [210, 297], Letter: [215.9, 279.4] }

// Where offices use US Letter, by Unicode's list.
const LETTER_REGIONS = 'BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' ')

const MOST_PEOPLE = 200
const MOST_CHOSEN = 1000
/** A data address below this is remembered: a saved document has room for other things, too. */
export const LOGO_KEPT = 95000
/** Larger files are not read at all. */
export const LOGO_BYTES = 2 * 1024 * 1024

/** Edges of a page in millimeters: top, sides, bottom. Words at the head stand in what the top edge gives up. */
const EDGES = { upright: [11, 14, 12], wide: [9, 13, 11] }
const EDGE_BELOW_HEAD = 6

/** The paper of the first language whose region is known, or can be told from the language. */
export function paperOf(languages) {
  for (const language of languages) {
    try {
      const region = new Intl.Locale(language).maximize().region
      if (region) return LETTER_REGIONS.includes(region) ? 'Letter' : 'A4'
    } catch {
      // A browser may say anything, and this one said something that is no language.
    }
  }
  return 'A4'
}

/** @returns {{width: number, height: number, top: number, side: number, bottom: number}} a page in millimeters */
export function printPage(paper, isWide, hasHead) {
  const [short, long] = PRINT_PAPERS[paper]
  const [top, side, bottom] = isWide ? EDGES.wide : EDGES.upright
  return { width: isWide ? long : short, height: isWide ? short : long, top: hasHead ? EDGE_BELOW_HEAD : top, side, bottom }
}

/** The rules that tell a printer its paper; a page made for something else may have rules of its own before these. */
export function printPageRules(paper, hasHead) {
  const rule = (name, isWide) => {
    const { width, height, top, side, bottom } = printPage(paper, isWide, hasHead)
    const boxes = ['bottom-left', 'bottom-center', 'bottom-right'].map((place) => `@${place} { content: none }`).join(' ')
    return `@page ${name} { size: ${width}mm ${height}mm; margin: ${top}mm ${side}mm ${bottom}mm; ${boxes} }`
  }
  return [rule('', false), rule('learn-portrait', false), rule('learn-landscape', true)].join('\n')
}

const textOf = (value, most) => (typeof value === 'string' ? value.slice(0, most) : '')

/**
 * Settings out of whatever is stored.
 *
 * @param {string} today a day that is over means nothing any more
 * @returns {PrintSettings}
 */
export function readPrint(value, today) {
  const given = isObject(value) ? value : {}
  const { chosen, people, day } = given
  return {
    chosen: listOf(chosen).filter((id) => typeof id === 'string').slice(0, MOST_CHOSEN),
    paper: Object.hasOwn(PRINT_PAPERS, given.paper) ? given.paper : '',
    entries: given.entries === 'mine' ? 'mine' : 'blank',
    sorted: given.sorted === 'document' ? 'document' : 'person',
    hints: given.hints === true,
    answers: given.answers === true,
    large: given.large === true,
    ink: given.ink === true,
    team: textOf(given.team, 120),
    day: typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= today ? day : '',
    trainer: textOf(given.trainer, 120),
    people: countOfPeople(people),
    names: textOf(given.names, 8000),
  }
}

/** A whole number of people from 1 to 200, whatever was typed. */
export function countOfPeople(value) {
  const count = Math.round(Number(value))
  return Number.isFinite(count) ? Math.min(Math.max(count, 1), MOST_PEOPLE) : 1
}

/** @returns {{name: string, url: string} | null} a remembered logo that is a picture and nothing else */
export function readLogo(value) {
  const { name, url } = isObject(value) ? value : {}
  if (typeof url !== 'string' || !/^data:image\/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$/.test(url)) return null
  return { name: textOf(name, 200), url }
}

/**
 * What kind of picture a file is, by its first bytes and not by its name.
 *
 * @param {Uint8Array} bytes
 * @returns {'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml' | ''}
 */
export function pictureType(bytes) {
  const starts = (sign, at = 0) => [...sign].every((letter, i) => bytes[at + i] === letter.charCodeAt(0))
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts('\xff\xd8\xff')) return 'image/jpeg'
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp'
  return /^\ufeff?\s*(<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|\s)*<svg[\s>]/i.test(new TextDecoder().decode(bytes.subarray(0, 4000))) ? 'image/svg+xml' : ''
}

// A link is followed by a reader and never fetched; letters and pictures inside the file need no fetching.
const OUTSIDE = /<(?!a\s|svg:a\s)[^<>]*?[\s:]href\s*=\s*(["'])(?!\s*(?:#|data:|\1))\s*([^"']+?)\s*\1|(?:url\(|@import)\s*["']?\s*(?!["'#\s]|data:|url\()([^"'()\s;]+)/i

/**
 * The first address from which an SVG takes a part of itself, be it a file or a host; '' where it holds all it needs. A browser
 * fetches nothing for a picture, and draws the rest without a word.
 *
 * @param {string} drawing
 */
export function outsidePart(drawing) {
  const [, , part, style] = OUTSIDE.exec(drawing.replace(/<!--[\s\S]*?-->/g, '')) ?? []
  return part ?? style ?? ''
}

/** The name on each copy, empty where it has none: as many copies as people, and at least one for each name. */
export function printCopies(people, names) {
  const given = names.split(/[\n,;]/).map((name) => name.trim()).filter(Boolean).slice(0, MOST_PEOPLE)
  return [...given, ...Array.from({ length: Math.max(0, countOfPeople(people) - given.length) }, () => '')]
}

/** The documents of these ids, in the order of the course; an id that the course no longer has is passed over. */
export function chosenOf(choices, ids) {
  const wanted = new Set(ids)
  return choices.filter(({ id }) => wanted.has(id))
}

/**
 * Everything that comes out of the printer, in this order: what is for the lead once, then each copy.
 *
 * @param {PrintChoice[]} chosen
 * @param {string[]} copies names
 * @returns {{choice: PrintChoice, name: string}[]}
 */
export function printRun(chosen, copies, sorted) {
  const lead = chosen.filter((choice) => choice.lead).map((choice) => ({ choice, name: '' }))
  const room = chosen.filter((choice) => !choice.lead)
  const all = sorted === 'document'
    ? room.flatMap((choice) => copies.map((name) => ({ choice, name })))
    : copies.flatMap((name) => room.map((choice) => ({ choice, name })))
  return [...lead, ...all]
}

/**
 * How much that is.
 *
 * @param {(choice: PrintChoice) => number} pagesOf
 * @returns {{room: {documents: number, pages: number}, lead: {documents: number, pages: number}, total: number}}
 */
export function printSum(chosen, people, pagesOf) {
  const sum = (some) => ({ documents: some.length, pages: some.reduce((all, choice) => all + pagesOf(choice), 0) })
  const room = sum(chosen.filter(({ lead }) => !lead))
  const lead = sum(chosen.filter((choice) => choice.lead))
  const total = room.pages * people + lead.pages
  return { room, lead, total }
}

/** What a session on a chapter needs, by the chapter's id. */
export function sessionOf(choices, chapter) {
  return choices.filter(({ sessions }) => sessions.includes(chapter)).map(({ id }) => id)
}

/**
 * What a link to the desk asks for: `?chapter=` (an id or a number) and `?chapters=` (a list of either) the sessions of chapters,
 * `?sheet=` (a list of ids) single worksheets.
 *
 * @param {string} search the address from its question mark on
 * @returns {string[] | null} ids; null where it asks for nothing
 */
export function linkedChoices(search, choices) {
  const query = new URLSearchParams(search)
  const listed = (name) => query.getAll(name).flatMap((value) => value.split(',')).map((value) => value.trim()).filter(Boolean)
  const chapters = [...listed('chapter'), ...listed('chapters')]
  const sheets = listed('sheet')
  if (chapters.length + sheets.length === 0) return null
  const groups = choices.filter(({ group, number }) => chapters.some((one) => one === group || (/^\d+$/.test(one) && Number(one) === number))).map(({ group }) => group)
  const found = [...new Set(groups)].flatMap((group) => sessionOf(choices, group))
  return [...found, ...sheets.map((id) => `sheet/${id}`).filter((id) => choices.some((choice) => choice.id === id))]
}

const plainText = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Ids of the documents in which every word of the query stands: in their title, what they are for, or their chapter's title. */
export function findChoices(choices, query, titleOf) {
  const words = plainText(query).split(/\s+/).filter(Boolean)
  return new Set(choices.filter((choice) => {
    const text = plainText([choice.title, choice.about, titleOf(choice)].join('\n'))
    return words.every((word) => text.includes(word))
  }).map(({ id }) => id))
}
