"""Tables of other programs: read in any usual encoding and form, recognised by their columns, bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import DossierError
from dossier.kinds import Kind, kind_named
from dossier.sheets.defects import column_names, recognised, typed
from dossier.sheets.reading import MOST_BYTES, read


def _kind() -> Kind:
    kind = kind_named("defect")
    assert kind is not None
    return kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_read_in_any_usual_encoding_with_any_usual_delimiter(encoding: str, mark: str) -> None:
    content = f"编号{mark}标题\r\n1{mark}白屏\r\n\r\n2{mark}闪退\r\n".encode(encoding)

    table = read(content, column_names())

    assert table.header == ("编号", "标题")
    assert table.rows == ((2, ("1", "白屏")), (4, ("2", "闪退")))


@pytest.mark.parametrize(
    ("header", "reference", "title"),
    [
        ("Issue key,Issue id,Summary,Status,Priority", "Issue key", "Summary"),
        ("问题关键字,概要,状态,优先级,经办人", "问题关键字", "概要"),
        ("Bug编号,Bug标题,严重程度,优先级,Bug状态,指派给", "Bug编号", "Bug标题"),
        ("Bug ID,Bug Title,Severity,Priority,Status,Assigned To", "Bug ID", "Bug Title"),
        ("ID,标题,严重程度,优先级,状态,处理人", "ID", "标题"),
        ("ID,Title,Severity,Priority,Status,Current Owner", "ID", "Title"),
    ],
)
def test_the_columns_of_trackers_are_recognised_in_both_languages(header: str, reference: str, title: str) -> None:
    columns = recognised(header.split(","), _kind())

    assert (columns["reference"], columns["title"]) == (reference, title)
    assert "status" in columns
    assert "severity" in columns


@pytest.mark.parametrize(
    ("cell", "owner"),
    [
        ("李雷(#2)", "@李雷"),
        ("李雷(lilei)", "@李雷"),
        ("lilei@example.com", "@lilei"),
        ("李雷;Ann;", "@李雷"),
        ("@Ann", "@Ann"),
    ],
)
def test_people_are_known_as_trackers_write_them(cell: str, owner: str) -> None:
    table = read(f"ID,标题,处理人\n1,x,{cell}\n".encode(), column_names())

    assert typed(table, table.rows[0][1], recognised(table.header, _kind()), _kind())["owner"] == owner


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(DossierError) as caught:
        read(bytes(MOST_BYTES + 1), ())
    assert caught.value.problem.key == "problem-table-size"


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda content: b"PK\x03\x04" + content))
def test_no_file_whatever_breaks_the_reading(content: bytes) -> None:
    try:
        table = read(content, column_names())
    except DossierError as error:
        assert error.problem.key.startswith("problem-table-")  # noqa: PT017  (any of several, or none at all)
    else:
        assert all(len(cells) == len(table.header) for _, cells in table.rows)
