# Post, die Nachweise bringt: die Adresse einer Quelle, die Nachrichten, die kamen, und was Absender erfahren.
source-kind-mail = Per Mail
source-by-mail-title = Schickt es jemand?
source-by-mail-body = Berichte einer Beraterin, Hinweise eines Verlags und Listen von Kollegen kommen per Mail. Tragen Sie eine solche Quelle ein, und sie erhält eine eigene Adresse; Sie sagen, wer dorthin schreiben darf.
source-by-mail = Quelle per Mail eintragen
source-mailed-empty = Per Mail kam noch nichts, oder beim letzten Mal nichts. Geben Sie die Adresse unten weiter, wenn jemand schreiben soll.
source-mailed-late = Eine Nachricht war fällig und kam nicht. Fragen Sie, wer sie schickt, sehen Sie nach, ob unten eine beiseite liegt, oder ändern Sie, wie oft etwas fällig ist.
mail-in-title = Mail
mail-in-address = Adresse
mail-in-secret = Wer die Adresse kennt, kann dorthin schreiben. Geben Sie sie nur Ihren Absendern; eine neue macht die alte nutzlos.
mail-in-off = Diese Organisation liest keine Mail
mail-in-off-body = Die Administration nennt in der Konfiguration ein Postfach (mail.mailbox); dann hat diese Quelle eine Adresse.
mail-in-shut = Diese Quelle hat keine Adresse
mail-in-shut-body = Was an eine alte Adresse kommt, wird nicht aufgenommen. Machen Sie eine neue, und geben Sie sie weiter.
mail-in-senders = Wer schreiben darf
mail-in-senders-hint = In jeder Zeile eine Adresse oder ein Rechnername wie bonn.example für alle dort. Personen der Organisation dürfen immer. Was andere schicken, liegt beiseite, bis Sie entscheiden.
mail-in-persons = Personen der Organisation
mail-in-writers = Aus der Organisation: wer für die Stelle der Quelle handelt oder dokumentiert
mail-in-when = Was damit geschieht
mail-in-at-once = Sofort aufnehmen
mail-in-at-once-hint = Sonst liegt jede Nachricht beiseite, bis jemand sie ansieht.
mail-in-taken = Es wird sofort aufgenommen
mail-in-looked = Es liegt beiseite, bis jemand es ansieht
mail-in-proof = Nachprüfung
mail-in-proven = Nur was der eigene Mailserver geprüft hat
mail-in-proven-hint = Ein Absender lässt sich fälschen. Hiermit zählt eine Nachricht nur, wenn der Mailserver der Organisation durch DMARC, DKIM oder SPF fand, dass sie vom genannten Absender kommt.
mail-in-answers = Antworten
mail-in-answered = Absendern sagen, was aus ihrer Nachricht wurde
mail-in-answered-hint = Eine Mail je Nachricht, an den, der schreiben darf; nie an Automaten, Listen oder Fremde.
mail-in-told = Absender erfahren, was aus ihrer Nachricht wurde
mail-in-silent = Niemandem wird geantwortet
mail-in-change = Ändern, wie sie Mail annimmt
mail-in-anew = Neue Adresse machen
mail-in-shut-it = Adresse wegnehmen
arrivals-title = Nachrichten, die kamen
arrival-subject = Nachricht
arrival-no-subject = Ohne Betreff
arrival-sender = Von
arrival-became = Was daraus wurde
arrival-stage-aside = Liegt beiseite
arrival-stage-taken = Wird aufgenommen
arrival-stage-thrown = Weggeworfen
arrival-stage-turned = Abgewiesen
arrival-reason-sender = Der Absender gehört nicht zu denen, die schreiben dürfen.
arrival-reason-proof = Niemand hat geprüft, dass sie vom genannten Absender kommt.
arrival-reason-name = Jemand anders hat zuvor eine Nachricht dieses Namens geschickt.
arrival-reason-paused = Als sie kam, ruhte die Quelle.
arrival-reason-look = Sie wartet darauf, angesehen zu werden.
arrival-reason-large = Sie ist größer, als eine Nachricht sein darf. Bitten Sie um eine kleinere, oder bringen Sie die Datei auf der Seite.
arrival-reason-full = Es liegt schon zu viel beiseite. Sie bleibt im Postfach der Organisation.
arrival-look = Ansehen
arrival-take = Aufnehmen
arrival-throw = Wegwerfen
arrival-read = { $count ->
    [0] Kein Nachweis
    [one] Ein Nachweis
   *[other] { $count } Nachweise
}
arrival-letter-subject = Aufgenommen: { $subject }
arrival-letter-read = { $count ->
    [one] Ein Nachweis wurde aufgenommen.
   *[other] { $count } Nachweise wurden aufgenommen.
}
arrival-letter-known = { $count ->
    [one] Einer davon war schon bekannt.
   *[other] { $count } davon waren schon bekannt.
}
arrival-letter-broken = Ihre Nachricht konnte nicht zu Ende gelesen werden. Schicken Sie sie noch einmal: unverschlüsselt, und die Dateien in einem anderen Format.
arrival-letter-none = In Ihrer Nachricht war kein Nachweis.
arrival-letter-why = Sie erhalten dies, weil Sie an eine Adresse dieser Organisation geschrieben haben. Es schreibt ein Automat, und Antworten darauf liest niemand.
