"""A page of a headless Chromium, driven over a pipe: what a person would see, click and read.

Debian's browser and the protocol that it speaks, without a driver to be downloaded.
"""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-pipe",
    "--hide-scrollbars",
]


class Page:
    """One page.

    Parameters
    ----------
    folder : Path
        For the browser's profile and what it downloads.
    width, height : int
    """

    def __init__(self, folder, *, width=1280, height=900):
        self.downloads = Path(folder, "downloads")
        (read, write), (answers, said) = os.pipe(), os.pipe()

        def connect():  # the browser reads orders from 3 and answers on 4
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (read, said)]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        profile = f"--user-data-dir={Path(folder, 'profile')}"
        size = f"--window-size={width},{height}"
        self._process = subprocess.Popen(
            [CHROMIUM, *OPTIONS, profile, size, "about:blank"],
            preexec_fn=connect,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(said)
        self._orders, self._answers, self._unread = write, answers, b""
        self._number, self._session = 0, None
        targets = self.order("Target.getTargets")["targetInfos"]
        target = next(each["targetId"] for each in targets if each["type"] == "page")
        attached = self.order("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.order("Page.enable")
        self.order("Emulation.setFocusEmulationEnabled", enabled=True)
        behaviour = {"behavior": "allow", "downloadPath": str(self.downloads)}
        self.order("Browser.setDownloadBehavior", **behaviour)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._answers)
        os.close(self._orders)

    def order(self, method, **parameters):
        """Send one order of the protocol, and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        message |= {"sessionId": self._session} if self._session else {}
        os.write(self._orders, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._line())
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]

    def open(self, address):
        """Go to an address."""
        self.order("Page.navigate", url=address)

    def run(self, script):
        """What an expression, or a promise, comes to in the page."""
        answer = self.order(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script, seconds=60):
        """Wait until an expression is true in the page, and return what it is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.run(script):
                return value
            time.sleep(0.1)
        raise AssertionError(f"after {seconds} s still not: {script}")

    def type(self, text):
        """Type a text where the cursor is."""
        self.order("Input.insertText", text=text)

    def press(self, key, code=0, *, modifiers=0):
        """Press a key and let it go."""
        event = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.order("Input.dispatchKeyEvent", type="rawKeyDown", **event)
        self.order("Input.dispatchKeyEvent", type="keyUp", **event)

    def click(self, x, y):
        """Click at a place, in CSS pixels from the upper left corner."""
        event = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self.order("Input.dispatchMouseEvent", type=kind, **event)

    def resize(self, width, height):
        """Make the page so wide and high, in CSS pixels, however narrow."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.order("Emulation.setDeviceMetricsOverride", **size)

    def picture(self, path):
        """Save what is seen as PNG."""
        data = self.order("Page.captureScreenshot")["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def _line(self):
        while b"\0" not in self._unread:
            part = os.read(self._answers, 1 << 20)
            assert part, "the browser has ended"
            self._unread += part
        line, _, self._unread = self._unread.partition(b"\0")
        return line
