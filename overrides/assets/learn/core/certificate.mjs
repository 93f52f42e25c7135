// A certificate: which chapters it names and how large a name is written. No page, no storage, no clock.
import { isPlanDay } from './plan.mjs'
import { chapterProgress } from './progress.mjs'
import { isObject, lineText, listOf } from './shapes.mjs'

/**
 * @typedef {{name: string, team: string, trainer: string, day: string, from: 'saved' | 'chosen', chapters: string[]}} CertificateSettings
 *   what is saved; `chapters`: those that somebody chose by hand
 * @typedef {{chapter: object, read: boolean, tried: number, questions: number, done: boolean, begun: boolean}} CertificateChapter
 */

// Up to so many characters a name is written in the first size, the second ...; macros/render/paper.py has the same.
const CERTIFICATE_NAME_SIZES = [22, 34, 52, 78]

/** How long a name is, from 1: what the styles write smaller. */
export const nameLength = (name) => {
  const size = CERTIFICATE_NAME_SIZES.findIndex((most) => [...name].length <= most)
  return size < 0 ? CERTIFICATE_NAME_SIZES.length + 1 : size + 1
}

/** What was typed as one line. A blank at its end stays: the next word comes after it. */
export const cleanCertificateText = (text, most) => lineText(text).trimStart().slice(0, most)

/**
 * What a learner has done of each chapter; done means what it means everywhere: read to the end, every question of its quiz tried.
 *
 * @returns {CertificateChapter[]}
 */
export function certificateChapters(document, manifest) {
  return (manifest?.chapters ?? []).map((chapter) => {
    const quiz = manifest.quizzes.find(({ id }) => id === chapter.quiz)?.questions.map(({ id }) => id) ?? []
    const { read, state, quiz: { done: tried, all: questions } } = chapterProgress(document, chapter.id, { summary: [], quiz, actions: [] })
    return { chapter, read, tried, questions, done: state === 'done', begun: state !== 'none' }
  })
}

/**
 * A saved value, which may be anything, as settings.
 *
 * @param {string} name what the learner is called elsewhere
 * @param {string} today
 * @param {boolean} hasWork the device holds work on some chapter
 * @returns {CertificateSettings}
 */
export function readCertificate(value, manifest, { name, today, hasWork }) {
  const saved = isObject(value) ? value : {}
  const wanted = new Set(listOf(saved.chapters))
  return {
    name: cleanCertificateText(saved.name ?? name, 120),
    team: cleanCertificateText(saved.team, 80),
    trainer: cleanCertificateText(saved.trainer, 80),
    day: isPlanDay(saved.day) ? saved.day : today,
    from: ['saved', 'chosen'].includes(saved.from) ? saved.from : hasWork ? 'saved' : 'chosen',
    chapters: (manifest?.chapters ?? []).map(({ id }) => id).filter((id) => wanted.has(id)),
  }
}
