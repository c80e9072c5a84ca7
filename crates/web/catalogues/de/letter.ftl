# Briefe: was eine Stelle per E-Mail bekommt, und die Seite hinter ihrem Verweis.

letter-subject = { $count ->
    [one] { $count } Nachweis wartet auf { $post }
   *[other] { $count } Nachweise warten auf { $post }
}
letter-subject-none = Nichts Neues für { $post }
letter-receipt-subject = Ihre Antwort wurde nicht ganz verstanden
letter-above = Schreiben Sie Ihre Antworten über diese Zeile
letter-to = An { $person }
letter-waits = { $count ->
    [one] { $count } Nachweis wurde für Ihre Bedarfe gefunden und wartet auf Ihre Antwort.
   *[other] { $count } Nachweise wurden für Ihre Bedarfe gefunden und warten auf Ihre Antwort.
}
letter-how-reply = Antworten Sie auf diese E-Mail mit der Nummer eines Nachweises und einem Buchstaben in einer eigenen Zeile, etwa 3 u, oder auf dieser Seite; anmelden müssen Sie sich nicht:
letter-how-link = Antworten Sie auf dieser Seite; anmelden müssen Sie sich nicht:
letter-answer-link = Auf einer Seite antworten
letter-for = Für { $need }
letter-because = wegen { $words }
letter-forward = weiterleiten: schreiben Sie den Kurznamen der Stelle hinter den Buchstaben, etwa „2 f chief-designer“; er steht auf der Seite der Stelle
letter-letters = Je ein Buchstabe:
letter-more = { $count ->
    [one] { $count } weiterer hatte in dieser E-Mail keinen Platz.
   *[other] { $count } weitere hatten in dieser E-Mail keinen Platz.
}
letter-kept-back = { $count ->
    [one] { $count } darf nicht per E-Mail gehen und wartet im Büro.
   *[other] { $count } dürfen nicht per E-Mail gehen und warten im Büro.
}
letter-duties = { $count ->
    [one] { $count } andere Pflicht ist offen; überfällig von allen offenen: { $late }.
   *[other] { $count } andere Pflichten sind offen; überfällig von allen offenen: { $late }.
}
letter-inbox = Den Eingang öffnen
letter-nothing = { $count ->
    [0] Es gibt nichts, weil keiner Ihrer Bedarfe abgeglichen wird.
    [one] Nichts, was seit der letzten E-Mail kam, passt zu Ihrem { $count } Bedarf.
   *[other] Nichts, was seit der letzten E-Mail kam, passt zu Ihren { $count } Bedarfen.
}
letter-idle = „{ $need }“ wird nicht abgeglichen: der Stand ist „{ $stage }“.
letter-why = Diese E-Mail bekommt die Stelle { $post }: { $rhythm }.
letter-why-office = Diese E-Mail bekommt die Stelle { $post } so oft, wie das Büro sie verschickt.
letter-change = Ändern, wie sie kommt
letter-receipt = Dieser Teil Ihrer Antwort konnte nicht übernommen werden. Was hier nicht steht, wurde übernommen.
letter-receipt-rest = Antworten Sie auf diese E-Mail oder auf die vorige, oder auf einer Seite:
letter-page = Nachweise für { $post }
letter-page-lead = Sagen Sie, was mit jedem geschieht. Hier wird jeder einmal beantwortet; im Büro lässt sich eine Antwort zurücknehmen.
letter-page-none = Hier steht nichts mehr
letter-page-none-body = Was in dieser E-Mail stand, darf hier nicht mehr gezeigt werden. Melden Sie sich im Büro an, um es zu sehen.
letter-all-answered = Alles ist beantwortet
letter-all-answered-body = Danke. Hier ist nichts mehr zu tun.
letter-answer = Was damit geschieht
letter-later = Später
letter-pass = Übergehen: { $reason }
letter-send = Die Antworten senden
letter-no-answer = Wählen Sie wenigstens für einen Nachweis eine Antwort
letter-link = Dieser Verweis kann nicht benutzt werden
letter-stop = Keine E-Mail mehr
letter-stop-ask = Soll an die Stelle { $post } keine Mail mehr gehen? Was ihr vorgelegt wird, steht weiter im Haus.
letter-stopped = Die Stelle { $post } bekommt keine E-Mail mehr. Auf ihrer Seite im Büro lässt sie sich wieder einschalten.
letter-written = Geschrieben
letter-about = Was
letter-address = An
letter-stage = Stand
letter-kind-deliveries = Nachweise
letter-kind-receipt = Was eine Antwort offen ließ
letter-kind-issue = Eine Ausgabe eines Blatts
letter-kind-arrival = Eine Antwort auf das, was jemand geschickt hat
letter-issue-out = { $bulletin }, { $issue }, ist erschienen, mit { $count ->
    [one] einem Nachweis
   *[other] { $count } Nachweisen
}.
letter-issue-marked = Sie ist eingestuft und darf nicht per Mail verschickt werden. Sie wird im Haus gelesen:
letter-issue-long = Für eine Mail ist sie zu lang. Sie wird im Haus gelesen:
letter-issue-read = Im Haus lesen
letter-issue-why = Sie bekommen das, weil Ihre Stelle das Blatt bezieht.
letter-issue-change = Nicht mehr beziehen
letter-stage-waiting = Wartet
letter-stage-sending = Unterwegs
letter-stage-sent = Verschickt
letter-stage-failed = Nicht verschickt
letter-stage-returned = Kam zurück
letter-stage-dropped = Nichts mehr zu sagen
letters-title = Briefe
letters-none = Noch kein Brief
letters-none-body = Der erste wird geschrieben, wenn etwas auf eine Antwort wartet.

rhythm-never = Nie
rhythm-daily = Jeden Tag
rhythm-weekly = Jede Woche
rhythm-monthly = Alle vier Wochen

mailing-title = E-Mail dieser Stelle
mailing-lead = Jedes Mal eine E-Mail über alle Bedarfe der Stelle, mit dem, was noch in keiner stand. Beantwortet wird sie durch eine Antwort oder über ihren Verweis.
mailing-rhythm = Wie oft
mailing-as-office = Wie das Büro: { $rhythm }
mailing-empty = Wenn es nichts gibt
mailing-when-empty = Trotzdem schreiben
mailing-when-empty-hint = Die E-Mail sagt dann, warum es nichts gibt.
mailing-away-since = Abwesend von
mailing-away-until = Abwesend bis
mailing-away-hint = Solange bekommt eine Vertretung die E-Mail. Ohne Vertretung wartet sie und kommt danach als eine.
mailing-keep = Übernehmen
mailing-next = Nächste E-Mail an
mailing-nobody = Niemanden: wer für diese Stelle handelt, hat keine Adresse, die erreichbar ist
mailing-last = Letzte E-Mail
mailing-off = Dieses Büro verschickt keine E-Mail
mailing-off-body = Wer verwaltet, nennt in der Konfiguration einen Mailserver; bis dahin ist der Eingang der Ort.
mailing-dead = E-Mail an { $person } unter { $address } kam zurück
mailing-dead-body = Dorthin wird nichts mehr geschickt. Wenn die Adresse wieder erreichbar ist oder berichtigt wurde, sagen Sie es hier.
mailing-revive = Wieder dorthin schicken
mailing-no-day = Schreiben Sie den Tag als 2026-03-12
mailing-half-away = Nennen Sie beide Tage der Abwesenheit oder keinen

feeds-title = Adressen für andere Programme
feeds-lead = Ein Feed-Leser und ein Kalender lesen diese Adressen ohne Konto, darum zeigen sie nur, was allen offensteht. Wer eine Adresse hat, kann sie lesen; neue machen die alten unbrauchbar.
feeds-atom = Feed dessen, was kommt (Atom)
feeds-calendar = Kalender der Pflichten (iCalendar)
feeds-open = Adressen anlegen
feeds-anew = Neue anlegen
feeds-shut = Wegnehmen
feed-title = Nachweise für { $post }
calendar-title = Pflichten von { $post }
letter-kind-invitation = Einladung zu einem Treffen
letter-kind-call-off = Absage eines Treffens
invitation-letter-subject = { $title }: { $day }, { $time }
invitation-letter-off = Findet nicht oder nicht mit Ihnen statt: { $title }, { $day }, { $time }
invitation-letter-marked = Neues von einem Treffen
invitation-letter-look = Ein Treffen einer Dienstreise wurde vereinbart, verlegt oder abgesagt. Worum es geht, darf nicht in einer Mail stehen.
invitation-letter-open = Die Treffen der Dienstreise öffnen
invitation-letter-why = Sie bekommen dies, weil Sie an der Dienstreise teilnehmen. Zeiten nach der Uhr am Ort.
