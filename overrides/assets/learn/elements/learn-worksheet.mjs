import { Base } from '../core/base.mjs'
import { formatAmount, openLedger, parseFormula } from '../core/formula.mjs'
import { isObject } from '../core/shapes.mjs'

const MOST_ROWS = 100

/** What stands in a control, or undefined where nobody has written. `words` gives an option's text instead of its id. */
const readControl = (control, words) => {
  if (control.type === 'checkbox') return control.checked || undefined
  if (control.type === 'number') return control.value && control.validity.valid ? control.valueAsNumber : undefined
  if (control.tagName === 'SELECT') {
    if (!control.value) return undefined
    return control.parentNode.dataset.kind === 'scale' ? Number(control.value) : words ? control.selectedOptions[0].text : control.value
  }
  return control.value === control.defaultValue && !words ? undefined : control.value.trim() || (control.defaultValue ? '' : undefined)
}

const writeControl = (control, value) => {
  if (control.type === 'checkbox') control.checked = value === true
  else if (typeof value === 'string' || typeof value === 'number') control.value = value
  else control.value = control.defaultValue ?? ''
}

/**
 * A worksheet's form: works out results while somebody types, adds rows, fills in the example, clears, prints.
 *
 * A field's value: text, number, date as text, the id of a choice, a list of ids (checklist), a list of {item, at} (matrix), a
 * list of rows (table), or an object of rows by row id (table with named rows). A row maps column ids to values.
 *
 * Dispatches `learn-change` {id, rev, value} for every change of a field; value is null where nothing is left.
 */
export class LearnWorksheetElement extends Base {
  static tag = 'learn-worksheet'
  #listeners
  #formulas
  #columns
  #asking
  // By field, what is saved of it and has no place in the form: the sheet once had more rows, columns or lines.
  #homeless = new Map()

  connectedCallback() {
    this.#listeners?.abort()
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    this.#learnFormulas()
    this.addEventListener('input', ({ target }) => this.#change(target.closest('[data-field]')), { signal })
    this.addEventListener('click', ({ target }) => {
      this.#press(target.closest('button'))
      // The theme opens folds for paper; only what a reader opened shall print.
      const fold = target.closest('summary')?.parentNode
      fold?.toggleAttribute('data-opened', !fold.open)
    }, { signal })
    this.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#answer(false), { signal })
    this.addEventListener('reset', () => {
      for (const row of this.querySelectorAll('[data-added]')) row.remove()
      for (const row of this.querySelectorAll('[data-wanted]')) row.removeAttribute('data-wanted')
      this.#homeless.clear()
      // The controls are emptied only after this event.
      setTimeout(() => this.#refresh())
    }, { signal })
    // Browsers put form values back after this callback.
    globalThis.addEventListener('pageshow', () => this.#refresh(), { signal })
    for (const part of this.querySelectorAll('.learn-worksheet__tools, [data-do=add]')) part.hidden = false
    this.#refresh()
    this.toggleAttribute('data-enhanced', true)
  }

  disconnectedCallback() {
    this.#listeners?.abort()
  }

  /**
   * Put saved values into the form, without events; fields that `values` does not name stay as they are.
   *
   * @param {Record<string, unknown>} values by full field id; what does not fit its field is left out
   */
  restore(values) {
    for (const field of this.#fields) if (Object.hasOwn(values ?? {}, field.dataset.id)) this.#write(field, values[field.dataset.id])
    this.#refresh()
  }

  get #fields() {
    return [...this.querySelectorAll('[data-field]')]
  }

  #rows(field) {
    return [...field.querySelectorAll('[data-row]')]
  }

  #cells(row) {
    return [...row.querySelectorAll('td:not([data-kind=result])')].map((cell) => [cell.dataset.column, cell.querySelector('[name]')])
  }

  #read(field, words) {
    const { kind } = field.dataset
    if (kind === 'result') return undefined
    const some = (values) => (values.length || words ? values : undefined)
    const more = (!words && this.#homeless.get(field)) || {}
    if (kind === 'table') {
      const rows = this.#rows(field).map((row) => {
        const cells = this.#cells(row).map(([column, control]) => [column, readControl(control, words)])
        return [row.dataset.row, { ...more[row.dataset.row], ...Object.fromEntries(cells.filter(([, value]) => value !== undefined)) }]
      })
      const used = (row) => Object.keys(row[1]).length > 0
      if (words) return rows.map(([, row]) => row)
      if (field.querySelector('[data-do=add]')) return some(rows.slice(0, rows.findLastIndex(used) + 1).map(([, row]) => row))
      const all = Object.fromEntries([...Object.entries(more), ...rows].filter(used))
      return Object.keys(all).length ? all : undefined
    }
    if (kind === 'matrix') {
      const items = this.#rows(field).map((row) => [...row.querySelectorAll('[name]')])
      if (words) return items.filter(([item, at]) => item.value.trim() && at.value).map(([, at]) => at.selectedOptions[0].text)
      return some(items.map(([item, at]) => ({ item: item.value.trim(), at: at.value })).filter(({ item, at }) => item || at))
    }
    const boxes = [...field.querySelectorAll('[type=radio], [type=checkbox]')]
    if (kind === 'check' || boxes.length === 0) return readControl(field.querySelector('[name]'), words)
    const ticked = boxes.filter((box) => box.checked).map((box) => (words ? box.parentNode.textContent.trim() : box.value))
    return kind === 'checklist' ? some([...ticked, ...Object.keys(more)]) : kind === 'scale' && ticked.length ? Number(ticked[0]) : ticked[0]
  }

  /** The parts of a value that the form has no place for: by row, then by column, or by line of a checklist. */
  #strangers(field, value) {
    if (field.dataset.kind === 'checklist') {
      const known = [...field.querySelectorAll('[name]')].map((box) => box.value)
      return Object.fromEntries([value].flat().filter((id) => typeof id === 'string' && !known.includes(id)).map((id) => [id, true]))
    }
    if (field.dataset.kind !== 'table') return {}
    const known = this.#rows(field).map((row) => row.dataset.row)
    const rows = Array.isArray(value) ? value.map((cells, at) => [`${at + 1}`, cells]) : Object.entries(isObject(value) ? value : {})
    return Object.fromEntries(rows.filter(([, cells]) => isObject(cells)).map(([row, cells]) => [row, known.includes(row)
      ? Object.fromEntries(Object.entries(cells).filter(([column]) => !this.#columns[field.dataset.field].includes(column)))
      : cells]))
  }

  #write(field, value) {
    const { kind } = field.dataset
    if (kind === 'table') {
      while (Array.isArray(value) && field.querySelector('[data-do=add]') && this.#rows(field).length < Math.min(value.length, MOST_ROWS)) this.#addRow(field)
      for (const [at, row] of this.#rows(field).entries()) {
        const saved = Array.isArray(value) ? value[at] : isObject(value) ? value[row.dataset.row] : undefined
        for (const [column, control] of this.#cells(row)) writeControl(control, isObject(saved) ? saved[column] : undefined)
      }
    } else if (kind === 'matrix') {
      for (const [at, row] of this.#rows(field).entries()) {
        const saved = Array.isArray(value) && isObject(value[at]) ? value[at] : {}
        for (const [name, control] of [...row.querySelectorAll('[name]')].entries()) writeControl(control, name ? saved.at : saved.item)
      }
    } else if (kind === 'checklist' || kind === 'choice' || kind === 'scale') {
      const wanted = [value].flat().map(String)
      for (const box of field.querySelectorAll('[name]')) box.checked = wanted.includes(box.value)
    } else if (kind !== 'result') writeControl(field.querySelector('[name]'), value)
    this.#homeless.set(field, this.#strangers(field, value))
  }

  #learnFormulas() {
    this.#formulas = Object.fromEntries([...this.querySelectorAll('output')].map((output) => [this.#path(output), parseFormula(output.dataset.formula)]))
    this.#columns = Object.fromEntries(this.#fields.map((field) => [field.dataset.field, [...field.querySelectorAll('th[data-column]')].map((head) => head.dataset.column)]))
  }

  #path(output) {
    const { field } = output.closest('[data-field]').dataset
    const cell = output.closest('td')
    return cell ? `${field}.${cell.dataset.column}` : field
  }

  #label(path) {
    const [field, column] = path.split('.')
    const part = this.querySelector(`[data-field="${field}"]${column ? ` th[data-column="${column}"]` : ''}`)
    return part?.dataset.label ?? path
  }

  /** Make everything that follows from the controls true: results, placed items, what paper must know. */
  #refresh() {
    const fields = this.#fields
    const values = Object.fromEntries(fields.map((field) => [field.dataset.field, this.#read(field, true)]))
    const ledger = openLedger({ values, results: this.#formulas, columns: this.#columns })
    for (const output of this.querySelectorAll('output')) {
      const formula = this.#formulas[this.#path(output)]
      if (!formula) continue
      const place = output.closest('tr')
      const field = output.closest('[data-field]')
      const row = place && { table: field.dataset.field, cells: values[field.dataset.field][this.#rows(field).indexOf(place)] }
      this.#show(output, ledger.workOut(formula, row), !row || ledger.isStarted(formula, row))
    }
    for (const field of fields) {
      if (field.dataset.kind === 'matrix') this.#place(field)
      if (!field.querySelector('[data-do=add]')) continue
      const rows = this.#rows(field)
      const written = (row, at) => 'wanted' in row.dataset || Object.keys(values[field.dataset.field][at]).length > 0
      const next = rows.findLastIndex(written) + 1
      for (const [at, row] of rows.entries()) row.toggleAttribute('data-spare', at > next)
    }
    for (const control of this.querySelectorAll('input')) {
      control.toggleAttribute('data-empty', !control.value)
      control.ariaInvalid = control.validity.valid ? null : 'true'
    }
    if (!CSS.supports('field-sizing', 'content')) {
      for (const area of this.querySelectorAll('textarea')) {
        area.style.height = ''
        if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 2}px`
      }
    }
  }

  #show(output, { state, value, names = [] }, begun) {
    const { style, decimals, unit } = output.dataset
    const language = document.documentElement.lang || 'en'
    let words = ''
    if (state === 'value') {
      words = formatAmount(value, { style, decimals: decimals && Number(decimals), currency: this.dataset.currency, language })
      if (unit) words += unit === '%' ? unit : ` ${unit}`
    } else if (begun && (names.length || state !== 'missing')) {
      const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(names.map((path) => this.#label(path)))
      words = this.dataset[state].replace('{names}', () => list)
    }
    output.dataset.state = state
    // Written only where it differs, because every writing is read aloud.
    if (output.textContent !== words) output.textContent = words
  }

  #place(field) {
    for (const quadrant of field.querySelectorAll('[data-at]')) {
      const placed = (this.#read(field) ?? []).filter(({ item, at }) => item && at === quadrant.dataset.at)
      quadrant.querySelector('ul').replaceChildren(...placed.map(({ item }) => {
        const line = document.createElement('li')
        line.textContent = item
        return line
      }))
    }
  }

  #change(field) {
    if (!field) return
    this.#say('')
    this.#refresh()
    this.#tell(field)
  }

  #tell(field) {
    const { id, rev } = field.dataset
    const detail = { id, rev, value: this.#read(field) ?? null }
    this.dispatchEvent(new CustomEvent('learn-change', { bubbles: true, detail }))
  }

  #say(words) {
    this.querySelector('.learn-worksheet__status').textContent = words
  }

  #addRow(field) {
    const last = this.#rows(field).at(-1)
    const row = last.cloneNode(true)
    const number = Number(last.dataset.row) + 1
    row.dataset.row = number
    row.dataset.added = ''
    row.querySelector('th span:last-child').textContent = number
    const words = (count) => this.dataset.row.replace('{number}', count)
    const step = (text, mark, start) => text?.replace(`${start}${mark}${number - 1}${mark}`, `${start}${mark}${number}${mark}`)
    const { id } = field.dataset
    for (const part of row.querySelectorAll('[name]')) {
      part.setAttribute('name', step(part.getAttribute('name'), '.', id.replaceAll('/', '.')))
      if (part.id) part.id = part.dataset.id = step(part.id, '/', id)
      // A sheet for paper alone has no names for ears.
      if (part.ariaLabel) part.ariaLabel = part.ariaLabel.replace(words(number - 1), words(number))
      if (part.tagName === 'OUTPUT') part.textContent = ''
      else writeControl(part)
    }
    last.after(row)
    return row
  }

  #press(button) {
    const action = button?.dataset.do
    if (action === 'print') globalThis.print()
    if (action === 'add') {
      const field = button.closest('[data-field]')
      // On a narrow screen spare rows wait out of sight.
      const row = this.#rows(field).find((one) => !one.offsetParent) ?? this.#addRow(field)
      row.dataset.wanted = ''
      this.#refresh()
      row.querySelector('[name]').focus()
    }
    if (action === 'yes' || action === 'no') this.#answer(action === 'yes')
    if (action === 'fill' || action === 'clear') this.#ask(button)
  }

  /** Ask before anything written is lost. */
  #ask(button) {
    this.#asking = button
    if (this.#fields.every((field) => this.#read(field) === undefined)) return this.#answer(true)
    const group = this.querySelector('.learn-worksheet__ask')
    group.firstElementChild.textContent = button.dataset.ask
    group.querySelector('[data-do=yes]').textContent = button.dataset.yes
    group.hidden = false
    this.#say('')
    group.querySelector('[data-do=no]').focus()
  }

  #answer(yes) {
    const button = this.#asking
    if (!button) return
    this.#asking = undefined
    this.querySelector('.learn-worksheet__ask').hidden = true
    button.focus()
    if (!yes) return
    const before = this.#fields.filter((field) => this.#read(field) !== undefined)
    this.querySelector('form').reset()
    const values = button.dataset.values ? JSON.parse(button.dataset.values) : {}
    this.restore(values)
    for (const field of this.#fields) if (before.includes(field) || Object.hasOwn(values, field.dataset.id)) this.#tell(field)
    this.#say(button.dataset.said)
  }
}
