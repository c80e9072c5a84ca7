# Weitungen: dass mehr Leute etwas sehen dürfen.

noun-widening = eine Weitung
missing-widening = Eine Weitung „{ $text }“ gibt es hier nicht
duty-widen = Sagen Sie, ob mehr Leute das sehen dürfen
duty-widen-short = Weitungen zu entscheiden

widen = Einstufung weiten
widen-lead = Wählen Sie, wie es eingestuft sein soll, und sagen Sie warum. Zwei außer Ihnen entscheiden: wer Ihre Einheit koordiniert und wer das Büro verwaltet. Was ein Regime kontrolliert, wartet auch noch auf seinen Fall.
widenings-title = Weitungen
widenings-lead = Was so eingestuft werden soll, dass mehr Leute es sehen. Erbeten auf der Seite der Sache selbst.
widenings-none = Nichts soll geweitet werden
widenings-none-body = Wer etwas sieht, bittet auf dessen Seite darum.

widening-of = Weitung: { $title }
widening-thing = Was
widening-from = Eingestuft
widening-to = Soll eingestuft werden
widening-stands = Stand
widening-state-asked = Erbeten
widening-state-waiting = Wartet auf die Kontrolle
widening-state-done = Geweitet
widening-state-refused = Abgelehnt
widening-state-overtaken = Überholt
widening-state-withdrawn = Zurückgezogen
widening-waiting-body = Beide Seiten sind einverstanden. Ein Fall der Kontrolle ist noch nicht entschieden; ist er es, ändert sich die Einstufung von selbst, oder wer diese Seite sieht, führt sie aus.
widening-overtaken-body = Die Sache ist anders eingestuft als zu der Zeit, als darum gebeten wurde; deshalb wurde nichts geändert. Bitten Sie neu um das, was noch zu weiten ist.
widening-open = Darum wird schon gebeten
widening-look = Ansehen
widening-reason = Warum
widening-reason-hint = Wer entscheidet, liest es.
widening-ask = Darum bitten
widening-words = Was gesagt wurde
widening-side-work = Für die Arbeit
widening-side-office = Für das Büro
widening-yes = ja
widening-no = nein
widening-waits = noch nichts gesagt
widening-speak-work = Ihr Wort für die Arbeit
widening-speak-office = Ihr Wort für das Büro
widening-word = Grund
widening-agree = Mehr Leute dürfen es sehen
widening-disagree = Es bleibt, wie es ist
widening-carry-out = Ausführen
widening-withdraw = Zurückziehen
