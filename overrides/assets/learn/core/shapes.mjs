// What a value out of a file or the storage may be: it can be anything, so readers ask first.

export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)

/** The value where it is a list, else an empty one. */
export const listOf = (value) => (Array.isArray(value) ? value : [])
