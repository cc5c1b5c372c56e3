"""What the product's own sheets are written with: nothing in them comes alive, and all of it can be read back."""

from hypothesis import example, given
from hypothesis import strategies as st

from dossier.sheets.ours import as_meant, harmless


@given(st.text(alphabet=st.sampled_from("'=+-@＝＋－＠\t\r\n a1中")))
@example("'=1+1")
@example("''@x")
@example("'plain")
def test_what_is_made_harmless_is_read_back_as_it_was(text: str) -> None:
    assert as_meant(harmless(text)) == text
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
