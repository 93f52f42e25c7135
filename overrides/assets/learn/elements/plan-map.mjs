// The one-page map: what a learner filled in on the worksheet that the course names, with the sheet's own labels.
import { valueText } from '../core/notes.mjs'
import { isObject, listOf } from '../core/shapes.mjs'
import { dayWords, makePart } from './tool-parts.mjs'

const mapText = (value, field) => valueText(value, field, (day) => dayWords(day, { dateStyle: 'medium' }))

/** A table's saved rows as [label, texts of the columns]; rows without a word are left out. */
const mapRows = (field, columns, value) => {
  const rows = field.rows?.length
    ? field.rows.map(({ id, label }) => [label, isObject(value) && Object.hasOwn(value, id) ? value[id] : null])
    : listOf(value).map((row) => ['', row])
  return rows.map(([label, row]) => [label, columns.map((column) => (isObject(row) && Object.hasOwn(row, column.id) ? mapText(row[column.id], column) : ''))])
    .filter(([, texts]) => texts.some(Boolean))
}

const mapTable = (field, value) => {
  // What a sheet calculates is not saved.
  const columns = field.columns.filter(({ kind }) => kind !== 'result')
  const rows = mapRows(field, columns, value)
  if (rows.length === 0) return null
  const cell = (tag, text, scope) => {
    const part = makePart(tag, '', text)
    if (scope) part.scope = scope
    return part
  }
  const isLabelled = Boolean(field.rows?.length)
  const heads = columns.map(({ label }) => cell('th', label, 'col'))
  const body = rows.map(([label, texts]) => {
    const cells = texts.map((text, at) => {
      const part = cell('td', text)
      part.dataset.label = columns[at].label
      part.dataset.kind = columns[at].kind
      return part
    })
    return makePart('tr', '', '', ...(isLabelled ? [cell('th', label, 'row')] : []), ...cells)
  })
  const table = makePart('table', 'learn-plan__map-table', '', makePart('thead', '', '', makePart('tr', '', '', ...(isLabelled ? [makePart('td')] : []), ...heads)), makePart('tbody', '', '', ...body))
  table.ariaLabel = field.label
  return table
}

/**
 * What stands on the map: a part for each section of the sheet in which something is filled in.
 *
 * @param {object} sheet as course.json has it
 * @param {Record<string, import('../core/saved.mjs').SavedEntry>} entries
 * @returns {{parts: Element[], count: number, all: number}} `count` of `all` fields say something
 */
export const drawMap = (sheet, entries) => {
  const fields = sheet.fields.filter(({ kind }) => kind !== 'result')
  const sections = new Map()
  let count = 0
  for (const field of fields) {
    const value = entries[field.id]?.value ?? null
    const part = field.kind === 'table' ? mapTable(field, value) : mapText(value, field)
    if (!part) continue
    count++
    if (!sections.has(field.section)) sections.set(field.section, makePart('section', 'learn-plan__map-part', '', makePart('h3', '', field.section)))
    const name = makePart('p', 'learn-plan__map-name', field.label)
    // A section that is one table has said its name.
    sections.get(field.section).append(makePart('div', `learn-plan__map-field learn-plan__map-field--${field.kind}`, '', name, typeof part === 'string' ? makePart('p', 'learn-plan__map-text', part) : part))
  }
  return { parts: [...sections.values()], count, all: fields.length }
}
