# Nachweise: Suche, Nachweis, und warum er kam oder nicht.

records-title = Nachweise
record-in-file = Gefunden in einer Datei des Nachweises
records-query = Suche nach
records-query-hint = Wörter, Wortfolgen, Felder; eine Nummer oder ein DOI führt zum Nachweis
query-help = Wie man sucht
query-fault = Die Anfrage ist ab Spalte { $column } nicht zu lesen
query-help-all = Beide Wörter in jeder Form, in Titel, Kurzfassung oder Schlagwörtern
query-help-phrase = Die Wörter hintereinander
query-help-begin = Wörter, die so beginnen
query-help-any = Eines davon oder beide
query-help-not = Das erste ohne das zweite
query-help-near = Höchstens fünf Wörter voneinander
query-help-field = Im Titel
query-help-author = Von diesem Verfasser
query-help-year = In diesen Jahren erschienen
query-help-kind = Von dieser Art und Sprache
query-help-class = In dieser Klasse und darunter
records-newest = Zuletzt aufgenommen
records-held = { $count ->
    [one] Das Amt hat { $count } Nachweis, den Sie sehen dürfen
   *[other] Das Amt hat { $count } Nachweise, die Sie sehen dürfen
}
records-none = Noch keine Nachweise
records-none-body = Sie kommen aus Dateien: der Betrieb hält das Amt an, nimmt sie mit `uptake ingest` auf und startet es wieder.
records-found = { $count ->
    [one] { $count } Nachweis gefunden
   *[other] { $count } Nachweise gefunden
}
records-shown = { $from } bis { $to }, die besten zuerst
records-needs = Bedarfe, die davon handeln
records-nothing = Nichts gefunden
records-nothing-body = Lassen Sie ein Wort weg, schreiben Sie nur seinen Anfang mit Stern, oder fragen Sie, wer es wissen kann.
records-end = Mehr erreicht man, wenn man die Suche verengt.
records-facet-kind = Art
records-facet-year = Jahr
records-facet-lang = Sprache
records-facet-class = Klasse
records-facet-source = Erschienen in
kind-article = Artikel
kind-preprint = Vorabdruck
kind-conference-paper = Tagungsbeitrag
kind-proceedings = Tagungsband
kind-book = Buch
kind-chapter = Kapitel
kind-thesis = Hochschulschrift
kind-report = Bericht
kind-patent = Patent
kind-standard = Norm
kind-dataset = Datensatz
kind-software = Programm
kind-review = Übersicht
kind-editorial = Leitartikel
kind-correction = Berichtigung
kind-retraction = Rücknahme
kind-post = Beitrag
kind-webpage = Webseite
kind-media = Bild oder Ton
kind-catalogue = Katalog
kind-dispatch = Gesandtschaftsbericht
kind-exhibition = Ausstellung
kind-serial = Zeitschrift
kind-other = Anderes
status-current = Im jetzigen Stand
status-corrected = Berichtigt
status-withdrawn = Zurückgezogen
status-retracted = Zurückgenommen
role-author = Verfasser
role-editor = Herausgeber
role-translator = Übersetzer
role-inventor = Erfinder
role-applicant = Anmelder
role-assignee = Inhaber
role-contributor = Mitwirkende
scheme-keyword = Schlagwörter
scheme-other = Andere Systematik
relation-preprint-of = ist Vorabdruck von
relation-has-preprint = hat als Vorabdruck
relation-corrects = berichtigt
relation-corrected-by = wird berichtigt durch
relation-retracts = nimmt zurück
relation-retracted-by = wird zurückgenommen durch
relation-version-of = ist eine Fassung von
relation-has-version = hat als Fassung
relation-part-of = ist Teil von
relation-has-part = hat als Teil
relation-translation-of = ist Übersetzung von
relation-reviews = bespricht
relation-supplements = ergänzt
relation-supplemented-by = wird ergänzt durch
relation-replaces = ersetzt
relation-replaced-by = wird ersetzt durch
relation-family-of = gehört zu einer Familie mit
relation-related-to = hängt zusammen mit
record-this = Dieser
record-this-target = diesem
record-and-others = { $count ->
    [one] und { $count } weiterer
   *[other] und { $count } weitere
}
record-for-need = Hervorgehoben ist, was zum Bedarf passt:
record-grounds-other = Außerdem:
record-language = in { $language }
record-notes = Bemerkungen der Quellen
record-number = Nummer
record-in = In
record-place = Band, Heft, Seiten
record-publisher = Verlag
record-work-language = Sprache
record-status = Stand
record-identifiers = Kennungen
record-locations = Wo man es bekommt
record-rights = Rechte
record-kept = Im Amt seit
record-export = Für andere Programme
record-makers = Von
record-makers-more = { $count ->
    [one] { $count } weiterer
   *[other] { $count } weitere
}
record-subjects = Gegenstand
record-became = Was daraus wurde
record-nothing = Bisher nichts
record-nothing-fallen = Er gilt nicht mehr, und was nicht mehr gilt, wird nicht zugestellt.
record-nothing-yet = Seit er kam oder sich änderte, ist er noch nicht abgeglichen worden; das folgt gleich.
record-nothing-fits = Er ist abgeglichen, und kein Profil eines Bedarfs, den Sie sehen dürfen, trifft auf ihn zu. Unten können Sie fragen, warum.
record-deliveries = Zustellungen
record-deliveries-more = { $count ->
    [one] { $count } weitere Zustellung
   *[other] { $count } weitere Zustellungen
}
record-answers = Er beantwortet
record-delivery-need = Bedarf
record-delivery-post = Stelle
record-delivery-when = Wann
record-delivery-outcome = Was daraus wurde
record-why = Warum
record-undecided = Noch nicht entschieden
record-sources = Quellen
record-source = Quelle
record-source-entry = Eintrag { $entry }
record-source-format = Format
record-source-kept = Aufgenommen
record-source-overtaken = Seither überholt
record-source-gave = Was sie gab
record-source-all = Alles
record-source-nothing = Nichts, was andere nicht gaben
record-source-file = Wie es kam
record-source-raw = Quelle { $number } sichern
record-related = Gehört zu
record-rests-on = Er stützt sich auf
record-derived = Daraus entstanden
record-marking = Wer ihn sehen darf
record-marking-body = Hier lässt sich der Kreis nur verengen, nicht wieder erweitern.
record-marking-now = Jetzt
record-marking-then = Dann
record-marking-lost = { $count ->
    [0] Niemand verliert ihn aus den Augen.
    [one] { $count } Person, die ihn jetzt sieht, sähe ihn nicht mehr.
   *[other] { $count } Personen, die ihn jetzt sehen, sähen ihn nicht mehr.
}
record-marking-follows = Was aus dem Nachweis entstand, folgt. Zurücknehmen lässt sich das hier nicht.
record-marking-blind = Bei diesen Stellen ist dazu eine Pflicht offen, und niemand dort sähe ihn noch
record-marking-change = Kreis verengen
record-marking-keep = Zur Einstufung hinzufügen
record-fallen = Er wird nicht mehr zugestellt. Was darauf baut, sollte noch einmal angesehen werden.
record-fallen-withdrawn = Diese Arbeit wurde zurückgezogen
record-fallen-retracted = Diese Arbeit wurde zurückgenommen
why-ask = Warum hat jemand das nicht bekommen?
why-ask-need = Für welchen Bedarf
why-ask-go = Nachspielen
why-delivered = Zugestellt
why-delivered-once = Damals zugestellt; heute würde es nicht
why-will-be = Noch nicht zugestellt; der nächste Abgleich stellt es zu
why-not = Nicht zugestellt
why-because = Was den Ausschlag gab
why-the-delivery = Die Zustellung
why-need-stage = Der Bedarf ist
why-need-expires = Abgeglichen wird er bis
why-expired = Vorbei
why-no-expiry = ohne Ende
why-record = Der Nachweis
why-stands = Der Nachweis gilt
why-seen = Die Stelle darf ihn sehen
why-profiles = Profile, die zutreffen
why-yes = ja
why-no = nein
why-words = Die entscheidenden Wörter
why-no-words = Kein Profil hat hier seine Wörter gefunden.
why-profile = Profil { $number }
why-no-profile = Der Bedarf hat kein Profil, also kann nichts zugestellt werden.
why-holds = trifft zu
why-too-low = trifft zu, aber zu niedrig
why-fails = trifft nicht zu
why-rank = Rang { $rank }; das Profil hat keine Schwelle.
why-rank-threshold = Rang { $rank } gegen die Schwelle { $threshold }.
why-parts-all = { $count ->
    [one] { $count } Teil
   *[other] Alle { $count } Teile
}
why-parts-any = { $count ->
    [one] { $count } Teil
   *[other] Einer von { $count } Teilen
}
why-other = Nach einem anderen Bedarf fragen
ground-title = im Titel
ground-abstract = in der Kurzfassung
ground-keywords = in den Schlagwörtern
ground-author = unter den Verfassern
ground-org = unter den Einrichtungen
ground-by-office = von der Organisation vergeben
ground-source = in der Quelle
ground-question = ist Ihre Frage, unterwegs gestellt
record-register = Gebracht von diesen Quellen des Verzeichnisses, mit ihrer Zuverlässigkeit:
records-export = Gefundenes speichern als
records-export-hint = Die besten { $max } werden gespeichert. Was nicht kopiert werden darf, bleibt weg.
cite-title = Zitieren
cite-style = Zitierstil
cite-styles-own = Stile der Organisation
cite-styles-first = Hier häufig verwendet
cite-styles-others = Alle anderen
cite-go = In diesem Stil zeigen
cite-list-title = Literaturangaben
cite-search = Suche
cite-list-lead = { $count ->
    [one] Ein Nachweis als Literaturangabe.
   *[other] { $count } Nachweise als Literaturangaben.
}
cite-more = { $count ->
    [one] Eine weitere steht in der Datei.
   *[other] { $count } weitere stehen in der Datei.
}
cite-withheld = { $count ->
    [one] Ein Nachweis darf nicht kopiert werden und fehlt hier.
   *[other] { $count } Nachweise dürfen nicht kopiert werden und fehlen hier.
}
cite-save-text = Als Text speichern
cite-save-html = Als HTML speichern
cite-no-style = Einen Stil dieses Namens gibt es nicht; rufen Sie die Liste der Stile ab
cite-no-language = Die Sprachen sind en, ru und de
