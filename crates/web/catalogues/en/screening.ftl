# Parties that are held against lists, and what was found.
party-kind-person = Person
party-kind-organisation = Organisation
party-kind-vessel = Ship or aircraft
party-kind-unknown = Not known
