// Calendar files (RFC 5545): texts, times and lines as they must be written. No page, no storage, no clock.

const LINE_OCTETS = 75

/** Text as a calendar file holds it: one kind of line end, no control signs, no half characters. */
export const icsText = (text) => (!/[\0-\x1f\x7f\\;,\u0085\u2028\u2029\ud800-\udfff]/.test(text) ? text : text
  .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
  .replace(/[\0-\x08\x0e-\x1f\x7f]/g, '')
  .replace(/\p{Surrogate}/gu, '\ufffd')
  .replace(/[\\;,]/g, '\\$&')
  .replace(/\n/g, '\\n'))

/** A line cut so that no part is longer than a calendar file allows, and no character is torn. */
const icsLine = (line) => {
  // No character of one unit has more than three octets.
  if (line.length * 3 <= LINE_OCTETS) return `${line}\r\n`
  if (/^[\0-\x7f]*$/.test(line)) return `${line.slice(0, LINE_OCTETS)}${line.slice(LINE_OCTETS).replace(/.{1,74}/g, '\r\n $&')}\r\n`
  const parts = []
  let [from, octets] = [0, 0]
  for (let at = 0; at < line.length; at += 1) {
    const code = line.codePointAt(at)
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (octets + size > LINE_OCTETS) {
      parts.push(line.slice(from, at))
      from = at
      // The blank before a line that goes on is one of its octets.
      octets = 1
    }
    octets += size
    if (size === 4) at += 1
  }
  return `${[...parts, line.slice(from)].join('\r\n ')}\r\n`
}

export const icsDay = (day) => day.replaceAll('-', '')

export const icsTime = (time) => new Date(Date.parse(time) || 0).toISOString().replace(/[-:]|\.\d+/g, '')

// Seconds: later writing gives a greater number, and the number fits 32 bits until 2088.
export const icsSequence = (at) => Math.max(0, Math.min(2 ** 31 - 1, Math.floor(((Date.parse(at) || 0) - Date.UTC(2020)) / 1000)))

export const icsUid = (id, course) => icsText(`${id.split('/').join('.')}@${course}`)

/**
 * A calendar file around the lines of its events.
 *
 * @param {string} course the course's id
 * @param {string} format who wrote it
 * @param {string} title the calendar's
 */
export function icsFile(course, format, title, lines) {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//${icsText(course)}//${format}//EN`,
    'CALSCALE:GREGORIAN',
    // No METHOD: even PUBLISH needs an organizer (RFC 5546), who is nobody here. It would not help either: Outlook makes a new event of
    // each one in a file of several, whatever its UID and SEQUENCE (MS-OXCICAL), and only invitations of one event update another.
    `NAME:${icsText(title)}`,
    `X-WR-CALNAME:${icsText(title)}`,
    ...lines,
    'END:VCALENDAR',
  ].map(icsLine).join('')
}
