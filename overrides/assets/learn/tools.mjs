// Registers the elements of the tool pages, apart from those that chapters need.
import { LearnNotesElement } from './elements/learn-notes.mjs'
import { LearnQuizElement } from './elements/learn-quiz.mjs'
import { LearnReviewElement } from './elements/learn-review.mjs'

for (const element of [LearnQuizElement, LearnNotesElement, LearnReviewElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
