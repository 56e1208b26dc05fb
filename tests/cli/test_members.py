"""`regulars members` on a folder."""

from pathlib import Path

import pytest

from regulars.app.wire import in_folder
from regulars.cli.main import main


def test_members_are_invited_changed_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("REGULARS_DIR", "REGULARS_URL", "REGULARS_KEY", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["members", *arguments])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    in_folder(tmp_path / "regulars-data").close()
    assert run("list") == (0, "No rows.\n")
    status, said = run("invite", "Olga@Example.com", "--role", "owner", "--name", "Olga")
    assert (status, "/link#rl_" in said) == (0, True)
    assert run("invite", "olga@example.com")[0] == 1, "the address is taken"
    assert run("invite", "nobody")[0] == 1
    assert run("invite", "max@example.com", "--role", "emperor")[0] == 2
    run("invite", "max@example.com")
    assert "max@example.com: analyst" in run("change", "max@example.com", "--role", "analyst")[1]
    assert run("change", "olga@example.com", "--disabled")[0] == 1, "the last owner"
    assert "/link#rl_" in run("link", "max@example.com")[1]
    listed = run("list")[1]
    assert "olga@example.com" in listed
    assert "analyst" in listed
    assert "no member" in run("change", "eve@example.com", "--disabled")[1]
