// Registers the elements of the plan and session pages.
import { LearnPlanElement } from './elements/learn-plan.mjs'
import { LearnSessionElement } from './elements/learn-session.mjs'

for (const element of [LearnPlanElement, LearnSessionElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
