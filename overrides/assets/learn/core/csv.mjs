// Tables as CSV that spreadsheet programs open rightly and that does nothing there (RFC 4180).

// What a spreadsheet takes for the start of a formula, also behind blanks and in full width.
const FORMULA_START = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

/**
 * One cell. A text that a spreadsheet would work out gets an apostrophe before it, which `csvPlain` takes away again; numbers
 * stay numbers.
 *
 * @param {string | number | null | undefined} value
 */
export function csvCell(value) {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = String(value ?? '')
  const safe = FORMULA_START.test(text) ? `'${text}` : text
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell's text without the apostrophe that `csvCell` put before it. */
export function csvPlain(text) {
  return text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text
}

/** Rows of cells as a file: a mark that says UTF-8, then lines that end as the standard says. */
export function csvText(rows) {
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
}
