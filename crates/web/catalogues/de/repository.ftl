# Was die Organisation anderen Repositorien gibt.

office-repository = Andere Repositorien
repository-lead = Andere Repositorien können die offenen Nachweise dieser Organisation über OAI-PMH übernehmen.
repository-on = An
repository-off = Aus
repository-on-body = Nachweise, die für alle offen sind und keinen Vorbehalt tragen, erhält jeder, der fragt.
repository-off-body = Niemand erhält etwas. Der Betreiber schaltet es in der Konfiguration unter [repository] ein.
repository-address = Adresse
repository-name = Kennungen
repository-contact = Ansprechstelle
repository-given = Nachweise, die gegeben werden
repository-gone = Nachweise, die gegeben wurden und als gelöscht gemeldet werden
repository-lags = (ohne das, was sich seit dem letzten Mal geändert hat; es wird innerhalb einer Minute übernommen)
repository-formats = Formate
repository-sets = Teilmengen
