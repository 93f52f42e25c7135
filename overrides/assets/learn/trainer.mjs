// Registers the elements of the trainers' pages.
import { LearnCertificateElement } from './elements/learn-certificate.mjs'
import { LearnCoursePlanElement } from './elements/learn-course-plan.mjs'

for (const element of [LearnCoursePlanElement, LearnCertificateElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
