// Registers the elements that a page needs at once, and sends for the others. One that fails to register must not stop the others.
import { loadLate } from './elements/late-script.mjs'
import { LearnTermElement } from './elements/learn-term.mjs'
import { LearnProgressElement } from './elements/learn-progress.mjs'
import { LearnSavedElement } from './elements/learn-saved.mjs'

for (const element of [LearnTermElement, LearnProgressElement, LearnSavedElement]) {
  try {
    if (!customElements.get(element.tag)) customElements.define(element.tag, element)
  } catch (error) {
    globalThis.reportError(error)
  }
}

loadLate(['learn-quiz', 'learn-actions'], 'late')
