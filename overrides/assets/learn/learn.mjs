// The only side effect: registers every element. One that fails to register must not stop the others.
import { LearnQuizElement } from './elements/learn-quiz.mjs'
import { LearnTermElement } from './elements/learn-term.mjs'
import { LearnProgressElement } from './elements/learn-progress.mjs'
import { LearnSavedElement } from './elements/learn-saved.mjs'
import { LearnActionsElement } from './elements/learn-actions.mjs'

for (const element of [LearnQuizElement, LearnTermElement, LearnProgressElement, LearnSavedElement, LearnActionsElement]) {
  try {
    if (!customElements.get(element.tag)) customElements.define(element.tag, element)
  } catch (error) {
    globalThis.reportError(error)
  }
}
