# Beteiligte, die gegen Listen geprüft werden, und was gefunden wurde.
party-kind-person = Person
party-kind-organisation = Organisation
party-kind-vessel = Schiff oder Flugzeug
party-kind-unknown = Nicht bekannt
