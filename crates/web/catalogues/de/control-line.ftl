# Was die Seite einer Sache über ihre Fälle der Kontrolle sagt.

control-line-title = Fälle der Kontrolle
control-line-case = Fall { $case }
control-line-open = Wartet
control-line-through = Zugelassen
control-line-refused = Abgelehnt
control-line-over = Vorbei
control-line-waits = Wartet auf { $members }
control-line-until = Gilt bis
control-line-first = Bevor nicht jeder davon es zulässt, bewegt sich nichts, was auch immer Stellen des Hauses gesagt haben.
