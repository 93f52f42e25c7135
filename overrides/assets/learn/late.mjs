// Registers what a chapter's page needs once somebody uses it.
import { LearnActionsElement } from './elements/learn-actions.mjs'
import { LearnQuizElement } from './elements/learn-quiz.mjs'

for (const element of [LearnActionsElement, LearnQuizElement]) {
  try {
    if (!customElements.get(element.tag)) customElements.define(element.tag, element)
  } catch (error) {
    globalThis.reportError(error)
  }
}
