"""The kinds of records, one file each; importing this package declares them all."""

# The order is that of help and of lists of kinds.
# isort: off
from dossier.records import minutes
from dossier.records import change
from dossier.records import issue
from dossier.records import customer
from dossier.records import contact
