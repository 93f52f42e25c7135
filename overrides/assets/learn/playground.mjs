// Registers the quiz playground, which one page alone needs, and the quiz that it shows.
import { LearnPlaygroundElement } from './elements/learn-playground.mjs'
import { LearnQuizElement } from './elements/learn-quiz.mjs'

for (const element of [LearnQuizElement, LearnPlaygroundElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
