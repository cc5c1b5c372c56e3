"""A file whose content is gone or damaged: whoever opens it is told so, in a sentence with its name."""

from dataclasses import replace
from io import BytesIO

import httpx
import pytest

from storage.files import Sealed
from storage.spool import spooled
from tests.unit.bot.web.product import Product

ADDRESS = "/w/w1/lilei/records/r1/files/f1"


@pytest.fixture(params=["gone", "damaged"])
def lost(request: pytest.FixtureRequest, product: Product) -> None:
    """Have the record hold a text that is not there, or does not open with its key as something in it has changed."""
    with spooled(BytesIO(b"signed"), 100) as spool:
        ref = product.uploads.save("w1", "合同.txt", "text/plain", spool, product.clock.now())
    stored = product.uploads.open("w1", ref.id)
    assert stored is not None
    assert stored.sealed is not None
    product.attached = stored
    sealed = stored.sealed
    gone, damaged = Sealed("no/where", sealed.key, sealed.about), replace(sealed, key=bytes(32))
    product.attached = replace(stored, sealed=gone if request.param == "gone" else damaged)


@pytest.mark.usefixtures("lost")
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/preview"])
def test_it_is_said_to_be_lost_and_not_to_come_back(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 410
    assert "“合同.txt”的内容在文件库里丢失或损坏" in answer.text
