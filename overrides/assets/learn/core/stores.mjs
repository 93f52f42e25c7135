/**
 * The stores that are open in this page, by course: several joined scripts may stand in it, and share them. Its `migrate` is migrateSaved,
 * where a script has brought it along.
 */
export const openStores = (globalThis[Symbol.for('learn-stores')] ??= new Map())
