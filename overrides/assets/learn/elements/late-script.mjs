const SIGNS = ['scroll', 'pointerdown', 'keydown', 'focusin', 'beforeprint', 'learn-wanted']

/**
 * Load the script of elements, and its styles, at the first sign that somebody uses the page, or when one of them is almost in
 * view. Before that the page's HTML says all there is to say, and a first visit is lighter. An element that must not wait
 * dispatches `learn-wanted`. Call it while the script runs that stands beside the other one.
 *
 * @param {string[]} tags the elements'
 * @param {string} name of the files beside the running script, without their endings
 */
export function loadLate(tags, name) {
  const found = document.querySelectorAll(tags.join())
  if (found.length === 0) return
  // In the content, which an instant navigation takes away as a whole, and not in the head, which it tidies.
  const { parentNode, src } = document.currentScript
  const signs = new AbortController()
  const near = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && load(), { rootMargin: '50%' })
  const load = () => {
    signs.abort()
    near.disconnect()
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL(`${name}.css`, src).href })
    // A classic script: a page that was opened from disk may not load modules.
    const script = Object.assign(document.createElement('script'), { src: new URL(`${name}.js`, src).href })
    // Styles first, so that nothing changes its size twice.
    style.onload = style.onerror = () => parentNode.append(script)
    parentNode.append(style)
  }
  // They are known from the page before.
  if (tags.some((tag) => customElements.get(tag))) return load()
  for (const sign of SIGNS) addEventListener(sign, load, { signal: signs.signal, capture: true, passive: true })
  for (const element of found) near.observe(element)
}
