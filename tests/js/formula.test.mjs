import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { formatAmount, openLedger, parseFormula } from '../../overrides/assets/learn/core/formula.mjs'

// The same file is run by tests/unit/model/test_formula.py and tests/unit/render/test_worksheet.py.
const cases = JSON.parse(readFileSync(new URL('../formula_cases.json', import.meta.url), 'utf8'))

for (const { name, formula, values, columns, results = {}, row, ...expected } of cases.results) {
  test(`a formula ${name}`, () => {
    const parsed = Object.fromEntries(Object.entries(results).map(([path, text]) => [path, parseFormula(text)]))
    const place = row && { table: row[0], cells: values[row[0]][row[1]] }
    const outcome = openLedger({ values, columns, results: parsed }).workOut(parseFormula(formula), place)
    assert.deepEqual(outcome, { state: 'value', ...expected })
  })
}

for (const text of cases.broken) {
  test(`the broken formula «${text}» is nothing`, () => assert.equal(parseFormula(text), null))
}

for (const { value, shown, ...how } of cases.formats) {
  test(`${value} is shown as ${shown}`, () => assert.equal(formatAmount(value, how), shown))
}

test('a row is begun when one of the cells that its formula needs is filled in', () => {
  const ledger = { values: { rate: 5, jobs: [{ note: 'x' }, { hours: 1 }] }, columns: { jobs: ['hours', 'note'] } }
  const formula = parseFormula('hours * rate')
  const begun = ledger.values.jobs.map((cells) => openLedger(ledger).isStarted(formula, { table: 'jobs', cells }))
  assert.deepEqual(begun, [false, true])
})
