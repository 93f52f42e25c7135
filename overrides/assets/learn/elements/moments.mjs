// Long work in short moments, between which the page answers.

// Milliseconds.
export const MOMENT = 5

/** Let the page do something else before what comes next. */
export const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done))

/** Do `act` with each item: at once where that is short work, else with pauses, after each of which `signal`, where there is one, may have ended it. */
export async function eachInMoments(items, signal, act) {
  let end = performance.now() + MOMENT
  for (const item of items) {
    if (performance.now() > end) {
      await pause()
      if (signal?.aborted) return
      end = performance.now() + MOMENT
    }
    act(item)
  }
}
