"""Harvests a repository with Sickle, which knows nothing of Uptake, and says as JSON what it got.

Usage: harvester.py ADDRESS
"""

import json
import sys

from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

repository = Sickle(sys.argv[1], timeout=30)
about = repository.Identify()
formats = [each.metadataPrefix for each in repository.ListMetadataFormats()]
got = {form: list(repository.ListRecords(metadataPrefix=form)) for form in formats}
first = got["oai_dc"][0]
same = repository.GetRecord(identifier=first.header.identifier, metadataPrefix="oai_dc")
try:
    nothing = len(list(repository.ListIdentifiers(metadataPrefix="oai_dc", until="1970-01-02")))
except NoRecordsMatch:
    nothing = 0
print(
    json.dumps(
        {
            "name": about.repositoryName,
            "granularity": about.granularity,
            "deleted": about.deletedRecord,
            "counts": {form: len(records) for form, records in got.items()},
            "distinct": {form: len({record.header.identifier for record in records}) for form, records in got.items()},
            "titles": sorted(title for record in got["oai_dc"] for title in record.metadata["title"]),
            "headers": len(list(repository.ListIdentifiers(metadataPrefix="oai_dc"))),
            "sets": [each.setSpec for each in repository.ListSets()],
            "same": same.metadata == first.metadata,
            "before": nothing,
        }
    )
)
