"""Whatever is in a PDF that somebody sent, reading it ends, and in one line."""

import io
import time

import pikepdf
import pytest

from helpers.codebook import SurveyError
from helpers.pipeline import report_file


def pdf(path, attachment=None, name="provenance.fr.csv", pages=1, **options):
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if attachment is not None:
        document.attachments[name] = attachment
    document.save(path, **options)
    return path


def written(content):
    """A function that makes such a file."""
    return lambda path: path.write_bytes(content)


def attached(content, **options):
    return lambda path: pdf(path, content, **options)


def cut(path):
    whole = pdf(path, b"item,value\nevent,Laval\n").read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


def deflated(path):
    """An attachment of some sixty kilobytes that fills 60 MB."""
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["provenance.fr.csv"] = b"item,value\n" + b"\0" * 60_000_000
    document.save(path, compress_streams=True)


HOSTILE = {
    "no PDF": (written(b"not a report"), "is no whole PDF"),
    "nothing": (written(b""), "is no whole PDF"),
    "the first third": (cut, "no whole PDF|no provenance"),
    "no attachment": (attached(None), "carries no provenance"),
    "encrypted": (
        attached(b"item,value\n", encryption=pikepdf.Encryption(owner="a", user="b")),
        "is encrypted",
    ),
    "a bomb": (deflated, "of more than"),
    "other columns": (attached(b"name,number\na,1\n"), "without the columns"),
    "a column more": (attached(b"item,value\na,1,2\n"), "without the columns"),
    "nothing attached": (attached(b""), "without the columns"),
    "control signs": (attached(b"item,value\n\x1b[2Jsame,1\n"), "cannot be shown"),
    "a line end in a cell": (attached(b'item,value\n"a\nsame  b",1\n'), "cannot be shown"),
    "no text": (attached(b"item,value\n\xff\xfe,1\n"), "that can be read"),
    "an open quotation": (attached(b'item,value\n"a,1\n'), "that can be read"),
    "no language": (attached(b"item,value\na,1\n", name="provenance."), None),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_pdf_ends_in_one_line(tmp_path, case):
    """Fails with a traceback, with more than a line, with signs that a terminal obeys, or late."""
    make, said = HOSTILE[case]
    make(tmp_path / "sent.pdf")
    start = time.monotonic()
    if said is None:
        assert report_file.provenance(tmp_path / "sent.pdf")[1] == ""
        return
    with pytest.raises(SurveyError, match=said) as error:
        report_file.provenance(tmp_path / "sent.pdf")
    assert str(error.value).isprintable() and time.monotonic() - start < 2


def test_what_is_no_file_is_told(tmp_path):
    """Fails with a traceback when there is no such file, or a folder of that name."""
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(SurveyError, match="no report"):
            report_file.provenance(path)


def drawn(*texts):
    """A PDF with a page for each text, as bytes."""
    document, content = pikepdf.new(), io.BytesIO()
    for text in texts:
        document.add_blank_page().Contents = document.make_stream(f"BT ({text}) Tj ET".encode())
    document.save(content, deterministic_id=True)
    return content.getvalue()


def test_a_page_that_fills_the_memory_is_another(monkeypatch):
    """Fails when a page of some kilobytes is inflated whole before it is found to be another."""
    monkeypatch.setattr(report_file, "LARGEST_PAGE", 50_000)
    own = drawn("a" * 100)
    parsed = []
    monkeypatch.setattr(pikepdf, "parse_content_stream", parsed.append)
    monkeypatch.setattr(pikepdf, "unparse_content_stream", lambda _: b"")
    assert report_file.difference(drawn("b" * 1_000_000), own) == "page 1 of 1"
    assert len(parsed) == 1  # ours alone


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (drawn("a", "b", "c"), ""),
        (drawn("x", "b", "c"), "page 1 of 3"),
        (drawn("a", "x", "y"), "page 2 and 1 more of 3"),
        (drawn("a"), "it has 1 pages, not 3"),
        (drawn("a", "b", "c") + b"%", "the bytes of the file, none of the text of its pages"),
        (b"%PDF-1.7", "the file is damaged: "),
    ],
)
def test_what_differs_is_told(other, told):
    """Fails when another page, fewer pages or other bytes pass for the same."""
    assert report_file.difference(other, drawn("a", "b", "c")).startswith(told)
    assert bool(report_file.difference(other, drawn("a", "b", "c"))) is bool(told)
