"""The HTML report as people use it: by keyboard, on a phone, a tablet and a desk, and printed."""

import base64
import re

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from chromium import CHROMIUM, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
FOCUS = (
    "(() => {const e = document.activeElement, s = getComputedStyle(e), b ="
    " e.getBoundingClientRect(); return {name: e.innerText || e.ariaLabel, outline:"
    " s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0, seen: b.width > 0 && b.bottom >"
    " 0 && b.top < innerHeight}})()"
)
OVERFLOW = (
    "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right >"
    " innerWidth + 1 && getComputedStyle(e).position !== 'absolute').map(e => e.outerHTML.slice(0,"
    " 80))"
)
TAB, ENTER = ("Tab", 9), ("Enter", 13)


@pytest.fixture
def page(reports, tmp_path):
    """The French report, open in a browser."""
    with Page(tmp_path) as page:
        page.open((reports / "report.fr.html").as_uri())
        page.wait("document.readyState === 'complete'")
        yield page


def test_nothing_is_cut_off_at_any_width(page):
    """Fails when something is wider than a phone, a tablet or a desk."""
    for width in (360, 800, 1280):
        page.resize(width, 900)
        assert page.run("document.documentElement.scrollWidth") <= width
        assert page.run(OVERFLOW) == []


def test_the_keyboard_reaches_the_text_and_every_section(page):
    """Fails when the Tab key lands on what is not seen or not marked, the first link does not lead
    past the navigation, or a link of the contents does not lead to its section."""
    page.press(*TAB)
    first = page.run(FOCUS)
    assert first["outline"] and first["seen"]
    before = page.run("document.querySelectorAll('nav.side a').length")
    assert before > 5
    for _ in range(before):
        page.press(*TAB)
        focus = page.run(FOCUS)
        assert focus["name"] and focus["outline"] and focus["seen"], focus
    page.run("document.querySelectorAll('nav.side > ol > li > a')[3].focus()")
    page.press(*ENTER)
    top = "document.querySelector(location.hash || '#none')?.getBoundingClientRect().top"
    assert 0 <= page.wait(f"location.hash && ({top} + 1)") < 200
    page.run("document.querySelector('a.skip').focus()")
    page.press(*ENTER)
    page.press(*TAB)
    assert page.run("document.activeElement.closest('main') !== null")


def test_on_paper_the_text_is_whole_and_the_navigation_is_gone(page, reports):
    """Fails when a printed page is blank, a heading is lost, or links of the screen are printed."""
    page.order("Emulation.setEmulatedMedia", media="print")
    assert page.run("getComputedStyle(document.querySelector('nav.side')).display") == "none"
    data = page.order("Page.printToPDF", preferCSSPageSize=True)["data"]
    with pypdfium2.PdfDocument(base64.b64decode(data)) as pdf:
        texts = [sheet.get_textpage().get_text_bounded() for sheet in pdf]
    assert len(texts) > 5 and all(text.strip() for text in texts)
    html = BeautifulSoup((reports / "report.fr.html").read_text(encoding="utf-8"), "html.parser")
    skip, printed = html.select_one("a.skip").get_text(), squeezed("".join(texts))
    assert squeezed(skip) not in printed
    headings = [squeezed(each.get_text()) for each in html.select("main h1, main h2, main h3")]
    assert len(headings) > 10 and not [text for text in headings if text not in printed]


def squeezed(text):
    """A text without what a page sets between its letters."""
    return re.sub(r"[\s\u00ad\u2060\ufffe-]+", "", text)
