"""Every rule of PDF/UA-1 that can be read off a file, with pikepdf as the reader: an outside judge of what the engine writes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_MARK = re.compile(rb"/(\w+)\s*(?:<<(.*?)>>\s*BDC|\s*BMC)", re.DOTALL)
_HEADING = re.compile(r"/H([1-6])")
_ILLUSTRATION = ("/Figure", "/Formula")
_PARENTS = {
    "/LI": ("/L",),
    "/LBody": ("/LI",),
    "/Lbl": ("/LI", "/LBody", "/P", "/Note", "/TOCI", "/NonStruct", "/Span"),
    "/TR": ("/Table", "/THead", "/TBody", "/TFoot"),
    "/THead": ("/Table",),
    "/TBody": ("/Table",),
    "/TFoot": ("/Table",),
    "/TH": ("/TR",),
    "/TD": ("/TR",),
}


def faults(body: bytes) -> list[str]:
    """What is wrong with a file, in words; empty where nothing is."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        return list(_faults(pdf))


def elements(things: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The structure's elements in reading order, each with the tags above it."""
    for thing in things if isinstance(things, pikepdf.Array) else [things]:
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
            yield thing, trail
            if "/K" in thing:
                yield from elements(thing.K, (*trail, str(thing.S)))


def fields(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, list[Any]]]:
    """Each field with its widgets."""
    for field in pdf.Root.AcroForm.Fields if "/AcroForm" in pdf.Root else []:
        yield field, list(field.Kids) if "/Kids" in field else [field]


def _faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from _document(pdf)
    yield from _structure(pdf)
    yield from _content(pdf)
    yield from _form(pdf)
    yield from _links(pdf)
    yield from _fonts(pdf)


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "the file does not say that it is marked"
    if not str(root.get("/Lang", "")):
        yield "the file has no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not what a window shows"
    xmp = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    if not re.search(r"pdfuaid:part(=\"|>)1", xmp):
        yield "PDF/UA-1 is not declared"
    if "dc:title" not in xmp or not str(pdf.docinfo.get("/Title", "")):
        yield "the title is missing"
    for key in ("/CreationDate", "/ModDate"):
        if key in pdf.docinfo:
            yield f"the file has a {key}, so it differs each time"
    if re.search(r"(Create|Modify|Metadata)Date", xmp):
        yield "the metadata hold a date, so the file differs each time"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.StructTreeRoot
    level = 0
    ids: set[str] = set()
    for element, trail in elements(tree.K):
        tag = str(element.S)
        if match := _HEADING.fullmatch(tag):
            deep = int(match[1])
            if deep > level + 1:
                yield f"a heading {deep} follows a heading {level}"
            level = deep
        if tag in _ILLUSTRATION and not str(element.get("/Alt", "")):
            yield f"{tag} has no words in its place"
        if tag == "/TH" and str(element.get("/A", {}).get("/Scope", "")) not in ("/Row", "/Column", "/Both"):
            yield "a table's heading does not say what it heads"
        if tag in _PARENTS and (not trail or trail[-1] not in _PARENTS[tag]):
            yield f"{tag} stands in {trail[-1] if trail else 'nothing'}"
        if tag == "/L" and any(
            str(kid.get("/S", "")) not in ("/LI", "/L", "/Caption") for kid in _kids(element)
        ):
            yield "a list holds what is no item"
        if "/ID" in element:
            if str(element.ID) in ids:
                yield f"two elements are called {element.ID}"
            ids.add(str(element.ID))
    if ids and "/IDTree" not in tree:
        yield "elements have names that no tree of names lists"
    elif ids and {str(n) for n in list(tree.IDTree.Names)[::2]} != ids:
        yield "the tree of names is not the elements'"
    for element, _ in elements(tree.K):
        for head in element.get("/A", {}).get("/Headers", []) if str(element.S) == "/TD" else []:
            if str(head) not in ids:
                yield f"a cell names the heading {head}, which does not exist"
    yield from _rows(tree)


def _rows(tree: Any) -> Iterator[str]:
    for table, _ in elements(tree.K):
        if str(table.S) != "/Table":
            continue
        widths = set()
        for row, _ in elements(table.K):
            if str(row.S) == "/TR":
                widths.add(sum(int(c.get("/A", {}).get("/ColSpan", 1)) for c in _kids(row)))
        if len(widths) > 1:
            yield f"a table's rows have {sorted(widths)} cells"


def _kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return [
        k
        for k in (found if isinstance(found, pikepdf.Array) else [found])
        if isinstance(k, pikepdf.Dictionary)
    ]


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    held: dict[tuple[int, int], list[int]] = {}
    for element, _ in elements(pdf.Root.StructTreeRoot.K):
        found = element.get("/K", [])
        for kid in found if isinstance(found, pikepdf.Array) else [found]:
            if isinstance(kid, int):
                held.setdefault(element.Pg.objgen, []).append(kid)
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip((int(n) for n in numbers[::2]), numbers[1::2], strict=True))
    for number, page in enumerate(pdf.pages, 1):
        listed = held.get(page.obj.objgen, [])
        if len(listed) != len(set(listed)):
            yield f"page {number}: a piece of content stands in the structure twice"
        marked, depth, artifact = set(), 0, 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC" and "/MCID" in operands[1]:
                marked.add(int(operands[1].MCID))
            if name in ("BMC", "BDC"):
                depth += 1
                artifact += str(operands[0]) == "/Artifact"
            elif name == "EMC":
                depth -= 1
            elif (
                name in ("Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "B", "B*", "S", "s", "b", "sh")
                and not depth
            ):
                yield f"page {number}: {name} draws what is neither content nor artifact"
        if marked != set(listed):
            yield f"page {number}: marked {sorted(marked ^ set(listed))[:5]} and held differ"
        owned = owners[int(page.obj.StructParents)]
        for mark in marked:
            if owned[mark] is None or mark not in [k for k in owned[mark].K if isinstance(k, int)]:
                yield f"page {number}: content {mark} is not its owner's"
        if str(page.obj.get("/Tabs", "")) != "/S":
            yield f"page {number}: the tab key does not follow the structure"


def _form(pdf: pikepdf.Pdf) -> Iterator[str]:
    owners = dict(_annotations(pdf))
    names = [str(field.T) for field, _ in fields(pdf)]
    if len(names) != len(set(names)):
        yield "two fields have one name"
    if any("." in name for name in names):
        yield "a field's name holds a dot"
    if "/AcroForm" in pdf.Root and pdf.Root.AcroForm.get("/NeedAppearances"):
        yield "viewers are asked to draw the fields themselves"
    for field, widgets in fields(pdf):
        for said in {str(thing.get("/TU", "")) for thing in (field, *widgets)}:
            if len(said) < 3 or said.startswith("worksheet") or said.endswith(":"):
                yield f"{field.T} is called {said!r}"
        for widget in widgets:
            if owners.get(widget.objgen) != "/Form":
                yield f"{field.T} is not in the structure"
            states = widget.get("/AP", {}).get("/N", {})
            if str(field.FT) == "/Btn" and ("/Off" not in states or len(states) != 2):
                yield f"{field.T} cannot show a tick and none"
            elif str(field.FT) != "/Btn" and not isinstance(states, pikepdf.Stream):
                yield f"{field.T} has no appearance"
            left, bottom, right, top = (float(n) for n in widget.Rect)
            if right - left < 6 or top - bottom < 6:
                yield f"{field.T} is too small to hit"
            box = [float(n) for n in widget.P.MediaBox]
            if left < 20 or bottom < 20 or right > box[2] - 20 or top > box[3] - 20:
                yield f"{field.T} is cut by the page's edge"


def _annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, str]]:
    """Each annotation that the structure holds, with its element's tag."""
    for element, _ in elements(pdf.Root.StructTreeRoot.K):
        found = element.get("/K", [])
        for kid in found if isinstance(found, pikepdf.Array) else [found]:
            if isinstance(kid, pikepdf.Dictionary) and str(kid.get("/Type", "")) == "/OBJR":
                yield kid.Obj.objgen, str(element.S)


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    owners = dict(_annotations(pdf))
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            if str(annotation.Subtype) != "/Link":
                continue
            if owners.get(annotation.objgen) != "/Link":
                yield "a link is not in the structure"
            if not str(annotation.get("/Contents", "")):
                yield "a link does not say where it leads"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    seen = False
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or str(thing.get("/Type", "")) != "/Font":
            continue
        if "/DescendantFonts" not in thing:
            continue
        seen = True
        descriptor = thing.DescendantFonts[0].FontDescriptor
        name = str(descriptor.FontName)
        if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
            yield f"{name} is not in the file"
        if "/ToUnicode" not in thing:
            yield f"{name} cannot be read as letters"
        if str(thing.Encoding) != "/Identity-H":
            yield f"{name} lacks a letter that is used"
        if not re.search(r"Inter|Besley", name):
            yield f"{name} is this computer's font, not ours"
    if not seen:
        yield "there is no font"
