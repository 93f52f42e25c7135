"""Finishes a PDF that WeasyPrint wrote: fields that every viewer shows and names, and a structure without gaps.

What it mends, each measured with the version that pyproject.toml names: fields had their HTML names as tool tips, radio
buttons were fields of their own beside their group, ticks and texts had no appearance that Poppler draws, headings of tables
no scope, page numbers were marked as content that the structure does not hold, and a number could have a point too many.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from macros.export.pdf.fields import FieldWords
from macros.export.pdf.typing_font import TypingFont

# A number without decimals behind its point, as a token of what a page draws.
_POINT = re.compile(rb"(?<![^\s\[])(-?\d+)\.(?=[\s\]]|$)")
_DA = re.compile(r"(?P<color>[\d. ]+\brg)\s+/(?P<font>\S+)\s+(?P<size>[\d.]+)\s+Tf")
_MULTILINE = 1 << 12
_NO_TOGGLE_TO_OFF = 1 << 14
_TWO_LINES = 2.2
_WHITE = (1, 1, 1)
# pikepdf's objects behave as dictionaries, lists and streams at once; their types would only be repeated casts.
Thing = Any


def finish(
    body: bytes,
    words: Mapping[str, FieldWords],
    face: TypingFont,
    tables: Sequence[Sequence[int]] = (),
    links: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The file made whole. `words` are the form's fields by HTML name, as `read_fields` found them before the layout;
    `tables` are the object numbers of the parts into which pages cut a table, one sequence for each table; `links` the words of
    each link by its target."""
    import pikepdf

    with pikepdf.open(io.BytesIO(body)) as pdf:
        if "/AcroForm" in pdf.Root:
            _finish_form(pdf, words, face)
        _name_links(pdf, links)
        for parts in tables:
            _join_table(pdf, parts)
        _finish_structure(pdf)
        _finish_numbers(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


# Fields


def _finish_form(pdf: Thing, words: Mapping[str, FieldWords], face: TypingFont) -> None:
    import pikepdf

    form = pdf.Root.AcroForm
    kept = []
    fonts = pikepdf.Dictionary()
    known = form.DR.Font
    for field in form.Fields:
        if "/Parent" in field:
            continue
        said = words[str(field.T)]
        field.T = said.name
        field.TU = said.tip
        if "/Kids" in field:
            _finish_radios(pdf, field, said)
        elif field.FT == "/Btn":
            _finish_box(pdf, field, "Yes")
        else:
            font = _finish_writing(pdf, field, said, face)
            fonts["/" + font] = known["/" + font]
        kept.append(field)
    form.Fields = pikepdf.Array(kept)
    form.NeedAppearances = False
    form.DR = pikepdf.Dictionary(Font=fonts)
    if fonts:
        form.DA = f"/{next(iter(fonts.keys()))[1:]} 0 Tf 0 g"


def _finish_writing(pdf: Thing, field: Thing, said: FieldWords, face: TypingFont) -> str:
    """A text field or a choice; returns the name of its font."""
    import pikepdf

    _set_upright(field)
    match = _DA.search(str(field.DA))
    assert match, f"unknown default appearance {field.DA}"
    color, font, size = match["color"].strip(), match["font"], float(match["size"])
    field.DA = f"/{font} {size:g} Tf {color}"
    width, height = _size(field)
    if field.FT == "/Ch":
        # An option without a value would be saved as nothing.
        field.Opt = pikepdf.Array(pikepdf.Array([str(o[0]) or str(o[1]), o[1]]) for o in field.Opt)
    elif height < _TWO_LINES * size:
        field.Ff = int(field.get("/Ff", 0)) & ~_MULTILINE
    if said.is_lined:
        # Typed lines cannot keep to the ruled ones, so a filled field hides them; an empty one draws nothing.
        field.MK = pikepdf.Dictionary(BG=pikepdf.Array(_WHITE))
    text = _shown_text(field)
    drawn = face.draw(text, width, height, size, font, color) if text else b"/Tx BMC EMC"
    resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary({"/" + font: pdf.Root.AcroForm.DR.Font["/" + font]})
    )
    field.AP = pikepdf.Dictionary(N=_drawing(pdf, drawn, width, height, resources))
    return font


def _shown_text(field: Thing) -> str:
    value = str(field.get("/V", ""))
    if field.FT == "/Ch":
        return next((str(o[1]) for o in field.Opt if str(o[0]) == value), value)
    return value


def _finish_box(pdf: Thing, field: Thing, state: str) -> None:
    """One box: its ticked appearance under the name `state`, and an empty one, without which some viewers draw no tick."""
    import pikepdf

    _set_upright(field)
    width, height = _size(field)
    drawn = next(iter(field.AP.N.values()))
    ticked = field.AS != "/Off"
    field.AP = pikepdf.Dictionary(
        N=pikepdf.Dictionary(
            {"/" + state: drawn, "/Off": _drawing(pdf, b"", width, height, pikepdf.Dictionary())}
        )
    )
    field.AS = pikepdf.Name("/" + state if ticked else "/Off")
    if "/FT" in field and "/Parent" not in field:
        field.V = field.AS
    # The page draws the box itself; a border of the field's own would double it.
    if "/MK" in field:
        del field.MK


def _finish_radios(pdf: Thing, group: Thing, said: FieldWords) -> None:
    """A group's buttons under the values they stand for; none of them is a field of its own."""
    import pikepdf

    for button, (value, words) in zip(group.Kids, said.options, strict=True):
        chosen = button.AS != "/Off"
        for key in ("/T", "/FT", "/V"):
            if key in button:
                del button[key]
        _finish_box(pdf, button, value)
        button.TU = f"{said.tip}: {words}" if said.tip else words
        if chosen:
            group.V = pikepdf.Name("/" + value)
    # Somebody who chose by mistake must be able to choose nothing again.
    group.Ff = int(group.Ff) & ~_NO_TOGGLE_TO_OFF
    if "/Opt" in group:
        del group.Opt


def _set_upright(field: Thing) -> None:
    import pikepdf

    x1, y1, x2, y2 = (float(n) for n in field.Rect)
    field.Rect = pikepdf.Array([round(n, 3) for n in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))])


def _size(field: Thing) -> tuple[float, float]:
    left, bottom, right, top = (float(n) for n in field.Rect)
    return round(right - left, 3), round(top - bottom, 3)


def _drawing(pdf: Thing, content: bytes, width: float, height: float, resources: Thing) -> Thing:
    import pikepdf

    return pdf.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, width, height]),
        Resources=resources,
    )


def _name_links(pdf: Thing, links: Mapping[str, str]) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if annotation.Subtype == "/Link":
                target = str(annotation.Contents)
                annotation.Contents = links.get(target, target)


# Structure


def _finish_structure(pdf: Thing) -> None:
    import pikepdf

    tree = pdf.Root.StructTreeRoot
    held: set[tuple[tuple[int, int], int]] = set()
    named: dict[str, Thing] = {}
    for element, trail in list(walk(tree.K, ())):
        if element.S == "/L":
            _mend_list(pdf, element)
        if element.get("/S") == "/TH" and "/A" in element:
            element.A.Scope = pikepdf.Name.Column if "/THead" in trail else pikepdf.Name.Row
        if "/ID" in element:
            named[str(element.ID)] = element
        for kid in kids(element):
            if isinstance(kid, int):
                held.add((element.Pg.objgen, kid))
    if named:
        # The keys of a name tree are in order.
        pairs = [part for name in sorted(named) for part in (pikepdf.String(name), named[name])]
        tree.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(pairs)))
    _mark_artifacts(pdf, tree, held)


def _mend_list(pdf: Thing, items: Thing) -> None:
    """Words that a style sheet writes between the items of a list (a dot) belong to the item before them."""
    mended: list[Thing] = []
    for kid in kids(items):
        if kid.S in ("/LI", "/L", "/Caption"):
            mended.append(kid)
            continue
        if not mended or mended[-1].S != "/LI":
            mended.append(_element(pdf, "/LI", items, kid))
            mended[-1].K.append(_element(pdf, "/LBody", mended[-1], kid))
        home = next((part for part in kids(mended[-1]) if part.S == "/LBody"), None)
        if home is None:
            home = _element(pdf, "/LBody", mended[-1], kid)
            mended[-1].K.append(home)
        kid.P = home
        home.K.append(kid)
    items.K = pdf_array(mended)


def _element(pdf: Thing, tag: str, parent: Thing, like: Thing) -> Thing:
    """A new structure element on the page of another."""
    import pikepdf

    values = {"/Type": pikepdf.Name.StructElem, "/S": pikepdf.Name(tag), "/P": parent, "/K": pikepdf.Array()}
    if "/Pg" in like:
        values["/Pg"] = like.Pg
    return pdf.make_indirect(pikepdf.Dictionary(values))


def _join_table(pdf: Thing, parts: Sequence[int]) -> None:
    """A table that goes on over a page is one table: its heading is repeated for the eye alone."""
    first, *others = (pdf.get_object((number, 0)) for number in parts)
    names = _heading_names(first)
    for other in others:
        renamed = dict(zip(_heading_names(other), names, strict=False))
        for part in list(kids(other)):
            if part.S == "/THead":
                continue
            for cell, _ in walk(part, ()):
                if cell.S == "/TD" and "/Headers" in cell.get("/A", {}):
                    heads = [str(head) for head in cell.A.Headers]
                    cell.A.Headers = pdf_array(renamed.get(head, head) for head in heads)
            part.P = first
            first.K.append(part)
        home = other.P
        home.K = pdf_array(kid for kid in kids(home) if not _is(kid, other))


def _heading_names(table: Thing) -> list[str]:
    heads = (part for part in kids(table) if part.get("/S") == "/THead")
    return [str(cell.ID) for head in heads for cell, _ in walk(head, ()) if "/ID" in cell]


def _is(one: Thing, other: Thing) -> bool:
    return not isinstance(one, int) and one.objgen == other.objgen


def pdf_array(parts: Iterable[Thing]) -> Thing:
    import pikepdf

    return pikepdf.Array(list(parts))


def _mark_artifacts(pdf: Thing, tree: Thing, held: set[tuple[tuple[int, int], int]]) -> None:
    """What the structure does not hold (the foot of each page) is no content."""
    numbers = tree.ParentTree.Nums
    owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        owned = owners[int(page.obj.StructParents)]
        loose = [n for n in range(len(owned)) if (page.obj.objgen, n) not in held]
        if not loose:
            continue
        content = page.Contents.read_bytes()
        for number in loose:
            mark = re.compile(rb"/\w+\s*<<\s*/MCID %d\s*>>\s*BDC" % number)
            content, count = mark.subn(b"/Artifact <</Type /Pagination>> BDC", content)
            assert count == 1, f"marked content {number} occurs {count} times"
        page.Contents.write(content)
        # Content numbers that are taken out leave gaps, which the list of owners has to keep.
        for number in loose:
            owned[number] = None


def _finish_numbers(pdf: Thing) -> None:
    for page in pdf.pages:
        page.Contents.write(without_points(page.Contents.read_bytes()))


def without_points(content: bytes) -> bytes:
    """What a page draws, with whole numbers as such.

    A sum that misses a whole number by a hair is written as `480.`, one that meets it as `480`, and which of the two it is hangs
    on how a version of Python adds.
    """
    # Text is written in hexadecimal; were it not, a point could be the end of a sentence.
    return content if b"(" in content else _POINT.sub(_plain_number, content)


def _plain_number(found: re.Match[bytes]) -> bytes:
    return b"0" if found[1] == b"-0" else found[1]


def walk(things: Thing, trail: tuple[str, ...]) -> Iterator[tuple[Thing, tuple[str, ...]]]:
    """Every structure element below `things` in reading order, each with the tags around it."""
    import pikepdf

    for thing in things if isinstance(things, pikepdf.Array) else (things,):
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") is not None:
            yield thing, trail
            if "/K" in thing:
                yield from walk(thing.K, (*trail, str(thing.S)))


def kids(element: Thing) -> Iterator[Thing]:
    import pikepdf

    if "/K" in element:
        yield from element.K if isinstance(element.K, pikepdf.Array) else (element.K,)
