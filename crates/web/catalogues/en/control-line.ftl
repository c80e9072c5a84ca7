# What the page of a thing says of its cases of control.

control-line-title = Cases of control
control-line-case = Case { $case }
control-line-open = Waits
control-line-through = Let through
control-line-refused = Refused
control-line-over = Over
control-line-waits = Waits for { $members }
control-line-until = Good until
control-line-first = Nothing moves before each of these lets it through, whatever posts of the house have said.
