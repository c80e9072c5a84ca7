# Bedarfe: Liste, Formular, Seite und Schritte.

need-list = Bedarfe
need-list-words = Wörter in Titel oder Beschreibung
need-list-find = Suchen
need-list-whose = Wessen und wann
need-list-mine = Meiner Stellen
need-list-expiring = Läuft bald ab
need-list-all = Alle Bedarfe zeigen
need-list-none = Noch ist kein Bedarf angemeldet
need-list-none-body = Ein Bedarf sagt, was einer Einheit fehlt. Die Nachweise der Welt werden mit ihm verglichen, und was passt, wird seiner Stelle vorgelegt.
need-list-none-so = Kein Bedarf erfüllt das alles
need-list-none-so-body = Nehmen Sie einen Filter weg, oder suchen Sie nach weniger Wörtern.

need-title = Titel
need-title-hint = Was fehlt, in einer Zeile: „Leichtere Dieselmotoren für Rangierlokomotiven“
need-unit = Einheit
need-post = Stelle
need-stage = Stand
need-priority = Dringlichkeit
need-until = Abgeglichen bis
need-deliveries = Vorlagen
need-counts = { $open } offen · { $used } genutzt
need-statement = Beschreibung
need-statement-hint = Was fehlt und warum, was versucht wurde, unter welchen Bedingungen es arbeiten muss.
need-statement-none = Die Beschreibung ist noch zu schreiben.
need-parameters = Was sich messen lässt
need-parameters-hint = Der jetzt erreichte und der gewünschte Wert, jeweils mit Maßeinheit. Lassen Sie den jetzigen Wert leer, wenn er nicht bekannt ist.
need-parameter-name = Größe
need-parameter-now = Jetzt
need-parameter-wanted = Gewünscht
need-parameter-measure = Maßeinheit
need-questions = Fragen
need-questions-hint = Was die fragen sollen, die hinfahren und nachsehen. Eine Frage je Zeile.
need-benefit = Erwarteter Nutzen
need-benefit-hint = Was es brächte, an Ausstoß, Material, Arbeit oder Devisen.
need-priority-high = Hoch
need-priority-high-about = Ohne dies steht die Produktion oder scheitert ein Plan.
need-priority-normal = Normal
need-priority-normal-about = Das Übliche.
need-priority-low = Gering
need-priority-low-about = Gut zu haben.
need-plan-line = Planposition
need-deadline = Von Nutzen bis
need-examples = Arbeiten, die willkommen gewesen wären
need-examples-hint = Nummern von Nachweisen oder Kennungen wie 10.1000/182 oder US6337117B1, eine je Zeile. Aus ihnen werden Wörter und Klassen gewonnen.
need-classes = Klassen
need-classes-tick = Kreuzen Sie an, was zum Bedarf gehört
need-classes-none = Klassen werden hier vorgeschlagen, wenn Nachweise zur Sache welche tragen. Beispiele helfen.
need-class-borne = bei { $count } von { $total } angesehenen Nachweisen
need-classes-more = Weitere Klassen
need-classes-more-hint = System und Notation, durch Kommas getrennt: cpc:F02B23/10, udc:621.436
need-profiles = Suchprofile
need-profiles-hint = Stehende Anfragen: Was eine davon erfüllt, wird vorgelegt. Ein Schwellenwert hält zurück, was niedriger steht; leer lassen, um alles zu erhalten.
need-profiles-none = Er hat noch kein Suchprofil.
need-profile-query = Anfrage
need-profile-threshold = Schwelle
need-threshold = ab Rang { $rank }

need-language-title = Wie Anfragen geschrieben werden
need-language-and = beide Wörter, irgendwo im Text
need-language-or = eines von beiden
need-language-not = das erste ohne das zweite
need-language-phrase = Wörter in dieser Folge nebeneinander
need-language-prefix = jedes Wort, das so beginnt
need-language-near = höchstens fünf Wörter auseinander
need-language-fields = ein Wort im Titel, eine Klasse mit allen darunter, 2019 oder später erschienen

need-marking-title = Wer ihn sehen darf
need-level = Stufe
need-level-open = Offen
need-level-open-about = Alle, die Zugang zum Amt haben.
need-level-internal = Intern
need-level-internal-about = Alle im Amt.
need-level-restricted = Eingeschränkt
need-level-restricted-about = Wer es für die Arbeit braucht.
need-level-confidential = Vertraulich
need-level-confidential-about = Wenige.
need-compartments = Kreise
need-compartments-hint = Nur wer zu allen angekreuzten zugelassen ist, sieht ihn.
need-release = Freigegeben für
need-release-hint = Nichts ankreuzen, um ihn allen Einheiten offen zu lassen.
need-release-alone = { $unit }, nur diese Einheit
need-release-within = { $unit } und die Einheiten darunter
need-release-more = Weitere Einheiten
need-release-more-hint = Ihre Kurznamen, durch Kommas getrennt
need-release-kept = Er ist noch in weiteren Kreisen freigegeben, aus dem, wovon er abgeleitet wurde. Sie bleiben, wie sie sind.
need-released = Für einige Einheiten
need-caveats = Auflagen
need-caveats-hint = no-export, no-copying, licensed:VERTRAG

need-hand-in = Zur Prüfung einreichen
need-keep-draft = Als Entwurf behalten
need-keep = Änderungen behalten
need-look = Neu nachsehen
need-edit = Bedarf ändern

need-panel-about = Was das Amt bisher dazu hat
need-similar = Ähnliche Bedarfe
need-similar-about = Wenn einer davon dasselbe sagt, kann die Koordination Ihren mit ihm verbinden.
need-similar-review = Verbunden erhält auch diese Stelle, was zum anderen vorgelegt wird.
need-similar-none = Kein ähnlicher Bedarf einer anderen Einheit ist bekannt.
need-likeness = zu { $share } gleich
need-shared = In beiden:
need-words = Wörter
need-words-none = Schreiben Sie einen Titel oder eine Beschreibung; dann werden hier Wörter vorgeschlagen.
need-words-tick = Wörter, die Nachweise zur Sache von anderen unterscheiden
need-words-widen = Diese auch finden
need-words-narrow = Nur mit einem davon
need-query-proposed = Vorgeschlagene Anfrage:
need-query-take = Diese Anfrage übernehmen
need-preview = Was die Profile gebracht hätten
need-preview-none = Schreiben Sie ein Suchprofil; dann werden hier seine letzten sechs Monate gezeigt.
need-preview-more = { $count ->
    [one] { $count } weiteres Profil wird gezeigt, wenn diese stehen.
   *[other] { $count } weitere Profile werden gezeigt, wenn diese stehen.
}
need-preview-found = { $count ->
    [0] kein Nachweis passt
    [one] { $count } Nachweis passt
   *[other] { $count } Nachweise passen
}
need-preview-load = { $load } je Woche
need-preview-nothing = Nichts Vorhandenes passt. Nehmen Sie ein Wort weg, oder setzen Sie OR zwischen Wörter, die dasselbe meinen.
need-preview-weeks = Eingegangene Nachweise je Woche
need-preview-week = Woche bis
need-preview-records = Nachweise
need-preview-best = Die besten davon:
need-day = { $day } { $month }
need-awaited = Beispiele, die noch nicht vorhanden sind
need-awaited-body = Sie bleiben beim Bedarf und helfen, sobald sie aufgenommen sind.

need-differs = Worin sich Ihr Text und der jetzige Bedarf unterscheiden
need-differs-field = Feld
need-differs-now = Wie es jetzt ist
need-differs-typed = Wie Sie es geschrieben haben

need-slip-post = Stelle: Wählen Sie, für welche Ihrer Stellen Sie den Bedarf anmelden
need-slip-title = Titel: Sagen Sie in einer Zeile, was fehlt
need-slip-title-long = Titel: Kürzen Sie ihn auf { $count } Zeichen; der Rest gehört in die Beschreibung
need-slip-statement = Beschreibung: Schreiben Sie, was fehlt und warum, bevor Sie einreichen
need-slip-long = Beschreibung: Kürzen Sie sie auf { $count } Zeichen
need-slip-parameter-name = Was sich messen lässt, Zeile { $row }: Nennen Sie die Größe
need-slip-parameter-value = Was sich messen lässt, Zeile { $row }: Geben Sie den gewünschten Wert an
need-slip-decimal = Was sich messen lässt, Zeile { $row }: Schreiben Sie eine Dezimalzahl wie 12,5
need-slip-deadline = Von Nutzen bis: Schreiben Sie den Tag als Jahr-Monat-Tag, zum Beispiel 2026-03-12
need-slip-deadline-over = Wählen Sie einen Tag, der noch bevorsteht
need-slip-examples = Arbeiten, die willkommen gewesen wären: So heißt kein Nachweis und keine Kennung: { $lines }
need-slip-class = Weitere Klassen: Schreiben Sie „{ $text }“ als System und Notation, zum Beispiel cpc:F02B23/10
need-slip-no-profile = Suchprofile: Schreiben Sie mindestens eine Anfrage, bevor Sie den Bedarf einreichen
need-slip-query = Suchprofile, Zeile { $row }, Spalte { $column }: { $fault }; { $fix }
need-slip-query-empty = Suchprofile, Zeile { $row }: Schreiben Sie die Anfrage, für die die Schwelle gilt
need-slip-threshold = Suchprofile, Zeile { $row }: Schreiben Sie die Schwelle als Zahl ab 0, oder lassen Sie sie leer
need-slip-many = Bleiben Sie bei { $count } davon; mehr ergeben mehrere Bedarfe
need-slip-unit = Freigegeben für: Keine Einheit hat den Kurznamen { $unit }
need-slip-caveat = Auflagen: Schreiben Sie „{ $caveat }“ in Kleinbuchstaben, Ziffern und Bindestrichen
need-slip-marking = Stufe: Sie könnten den Bedarf selbst nicht mehr sehen; wählen Sie eine Einstufung, für die Sie zugelassen sind
need-slip-until = Letzter Tag: Schreiben Sie ihn als Jahr-Monat-Tag, zum Beispiel 2026-03-12
need-slip-join = Zu verbindender Bedarf: Wählen Sie einen der ähnlichen, oder fügen Sie die Adresse eines Bedarfs ein, den Sie sehen

need-expired = Abgelaufen
need-over-since = { $days ->
    [one] seit gestern vorbei
   *[other] seit { $days } Tagen vorbei
}
need-over-long = vorbei seit { $date }
need-over-in = { $days ->
    [0] heute zum letzten Mal
    [one] noch { $days } Tag
   *[other] noch { $days } Tage
}
need-over-on = { $date }
need-silent-since = Dieser Bedarf ist abgelaufen: Seit dem { $date } wird nichts mehr mit ihm verglichen
need-silent-confirm = Wenn er noch besteht, bestätigen Sie ihn. Dann wird auch angesehen, was inzwischen kam.
need-silent-ask = Seine Stelle, { $post }, kann ihn bestätigen.
need-confirm-until = Er besteht noch, bis { $date }
need-asked-back = Die Prüfung fragt zurück
need-was-declined = Dieser Bedarf wurde nicht angenommen
need-was-met = Dieser Bedarf ist gedeckt
need-was-withdrawn = Dieser Bedarf wurde zurückgenommen

need-duties = Zu tun
need-joined-to = Bedient durch
need-joined-hidden = Er ist mit einem Bedarf verbunden, der Ihnen nicht gezeigt wird.
need-joined-from = Mit diesem Bedarf verbunden
need-search = Selbst danach suchen
need-delivered-none = Noch wurde nichts vorgelegt
need-delivered-none-body = Was passt und eingeht, wird seiner Stelle am selben Tag vorgelegt.
need-delivered-now = Er wird gerade abgeglichen
need-delivered-now-body = Was unter den vorhandenen Nachweisen passt, wird seiner Stelle vorgelegt. Laden Sie die Seite gleich noch einmal.
need-delivered-joined = Vorlagen kommen über den Bedarf, mit dem dieser verbunden ist
need-delivered-joined-body = Sie werden beiden Stellen vorgelegt.
need-delivered-before = Vor der Annahme des Bedarfs wird nichts vorgelegt
need-delivered-before-body = Sie können jetzt schon sehen, was seine Profile finden.
need-delivered-over = Nichts wurde vorgelegt
need-delivered-over-body = Der Bedarf wird nicht mehr abgeglichen.
need-delivery-record = Nachweis
need-delivery-state = Antwort
need-delivery-open = Offen
need-delivery-grounds = Gründe
need-delivery-when = Vorgelegt
need-deliveries-more = { $count ->
    [one] { $count } frühere Vorlage ist nicht aufgeführt.
   *[other] { $count } frühere Vorlagen sind nicht aufgeführt.
}
need-capped = { $count ->
    [one] { $count } weiterer Nachweis passt und wurde Ihnen nicht vorgelegt: suchen
   *[other] { $count } weitere Nachweise passen und wurden Ihnen nicht vorgelegt: suchen
}
need-requests = Auskunftsersuchen, die ihm dienen
need-why = Warum habe ich das nicht bekommen?
need-why-about = Nennen Sie einen Nachweis, und der Bedarf wird Bedingung für Bedingung an ihm durchgespielt.
need-why-record = Nummer oder Kennung des Nachweises
need-why-ask = Warum?

need-steps = Was jetzt möglich ist
need-step-submit = Zur Prüfung einreichen
need-step-accept = Annehmen
need-step-accept-field = Abgeglichen bis
need-step-ask = Zurückfragen
need-step-ask-title = Zurückfragen: mit einer Frage an seine Stelle zurückgeben
need-step-ask-field = Frage
need-step-join = Verbinden
need-step-join-title = Mit einem Bedarf verbinden, der dasselbe sagt
need-step-join-field = Zu verbindender Bedarf
need-step-join-hint = Die Adresse seiner Seite oder sein Name
need-join-stops = Die eigenen Profile des zusammengelegten Bedarfs ruhen: seine Stelle erhält fortan, was die Profile des anderen finden. Ergänzen Sie dort, was sonst fehlte.
need-join-to-this = Mit diesem verbinden
need-join-to = Mit diesem verbinden: { $title }
need-step-decline = Ablehnen
need-step-decline-title = Ablehnen, mit Begründung
need-step-decline-field = Begründung
need-step-part = Vom verbundenen Bedarf trennen
need-step-confirm = Bestätigen
need-step-confirm-title = Bestätigen, dass er noch besteht
need-step-confirm-field = Abgeglichen bis
need-step-meet = Als gedeckt schließen
need-step-meet-title = Schließen: Das Gewünschte ist da
need-step-meet-field = Was ihn gedeckt hat
need-step-withdraw = Zurücknehmen
need-step-withdraw-title = Zurücknehmen
need-step-withdraw-field = Begründung
proposal-examples-many = Nennen Sie höchstens { $max } Beispiele
