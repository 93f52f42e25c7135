"""Reads a form before it is laid out: what a reader who cannot see it must hear of each field, and tags that PDF knows.

HTML says a field's name by labels, legends, captions and roles; the PDF maker knows labels alone, and leaves custom elements,
fieldsets and labels out of the structure it writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

# An element of xml.etree, which the HTML parser makes; its type says nothing that helps here.
Element = Any

CONTROLS = ("input", "output", "select", "textarea")
_SCHEMES = ("http", "https", "mailto")
_GROUPS = ("group", "radiogroup")
_UNHEARD = ("output", "select", "textarea", "script", "style")
_LETTERS_IN_A_CELL = 22
# Elements that PDF has no tag for, with one of the same meaning.
_TAGS = {
    "dd": "div",
    "dl": "div",
    "dt": "p",
    "fieldset": "section",
    "form": "div",
    "header": "div",
    "legend": "div",
    "learn-worksheet": "article",
    "learn-quiz": "article",
}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field as it will be known: `name` is the id its answer is saved under, `tip` what is spoken for it.

    `options` are a radio group's values with their words, in the form's order. `is_lined`: it stands on ruled lines.
    """

    name: str
    tip: str
    options: tuple[tuple[str, str], ...] = ()
    is_lined: bool = False


def read_fields(root: Element) -> dict[str, FieldWords]:
    """Every field below `root` by its name, which each control is given. Must come before `retag`, which takes labels away."""
    parents = {child: parent for parent in root.iter() for child in parent}
    by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
    labels = {e.get("for"): e for e in root.iter("label") if e.get("for")}
    found: dict[str, FieldWords] = {}
    for control in root.iter():
        if control.tag not in CONTROLS:
            continue
        trail = tuple(_ancestors(control, parents))
        name = field_name(control, trail)
        control.set("name", name)
        own = _own_words(control, trail, by_id, labels)
        around = _around(trail, by_id)
        if control.get("type") == "radio":
            known = found.get(name)
            options = (*(known.options if known else ()), (control.get("value", ""), own))
            found[name] = FieldWords(name, _joined(around), options)
        else:
            lined = control.tag == "textarea" and int(control.get("rows") or 1) > 1
            found[name] = FieldWords(name, _joined((*around, own)), is_lined=lined)
    return found


def field_name(control: Element, trail: tuple[Element, ...]) -> str:
    """The id under which the answer is saved, which is unique; a dot would part a PDF field's name into fields."""
    if id := control.get("data-id"):
        return str(id)
    form = next((e for e in trail if e.tag == "form"), None)
    question = form.get("data-id", "") if form is not None else ""
    if question and control.get("type") == "radio":
        return str(question)
    if question:
        return f"{question}/{control.get('value') or control.get('name')}"
    return (control.get("name") or control.get("id") or "").replace(".", "/").removesuffix("/note")


def fill_in(root: Element, values: Mapping[str, str | bool]) -> None:
    """Write `values` into the fields that have their names. Must come after `read_fields`, which names them."""
    for control in root.iter():
        value = values.get(control.get("name") or "") if control.tag in CONTROLS else None
        if isinstance(value, bool):
            if value and control.get("type") == "checkbox":
                control.set("checked", "")
        elif value and control.tag == "textarea":
            control.text = value
        elif value and control.tag == "input":
            control.set("value", value)


def retag(root: Element) -> None:
    """Give `root` the tags that the PDF's structure is made from; results become fields, to be written by hand."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == "textarea" and (element.text or "").strip() and element.get("rows") == "1":
            # What stands in a narrow cell from the start needs its lines.
            lines = -(-len(element.text) // _LETTERS_IN_A_CELL)
            element.set("style", f"min-block-size: {lines * 1.3 + 0.6:.1f}em")
        if element.tag == "output":
            element.tag = "input"
            element.set("type", "text")
        elif element.tag == "label":
            inside = any(e.tag in ("p", "label") for e in _ancestors(element, parents))
            element.tag = "span" if inside else "p"
        else:
            element.tag = _TAGS.get(element.tag, element.tag)


def settle_links(root: Element, address: str) -> dict[str, str]:
    """Links as a file can keep them: to places in it, or to full addresses below `address`; others become plain words.

    Returns the words of each link by its target, for readers who hear links.
    """
    ids = {e.get("id") for e in root.iter()}
    found: dict[str, str] = {}
    for link in root.iter("a"):
        target = link.attrib.pop("href", "")
        if not target.startswith("#") and address:
            target = urljoin(address.rstrip("/") + "/", target)
        if target[1:] in ids if target.startswith("#") else urlsplit(target).scheme in _SCHEMES:
            link.set("href", target)
            found.setdefault(target.removeprefix("#"), words_of(link) or target)
        else:
            link.tag = "span"
    return found


def words_of(element: Element) -> str:
    """The words of an element as they are read aloud, without those of controls inside it."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in _UNHEARD:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _ancestors(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    while element in parents:
        element = parents[element]
        yield element


def _own_words(
    control: Element,
    trail: tuple[Element, ...],
    by_id: Mapping[str, Element],
    labels: Mapping[str, Element],
) -> str:
    if words := control.get("aria-label"):
        return str(words)
    if words := _named_by(control, by_id):
        return words
    label = labels.get(control.get("id"))
    if label is None:
        label = next((e for e in trail if e.tag == "label"), None)
    return words_of(label) if label is not None else ""


def _named_by(element: Element, by_id: Mapping[str, Element]) -> str:
    ids = (element.get("aria-labelledby") or "").split()
    return " ".join(words_of(by_id[id]) for id in ids if id in by_id)


def _around(trail: tuple[Element, ...], by_id: Mapping[str, Element]) -> Iterator[str]:
    """What stands around a control and is read before it, the widest first: its section, then its table or group."""
    for element in reversed(trail):
        if element.tag == "fieldset":
            legend = next((child for child in element if child.tag == "legend"), None)
            yield words_of(legend) if legend is not None else ""
        elif element.tag == "table":
            caption = next((child for child in element if child.tag == "caption"), None)
            yield words_of(caption) if caption is not None else ""
        elif element.get("role") in _GROUPS:
            yield element.get("aria-label") or _named_by(element, by_id)


def _joined(parts: Iterator[str] | tuple[str, ...]) -> str:
    """The parts with their colons, each once: `Section: group: label`."""
    return ": ".join(dict.fromkeys(part.rstrip(":") for part in parts if part))
