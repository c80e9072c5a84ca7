# Systematiken und Thesauri, was sie verbindet und was sich mit ihnen ändert.

office-schemes = Systematiken
schemes-lead = Thesauri und Klassifikationen der Organisation. Ein Bedarf, der nach einer Klasse der einen fragt, trifft Nachweise der Klasse, der sie in einer anderen entspricht.
schemes-none = Noch keine Systematik ist hier
schemes-none-body = Eine Systematik kommt als Datei: SKOS, eine Tabelle mit einer Spalte für die Notation, der Rubrikator GRNTI oder die Fachgebiete der OECD.
scheme-bring = Systematik bringen
scheme-bring-body = Bringen Sie eine Systematik mit ihren Klassen oder eine Konkordanz: eine Tabelle, die sagt, was Klassen der einen in der anderen sind. Sie sehen, was sich ändern würde, bevor etwas behalten wird.
scheme-file = Datei
scheme-file-hint = SKOS (Turtle oder RDF/XML), CSV, GRNTI, OECD-Fachgebiete in JSON oder eine Konkordanz in CSV; höchstens { $max } MiB, auch komprimiert
scheme-word = Wort
scheme-word-hint = Wie sie in Nachweisen und Konkordanzen heißt, etwa grnti, ford oder our-products. Lassen Sie es leer, wo die Datei es sagt.
scheme-title = Titel
scheme-said-hint = Lassen Sie leer, was die Datei selbst sagt
scheme-version = Ausgabe
scheme-source = Herkunft
scheme-rights = Nutzungsbedingungen
scheme-uri = Adresse
scheme-kept = In Gebrauch seit
scheme-look = Ansehen
scheme-waiting = Wartet auf eine Entscheidung
scheme-crosswalk-of = Konkordanz { $file }
scheme-look-title = { $scheme }: was sich ändern würde
scheme-look-lead = Gelesen aus { $file }. Nichts davon ist bisher behalten.
scheme-keep = Behalten
scheme-replace = Die gebrauchte ersetzen
scheme-drop = Verwerfen
scheme-replaces = Sie tritt an die Stelle von
scheme-decided = Diese Datei sieht niemand mehr an
scheme-decided-kept = Diese Datei ist schon behalten; jetzt wurde nichts geändert. Die Systematik:
scheme-decided-gone = Diese Datei wurde behalten und seither durch eine neuere ersetzt, oder sie wurde verworfen. Jetzt wurde nichts geändert; bringen Sie die Datei noch einmal, um sie wieder anzusehen.
scheme-before = Ausgabe in Gebrauch
scheme-classes = Klassen
scheme-new = Neue Klassen
scheme-gone = Klassen, die wegfallen
scheme-changed = Klassen, die sich ändern
scheme-mappings = Entsprechungen
scheme-mappings-new = Neue Entsprechungen
scheme-mappings-gone = Entsprechungen, die wegfallen
scheme-astray = Klassen von Entsprechungen, die in der gebrauchten Ausgabe fehlen
scheme-doubts = Zweifel
scheme-doubts-count = { $count ->
    [one] Ein Zweifel beim Lesen
   *[other] { $count } Zweifel beim Lesen
}
scheme-needs-lose = { $count ->
    [one] Ein Bedarf fragt nach Klassen, die wegfallen
   *[other] { $count } Bedarfe fragen nach Klassen, die wegfallen
}
scheme-tops = Oberste Klassen
scheme-export = Zum Mitnehmen
scheme-export-turtle = SKOS mit Entsprechungen (Turtle)
scheme-export-xml = SKOS mit Entsprechungen (RDF/XML)
scheme-export-table = Klassen (CSV)
scheme-export-crosswalk = Entsprechungen (CSV)
scheme-crosswalks = Entsprechungen in anderen Systematiken
scheme-crosswalks-none = Keiner Klasse entspricht eine einer anderen Systematik.
scheme-another = Andere Systematik
scheme-remove = Systematik herausnehmen
scheme-remove-title = { $scheme } herausnehmen?
scheme-remove-body = { $classes ->
    [one] Eine Klasse fällt weg
   *[other] { $classes } Klassen fallen weg
}, und mit { $mappings ->
    [one] ihr eine Entsprechung
   *[other] ihnen { $mappings } Entsprechungen
}. Nachweise behalten ihre Klassen; Bedarfe werden neu abgeglichen.
scheme-remove-needs = Diese Bedarfe fragen nach ihren Klassen:
scheme-remove-needs-many = { $count } Bedarfe fragen nach ihren Klassen
class-find = Eine Klasse finden
class-find-words = Notation oder Wörter
class-find-hint = Eine Notation wie 27.35 oder Wörter einer Benennung in beliebiger Sprache
class-find-do = Suchen
class-find-none = Keine Klasse hat diese Notation oder diese Wörter. Versuchen Sie den Anfang eines Wortes.
class-find-most = Nur die { $count } besten sind gezeigt; fügen Sie ein Wort hinzu.
class-below = { $count ->
    [one] eine darunter
   *[other] { $count } darunter
}
class-level-more = und { $count } weitere
class-narrower = Klassen darunter
class-related = Verwandte Klassen
class-code = Klasse
class-labels = Benennungen
class-alternatives = Heißt auch
class-uri = Adresse
class-records-title = Nachweise
class-records = { $count ->
    [one] Ein Nachweis hier, darunter oder in einer Entsprechung
   *[other] { $count } Nachweise hier, darunter oder in Entsprechungen
}
class-mapped = In anderen Systematiken
class-mapped-none = Ihr entspricht keine Klasse einer anderen Systematik.
class-needs = Bedarfe, die danach fragen
class-needs-none = Kein Bedarf, den Sie sehen dürfen, fragt danach.
class-needs-count = { $count ->
    [one] Ein Nachweis dieser Klasse träfe einen Bedarf
   *[other] Ein Nachweis dieser Klasse träfe { $count } Bedarfe
}
class-cut = Hinter { $classes } liegen zu viele Klassen
class-cut-body = Entsprechungen führen von hier zu mehr Klassen, als angesehen werden; manche Nachweise werden so nicht gefunden. Fragen Sie nach engeren Klassen.
mapping-to = Klasse
mapping-from = Von
mapping-relation = Beziehung
mapping-new = Einer Klasse einer anderen Systematik zuordnen
mapping-add = Zuordnen
mapping-to-code = Notation in der anderen Systematik
mapping-to-hint = Wie sie dort steht, etwa 1.3
mapping-remove = Entsprechung { $class } herausnehmen
mapping-remove-all = Alle Entsprechungen in { $scheme } herausnehmen
mapping-exact = dasselbe
mapping-exact-hint = Nachweise der einen treffen Bedarfe in der anderen.
mapping-close = fast dasselbe
mapping-close-hint = Nachweise der einen treffen Bedarfe in der anderen, doch von dort führt keine Entsprechung weiter.
mapping-broader = weiter
mapping-broader-hint = Die andere Klasse umfasst diese und mehr: Nachweise dieser Klasse treffen Bedarfe in der anderen.
mapping-narrower = enger
mapping-narrower-hint = Die andere Klasse ist ein Teil dieser: ihre Nachweise treffen Bedarfe in dieser.
mapping-related = verwandt
mapping-related-hint = Wird gezeigt und entscheidet nichts.
way-below = darin
way-exact = genau
way-close = nahezu
way-broader = weiter
way-narrower = als Teil
way-related = verwandt
rematches-title = Was Änderungen brachten
rematches-lead = Wenn sich Systematiken oder Entsprechungen ändern, werden die Bedarfe, die nach Klassen fragen, mit allem Vorhandenen neu abgeglichen.
rematches-none = Noch hat sich nichts geändert
rematches-none-body = Sobald eine Systematik oder Entsprechung behalten oder herausgenommen ist, werden Bedarfe neu abgeglichen; was sie gewinnen und verlieren, steht hier.
rematch-awaits = Nach einer Änderung werden Bedarfe neu abgeglichen.
rematch-at = Wann
rematch-needs = Bedarfe
rematch-gained = Gewonnen
rematch-lost = Verloren
rematch-title = Neu abgeglichen: { $when }
rematch-no-needs = Kein Bedarf, den Sie sehen dürfen, fragt nach Klassen.
rematch-capped = { $count ->
    [one] Ein weiterer Nachweis passt und wurde der Stelle nicht zugestellt
   *[other] { $count } weitere Nachweise passen und wurden der Stelle nicht zugestellt
}, weil es mehr sind, als auf einmal zugestellt werden.
rematch-is-gained = passt nun
rematch-is-lost = passt nicht mehr
rematch-same = Nichts gewonnen, nichts verloren
