// From a document to paper: its head, its look, how many pages it takes, and everything together for the printer.
import { printPage } from '../core/print.mjs'
import { makePart } from './tool-parts.mjs'

const PIXELS_A_MILLIMETER = 96 / 25.4
/** Between the columns that pages are laid out in. */
const GAP = 40
// What the styles may give up, step by step, where a sheet would need more pages than it promises.
const TIGHTEST = 4

const makeHead = ({ team, day, trainer, logo }, name) => {
  if (!team && !day && !trainer && !logo && !name) return []
  const head = makePart('header', 'leaf-band')
  if (logo) head.append(Object.assign(makePart('img', 'leaf-band__logo'), { src: logo, alt: '' }))
  const words = makePart('p', 'leaf-band__words')
  for (const [kind, text] of Object.entries({ team, day, trainer })) if (text) words.append(makePart('span', `leaf-band__${kind}`, text), ' ')
  head.append(words)
  if (name) head.append(makePart('p', 'leaf-band__name', name))
  return [head]
}

/**
 * A document dressed for paper.
 *
 * @param {HTMLElement} made the document, which stays as it is
 * @param {{team: string, day: string, trainer: string, logo: string, hints: boolean, answers: boolean, large: boolean, ink: boolean}} look
 * @param {string} name whose copy it is
 */
export const makeLeaf = (made, look, name, tight = 0) => {
  const body = made.cloneNode(true)
  body.classList.add('leaf-body')
  for (const line of body.querySelectorAll('[data-line]')) {
    const text = { team: look.team, date: look.day, name }[line.dataset.line]
    if (!text) continue
    // What stands at the head need not be written a second time, except into a quiz's own lines.
    if (line.closest('.leaf-worksheet__line')) line.closest('.leaf-worksheet__line').remove()
    else line.textContent = text
  }
  const leaf = makePart('section', 'leaf-sheet', '', ...makeHead(look, name), body)
  leaf.toggleAttribute('data-wide', Boolean(body.querySelector('[data-landscape]')))
  leaf.toggleAttribute('data-hints', look.hints)
  leaf.toggleAttribute('data-answers', look.answers)
  leaf.toggleAttribute('data-large', look.large)
  leaf.toggleAttribute('data-ink', look.ink)
  // Large letters need every line of a page, so that tables part where they must.
  leaf.dataset.tight = look.large ? 1 : tight
  return leaf
}

/** The part of a page in which a leaf stands, laid out page beside page: what a printer breaks, columns break as well. */
const makeFlow = (leaf, page) => {
  const flow = makePart('div', 'learn-print__flow', '', leaf)
  flow.style.inlineSize = flow.style.columnWidth = `${page.width - 2 * page.side}mm`
  flow.style.blockSize = `${page.height - page.top - page.bottom}mm`
  flow.style.columnGap = `${GAP}px`
  return flow
}

const step = (page) => (page.width - 2 * page.side) * PIXELS_A_MILLIMETER + GAP

/** Measures leaves on a bench that nobody sees. */
export class LeafMeasure {
  #bench

  constructor(host) {
    this.#bench = makePart('div', 'learn-print__bench')
    this.#bench.setAttribute('aria-hidden', 'true')
    host.append(this.#bench)
  }

  #lay(leaf, paper, hasHead) {
    const page = printPage(paper, leaf.hasAttribute('data-wide'), hasHead)
    const flow = makeFlow(leaf, page)
    this.#bench.replaceChildren(flow)
    const pages = Math.max(1, Math.round((flow.scrollWidth + GAP) / step(page)))
    this.#bench.replaceChildren()
    return pages
  }

  /**
   * @param {number} promised pages; 0 where none were promised
   * @returns {{pages: number, tight: number}} how many pages it takes, with lines as close as they must be for the promised ones
   */
  measure(made, look, name, paper, hasHead, promised) {
    const pages = this.#lay(makeLeaf(made, look, name), paper, hasHead)
    if (!promised || pages <= promised) return { pages, tight: 0 }
    for (let tight = 1; tight <= TIGHTEST; tight += 1) {
      if (this.#lay(makeLeaf(made, look, name, tight), paper, hasHead) <= promised) return { pages: promised, tight }
    }
    return { pages, tight: 0 }
  }
}

/** True where pages give room to words at their head. */
export const hasLeafHead = ({ team, day, trainer, logo }, name) => Boolean(team || day || trainer || logo || name)

/**
 * A page as a picture of itself: drawn to scale, and no more than a picture to eyes, ears and keys.
 *
 * @param {HTMLElement} leaf its own
 * @param {number} at which page, from 0
 */
export const drawPage = (leaf, paper, hasHead, at) => {
  const page = printPage(paper, leaf.hasAttribute('data-wide'), hasHead)
  const flow = makeFlow(leaf, page)
  flow.style.transform = `translateX(${-at * step(page)}px)`
  const view = makePart('div', 'learn-print__window', '', flow)
  view.style.inset = `${page.top}mm ${page.side}mm ${page.bottom}mm`
  const face = makePart('div', 'learn-print__paper', '', view)
  face.style.inlineSize = `${page.width}mm`
  face.style.blockSize = `${page.height}mm`
  face.inert = true
  return face
}

/** How large a page is on a screen that shows it in its real size. */
export const pagePixels = (paper, isWide) => {
  const { width, height } = printPage(paper, isWide, false)
  const [wide, high] = [width, height].map((millimeters) => millimeters * PIXELS_A_MILLIMETER)
  return { width: wide, height: high }
}
