"""The HTML in a real browser, where there is one: accessibility rules, nothing fetched, nothing
wider than a phone."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import axe_core_python
import pytest

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js"))
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


def seen(path, script, tmp_path, width):
    """Run a script in the page and return what it resolves to."""
    page = tmp_path / f"{path.stem}.html"
    probe = (
        f"<script>{script}</script><script>addEventListener('load', async () => {{"
        "const found = await probe(); const out = document.createElement('pre'); out.id = 'found';"
        "out.textContent = JSON.stringify(found); document.body.append(out)})</script></body>"
    )
    page.write_text(path.read_text(encoding="utf-8").replace("</body>", probe), encoding="utf-8")
    options = (
        f"--headless --no-sandbox --disable-gpu --window-size={width},900 "
        f"--virtual-time-budget=20000 --dump-dom"
    )
    command = [BROWSER, *options.split(), f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return json.loads(
        re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.S)[1].replace("&amp;", "&")
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [500, 1280])
def test_no_rule_of_accessibility_is_broken(reports, tmp_path, language, width):
    """Fails when a heading, a label, a contrast or a landmark of the page is wrong."""
    axe = AXE.read_text(encoding="utf-8") + (
        ";const probe = async () => (await axe.run()).violations.map(v => v.id + ': ' + "
        "v.nodes[0].target)"
    )
    assert seen(reports / f"report.{language}.html", axe, tmp_path, width) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [500, 1280])
def test_tables_are_read_without_scrolling(reports, tmp_path, width):
    """Fails when a table is wider than its box, or the Tab key stops where nothing scrolls."""
    script = (
        "const probe = async () => [...document.querySelectorAll('.scroll, .cards')]"
        ".filter(b => b.scrollWidth > b.clientWidth + 1 || (b.tabIndex === 0))"
        ".map(b => b.innerText.slice(0, 80))"
    )
    assert seen(reports / "report.fr.html", script, tmp_path, width) == []


@pytest.mark.slow
def test_the_section_in_view_is_marked(reports, tmp_path):
    """Fails when the side bar marks nothing, or another section than the one in view."""
    script = (
        "const probe = async () => { const a = document.querySelectorAll('.side > ol > li > a')"
        "[3]; document.querySelector(a.hash).scrollIntoView(); await new Promise(r => "
        "setTimeout(r, 300)); return [a.matches(':target-current') || "
        "a.parentElement.querySelector(':target-current') !== null, "
        "getComputedStyle(document.querySelector('.side')).display] }"
    )
    assert seen(reports / "report.fr.html", script, tmp_path, 1280) == [True, "block"]


@pytest.mark.slow
def test_nothing_is_fetched_and_nothing_overflows(reports, tmp_path):
    """Fails when the page asks for a file, or is wider than the window."""
    script = (
        "const probe = async () => [performance.getEntriesByType('resource').map(e => e.name)"
        ".filter(n => !n.startsWith('data:')), document.documentElement.scrollWidth <= innerWidth]"
    )
    assert seen(reports / "report.fr.html", script, tmp_path, 500) == [[], True]


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 800])
def test_letters_of_figures_can_be_read(reports, tmp_path, width):
    """Fails when a letter of a figure is lower than 12 pixels, or both drawings of one show."""
    source = json.dumps((reports / "report.fr.html").read_text("utf-8")).replace("</", "<\\/")
    page = tmp_path / "frame.html"
    page.write_text("<body></body>", encoding="utf-8")
    script = (
        f"const source = {source}; const probe = async () => {{ const frame = "
        f"document.createElement('iframe'); frame.style = 'width: {width}px; height: 900px'; "
        "frame.srcdoc = source; await new Promise(done => { frame.onload = done; "
        "document.body.append(frame) }); const inside = frame.contentWindow; return "
        "[...frame.contentDocument.querySelectorAll('.picture')].map(picture => { const shown = "
        "[...picture.querySelectorAll('svg')].filter(svg => inside.getComputedStyle(svg).display "
        "!== 'none'); const letters = [...shown[0].querySelectorAll('text')].map(text => "
        "parseFloat(inside.getComputedStyle(text).fontSize) * text.getScreenCTM().a); "
        "return [shown.length, Math.min(...letters)] }) }"
    )
    found = seen(page, script, tmp_path, 1000)
    assert len(found) > 10
    assert [each for each in found if each[0] != 1 or each[1] < 12] == []
