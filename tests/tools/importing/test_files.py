"""Whatever a file of rows looks like inside, the same rows come out."""

import codecs
import gzip
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from tests.tools.importing.files_of_rows import (
    NAMES,
    ROWS,
    as_csv,
    as_lines,
    book,
    codes,
    read,
    values,
    written,
)
from tools.importing.files import comma
from tools.importing.files.opening import Format, opened
from tools.importing.files.row import MOST_CHARACTERS, UnreadableFile


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_is_the_same_rows(tmp_path: Path, ending, encoding):
    file = written(tmp_path / f"a{ending}", as_csv(), encoding)

    assert values(file) == list(ROWS)
    assert [row.number for row in read(file)] == [2, 3]


def test_gbk_without_what_only_gb18030_has(tmp_path: Path):
    row = ("1", "张三", "路灯", "不亮", "")

    assert values(written(tmp_path / "a.csv", as_csv([row]), "gbk")) == [row]


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".ndjson"])
def test_json_lines(tmp_path: Path, ending):
    file = written(tmp_path / f"a{ending}", as_lines() + "\n")

    assert values(file) == list(ROWS)
    assert [row.number for row in read(file)] == [1, 2]


@pytest.mark.parametrize("packed", [False, True])
def test_a_workbook(tmp_path: Path, packed):
    file = book(tmp_path / "a.xlsx")
    if packed:
        file = written(tmp_path / "b.xlsx.gz", file.read_bytes())

    assert values(file) == list(ROWS)
    assert [row.number for row in read(file)] == [2, 3]


def test_cells_of_a_workbook_are_written_as_people_write_them(tmp_path: Path):
    when = datetime(2020, 3, 2, 9)  # noqa: DTZ001
    file = book(tmp_path / "a.xlsx", [(7.0, 1.5, None, True, when)])

    assert values(file) == [("7", "1.5", "", "true", "2020-03-02T09:00:00")]


def test_empty_rows_are_passed_over_and_counted(tmp_path: Path):
    file = book(tmp_path / "a.xlsx", [ROWS[0], (None,) * 5, ROWS[1]])

    assert [row.number for row in read(file)] == [2, 4]


def test_a_sheet_is_chosen_by_name(tmp_path: Path):
    file = book(tmp_path / "a.xlsx")

    assert len(read(file, sheet="Sheet")) == 2
    with pytest.raises(UnreadableFile, match="there are Sheet"):
        read(file, sheet="诉求")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_seen(tmp_path: Path, delimiter):
    file = written(tmp_path / "a.csv", f"编号{delimiter}内容\n1{delimiter}甲,乙\n")

    assert values(file) == [("1", "甲,乙")]


def test_a_row_with_too_many_cells_is_told_and_kept_whole(tmp_path: Path):
    file = written(tmp_path / "a.csv", "编号,内容\n1,甲,乙,丙\n2,丁\n3\n")
    rows = read(file)

    assert codes(file) == ["too_many_cells"]
    assert rows[0].values == {"编号": "1", "内容": "甲", "_more": '["乙", "丙"]'}
    assert rows[2].values == {"编号": "3", "内容": ""}


def test_bytes_of_another_encoding_spoil_only_their_row(tmp_path: Path):
    good, bad = as_lines().encode("utf-8").splitlines(keepends=True)
    file = written(tmp_path / "a.jsonl", good + bad.replace("李".encode(), b"\xff\xff"))

    with pytest.raises(UnreadableFile, match="--encoding"):
        read(file)
    assert codes(file, encoding="utf-8") == ["undecodable"]
    assert len(read(file, encoding="utf-8")) == 2


def test_a_mark_at_the_beginning_counts_more_than_what_is_said(tmp_path: Path):
    file = written(tmp_path / "a.csv", codecs.BOM_UTF8 + as_csv().encode())

    assert values(file, encoding="gbk") == list(ROWS)


def test_lines_that_are_no_objects_are_told_each(tmp_path: Path):
    text = '{"a": 1}\nnonsense\n[1]\n{"a": {"b": [2]}, "c": null}\n' + "[" * 100_000
    file = written(tmp_path / "a.jsonl", text)
    rows = read(file)

    assert codes(file) == ["no_object"] * 3
    assert rows[1].values == {"_line": "nonsense"}
    assert rows[3].values == {"a": '{"b": [2]}', "c": ""}


def test_an_endless_line_is_passed_over(tmp_path: Path):
    endless = '{"a": "' + "x" * (MOST_CHARACTERS + 5) + '"}\n'
    file = written(tmp_path / "a.jsonl.gz", endless + '{"a": 1}\n')

    assert codes(file) == ["too_long"]
    assert read(file)[1].values == {"a": "1"}


def test_a_quote_that_is_never_closed_stops_with_the_row(tmp_path: Path):
    text = as_csv() + '3,"' + "x\n" * MOST_CHARACTERS

    with pytest.raises(UnreadableFile, match="near row 3 a quote"):
        read(written(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.doc", b"", ".csv, .tsv"),
        ("a.csv.gz", b"no gzip", "no gzip"),
        ("a.csv.gz", gzip.compress(as_csv().encode())[:-20], "breaks off"),
        ("a.xlsx", b"no zip", "no XLSX"),
        ("a.csv", b"", "no names"),
        ("a.csv", b"id,id\n1,2\n", "two columns are called id"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name, content, said):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UnreadableFile, match=said):
        read(tmp_path / name)


def test_a_zip_that_is_no_workbook(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "nothing")

    with pytest.raises(UnreadableFile, match="no XLSX"):
        read(tmp_path / "a.xlsx")


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_bomb_is_not_opened(tmp_path: Path, part):
    bomb = zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED)
    with bomb as archive, archive.open(part, "w") as file:
        for _ in range(80):
            file.write(b"0" * 1_000_000)

    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        read(tmp_path / "a.xlsx")


def test_how_much_is_read_grows_to_all_of_it(tmp_path: Path):
    rows = [(str(number), "张三", "题", "文" * 500, "") for number in range(2_000)]
    for file in (
        written(tmp_path / "a.csv", as_csv(rows)),
        written(tmp_path / "a.jsonl.gz", as_lines(rows)),
        book(tmp_path / "a.xlsx", rows),
    ):
        with opened(file, Format()) as found:
            shares = [found.share() for _ in found.rows]
        assert shares == sorted(shares)
        assert 0.4 < shares[len(shares) // 2] < 0.6 or file.suffix == ".gz"
        assert shares[-1] == 1.0


def test_columns_are_known_where_a_file_names_them(tmp_path: Path):
    with opened(written(tmp_path / "a.csv", as_csv()), Format()) as file:
        assert file.columns == set(NAMES)
    with opened(written(tmp_path / "a.jsonl", as_lines()), Format()) as file:
        assert file.columns is None


class Swollen(io.RawIOBase):
    """Begins as a table, and goes on as a line that a few packed bytes become."""

    def __init__(self, first: bytes) -> None:
        self.given, self._first = 0, first

    def readable(self) -> bool:
        return True

    def readinto(self, room) -> int:
        if self.given > 20 * MOST_CHARACTERS:
            return 0
        piece = (self._first or b"," * len(room))[: len(room)]
        self._first = b""
        room[: len(piece)] = piece
        self.given += len(piece)
        return len(piece)


@pytest.mark.parametrize("first", [b"", b"a,b\r\n"])
def test_a_line_of_cells_without_an_end_is_not_read_to_its_end(first: bytes):
    swollen = Swollen(first)
    text = io.TextIOWrapper(io.BufferedReader(swollen), "utf-8", newline="")

    with pytest.raises(UnreadableFile, match="near row 1 a quote is never closed"):
        list(comma.rows(text, "utf-8", ","))
    assert swollen.given < 2 * MOST_CHARACTERS
