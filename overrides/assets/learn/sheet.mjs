// Registers the worksheet, which only pages with a sheet load.
import { LearnWorksheetElement } from './elements/learn-worksheet.mjs'

if (!customElements.get(LearnWorksheetElement.tag)) customElements.define(LearnWorksheetElement.tag, LearnWorksheetElement)
