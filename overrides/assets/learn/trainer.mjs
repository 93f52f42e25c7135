// Registers the elements of the trainers' pages.
import { LearnCoursePlanElement } from './elements/learn-course-plan.mjs'

for (const element of [LearnCoursePlanElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
