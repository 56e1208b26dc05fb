"""Takes the pictures of the README: the tea house, as it is: one that writes Chinese, and one that writes English.

    python console/e2e/pictures.py [NAME …]

Needs the built console (`make console`), chromium and a Chinese font. Writes docs/images/NAME-LANGUAGE.png.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
IMAGES = HERE.parents[1] / "docs" / "images"
PICTURES = {
    "home": "/",
    "customer": "/customers/user_id:c0209",
    "segment": "/segments/big_spenders",
    "journey": "/journeys/win_back",
    "value": "/value",
}
MOST_BYTES = 250_000
SIZE: Any = {"width": 1280, "height": 800}


def main(wanted: list[str]) -> int:
    for language in ("en", "zh"):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, str(HERE / "serve.py"), "--dir", f"{folder}/tea", "--customers", "600"]
            house = subprocess.Popen(
                [*command, "--language", language], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            assert house.stdout is not None
            try:
                take(json.loads(house.stdout.readline()), wanted or list(PICTURES), language)
            finally:
                house.terminate()
                house.wait(30)
    return 0


def take(house: dict[str, str], names: list[str], language: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-US", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        page.add_init_script(f"localStorage.setItem('regulars.language', '{language}')")
        page.goto(f"{house['url']}/sign-in")
        page.fill("#email", house["email"])
        page.fill("#password", house["password"])
        page.keyboard.press("Enter")
        page.wait_for_selector("nav a")
        for name in names:
            page.goto(house["url"] + PICTURES[name])
            page.wait_for_selector("nav a")
            page.wait_for_timeout(3000)
            path = IMAGES / f"{name}-{language}.png"
            page.screenshot(path=path)
            assert path.stat().st_size <= MOST_BYTES, f"{path.name} is {path.stat().st_size:,} bytes"
            print(path.name, path.stat().st_size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
