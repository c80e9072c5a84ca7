# Ausstellungen und andere Veranstaltungen, ihre Aussteller und die Besuche an ihren Ständen.
events-title = Veranstaltungen
events-lead = Ausstellungen, Messen und Kongresse: wer was zeigt, welche Stände besucht werden und was aus dem Gesehenen wurde.
events-search = Wörter aus Name, Ort oder Thema
events-none = Keine solche Veranstaltung
events-none-body = Tragen Sie die Ausstellung oder den Kongress ein, zu dem jemand fährt, oder suchen Sie mit anderen Wörtern und Jahren.
events-left-out = { $count ->
    [one] Eine weitere Veranstaltung wird nicht gezeigt; grenzen Sie die Liste ein.
   *[other] { $count } weitere Veranstaltungen werden nicht gezeigt; grenzen Sie die Liste ein.
}
event-year = Jahr
event-days = Tage
event-place = Wo
event-new = Veranstaltung eintragen
event-change = Veranstaltung ändern
event-register = Eintragen
event-name-missing = Schreiben Sie, wie die Veranstaltung heißt
event-town = Ort
event-since = Erster Tag
event-until = Letzter Tag
event-until-hint = Bleibt das Feld leer, dauert sie einen Tag.
event-organiser = Veranstalter
event-subject = Thema
event-subject-hint = Was gezeigt wird oder wovon die Rede ist.
event-source = Quelle
event-source-hint = Was an ihren Ständen notiert wird, zählt als Eingang aus dieser Quelle des Verzeichnisses.
event-no-source = Keine
event-mission = Dienstreise dorthin vorschlagen
event-missions = Dienstreisen
event-missions-none = Keine Dienstreise führt dorthin
event-missions-none-body = Eine Dienstreise, die diese Veranstaltung wählt, steht hier.
exhibitors-title = Aussteller
exhibitors-count = { $count ->
    [one] Ein Aussteller
   *[other] { $count } Aussteller
}
exhibitors-search = Wörter aus Name, Stand oder Gezeigtem
exhibitors-none = Noch ist kein Aussteller aufgeführt
exhibitors-none-body = Fügen Sie die Liste aus dem Katalog ein oder tragen Sie die wichtigen von Hand ein.
exhibitors-none-such = Kein Aussteller hat diese Wörter
exhibitors-none-such-body = Suchen Sie mit weniger Wörtern.
exhibitors-all = Alle Aussteller
exhibitors-take = Liste aufnehmen
exhibitors-take-lead = Jede Zeile ist ein Aussteller: Name; Land; Stand; was gezeigt wird. Wer schon aufgeführt ist, wird geändert; gestrichen wird niemand.
exhibitors-list = Die Liste
exhibitors-list-hint = Aus einer Tabelle eingefügt oder mit Strichpunkten getippt; eine erste Zeile mit Überschriften (name, country, stand, shows) bestimmt es anders.
exhibitors-file = Oder eine Datei
exhibitors-file-hint = CSV. Eine Datei geht dem Eingefügten vor.
exhibitors-keep = Liste behalten
exhibitor-name = Aussteller
exhibitor-stand = Stand
exhibitor-shows = Was gezeigt wird
exhibitor-host = Gastgeber
exhibitor-host-hint = Gastgeber, die ähnlich heißen; mit Wörtern suchen Sie andere.
exhibitor-no-host = Keiner von unseren
exhibitor-new = Aussteller von Hand eintragen
exhibitor-add = Aussteller eintragen
exhibitor-change = Was die Liste sagt
exhibitor-change-it = Ändern oder sagen, welcher Gastgeber es ist
exhibitor-make-host = Zum Gastgeber machen
exhibitor-remove = Von der Liste nehmen
stands-title = Stände
stands-none = Noch soll kein Stand besucht werden
stands-none-body = Öffnen Sie einen Aussteller und sagen Sie, wer hingeht und wozu.
stands-none-here = Noch plant niemand, diesen Stand zu besuchen.
stands-visited = { $visited } von { $all } Ständen besucht
stand-visitor = Wer hingeht
stand-purpose = Wozu
stand-purpose-hint = Welche Maschine anzusehen, wonach zu fragen ist.
stand-question = Frage einer Dienstreise
stand-question-hint = Eine Dienstreise dorthin nimmt sie mit; am Stand steht sie über der Notiz.
stand-no-question = Keine
stand-post = Steht für die Notiz ein
stand-state = Stand der Dinge
stand-state-planned = Geplant
stand-state-visited = Besucht
stand-state-dropped = Nicht besucht
stand-became = Was daraus wurde
stand-delivered = { $count ->
    [0] noch niemandem vorgelegt
    [one] einer Stelle vorgelegt
   *[other] { $count } Stellen vorgelegt
}
stand-used = { $count ->
    [0] noch nicht genutzt
    [one] von einer genutzt
   *[other] von { $count } genutzt
}
stand-plan = Besuch an diesem Stand planen
stand-plan-it = Besuch planen
stand-note-now = Ich bin am Stand: jetzt notieren
stand-narrower = Wer es sehen darf
stand-visit-title = Am Stand: { $name }
stand-ask = Hier zu fragen
stand-title = In einer Zeile
stand-title-hint = Worum es geht; so heißt der Nachweis.
stand-title-missing = Schreiben Sie in einer Zeile, was die Notiz sagt
stand-notes = Was zu sehen und zu hören war
stand-notes-missing = Schreiben Sie, was zu sehen und zu hören war
stand-evidence = Worauf es beruht
stand-contacts = Gesprächspartner
stand-day = Tag des Besuchs
stand-becomes = Die Notiz wird mit ihren Dateien sogleich ein Nachweis und jedem Bedarf vorgelegt, zu dem sie passt. Die Gesprächspartner bleiben draußen.
stand-keep = Notiz behalten
stand-correct-it = Berichtigung behalten
stand-note = Besuch notieren
stand-correct = Notiz berichtigen
stand-is-record = Die Notiz ist ein Nachweis
stand-record = Nachweis öffnen
stand-read-only = Diesen Stand besuchen andere.
stand-back = Zurück zum Besuch
stand-files = Dateien
stand-no-files = Es wurde keine Datei mitgebracht.
stand-bring = Weitere Dateien bringen
stand-drop = Er wird nicht besucht
stand-drop-reason = Warum
stand-drop-it = Festhalten, dass er nicht besucht wird
mission-event-of = Eine Veranstaltung des Hauses
mission-event-of-hint = Veranstaltungen nahe den Tagen der Dienstreise. Name und Tage kommen dann von dort.
mission-event-in-words = Keine: ich schreibe es in Worten
host-met = An Ständen getroffen
host-shown = Wo er ausstellt
record-stands = An einem Stand notiert
stand-conflict = Jemand hat diesen Besuch notiert, nachdem Sie ihn geöffnet hatten
stand-conflict-body = Hier steht, was jetzt gilt, darunter, was Sie geschrieben haben. Behalten Sie Ihres an seiner Stelle oder lassen Sie es.
stand-conflict-files = Die von Ihnen gewählten Dateien liegen schon beim Eintrag.
stand-conflict-leave = Meines verwerfen, den jetzigen Stand behalten
stand-visitor-words = Wörter zu jemandem aus dem Verzeichnis
stand-visitor-words-hint = Angeboten werden höchstens { $max } Fachleute; mit Wörtern aus Name, Einheit oder Fach finden Sie andere.
stand-visitor-look = Fachleute suchen
fact-exhibitor-kept = Aussteller { $number } eingetragen
fact-exhibitor-off = Aussteller { $number } von der Liste genommen
fact-exhibitor-host = Aussteller { $number } zum Gastgeber gemacht
fact-exhibitors-kept = { $count ->
    [one] ein Aussteller eingetragen
   *[other] { $count } Aussteller eingetragen
}
