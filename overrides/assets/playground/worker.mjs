// Runs the course's own check, in Python, away from the page. {id, text, number} asks; it answers {ready} or {failed} once, then
// {number, answer} for each, where `answer` is the JSON that macros/adapters/playground.py gives.
import { loadPyodide } from "./pyodide/pyodide.mjs"

const FOLDER = new URL("./", import.meta.url).href

const part = async (name) => {
  const answer = await fetch(FOLDER + name)
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  return answer
}

const begin = async () => {
  const [engine, facts] = await Promise.all([
    part("engine.zip").then((answer) => answer.arrayBuffer()),
    part("facts.json").then((answer) => answer.text()),
  ])
  // Packages would come from another host; none is loaded, and none could be.
  const python = await loadPyodide({ indexURL: `${FOLDER}pyodide/`, packageBaseUrl: `${FOLDER}pyodide/` })
  python.FS.writeFile("/engine.zip", new Uint8Array(engine))
  python.runPython("import sys; sys.path.insert(0, '/engine.zip')")
  return python.pyimport("macros.adapters.playground").Playground(facts)
}

const playground = begin()
playground.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error) }),
)

addEventListener("message", async ({ data: { id, text, number } }) => {
  try {
    postMessage({ number, answer: (await playground).look(text, id) })
  } catch (error) {
    postMessage({ number, failed: String(error) })
  }
})
