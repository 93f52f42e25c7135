"""The PDFs of a small course: made once, kept, made again only where something changed, and listed where they stand."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from rich.console import Console

from macros.adapters import command
from macros.adapters import paper as adapter
from macros.build import open_course
from macros.export.pdf import Document, Made, Paper, engine, outside_part
from macros.paper import paper_styles
from tests.sites import BREAD, bread, course
from tests.unit.export.pdfua import faults

pytest.importorskip("weasyprint")
pytestmark = [pytest.mark.build, pytest.mark.xdist_group("pdf")]

QUIET = Console(quiet=True)
LOGOS = Path(__file__).parents[2] / "logo_cases.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bread(tmp_path_factory.mktemp("paper"))
    done = course(root, "build", "--pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def made(root: Path) -> list[str]:
    return sorted(p.name for p in (root / adapter.CACHE).glob("*.pdf"))


def test_a_build_puts_every_document_on_both_papers_into_the_site(built: Path) -> None:
    folder = built / "site" / "paper"
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*.pdf")}
    expected = {
        "workbook", "facilitator-guide", "chapters/01-flour", "chapters/01-flour-guide", "quizzes/01-flour",
        "quizzes/01-flour-key", "quizzes/02-oven", "quizzes/02-oven-key", "worksheets/dough-calculator",
        "worksheets/flour-action-plan", "worksheets/oven-action-plan",
    }  # fmt: skip
    assert {f"{name}-{paper}.pdf" for name in expected for paper in ("a4", "letter")} <= names


def test_pages_name_the_files_that_stand_there(built: Path) -> None:
    page = (built / "site/worksheets/dough-calculator/index.html").read_text("utf-8")
    file = built / "site/paper/worksheets/dough-calculator-a4.pdf"
    assert 'href="../../paper/worksheets/dough-calculator-a4.pdf"' in page
    assert f"(1 page, {round(file.stat().st_size / 1000)} KB)" in page
    chapter = (built / "site/chapters/01-flour/index.html").read_text("utf-8")
    assert 'href="../../paper/chapters/01-flour-guide-letter.pdf"' in chapter


def test_a_build_without_pdfs_says_nothing_of_them(tmp_path: Path) -> None:
    root = bread(tmp_path)
    assert course(root, "build", "--no-pdf").returncode == 0
    assert "learn-files" not in (root / "site/worksheets/dough-calculator/index.html").read_text("utf-8")
    assert not (root / "site/paper").exists()


def test_a_zip_has_the_pdfs_only_where_somebody_asks_for_them(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "bread"
    shutil.copytree(built, root)
    for arguments, has in ((("--pdf",), True), ((), False)):
        done = course(root, "build", "--offline", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        with zipfile.ZipFile(root / "dist/bread.zip") as made:
            pdfs = [name for name in made.namelist() if name.endswith(".pdf")]
            page = made.read("bread/worksheets/dough-calculator.html").decode()
            chapters = json.loads(made.read("bread/course.json"))["chapters"]
        assert ("bread/paper/worksheets/dough-calculator-a4.pdf" in pdfs) is has
        assert ('href="../paper/worksheets/dough-calculator-a4.pdf"' in page) is has
        assert ("paper" in chapters[0]) is has
        assert has or pdfs == []


def test_nothing_is_made_again_until_its_source_changes(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "bread"
    shutil.copytree(built, root)
    before = made(root)
    asked: list[str] = []
    make = adapter.make

    def watched(jobs: list[adapter.Job], *rest: object) -> object:
        asked[:] = [job.name for job in jobs]
        return make(jobs, *rest)

    monkeypatch.setattr(adapter, "make", watched)
    adapter.make_all(root, open_course(root).course, QUIET)
    assert (asked, made(root)) == ([], before)
    sheet = root / "docs/worksheets/dough-calculator.md"
    sheet.write_text(sheet.read_text("utf-8").replace("What to change", "What to change next time"), "utf-8")
    adapter.make_all(root, open_course(root).course, QUIET)
    assert asked == ["Dough calculator, A4", "Dough calculator, US Letter"]
    assert len(made(root)) == len(before)
    assert made(root) != before


def test_without_pango_the_build_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(adapter, "missing", lambda: "PDFs need Pango.")
    root = bread(tmp_path)
    assert command._make_pdfs(root, open_course(root).course, None) is None
    assert capsys.readouterr().out.strip() == "No PDFs in this build: PDFs need Pango."
    with pytest.raises(command.click.ClickException, match="Pango"):
        command._make_pdfs(root, open_course(root).course, True)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert "weasyprint" in engine.missing()


def test_a_pack_is_one_file_with_the_clients_name_on_it(built: Path, tmp_path: Path) -> None:
    logo = logo_in(tmp_path)
    out = tmp_path / "new" / "pack.pdf"
    done = course(
        built, "paper", "--chapters", "1", "--paper", "letter", "--team", "Corner Kitchen", "--date", "March 3",
        "--logo", str(logo), "--trainer", "Ada", "--answers", "--out", str(out),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pack = PdfReader(out)
    assert pack.metadata is not None
    assert pack.metadata.title == "Bread at Home, chapter 1, Corner Kitchen"
    assert "Corner Kitchen · Ada" in pack.pages[0].extract_text()
    fields = pack.get_fields() or {}
    assert fields["worksheet/dough-calculator/sheet/team"]["/V"] == "Corner Kitchen"
    assert {page.mediabox.width for page in pack.pages} == {612, 792}
    assert f"{len(pack.pages)} pages" in done.stdout


def test_saved_work_stands_on_its_sheets_with_results(built: Path, tmp_path: Path) -> None:
    def entry(value: object) -> dict[str, object]:
        return {"rev": "00000000", "value": value, "at": "2026-11-23T10:00:00.000Z"}

    notes = {
        "format": "learn-saved",
        "version": 1,
        "course": "bread",
        "entries": {
            "worksheet/dough-calculator/flour": entry("500"),
            "worksheet/dough-calculator/water": entry(350),
            "flour/ask-yourself/last-loaf": entry("It was flat"),
            "flour/summary/water": entry(True),
            "worksheet/dough-calculator/notes": entry({"not": "a text"}),
        },
    }
    file = tmp_path / "notes.json"
    file.write_text(json.dumps(notes), "utf-8")
    out = tmp_path / "folder"
    done = course(built, "paper", "--chapters", "1", "--saved", str(file), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "70%" in PdfReader(out / "worksheet-dough-calculator.pdf").pages[0].extract_text()
    handout = PdfReader(out / "chapters-01-flour.pdf").get_fields() or {}
    assert handout["flour/ask-yourself/last-loaf"]["/V"] == "It was flat"
    assert handout["flour/summary/water"]["/V"] == "/Yes"
    assert handout["flour/summary/protein"]["/V"] == "/Off"


def test_certificates_are_made_for_one_and_for_a_list_of_names(built: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.pdf"
    done = course(
        built, "paper", "--certificate", "Łódź <b>O'Néill", "--chapters", "1", "--trainer", "Ada", "--date", "March 3",
        "--logo", str(logo_in(tmp_path)), "--out", str(one),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (page,) = PdfReader(one).pages
    assert page.mediabox.width > page.mediabox.height
    said = " ".join(page.extract_text().split())
    for words in (
        "Łódź <b>O'Néill",
        "has worked through one chapter of",
        "What flour wants",
        "March 3",
        "Ada",
    ):
        assert words in said
    assert "What the oven does" not in said
    assert faults(one.read_bytes()) == []
    names = tmp_path / "names.txt"
    names.write_bytes("\ufeffJo Baker\r\n\r\n  jo  baker \r\nJo Baker\r\n测试\r\n".encode())
    folder = tmp_path / "all"
    done = course(built, "paper", "--certificates", str(names), "--paper", "letter", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    assert "3 files, 3 pages" in done.stdout
    made = sorted(path.name for path in folder.iterdir())
    assert made == ["certificate-jo-baker-2.pdf", "certificate-jo-baker.pdf", "certificate.pdf"]
    assert "all 2 chapters of" in PdfReader(folder / "certificate-jo-baker.pdf").pages[0].extract_text()


def test_the_longest_name_stays_on_one_page(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "long.pdf"
    done = course(built, "paper", "--certificate", "W" * 120, "--team", "W" * 80, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert len(PdfReader(out).pages) == 1


def logo_in(folder: Path) -> Path:
    logo = folder / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10"/></svg>'
    )
    return logo


@pytest.mark.parametrize(("drawing", "where"), json.loads(LOGOS.read_text("utf-8")))
def test_a_drawing_that_takes_a_part_from_elsewhere_names_it(drawing: str, where: str) -> None:
    assert outside_part(drawing) == where


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say what to print"),
        (["--certificate", "  "], "There is no name. Write one name a line."),
        (["--certificate", "x" * 121], "has 121 letters, and 120 fit on a certificate"),
        (["--certificate", "a\u202eb"], "holds signs that cannot be printed"),
        (["--certificate", "Jo", "--answers"], "Certificates are made on their own"),
        (["--certificates", "nowhere.txt"], "The list of names nowhere.txt cannot be read: No such file"),
        (["--certificates", "docs"], "cannot be read: Is a directory"),
        (["--chapters", "1-9"], "There is no chapter 3, 4, 5, 6, 7. The course has 1 to 2."),
        (["--chapters", "two"], '"two" is no chapter'),
        (["--chapters", "2-1"], "Write 1-2."),
        (["--sheets", "dough-calculater"], 'There is no worksheet "dough-calculater". Did you mean'),
        (["--chapters", "1", "--logo", "mkdocs.yml"], "mkdocs.yml is no picture"),
        (["--chapters", "1", "--logo", "nowhere.png"], "cannot be read: No such file"),
        (
            ["--chapters", "1", "--logo", "damaged.png"],
            "damaged.png is damaged: it cannot be read as a picture",
        ),
        (
            ["--chapters", "1", "--logo", "damaged.svg"],
            "damaged.svg is damaged: it cannot be read as a picture",
        ),
        (
            ["--chapters", "1", "--logo", "outside.svg"],
            'outside.svg takes a part from "https://example.org/a.png", and nothing is fetched for paper',
        ),
        (["--chapters", "1", "--out", ""], "Say where to: --out pack.pdf"),
        (["--chapters", "1", "--saved", "mkdocs.yml"], "cannot be read as JSON"),
        (["--chapters", "1", "--out", "mkdocs.yml/pack.pdf"], "Cannot write to mkdocs.yml"),
        (["--chapters", "1", "--out", "docs", "--paper", "a3"], "'a3' is not one of"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    root = tmp_path / "bread"
    shutil.copytree(BREAD, root)
    (root / "damaged.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    (root / "damaged.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect', "utf-8")
    (root / "outside.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/a.png"/></svg>', "utf-8"
    )
    before = sorted(root.rglob("*"))
    out = [] if "--out" in arguments else ["--out", "pack.pdf"]
    done = course(root, "paper", *arguments, *out)
    assert done.returncode != 0
    assert message in " ".join(done.stderr.replace("\n", " ").split())
    assert sorted(root.rglob("*")) == before


def test_a_document_that_cannot_be_made_is_named(built: Path) -> None:
    styles = paper_styles(built)
    lost = Document("Lost", '<h1>Lost</h1><img alt="gone" src="gone.png">')
    with pytest.raises(adapter.CannotMake, match=r'The PDF of "A lost sheet" could not be made.*gone\.png'):
        list(adapter.make([adapter.Job("A lost sheet", lost, Paper.A4)], styles, QUIET))


def test_a_sheet_that_needs_more_pages_than_it_promises_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = bread(tmp_path)
    monkeypatch.setattr(
        adapter, "make", lambda jobs, *rest: [(n, Made(b"%PDF", 2)) for n, _ in enumerate(jobs)]
    )
    said = Console(record=True, quiet=False, width=200)
    adapter.make_all(root, open_course(root).course, said)
    assert "worksheets/dough-calculator promises 1 of `pages` and needs 2 on A4." in said.export_text()


def test_a_course_without_print_styles_builds_without_pdfs(tmp_path: Path) -> None:
    root = bread(tmp_path)
    shutil.rmtree(root / "overrides" / ".paper")
    assert "overrides/.paper" in adapter.lacking(root)
