# Der Raum Dienststelle: Einheiten, Stellen, Personen, Kreise, Journal, Aufträge.

office-views = Ansichten der Dienststelle
office-units = Einheiten und Stellen
office-persons = Personen
office-compartments = Kreise
office-duties = Pflichten nach Einheit
office-ledger = Journal
office-jobs = Aufträge
office-posts = Stellen
short-name-hint = Kleinbuchstaben, Ziffern und Bindestriche; er steht in Adressen und ändert sich nicht
unit-new = Einheit anlegen
unit-change = Diese Einheit umbenennen oder versetzen
unit-id = Kurzname der Einheit
unit-name = Name der Einheit
unit-parent = Steht unter
unit-no-parent = Keine: sie steht ganz oben
unit-needs = Die Bedarfe dieser Einheit und der Einheiten darunter
duties-title = Wie die Pflichten stehen
duties-body = Offene Pflichten und solche der letzten { $days } Tage. Eine Einheit zählt mit allen darunter. Gezählt wird nur, was Sie sehen dürfen.
duties-unit = Einheit
duties-open = Offen
duties-late = Überfällig
duties-raised = Aufgestiegen
duties-done = Erledigt
duties-done-late = Verspätet erledigt
duties-let-go = Erlassen
post-new = Stelle in dieser Einheit anlegen
post-change = Bezeichnung, Einheit oder Befugnisse ändern
post-id = Kurzname der Stelle
post-title = Bezeichnung der Stelle
post-unit = Einheit
post-powers = Befugnisse
post-no-powers = Meldet Bedarfe an, fragt und beantwortet, was ihr zugestellt wird
post-closed = Geschlossen
post-close = Diese Stelle schließen
post-close-body = Was sie tat, bleibt. Was sie offen hat, geht an eine andere Stelle.
post-close-to = Offene Arbeit geht an
post-close-nobody = Niemand: nichts ist offen
post-hand-over = Übergeben oder berufen
post-hand-over-body = Bedarfe, Zustellungen und Pflichten gehören der Stelle: Wer sie übernimmt, findet sie alle vor.
power-lead = Leitet ihre Einheit
power-lead-hint = Was darunter überfällig ist, steigt zu ihr auf
power-coordinate = Koordiniert Bedarfe
power-coordinate-hint = Prüft, vereinigt und nimmt Bedarfe ihrer Einheit und darunter an
power-document = Dokumentiert
power-document-hint = Verzeichnet Quellen und nimmt Nachweise auf, stuft sie ein, leitet Anfragen weiter und beantwortet sie
power-administer = Verwaltet
power-administer-hint = Führt Einheiten, Stellen, Personen und Freigaben
power-audit = Revidiert
power-audit-hint = Liest das Journal
tenures = Wer für sie handelt und handelte
tenure-person = Person
tenure-standing = Als
tenure-since = Von
tenure-until = Bis
tenure-now = jetzt
tenure-open = Ende offen
deputy-new = Vertretung für eine Abwesenheit benennen
deputy-who = Wer vertritt Sie?
deputy-go = Vertretung benennen
tenure-end-early = Früher beenden
deputy-end = Letzter Tag {$day}
post-hand-work = Ihre offene Arbeit einer anderen Stelle geben
post-hand-work-body = Bedarfe, offene Zustellungen, Anfragen und Pflichten gehen sofort über; diese Stelle bleibt, wie sie ist.
post-hand-work-choose = Eine Stelle wählen
post-hand-work-go = Arbeit übergeben
post-hand-work-none = Wählen Sie die Stelle, die die Arbeit übernimmt
tenure-choose = Eine Person wählen
person-new = Person anlegen
person-change = Name, Freigabe oder Kreise ändern
person-id = Kurzname zum Anmelden
person-name = Name
person-email = Mailadresse
person-language-browser = Wie im Browser eingestellt
person-level = Freigegeben bis
person-left = Ausgeschieden
person-leave = Diese Person scheidet aus
person-leave-body = Sie kann sich nicht mehr anmelden, und was sie innehatte, endet heute. Was sie tat, bleibt.
person-link-body = Mit einem Einmal-Link wählt diese Person ein Kennwort, anstelle des bisherigen. Er gilt drei Tage.
person-link-make = Einmal-Link ausstellen
person-link-made = Der Link, nur dieses eine Mal gezeigt. Übergeben Sie ihn auf sicherem Weg.
compartment-new = Kreis anlegen
compartment-id = Kurzname des Kreises
compartment-name = Name des Kreises
compartment-admitted = Zugelassen
compartment-closed = Geschlossen
compartment-close = Schließen
compartment-none = Es gibt keine Kreise
compartment-none-body = Ein Kreis umfasst die Personen, die zu einer Sache zugelassen sind.
ledger-body = Jede Tatsache ist durch ihren Hash an die vorige gekettet. Sie lesen die Tatsachen über das, was Sie sehen dürfen; eine Nummer, die fehlt, gehört zu einer Tatsache, die Sie nicht sehen dürfen.
ledger-number = Nummer
ledger-when = Wann
ledger-fact = Tatsache
job-kind = Auftrag
job-state = Stand
job-when = Wann
job-tries = Versuche
job-error = Was zuletzt misslang
job-retry = Noch einmal versuchen
job-none = Nichts zu tun
job-none-body = Hier steht die spätere Arbeit der Dienststelle.
job-match-need = Einen Bedarf gegen alles Vorhandene halten:
job-match-classes = Die Bedarfe, die nach Klassen fragen, gegen alles Vorhandene halten
job-match-new = Neues gegen alle Bedarfe halten
job-take-in = Aufnehmen, was von einer Quelle kam:
job-look-at = Eine beigelegte Datei ansehen:
job-raise-duties = Überfälliges eine Stufe höher heben
job-ask-reconfirmation = Fragen, ob Bedarfe noch bestehen
job-write-letters = Fällige Briefe schreiben
job-begin-issues = Fällige Ausgaben beginnen
job-print-issue = Eine Ausgabe drucken
job-sweep = Abgelaufenes wegräumen
job-checkpoint = Den Kopf des Journals unterschreiben
job-state-waiting = Wartet
job-state-leased = In Arbeit
job-state-done = Erledigt
job-state-failed = Wartet auf einen Menschen
foresight-title = Was dies bewirken würde
foresight-look = Ansehen, was es bewirkt
foresight-keep = So behalten
foresight-on = Noch ist nichts geändert. So wäre es am { $day }.
foresight-nothing = Dies ändert nichts
foresight-nothing-body = Es steht schon so da.
foresight-rows = Was sich ändert
staff-part-name = Name
staff-part-parent = Gehört zu
staff-part-closed = Geschlossen
staff-part-title = Bezeichnung
staff-part-unit = Einheit
staff-part-powers = Befugnisse
staff-part-email = E-Mail
staff-part-language = Sprache
staff-part-level = Einstufung
staff-part-compartments = Kreise
staff-part-left = Ausgeschieden
staff-part-person = Person
staff-part-standing = Als
staff-part-since = Von
staff-part-until = Letzter Tag
foresight-new = neu
foresight-changed = geändert
foresight-out = herausgenommen
foresight-sights = Wer mehr oder weniger sehen würde
foresight-no-sights = Niemand würde mehr oder weniger sehen als jetzt.
foresight-person = Person
foresight-before = Jetzt
foresight-after = Dann
foresight-markings = Einstufungen
foresight-seen = { $records ->
    [one] { $records } eingestufter Nachweis
   *[other] { $records } eingestufte Nachweise
}, { $needs ->
    [one] { $needs } eingestufter Bedarf
   *[other] { $needs } eingestufte Bedarfe
}
foresight-beyond = und mehr, das Sie nicht sehen dürfen
foresight-powers = Befugnisse, die anders reichen
foresight-ladders = Überfälliges, das anders aufsteigt
foresight-handed = Offene Arbeit von { $from } geht an { $to }
foresight-vacant = Für diese Stellen würde niemand mehr handeln
foresight-unseen = Manche offene Pflicht von { $post } könnte dort niemand mehr sehen

post-offer-words = Wörter aus Stelle, Einheit oder Namen
post-offer-look = Stellen suchen
post-offer-none = Keine Stelle hat diese Wörter; lassen Sie eines weg.
post-offer-more = { $count ->
    [one] { $count } weitere Stelle passt; fügen Sie ein Wort hinzu
   *[other] { $count } weitere Stellen passen; fügen Sie ein Wort hinzu
}
job-count-sources = Zählen, was die Quellen wert sind
job-draw-samples = Die Stichproben eines Monats ziehen
job-find-idle = Nach ungenutzten Mustern fragen
job-watch-cases = Nach Kontrollfällen und Regimen sehen
job-weigh-cases = Kontrollfälle neu abwägen
job-learn-codes = Codes aus den angenommenen lernen
office-sampling = Zweite Indexierung
sampling-lead = Eine andere Person codiert einen Teil der Nachweise neu, ohne die ersten Codes zu sehen. Jeden Monat wird aus jeder Systematik eine Stichprobe des Vormonats gezogen, und die Stelle hat einen Monat, sie zu indexieren.
sampling-post-missing = Wählen Sie die Stelle, die die Stichproben indexiert
sampling-off = Nur von Hand
sampling-off-body = Stichproben werden gezogen, wenn jemand eine will.
sampling-on = Jeden Monat gezogen
sampling-on-body = { $percent } Prozent, indexiert von { $post }.
sampling-closed = Die Stelle ist geschlossen, deshalb wird keine Stichprobe gezogen; wählen Sie eine andere.
sampling-post = Stelle, die die Stichproben indexiert
sampling-percent-hint = Von den Nachweisen, die allen offen stehen und in dem Monat codiert wurden; 5 sind üblich
sampling-keep = Jeden Monat Stichproben ziehen
sampling-end = Nur noch von Hand ziehen
strays-title = { $count ->
    [one] Eine Mail der letzten dreißig Tage ging ins Leere
   *[other] { $count } Mails der letzten dreißig Tage gingen ins Leere
}
strays-without-key = { $count ->
    [one] Eine ohne Schlüssel hinter dem Plus der Adresse oder mit einem, zu dem es hier nichts gibt
   *[other] { $count } ohne Schlüssel hinter dem Plus der Adresse oder mit einem, zu dem es hier nichts gibt
}
strays-forged = { $count ->
    [one] Eine, deren Schlüssel nicht passt oder die von jemand anderem kommt als dem Angeschriebenen
   *[other] { $count }, deren Schlüssel nicht passen oder die von anderen kommen als den Angeschriebenen
}
strays-unreadable = { $count ->
    [one] Eine, die keine Nachricht ist
   *[other] { $count }, die keine Nachrichten sind
}
strays-next = Sie liegen im Postfach selbst unter dem Gelesenen. Sagen Sie den Absendern die ganze Adresse, mit dem, was hinter dem Plus steht.
office-styles = Zitierstile
styles-lead = Nachweise werden in { $count } mitgelieferten Stilen zitiert und in denen, die Sie bringen. Ein Stil des Hauses ist eine Datei der Citation Style Language (.csl).
styles-none = Keine eigenen Stile
styles-none-body = Bringen Sie einen, wo eine Zeitschrift oder eine Behörde eigene Regeln hat.
styles-bring = Einen Stil bringen
styles-file = Datei
styles-file-hint = Ein ganzer Stil in der Citation Style Language, höchstens { $max } KiB. Er wird angesehen, bevor er behalten wird; mit demselben Kurznamen ersetzt er den bisherigen.
styles-word = Kurzname
styles-word-hint = Kleinbuchstaben, Ziffern und Bindestriche, etwa hausjournal
styles-keep = Ansehen und behalten
styles-no-file = Wählen Sie die Datei des Stils
styles-title = Titel
styles-by = Gebracht von
styles-remove = Wegnehmen
work-calendar-title = Wann diese Einheit arbeitet
work-calendar-lead = Was in so und so vielen Tagen zu tun ist, wird an einem Arbeitstag der Einheit fällig und gilt als verspätet, wenn dieser Tag dort vorbei ist. Das gilt auch für Einheiten darunter, die nichts anderes sagen.
work-calendar-told = Arbeitet nach den freien Tagen von { $country }; ihre Tage enden nach der Uhr von { $zone }.
work-calendar-told-always = Jeder Tag zählt als Arbeitstag; ihre Tage enden nach der Uhr von { $zone }.
work-calendar-change = Sagen, wann sie arbeitet
work-calendar-as-above = Wie die Einheit darüber
work-calendar-country-hint = Zwei Buchstaben, etwa DE. Es gelten seine Wochenenden und freien Tage; leer: wie die Einheit darüber.
work-calendar-free-days = { $n ->
    [one] Ein freier Tag dieses Landes ist bekannt, außer Samstagen und Sonntagen.
   *[other] { $n } freie Tage dieses Landes sind bekannt, außer Samstagen und Sonntagen.
}
work-calendar-free-days-link = Freie Tage nach Ländern
work-calendar-keep = Arbeitszeit festhalten
job-invite = Teilnehmende zu den Treffen einer Dienstreise einladen:
job-follow-assignments = Einsätze von Fachkräften verfolgen
