"""The kinds of records, one file each; importing this package declares them all."""

# The order is that of help and of lists of kinds.
# isort: off
from dossier.records import minutes
from dossier.records import change
from dossier.records import issue
from dossier.records import customer
from dossier.records import contact
from dossier.records import background
from dossier.records import goal
from dossier.records import requirement
from dossier.records import design
from dossier.records import milestone
from dossier.records import progress
from dossier.records import standup
from dossier.records import integration
from dossier.records import handover
from dossier.records import document
from dossier.records import test_case
from dossier.records import defect
from dossier.records import feedback
from dossier.records import acceptance
from dossier.records import manual
from dossier.records import release
from dossier.records import incident
from dossier.records import visit
from dossier.records import survey
from dossier.records import renewal
from dossier.records import review
from dossier.records import audit
