// Registers the elements of the review page, which shows questions of all chapters.
import { LearnQuizElement } from './elements/learn-quiz.mjs'
import { LearnReviewElement } from './elements/learn-review.mjs'

for (const element of [LearnQuizElement, LearnReviewElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
