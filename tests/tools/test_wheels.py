"""What the builder of wheels says before it builds anything."""

import pytest

from deploy import wheels


def test_help_says_what_is_built_and_where_and_builds_nothing(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="0"):
        wheels.main(["--help"])

    said = capsys.readouterr().out
    assert "what departments install" in said
    assert "where the wheels go" in said
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_option_is_refused_in_words(capsys):
    with pytest.raises(SystemExit, match="2"):
        wheels.main(["--wheel"])

    assert "unrecognized arguments: --wheel" in capsys.readouterr().err
