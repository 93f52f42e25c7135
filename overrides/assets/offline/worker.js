// The service worker. `course build` writes VERSION and FILES (a short SHA-256 by address; empty: not compared) above this code.
// A version's pages, scripts and data are kept together and served together, so nobody ever meets a mix of two versions.
const HOME = new URL("./", location.href)
const CACHES = `course ${HOME.pathname} `
const NAME = CACHES + VERSION
const AT_ONCE = 6

const addressOf = (path) => new URL(path, HOME).href

const digestOf = async (body) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

const isWanted = async (path, body) => FILES[path] === "" || (await digestOf(body)).startsWith(FILES[path])

/** The file as this version has it: out of an older version's cache where it did not change, else from the network. */
const obtain = async (path, older) => {
  if (FILES[path] !== "") {
    for (const cache of older) {
      const kept = await cache.match(addressOf(path))
      if (kept && (await isWanted(path, await kept.clone().arrayBuffer()))) return kept
    }
  }
  // In the middle of a publication a server may still send the file of the version before.
  for (const cache of ["no-cache", "reload"]) {
    const answer = await fetch(addressOf(path), { cache })
    const body = await answer.arrayBuffer()
    const isRight = answer.ok || path === "404.html"
    // A new answer, because a browser refuses to show a kept one that came by a redirect.
    if (isRight && (await isWanted(path, body))) return new Response(body, { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } })
  }
  throw new Error(`${path || "index.html"} is not the file of version ${VERSION}`)
}

const fill = async () => {
  const cache = await caches.open(NAME)
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHES))
  // This version's own cache comes first: an attempt before this one may have filled a part of it.
  const older = await Promise.all([NAME, ...names.filter((name) => name !== NAME)].map((name) => caches.open(name)))
  const waiting = Object.keys(FILES)
  const take = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      await cache.put(addressOf(path), await obtain(path, older))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

const clean = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHES) && name !== NAME) await caches.delete(name)
  }
}

const answerTo = async (request, path) => {
  const cache = await caches.open(NAME)
  const kept = Object.hasOwn(FILES, path) && (await cache.match(addressOf(path)))
  if (kept) return kept
  try {
    return await fetch(request)
  } catch (error) {
    if (request.mode !== "navigate") throw error
    if (Object.hasOwn(FILES, `${path}/`)) return Response.redirect(addressOf(`${path}/`))
    const lost = await cache.match(addressOf("404.html"))
    if (!lost) throw error
    return new Response(lost.body, { status: 404, headers: lost.headers })
  }
}

addEventListener("install", (event) => event.waitUntil(fill()))
addEventListener("activate", (event) => event.waitUntil(clean()))
addEventListener("message", ({ data }) => {
  if (data === "course-update") skipWaiting()
})
addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== HOME.origin || !pathname.startsWith(HOME.pathname)) return
  const path = pathname.slice(HOME.pathname.length).replace(/(^|\/)index\.html$/, "$1")
  if (Object.hasOwn(FILES, path) || request.mode === "navigate") event.respondWith(answerTo(request, path))
})
