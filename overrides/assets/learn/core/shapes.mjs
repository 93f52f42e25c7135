// What a value out of a file or the storage may be: it can be anything, so readers ask first.

export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)

/** The value where it is a list, else an empty one. */
export const listOf = (value) => (Array.isArray(value) ? value : [])

/** A text on one line, without control signs and those that turn the direction of other words; '' for what is no text. */
export const lineText = (value) => (typeof value === 'string' ? value.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').replace(/\s+/g, ' ') : '')
