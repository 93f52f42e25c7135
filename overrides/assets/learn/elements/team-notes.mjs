// The team page's view of notes: every voice under its prompt.
import { fillWords } from '../core/notes.mjs'
import { foldWords } from '../core/team.mjs'
import { dayWords, makeLink, makePart } from './tool-parts.mjs'

// What can be searched, beside the page: an attribute would hold every note twice.
const voiceTexts = new WeakMap()

const voicePart = (voice, { labels, words }) => {
  const who = makePart('p', 'learn-team__who', labels[voice.member])
  if (voice.session) who.append(makePart('span', 'learn-team__soft', ` ${fillWords(words.inSession, { day: dayWords(voice.session, { dateStyle: 'long' }) })}`))
  const item = makePart('li', 'learn-team__voice', '', who, makePart('p', 'learn-team__said', voice.text))
  if (voice.changed) item.append(makePart('p', 'learn-team__changed', words.changed))
  return item
}

/**
 * A section for each chapter, one after the other.
 *
 * @param {ReturnType<import('../core/team.mjs').teamNotes>} notes
 * @param {{labels: string[], words: object, root: URL}} view
 */
export function* drawTeamNotes({ chapters }, view) {
  const { labels, words, root } = view
  for (const chapter of chapters) {
    const section = makePart('section', 'learn-team__group', '', makePart('h3', 'learn-team__head', '', makeLink(chapter.address, root, fillWords(words.chapter, chapter))))
    voiceTexts.set(section, foldWords(chapter.title))
    for (const { kind, text, people, voices } of chapter.prompts) {
      const answered = fillWords(words.answeredBy, { people, all: labels.length })
      const prompt = makePart('div', 'learn-team__prompt', '', makePart('h4', 'learn-team__ask', text), makePart('p', 'learn-team__soft', `${words[kind]} · ${answered}`),
        makePart('ul', 'learn-list learn-team__voices', '', ...voices.map((voice) => {
          const item = voicePart(voice, view)
          voiceTexts.set(item, foldWords(`${labels[voice.member]} ${voice.text}`))
          return item
        })))
      voiceTexts.set(prompt, foldWords(text))
      section.append(prompt)
    }
    yield section
  }
}

/** Leave in sight what holds every word of the query, in itself or in a heading above it. Gives the number of voices left. */
export function searchTeamNotes(panel, query) {
  const wanted = foldWords(query).split(' ').filter(Boolean)
  let count = 0
  for (const section of panel.children) {
    for (const prompt of section.querySelectorAll('.learn-team__prompt')) {
      for (const voice of prompt.querySelectorAll('.learn-team__voice')) {
        const text = [section, prompt, voice].map((part) => voiceTexts.get(part)).join(' ')
        voice.hidden = !wanted.every((word) => text.includes(word))
        if (!voice.hidden) count += 1
      }
      prompt.hidden = !prompt.querySelector('.learn-team__voice:not([hidden])')
    }
    section.hidden = !section.querySelector('.learn-team__prompt:not([hidden])')
  }
  return count
}
