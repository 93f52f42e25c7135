// The team page's view of ratings: the sheets that at least two people have rated.
import { overlayRatings, ratingRounds, ratingSheets } from '../core/ratings.mjs'
import { drawRatings, ratingSentences } from './ratings-parts.mjs'
import { localDay, makeLink, makePart } from './tool-parts.mjs'

const RATED_AS = { names: 'names', initials: 'initials', numbers: 'none' }

/** A section for each sheet, one after the other. */
export function* drawTeamRatings({ members, course, how, words, root }) {
  let drawn = 0
  for (const sheet of ratingSheets(course)) {
    const overlay = overlayRatings(sheet, ratingRounds(members, sheet, localDay))
    if (overlay.people < 2) continue
    drawn += 1
    const head = makePart('h3', 'learn-team__head', '', makeLink(sheet.address, root, sheet.title))
    const sentences = ratingSentences(overlay, words.ratings).join(' ')
    yield makePart('section', 'learn-team__group', '', head, makePart('p', 'learn-team__sentences', sentences), drawRatings(overlay, words.ratings, { show: RATED_AS[how] }))
  }
  if (drawn === 0) yield makePart('p', 'learn-team__soft', words.ratingsNone)
}
