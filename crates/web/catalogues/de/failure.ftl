# Seiten für das, was nicht gelang, jede mit dem nächsten Schritt.

failure-missing = Unter dieser Adresse ist nichts zu sehen
failure-missing-body = Entweder steht hier nichts, oder es wird Ihnen nicht gezeigt. Wer Ihnen die Adresse gab, kann den Zugang für Ihre Stelle öffnen.
failure-missing-next = Zum Eingang
failure-search-next = Stattdessen suchen
failure-role = Diese Seite gehört zu einer anderen Stelle
failure-role-body = Sie ist für { $power }. Wenn das zu Ihrer Arbeit gehört, bitten Sie Ihre Administration um diese Befugnis.
failure-power-coordinate = die Koordination der Bedarfe
failure-power-document = die Dokumentation
failure-power-administer = die Administration
failure-power-audit = die Revision
failure-power-signed-in = Personen mit einem Konto
failure-conflict = Jemand hat dies inzwischen geändert
failure-conflict-body = Ihre Änderung wurde nicht gespeichert, damit die andere nicht verloren geht. Öffnen Sie den jetzigen Stand, vergleichen Sie und senden Sie Ihre Änderung erneut.
failure-conflict-next = Jetzigen Stand öffnen
failure-refused = Das wurde nicht ausgeführt
failure-too-large = Das ist mehr, als hineinpasst
failure-too-large-body = Gesendet wurden mehr als { $size }. Teilen Sie es auf und senden Sie die Teile einzeln.
failure-megabytes = { $count } MB
failure-kilobytes = { $count } kB
failure-back-next = Zurück
failure-too-many = Zu viele Versuche in kurzer Zeit
failure-too-many-body = Warten Sie { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
} und versuchen Sie es erneut. Nichts wurde geändert.
failure-again-next = Erneut versuchen
failure-machine = Das ließ sich nicht zu Ende führen
failure-machine-body = Ihre Änderung wurde nicht gespeichert. Der Betrieb hat es im Protokoll. Versuchen Sie es in einigen Minuten erneut.
failure-signed-out = Sie sind abgemeldet
failure-signed-out-body = Melden Sie sich an und machen Sie dort weiter, wo Sie aufgehört haben.
failure-signed-out-form = Melden Sie sich in einem anderen Fenster an, kommen Sie zurück und senden Sie erneut. Ihre Eingaben bleiben auf dieser Seite erhalten.
failure-signed-out-next = Anmelden
failure-send-again = Erneut senden
failure-confirm = Senden Sie dies noch einmal
failure-confirm-body = Das Formular war älter als Ihre jetzige Anmeldung. Noch wurde nichts geändert; Ihre Eingaben stehen unten.
failure-foreign = Dies kam von einer anderen Website
failure-foreign-body = Formulare werden nur von den eigenen Seiten angenommen. Öffnen Sie die Seite hier und senden Sie von dort.
failure-foreign-next = System öffnen
failure-request = Diese Anfrage ließ sich nicht lesen
failure-request-body = Öffnen Sie die Seite noch einmal und senden Sie von dort.
failure-slow = Die Anfrage brauchte zu lange
failure-slow-body = Nichts wurde geändert. Prüfen Sie die Verbindung und senden Sie erneut.
failure-method = Diese Adresse funktioniert so nicht
failure-method-body = Öffnen Sie die Seite und benutzen Sie die Schaltflächen darauf.
failure-request-id = Wenn Sie beim Betrieb nachfragen, nennen Sie diese Anfrage: { $request }.
