// The pages as they will come out of the printer, drawn when they come into sight and let go when they are far away.
import { fillWords } from '../core/notes.mjs'
import { drawPage, hasLeafHead, makeLeaf, pagePixels } from './print-leaves.mjs'
import { makePart } from './tool-parts.mjs'

const DRAWN_AROUND = '900px 0px'
const LARGEST = 0.8

/**
 * @typedef {{choice: import('../core/print.mjs').PrintChoice, made: HTMLElement, pages: number, tight: number, copies: string,
 *   promise: string}} PreviewItem  `copies`: how often it is printed, in words; `promise`: what is said where it needs more pages than it promises
 */

export class PrintPreview {
  #list
  #words
  #figures = new Map()
  #seen = new Set()
  #watch
  #look
  #paper = 'A4'
  #name = ''
  #resize

  constructor(list, words, signal) {
    this.#list = list
    this.#words = words
    this.#watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const figure = this.#figures.get(target.dataset.choice)
        if (!figure || figure.part !== target) continue
        if (isIntersecting) this.#seen.add(target.dataset.choice)
        else this.#seen.delete(target.dataset.choice)
        this.#draw(figure)
      }
    }, { rootMargin: DRAWN_AROUND })
    this.#resize = new ResizeObserver(() => this.#scale())
    this.#resize.observe(list)
    signal.addEventListener('abort', () => {
      this.#watch.disconnect()
      this.#resize.disconnect()
    })
  }

  /**
   * @param {PreviewItem[]} items
   * @param {string} name on the copy that is shown
   */
  show(items, look, paper, name) {
    this.#look = look
    this.#paper = paper
    this.#name = name
    const before = this.#figures
    this.#figures = new Map(items.map((item) => [item.choice.id, { ...(before.get(item.choice.id) ?? this.#frame(item)), item, stale: true }]))
    for (const [id, { part }] of before) {
      if (this.#figures.has(id)) continue
      this.#watch.unobserve(part)
      this.#seen.delete(id)
    }
    const parts = [...this.#figures.values()].map(({ part }) => part)
    if (parts.length !== this.#list.children.length || parts.some((part, at) => part !== this.#list.children[at])) this.#list.replaceChildren(...parts)
    for (const figure of this.#figures.values()) {
      this.#caption(figure)
      this.#pages(figure)
    }
    this.#scale()
    for (const figure of this.#figures.values()) this.#draw(figure)
  }

  #frame({ choice }) {
    const part = makePart('figure', 'learn-print__sheet', '', makePart('figcaption', 'learn-print__caption'), makePart('ol', 'learn-list learn-print__pages'))
    part.dataset.choice = choice.id
    this.#watch.observe(part)
    return { part }
  }

  #caption({ part, item }) {
    const count = fillWords(this.#words[item.pages === 1 ? 'pagesOne' : 'pages'], { count: item.pages })
    const facts = fillWords(this.#words.sheetPages, { pages: count, copies: item.copies })
    part.firstElementChild.replaceChildren(makePart('strong', '', item.choice.title), ' ', makePart('span', 'learn-print__soft', facts), ...(item.promise ? [' ', makePart('span', 'learn-print__mark', item.promise)] : []))
  }

  #pages({ part, item }) {
    const { title } = item.choice
    part.lastElementChild.replaceChildren(...Array.from({ length: item.pages }, (_, at) => {
      const page = makePart('div', 'learn-print__page')
      page.setAttribute('role', 'img')
      page.setAttribute('aria-label', fillWords(this.#words.pageOf, { title, at: at + 1, count: item.pages }))
      return makePart('li', '', '', page)
    }))
  }

  #isWide({ item }) {
    return Boolean(item.made.querySelector('[data-landscape]'))
  }

  #scale() {
    const figures = [...this.#figures.values()]
    if (figures.length === 0) return
    const widest = Math.max(...figures.map((figure) => pagePixels(this.#paper, this.#isWide(figure)).width))
    const scale = Math.min(LARGEST, this.#list.clientWidth / widest)
    if (!(scale > 0)) return
    this.#list.style.setProperty('--print-scale', scale)
    for (const figure of figures) {
      const { width, height } = pagePixels(this.#paper, this.#isWide(figure))
      for (const page of figure.part.querySelectorAll('.learn-print__page')) {
        page.style.inlineSize = `${width * scale}px`
        page.style.blockSize = `${height * scale}px`
      }
    }
  }

  #draw(figure) {
    const { part, item } = figure
    const pages = [...part.querySelectorAll('.learn-print__page')]
    if (!this.#seen.has(item.choice.id)) {
      for (const page of pages) page.replaceChildren()
      figure.stale = true
      return
    }
    if (!figure.stale) return
    figure.stale = false
    // What is for the lead carries nobody's name.
    const name = item.choice.lead ? '' : this.#name
    for (const [at, page] of pages.entries()) {
      page.replaceChildren(drawPage(makeLeaf(item.made, this.#look, name, item.tight), this.#paper, hasLeafHead(this.#look, this.#name), at))
    }
  }
}
