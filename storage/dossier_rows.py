"""How a dossier lies in its rows, with its customer and owner, and is read from them."""

from dossier.fields import PersonRef
from dossier.phases import Phase
from dossier.views import DossierView
from storage.ids import AnyRow
from storage.tables import customers, dossiers, people

OWNER = people.alias("owners")
COLUMNS = (
    dossiers.c.id.label("dossier_id"),
    dossiers.c.uid.label("dossier_uid"),
    dossiers.c.project,
    dossiers.c.phase,
    dossiers.c.created_at,
    dossiers.c.changed_at,
    dossiers.c.owner_id,
    customers.c.name.label("customer"),
    customers.c.uid.label("customer_uid"),
    customers.c.short_name,
    OWNER.c.uid.label("owner_uid"),
    OWNER.c.name.label("owner_name"),
)


def view(row: AnyRow) -> DossierView:
    """Give the dossier of a row that holds these columns."""
    return DossierView(
        row.dossier_id,
        row.dossier_uid,
        row.customer,
        row.customer_uid,
        row.short_name,
        row.project,
        Phase(row.phase),
        PersonRef(id=row.owner_uid, name=row.owner_name),
        row.owner_id,
        row.created_at,
        row.changed_at,
    )
