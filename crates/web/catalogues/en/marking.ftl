# Markings: who may see a thing.

marking-level = Who may see it
marking-open = Open
marking-open-hint = Everybody with an account
marking-internal = Internal
marking-internal-hint = Everybody in the office
marking-restricted = Restricted
marking-restricted-hint = Those who need it for their work
marking-confidential = Confidential
marking-confidential-hint = Few
marking-compartments = Compartments whose members alone may see it
marking-release = Released to
marking-everywhere = Every unit
marking-nobody = Released to nobody
marking-released = Only { $units }
