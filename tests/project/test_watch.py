"""`survey watch` on the first survey, with everything loaded while it waits."""

import os
import subprocess
import sys
import time

import pytest
from project_copy import project_copy

from helpers.pipeline.kernel import MESSAGES

SURVEY = "data/raw/linkedin-2015"
WAITING = "waiting for a change; Ctrl-C ends\n"


def wait_loading(top):
    """Wait until the next build has started the process that kernels are forked from."""
    end = time.monotonic() + 60
    while not subprocess.run(["pgrep", "-f", f"{top}.*zygote.py fork"], capture_output=True).stdout:
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_a_sentence_that_changes_while_the_next_build_waits_is_in_the_report(tmp_path):
    """Fails when what waits takes a sentence for loaded code, or reports the old one; twice, for
    after a build that has failed none waits.
    """
    top = project_copy(tmp_path / "project")
    sentences = top / "src/helpers" / MESSAGES / "fr.toml"
    command = [sys.executable, "-m", "helpers.cli", "watch", SURVEY, "--language", "fr"]
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    environment = os.environ | {"PYTHONPATH": str(top / "src")}
    with subprocess.Popen(
        command, cwd=top, env=environment, start_new_session=True, **options
    ) as process:
        try:
            said = [*iter(process.stderr.readline, WAITING)]
            assert any("06_report fr" in line for line in said)
            for new in ("Le classeur compte", "Le dossier compte"):
                wait_loading(top)
                text = sentences.read_text(encoding="utf-8")
                old = next(x for x in ("Le fichier compte", "Le classeur compte") if x in text)
                sentences.write_text(text.replace(old, new), encoding="utf-8")
                said = [line.split() for line in iter(process.stderr.readline, WAITING)]
                assert [words[:2] for words in said if words[0][0] == "0"] == [["06_report", "fr"]]
                page = top / "reports/linkedin-2015/report.fr.html"
                assert new in page.read_text(encoding="utf-8")
        finally:
            process.terminate()
