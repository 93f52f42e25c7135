// Registers the quiz playground, which one page alone needs.
import { LearnPlaygroundElement } from './elements/learn-playground.mjs'

if (!customElements.get(LearnPlaygroundElement.tag)) customElements.define(LearnPlaygroundElement.tag, LearnPlaygroundElement)
