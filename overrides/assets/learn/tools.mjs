// Registers the element of the notes page, apart from those that chapters need.
import { LearnNotesElement } from './elements/learn-notes.mjs'

for (const element of [LearnNotesElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
