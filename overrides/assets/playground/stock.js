// The page around this one sends a quiz's text; this one shows it as stock quizdown does, and says how high it became. It runs in
// a sandbox without an origin, so it reaches nothing that a reader has saved.
(() => {
  "use strict"

  // quizdown puts styles and a frame into the page in ways that a strict policy forbids. The same, in ways that it allows:
  const append = Node.prototype.appendChild
  Node.prototype.appendChild = function (node) {
    if (node instanceof HTMLStyleElement && this instanceof ShadowRoot) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(node.textContent)
      this.adoptedStyleSheets = [...this.adoptedStyleSheets, sheet]
      // Rules of movements are put in later.
      Object.defineProperty(node, "sheet", { value: sheet })
      return node
    }
    return append.call(this, node)
  }
  const setAttribute = Element.prototype.setAttribute
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style") this.style.cssText = value
    else setAttribute.call(this, name, value)
  }
  // The frame only tells when a part changes its size.
  Object.defineProperty(HTMLIFrameElement.prototype, "src", {
    set() {
      new ResizeObserver(() => dispatchEvent(new MessageEvent("message", { data: 0, source: this.contentWindow }))).observe(this)
    },
  })

  const main = document.querySelector("main")
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || typeof data?.quiz !== "string") return
    const place = document.createElement("div")
    main.replaceChildren(place)
    globalThis.quizdown.createApp(data.quiz, place, { startOnLoad: false })
  })
  new ResizeObserver(() => parent.postMessage({ height: Math.ceil(main.getBoundingClientRect().height) }, "*")).observe(main)
})()
