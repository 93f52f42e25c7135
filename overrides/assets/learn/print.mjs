// Registers the print desk, and the worksheet that fills in what it prints.
import { LearnPrintElement } from './elements/learn-print.mjs'
import { LearnWorksheetElement } from './elements/learn-worksheet.mjs'

for (const element of [LearnPrintElement, LearnWorksheetElement]) {
  if (!customElements.get(element.tag)) customElements.define(element.tag, element)
}
