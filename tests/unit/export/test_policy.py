"""The policy of a built site: what gets a hash, what a part may ask for, where the tag stands, what servers are told."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import pytest

from macros.export.policy import BASE, MAY_ASK, guarded, header_files, header_values, parsed, written

THEME = "<script>theme()</script>"


def page(article: str = "<p>Words</p>", head: str = "", around: str = THEME) -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>{head}</head>'
        f"<body>{around}<article>{article}</article></body></html>"
    ).encode()


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy_of(body: bytes) -> dict[str, tuple[str, ...]]:
    tags = re.findall(
        r'<meta data-course-policy http-equiv="Content-Security-Policy" content="([^"]*)"', body.decode()
    )
    assert len(tags) == 1
    return parsed(unescape(tags[0]))


def test_every_page_gets_the_same_policy_with_the_hashes_of_all_scripts() -> None:
    made = guarded({"index.html": page(), "a/index.html": page(around="<script>other()</script>")}).pages
    policies = [policy_of(body) for body in made.values()]
    assert policies[0] == policies[1]
    assert set(policies[0]["script-src"]) == {"'self'", hash_of("theme()"), hash_of("other()")}
    assert policies[0]["default-src"] == ("'none'",)
    assert policies[0]["style-src"] == ("'self'",)


def test_nothing_that_undoes_a_policy_is_in_it() -> None:
    every = {source for sources in (*BASE.values(), *MAY_ASK.values()) for source in sources}
    assert not every & {"*", "'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "http:", "https:"}
    assert not [source for source in every if "." in source]


def test_the_tag_stands_before_everything_but_the_character_set() -> None:
    (body,) = guarded({"index.html": page()}).pages.values()
    assert re.match(
        rb'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta data-course-policy', body
    )
    (bare,) = guarded({"index.html": b"<!doctype html><title>x</title>"}).pages.values()
    assert bare.startswith(b"<!doctype html><meta data-course-policy")
    (none,) = guarded({"index.html": b"<p>x</p>"}).pages.values()
    assert none.startswith(b"<meta data-course-policy")


def test_only_code_in_the_page_gets_a_hash_and_none_of_what_authors_wrote() -> None:
    around = (
        '<script type="application/json">{"a": 1}</script><script src="x.js"></script>'
        '<script type="module">mine()</script><script data-a="1 > 0">odd()</script>'
    )
    (body,) = guarded({"index.html": page("<script>author()</script>", around=around)}).pages.values()
    assert set(policy_of(body)["script-src"]) == {"'self'", hash_of("mine()"), hash_of("odd()")}


def test_line_ends_are_hashed_as_browsers_read_them() -> None:
    (body,) = guarded({"index.html": page(around="<script>a\r\nb</script>")}).pages.values()
    assert hash_of("a\nb") in policy_of(body)["script-src"]


def test_doing_it_again_changes_nothing_and_follows_a_change() -> None:
    once = guarded({"index.html": page()}).pages
    assert guarded(once).pages == once
    changed = {"index.html": once["index.html"].replace(b"theme()", b"newer()")}
    assert set(policy_of(guarded(changed).pages["index.html"])["script-src"]) == {
        "'self'",
        hash_of("newer()"),
    }


def test_the_same_files_give_the_same_bytes_in_any_order() -> None:
    files = {f"{n}.html": page(around=f"<script>s{n}()</script>") for n in range(9)}
    backwards = dict(reversed(files.items()))
    assert dict(guarded(files).pages) == dict(guarded(backwards).pages)
    assert guarded(files).server == guarded(backwards).server


def test_a_part_gets_what_it_asks_for_on_its_page_alone_and_every_page_names_that_page() -> None:
    part = '<learn-try data-policy="script-src &#39;wasm-unsafe-eval&#39;; frame-src &#39;self&#39;"></learn-try>'
    made = guarded({"index.html": page(), "try/index.html": page(part)})
    usual, special = policy_of(made.pages["index.html"]), policy_of(made.pages["try/index.html"])
    assert "'wasm-unsafe-eval'" not in usual["script-src"]
    assert usual["frame-src"] == ("'none'",)
    assert special["script-src"] == (*usual["script-src"], "'wasm-unsafe-eval'")
    assert special["frame-src"] == ("'self'",)
    assert all(b' data-alone="try/">' in body for body in made.pages.values())
    # A blank would make two addresses of one.
    (named,) = guarded({"try it/index.html": page(part)}).pages.values()
    assert b' data-alone="try%20it/">' in named
    # A header goes with every page, and must not forbid what one of them needs.
    assert "'wasm-unsafe-eval'" in made.server["script-src"]
    assert made.server["frame-src"] == ("'self'",)


@pytest.mark.parametrize(
    "asked",
    [
        "script-src 'unsafe-eval'",
        "connect-src https://example.org",
        "style-src 'unsafe-inline'",
        "base-uri 'self'",
    ],
)
def test_what_no_page_gets_is_refused_with_the_name_of_the_page(asked: str) -> None:
    with pytest.raises(ValueError, match=re.escape("try/index.html")):
        guarded({"try/index.html": page(f'<p data-policy="{asked}"></p>')})


def test_words_about_the_attribute_ask_for_nothing() -> None:
    text = '<p>Write <code>data-policy="frame-src \'self\'"</code>.</p><p>a < data-policy="b c"</p>'
    (body,) = guarded({"index.html": page(text)}).pages.values()
    assert policy_of(body)["frame-src"] == ("'none'",)


def test_a_page_with_a_policy_of_its_own_keeps_it_and_the_header_allows_it() -> None:
    tag = """<meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">"""
    frame = page(head=tag, around="<script>frame()</script>")
    made = guarded({"index.html": page(), "frame.html": frame})
    assert made.pages["frame.html"] == frame
    assert hash_of("frame()") not in made.server["script-src"]
    assert made.server["style-src"] == ("'self'", "'unsafe-inline'")
    assert made.server["frame-src"] == ("'self'",)
    assert made.server["form-action"] == ("'self'",)


def test_a_directive_that_one_page_leaves_open_is_in_no_header() -> None:
    tag = """<meta http-equiv='content-security-policy' content='script-src "none"'>"""
    server = guarded({"index.html": page(), "frame.html": page(head=tag)}).server
    assert set(server) == {"script-src"}


def test_the_style_sheet_in_the_other_hosts_script_gets_a_hash() -> None:
    sheet = '.u{color:red}.v:before{content:"x"}'
    bundle = f"var a=1,Tc='{sheet}';b('.not-a-sheet',\".c{{\")".encode()
    files = {"index.html": page(), "assets/javascripts/bundle.0a1b2c3d.min.js": bundle}
    assert policy_of(guarded(files).pages["index.html"])["style-src"] == ("'self'", hash_of(sheet))
    elsewhere = {"index.html": page(), "assets/other.js": bundle}
    assert policy_of(guarded(elsewhere).pages["index.html"])["style-src"] == ("'self'",)


def test_servers_get_the_policy_with_what_only_a_header_can_say() -> None:
    made = guarded({"index.html": page()})
    values = header_values(made.server)
    assert values["Content-Security-Policy"] == f"{written(made.server)}; frame-ancestors 'self'"
    assert values["X-Content-Type-Options"] == "nosniff"
    files = {name: body.decode() for name, body in header_files(made.server).items()}
    assert set(files) == {"_headers", "headers-nginx.conf", "headers-apache.conf"}
    for name, value in values.items():
        assert f"\n  {name}: {value}\n" in files["_headers"]
        assert f'\nadd_header {name} "{value}" always;\n' in files["headers-nginx.conf"]
        assert f'\nHeader always set {name} "{value}"\n' in files["headers-apache.conf"]
    assert files["_headers"].startswith("/*\n")


def test_a_policy_reads_as_it_was_written() -> None:
    assert parsed(written(BASE)) == dict(BASE)
    assert parsed(" Script-Src 'self' ;; script-src *; ") == {"script-src": ("'self'",)}


def test_a_page_gets_its_tag_when_it_is_asked_for_and_once() -> None:
    files = {f"{name}/index.html": page() for name in "abc"}
    made = guarded(files).pages
    assert len(made) == 3
    for path in made:
        files[path] = made[path]
    assert all(body.count(b"data-course-policy") == 1 for body in files.values())
    assert {path: made[path] for path in made} == files == dict(guarded(files).pages)
