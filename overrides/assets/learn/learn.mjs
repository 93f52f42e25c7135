// The only side effect: registers every element. One that fails to register must not stop the others.
import { LearnQuizElement } from './elements/learn-quiz.mjs'
import { LearnWorksheetElement } from './elements/learn-worksheet.mjs'
import { LearnTermElement } from './elements/learn-term.mjs'

for (const element of [LearnQuizElement, LearnWorksheetElement, LearnTermElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
