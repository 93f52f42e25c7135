const ANSWER_WITHIN = 20000

/**
 * The check in its worker. One text is looked at after the other; of those that come in meanwhile, the last.
 */
export class PlaygroundCheck {
  #address
  #listener
  #worker = null
  #isReady = false
  #asked = null
  #waiting = null
  #number = 0
  #timer

  /**
   * @param {string} address of worker.mjs
   * @param {(news: {kind: 'ready' | 'failed' | 'slow'} | {kind: 'answer', answer: object, text: string}) => void} listener
   *   failed: it could not begin; slow: a text took too long, and the check was ended and will begin anew with the next one
   */
  constructor(address, listener) {
    this.#address = address
    this.#listener = listener
  }

  get isReady() {
    return this.#isReady
  }

  begin() {
    if (this.#worker) return
    this.#worker = new Worker(this.#address, { type: 'module' })
    this.#worker.addEventListener('message', ({ data }) => this.#hear(data))
    // A module or runtime that is not there, or that a server sends as something else.
    this.#worker.addEventListener('error', () => this.#fail())
  }

  ask(id, text) {
    this.#waiting = { id, text }
    this.#next()
  }

  end() {
    clearTimeout(this.#timer)
    this.#worker?.terminate()
    this.#worker = null
    this.#isReady = false
    this.#asked = null
  }

  #next() {
    if (!this.#isReady || this.#asked || !this.#waiting) return
    this.#asked = { ...this.#waiting, number: (this.#number += 1) }
    this.#waiting = null
    this.#worker.postMessage(this.#asked)
    this.#timer = setTimeout(() => {
      this.end()
      this.#listener({ kind: 'slow' })
    }, ANSWER_WITHIN)
  }

  #hear({ ready, failed, number, answer }) {
    if (ready) {
      this.#isReady = true
      this.#listener({ kind: 'ready' })
    } else if (failed && !number) {
      return this.#fail()
    } else if (number === this.#asked?.number) {
      clearTimeout(this.#timer)
      const { text } = this.#asked
      this.#asked = null
      if (failed) globalThis.reportError(new Error(failed))
      else this.#listener({ kind: 'answer', answer: JSON.parse(answer), text })
    }
    this.#next()
  }

  #fail() {
    this.end()
    this.#listener({ kind: 'failed' })
  }
}
