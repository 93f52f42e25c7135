"""The saved document in a page's storage, as tests read and change it: how it lies there in pieces is known here alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# How the store parts a document (pieceOf in core/saved.mjs), and what it puts under the course's own key.
_HELPERS = """
  const prefix = `${key}/`
  const entriesOf = (text) => { try { return JSON.parse(text).entries } catch { return {} } }
  const all = () => Object.assign({}, ...Object.keys(localStorage).filter((one) => one.startsWith(prefix)).map((one) => entriesOf(localStorage[one])))
  const nameOf = (id) => {
    const name = id.slice(0, Math.max(0, id.lastIndexOf('/')))
    return name === 'plan/own' ? `${name}/${id.at(-1)}` : name
  }
  const course = key.slice('learn-saved:'.length)
  const put = (id, entry, rest = entriesOf(localStorage[prefix + nameOf(id)])) => {
    localStorage[prefix + nameOf(id)] = JSON.stringify({ format: 'learn-saved', version: 1, course, entries: { ...rest, [id]: entry } })
    return prefix + nameOf(id)
  }
"""


def _script(arguments: str, body: str) -> str:
    return f"([key, {arguments}]) => {{ {_HELPERS} {body} }}"


ALL = _script("_", "return all()")
PUT = _script(
    "entries, alone, told",
    """
  for (const [id, entry] of Object.entries(entries)) {
    const piece = put(id, entry, alone ? {} : undefined)
    if (told) dispatchEvent(new StorageEvent('storage', { key: piece }))
  }""",
)
HAS = _script("id", "return all()[id] ?? false")
HOLDS = _script("words, is_wanted", "return JSON.stringify(all()).includes(words) === is_wanted")
FORGET = _script(
    "_",
    "for (const one of Object.keys(localStorage)) if (one.startsWith(prefix)) localStorage.removeItem(one)",
)
# As when the page goes away; it goes on all the same, and has shown by then what it wrote.
FLUSH = """() => {
  dispatchEvent(new PageTransitionEvent('pagehide'))
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
}"""


def saved_entries(page: Page, key: str) -> dict[str, Any]:
    """What the storage holds at this moment."""
    found: dict[str, Any] = page.evaluate(ALL, [key, None])
    return found


def flushed_entries(page: Page, key: str) -> dict[str, Any]:
    """What the storage holds once the page has written everything."""
    page.evaluate(FLUSH)
    return saved_entries(page, key)


def put_entries(
    page: Page, key: str, entries: dict[str, Any], *, alone: bool = False, told: bool = False
) -> None:
    """Write entries as another tab does. `alone`: without what lies in the same piece; `told`: this page hears of it."""
    page.evaluate(PUT, [key, entries, alone, told])


def saved_entry(page: Page, key: str, id: str) -> dict[str, Any]:
    """The entry as soon as it is in the storage: another tab may write over it in the next moment, until this one has seen it."""
    entry: dict[str, Any] = page.wait_for_function(HAS, arg=[key, id]).json_value()
    return entry


def wait_for_words(page: Page, key: str, words: str, *, are_there: bool = True, **options: Any) -> None:
    page.wait_for_function(HOLDS, arg=[key, words, are_there], **options)


def forget_all(page: Page, key: str) -> None:
    page.evaluate(FORGET, [key, None])


def fill_storage(page: Page) -> None:
    """Leave no room for another letter."""
    page.evaluate(
        """() => {
          for (let n = 1 << 20; n >= 1; n /= 2) {
            try { for (let at = 0; ; at++) localStorage[`x${n}-${at}`] = 'x'.repeat(n) } catch {}
          }
        }"""
    )
