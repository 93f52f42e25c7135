// Leading by keys. Letters can be turned off, as WCAG 2.1.4 asks, and none of them does anything while somebody writes.

const SESSION_KEYS = { n: 'next', arrowright: 'next', b: 'back', arrowleft: 'back', p: 'pause', e: 'more', s: 'skip', l: 'listen', w: 'write', d: 'decide', o: 'screen' }
// A presenter's clicker sends these. They are taken in the second window alone, which has nothing to scroll.
const CLICKER_KEYS = { pagedown: 'next', pageup: 'back' }
// The second window has no fields and no folds.
const FROM_SCREEN = ['next', 'back', 'pause', 'more', 'skip']
// Keys by which the theme leaves the page for the one before or after it.
const LEAVING_KEYS = ['n', 'p', ',', '.']
const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable]'

const keyName = (keys, key) => (Object.hasOwn(keys, key.toLowerCase()) ? keys[key.toLowerCase()] : '')

/**
 * What a key asks of a session that runs, '' where nothing. A key that is taken reaches nobody else; even where ours are off, no
 * single letter may leave the page.
 *
 * @param {KeyboardEvent} event
 * @param {Element} host only its fields are left by Escape
 */
export const sessionKey = (event, host, isOn) => {
  const { target, key, ctrlKey, metaKey, altKey, shiftKey, isComposing, repeat } = event
  if (ctrlKey || metaKey || altKey || isComposing) return ''
  const isTyping = Boolean(target.closest?.(TYPING))
  if (isTyping) return key === 'Escape' && host.contains(target) ? 'leave-field' : ''
  const name = isOn && !(shiftKey && key.startsWith('Arrow')) ? keyName(SESSION_KEYS, key) : ''
  if (name) event.preventDefault()
  if (name || LEAVING_KEYS.includes(key.toLowerCase())) event.stopImmediatePropagation()
  return repeat ? '' : name
}

/** What a key that was pressed in the second window asks of the session. */
export const screenKey = (key) => {
  const name = keyName({ ...SESSION_KEYS, ...CLICKER_KEYS }, key)
  return FROM_SCREEN.includes(name) ? name : ''
}
