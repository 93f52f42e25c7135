// Worksheet arithmetic, the same as macros/model/formula.py; tests/formula_cases.json holds both to one result.

const formulaToken =
  /\s*(?:(?<text>"[^"]*")|(?<number>\d+(?:\.\d+)?(?![\w-]))|(?<name>[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?)|(?<sign>[-+*/(),]))/y
const formulaSizes = { sum: [1, 99], mean: [1, 99], min: [1, 99], max: [1, 99], count: [1, 2], days: [2, 2] }

/**
 * The formula as a small tree, or null where it cannot be understood (the build has told its author why).
 *
 * @param {string} text
 */
export function parseFormula(text) {
  const tokens = []
  formulaToken.lastIndex = 0
  for (let end = text.trimEnd().length; formulaToken.lastIndex < end; ) {
    const match = formulaToken.exec(text)
    if (!match) return null
    tokens.push(Object.entries(match.groups).find(([, word]) => word !== undefined))
  }
  let at = 0
  const sign = (signs) => tokens[at]?.[0] === 'sign' && signs.includes(tokens[at][1]) && tokens[at++][1]
  const fail = () => {
    throw new SyntaxError(text)
  }
  const chain = (part, signs) => () => {
    let left = part()
    for (let found; (found = sign(signs)); ) left = { sign: found, left, right: part() }
    return left
  }
  const unary = () => (sign('-') ? { sign: '-', left: { number: 0 }, right: unary() } : part())
  const sum = chain(chain(unary, '*/'), '+-')
  const part = () => {
    if (sign('(')) {
      const inside = sum()
      return sign(')') ? inside : fail()
    }
    const [kind, word] = tokens[at++] ?? fail()
    if (kind === 'number') return { number: Number(word) }
    if (kind !== 'name') fail()
    if (sign('(')) return call(word)
    const [field, column] = word.split('.')
    return { field, column }
  }
  const call = (name) => {
    const size = Object.hasOwn(formulaSizes, name) ? formulaSizes[name] : fail()
    const of = []
    if (!sign(')')) {
      do of.push(name === 'count' && of.length ? words() : sum())
      while (sign(','))
      if (!sign(')')) fail()
    }
    const named = name === 'days' ? of : name === 'count' ? of.slice(0, 1) : []
    return named.every((one) => one.field) && of.length >= size[0] && of.length <= size[1] ? { name, of } : fail()
  }
  const words = () => (tokens[at]?.[0] === 'text' ? { text: tokens[at++][1].slice(1, -1) } : fail())
  try {
    const formula = sum()
    return at < tokens.length ? null : formula
  } catch {
    return null
  }
}

const isFilled = (value) => value !== undefined && value !== null && value !== false && value !== '' && value.length !== 0
const foldText = (value) => String(value).trim().replace(/\s+/g, ' ').toLowerCase()
// An id such as "constructor" must not find what every object has.
const ownValue = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined)
const dayNumber = (text) => {
  const match = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)
  const date = new Date(match ? `${text}T00:00:00Z` : NaN)
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) ? null : date.getTime() / 86400000
}

const missingNames = (names) => ({ state: 'missing', names: [...new Set(names)] })
const foundValue = (value) => (Number.isFinite(value) ? { state: 'value', value } : { state: 'large' })
const firstProblem = (outcomes) => {
  const missing = outcomes.filter(({ state }) => state === 'missing')
  return missing.length ? missingNames(missing.flatMap(({ names }) => names)) : outcomes.find(({ state }) => state !== 'value')
}

/** The names in a formula; outside a column function, `table.column` within the table's own rows is the row's cell. */
const formulaNames = (formula, row) => {
  if (formula.field) return [row && formula.column && formula.field === row.table ? { field: formula.column } : formula]
  const parts = formula.sign ? [formula.left, formula.right] : formula.of ?? []
  return parts.flatMap((part) => (formula.of && part.column ? [part] : formulaNames(part, row)))
}

/**
 * Opens a ledger for formulas. `values` maps a field to a number, text, tick, list of texts or list of rows, `results` maps
 * paths (`field`, `table.column`) to parsed formulas, `columns` tables to column ids.
 *
 * `workOut(formula, row)` gives {state: 'value', value}, {state: 'missing' | 'zero', names} or {state: 'large'}; `row` is
 * {table, cells} for a result column. `isStarted(formula, row)` is true where somebody has begun to fill in the formula's
 * cells of the row. A trail holds the results being worked out, so that circles end.
 *
 * @param {{values: object, results?: object, columns?: object}} ledger
 */
export const openLedger = ({ values, results = {}, columns = {} }) => {
  const rowsOf = (table) => [ownValue(values, table) ?? []].flat().filter((row) => row && typeof row === 'object')

  const pathOf = ({ field, column }, row) => {
    const inRow = Boolean(row) && !column && (ownValue(columns, row.table) ?? []).includes(field)
    return { inRow, path: inRow ? `${row.table}.${field}` : column ? `${field}.${column}` : field }
  }

  const inputs = (formula, row, trail) => formulaNames(formula, row).flatMap((name) => leaves(name, row, trail))

  /** What a name needs filled in as [path, filled], results replaced by their own inputs. */
  const leaves = (name, row, trail) => {
    const { field, column } = name
    const { inRow, path } = pathOf(name, row)
    if (trail.includes(path)) return []
    const result = ownValue(results, path)
    if (!result) return [[path, listed(name, row).length > 0]]
    const rows = inRow ? [row] : column ? rowsOf(field).map((cells) => ({ table: field, cells })) : [undefined]
    return (rows.length ? rows : [{ table: field, cells: {} }]).flatMap((one) => inputs(result, one, [...trail, path]))
  }

  /** The filled-in values of a column, a checklist or a single field. */
  const listed = (name, row) => {
    const { field, column } = name
    const cells = pathOf(name, row).inRow ? row.cells : values
    const all = column ? rowsOf(field).map((one) => ownValue(one, column)) : [ownValue(cells, field)].flat()
    return all.filter(isFilled)
  }

  const workOut = (formula, row, trail = []) => {
    const found = inputs(formula, row, trail)
    return found.length && !found.some(([, filled]) => filled) ? missingNames(found.map(([path]) => path)) : work(formula, row, trail)
  }

  const isStarted = (formula, row, trail = []) =>
    formulaNames(formula, row)
      .flatMap((name) => (name.column ? [] : leaves(name, row, trail)))
      .some(([path, filled]) => filled && path.startsWith(`${row.table}.`))

  const work = (formula, row, trail) => {
    if (formula.field) return single(formula, row, trail)
    if (formula.sign) return operation(formula, row, trail)
    if (formula.name === 'count') return count(formula.of, row)
    if (formula.name === 'days') return days(formula.of, row)
    return formula.name ? call(formula, row, trail) : foundValue(formula.number)
  }

  const single = (formula, row, trail) => {
    const [name] = formulaNames(formula, row)
    const { inRow, path } = pathOf(name, row)
    if (trail.includes(path)) return missingNames([])
    const result = ownValue(results, path)
    if (result && (inRow || !name.column)) return workOut(result, inRow ? row : undefined, [...trail, path])
    const value = name.column ? undefined : ownValue(inRow ? row.cells : values, name.field)
    return Number.isFinite(value) ? foundValue(value) : missingNames([path])
  }

  const operation = ({ sign, left, right }, row, trail) => {
    const [one, other] = [work(left, row, trail), work(right, row, trail)]
    const problem = firstProblem([one, other])
    if (problem) return problem
    if (sign === '+') return foundValue(one.value + other.value)
    if (sign === '-') return foundValue(one.value - other.value)
    if (sign === '*') return foundValue(one.value * other.value)
    if (other.value !== 0) return foundValue(one.value / other.value)
    return { ...missingNames(inputs(right, row, trail).map(([path]) => path)), state: 'zero' }
  }

  const call = ({ name, of }, row, trail) => {
    const outcomes = of.flatMap((one) => (one.column ? columnOf(one, trail) : [work(one, row, trail)]))
    const problem = firstProblem(outcomes)
    if (problem) return problem
    const numbers = outcomes.map(({ value }) => value)
    if (name === 'min' || name === 'max') return foundValue(Math[name](...numbers))
    const total = numbers.reduce((sum, number) => sum + number, 0)
    return foundValue(name === 'mean' ? total / numbers.length : total)
  }

  /** The outcomes of a column's rows. Rows nobody began are left out; a row begun and not finished is missing. */
  const columnOf = (name, trail) => {
    const { field, column } = name
    const path = `${field}.${column}`
    if (trail.includes(path)) return [missingNames([])]
    const result = ownValue(results, path)
    const found = rowsOf(field).flatMap((cells) => {
      const value = ownValue(cells, column)
      if (!result) return Number.isFinite(value) ? [foundValue(value)] : []
      const row = { table: field, cells }
      const one = workOut(result, row, [...trail, path])
      return one.state !== 'missing' || isStarted(result, row, [...trail, path]) ? [one] : []
    })
    return found.length ? found : [missingNames(leaves(name, undefined, trail).map(([leaf]) => leaf))]
  }

  const count = ([name, text], row) =>
    foundValue(listed(name, row).filter((value) => !text || foldText(value) === foldText(text.text)).length)

  const days = (names, row) => {
    const dates = names.map((name) => (name.column ? null : dayNumber(listed(name, row)[0])))
    const missing = names.filter((_, at) => dates[at] === null)
    return missing.length ? missingNames(missing.map((name) => pathOf(name, row).path)) : foundValue(dates[1] - dates[0])
  }

  return { workOut, isStarted }
}

/**
 * A result as it is shown, without its unit.
 *
 * @param {number} value
 * @param {{style?: string, decimals?: number, currency?: string, language?: string}} how
 */
export function formatAmount(value, { style = 'number', decimals, currency = 'USD', language = 'en' } = {}) {
  const most = { number: 2, percent: 1, money: Number.isInteger(value) ? 0 : 2 }[style]
  return new Intl.NumberFormat(language, {
    style: { number: 'decimal', money: 'currency', percent: 'percent' }[style],
    ...(style === 'money' && { currency }),
    minimumFractionDigits: decimals ?? (style === 'money' ? most : 0),
    maximumFractionDigits: decimals ?? most,
    signDisplay: 'negative',
  }).format(value)
}
