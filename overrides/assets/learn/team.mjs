// Registers the elements of the ratings and team pages.
import { LearnRatingsElement } from './elements/learn-ratings.mjs'
import { LearnTeamElement } from './elements/learn-team.mjs'

for (const element of [LearnRatingsElement, LearnTeamElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
