# The thread from the need to the inspection.

thread-label = Where this stands on the thread
thread-need = Need
thread-source = Source
thread-record = Record
thread-match = Match
thread-delivery = Delivery
thread-disposition = Disposition
thread-decision = Decision
thread-acquisition = Acquisition
thread-acquisition-ways = By mission, agreement, specialist or sample
thread-adoption = Adoption
thread-inspection = Inspection
thread-done = done
thread-current = you are here
thread-ahead = still ahead
thread-absent = not part of this release
