# Der Eingang, Pflichten und Zustellungen.

inbox-all = Alle
inbox-asked = Was von Ihnen verlangt wird
inbox-kinds = Arten von Pflichten
inbox-late = { $count ->
    [one] { $count } Pflicht ist überfällig
   *[other] { $count } Pflichten sind überfällig
}
inbox-late-body = Was überfällig ist, steigt jede Woche eine Stufe im Baum der Einheiten und wird für die Einheit gezählt.
inbox-empty = Von Ihnen wird nichts verlangt
inbox-empty-body = Wenn ein Nachweis einem Ihrer Bedarfe entspricht, liegt er hier.
inbox-new = Dieses Amt ist neu
inbox-new-body = Zuerst kommen Einheiten und Stellen: wer wo arbeitet, wer prüft, dokumentiert und leitet. Legen Sie sie einzeln an, oder bringen Sie Tabellen mit.
inbox-new-units = Einheiten und Stellen anlegen
inbox-no-post = Sie handeln heute für keine Stelle; die Verwaltung kann Sie berufen
inbox-needs = Meine Bedarfe
inbox-no-needs = Sie haben noch keinen angemeldet.
inbox-need-came = { $delivered } zugestellt, { $used } von Nutzen
inbox-requests = Meine Anfragen
inbox-no-requests = Sie haben noch nichts gefragt.
need-new = Bedarf anmelden
request-new = Auskunft erbitten
need-expires = läuft ab am

duty-dispose = Sagen Sie, was Sie damit tun
duty-review = Prüfen Sie, was eingereicht wurde
duty-revise = Antworten Sie der Prüfung
duty-reconfirm = Sagen Sie, ob dieser Bedarf noch besteht
duty-route = Finden Sie, wer antworten kann
duty-answer = Beantworten Sie diese Anfrage
duty-dispose-short = Zustellungen
duty-review-short = Prüfungen
duty-revise-short = Rückfragen an mich
duty-reconfirm-short = Bestätigungen
duty-route-short = Weiterzuleiten
duty-answer-short = Zu beantworten
duty-from = zu Ihnen aufgestiegen von { $post }
duty-late = Dies ist überfällig
duty-raised = { $count ->
    [0] Es ist nicht aufgestiegen: der Umlauf des Tages steht noch aus, oder über dieser Stelle leitet keine.
    [one] Es ist { $count } Stufe aufgestiegen.
   *[other] Es ist { $count } Stufen aufgestiegen.
}
duty-can-act = Handeln können noch:
duty-let-go = Diese Pflicht erlassen
duty-let-go-body = Niemand wird mehr gebeten, hier zu handeln. In den Zahlen der Einheit gilt sie als erlassen, und der Grund bleibt bei ihr stehen.
duty-let-go-reason = Warum es nicht getan werden muss
duty-was-let-go = Diese Pflicht wurde erlassen
duty-about = Worum es geht
duty-asked = Was verlangt ist
duty-due = Fällig
post-vacant = zurzeit unbesetzt
standing-holder = Inhaber
standing-deputy = Vertretung

delivery-for = für
delivery-not-kept = Ihre Antwort wurde nicht festgehalten: Inzwischen wurde geantwortet, wie es hier steht
delivery-grounds = Warum es kam
delivery-why = Jede Klausel des Profils, nachgespielt
delivery-record = Der ganze Nachweis
delivery-post = Zugestellt an
delivery-need = Bedarf
delivery-rank = Rang
delivery-read = Gelesen
delivery-unread = noch nicht
delivery-forwarded-from = Weitergeleitet aus
delivery-answer = Was tun Sie damit?
delivery-remark = Bemerkung
delivery-pass-title = Verzichten, mit Grund
delivery-forward-title = An eine andere Stelle weiterleiten
delivery-reason = Warum verzichten Sie?
delivery-to = Welche Stelle soll entscheiden?
choice-use = Nutzen
choice-study = Untersuchen
choice-known = Bekannt
choice-pass = Verzichten
choice-forward = Weiterleiten
choice-pass-open = Verzichten …
choice-forward-open = Weiterleiten …
decided-use = Es wird genutzt
decided-study = Es wird untersucht
decided-known = Es war schon bekannt
decided-pass = Es wurde verzichtet
decided-forward = Es wurde weitergeleitet
delivery-recall = Antwort zurücknehmen
pass-off-topic = Handelt von etwas anderem
pass-too-general = Nichts, was nicht allgemein bekannt wäre
pass-out-of-date = Überholt
pass-not-for-us = Für einen anderen Zweig oder ein anderes Erzeugnis
pass-not-feasible = Mittel, Werkstoffe oder Rechte fehlen
pass-not-obtainable = Das Dokument ist nicht zu haben oder nicht zu lesen
pass-other = Etwas anderes, wie die Bemerkung sagt
record-untitled = Ohne Titel
record-no-abstract = Die Quellen geben keine Zusammenfassung.
record-published = Erschienen

stage-draft = Entwurf
stage-submitted = In Prüfung
stage-accepted = Angenommen
stage-declined = Abgelehnt
stage-met = Erfüllt
stage-withdrawn = Zurückgezogen
stage-joined = Zusammengelegt
request-stage-asked = Gefragt
request-stage-routed = Beim Antwortenden
request-stage-answered = Beantwortet
request-stage-declined = Abgelehnt
request-stage-withdrawn = Zurückgezogen
duty-cover = Finden Sie eine Quelle für diesen Bedarf
duty-cover-short = Lücken
duty-compose = Füllen Sie diese Ausgabe und lassen Sie sie freigeben
duty-compose-short = Ausgaben zu füllen
duty-release = Sehen Sie diese Ausgabe an und geben Sie sie frei
duty-release-short = Ausgaben freizugeben
duty-nominate = Benennen Sie, wer auf diese Dienstreise geht
duty-nominate-short = Teilnehmende zu benennen
duty-vet = Sagen Sie, ob diese Dienstreise stattfinden darf
duty-vet-short = Dienstreisen mitzuzeichnen
duty-control = Entscheiden Sie diesen Kontrollfall einer Dienstreise
duty-control-short = Kontrollfälle
duty-report = Reichen Sie den Bericht dieser Dienstreise ein
duty-report-short = Berichte
duty-follow = Tun Sie, was diese Dienstreise empfahl
duty-follow-short = Empfehlungen
duty-mend-webhook = Bringen Sie diesen Webhook in Ordnung: Seine Ereignisse werden nicht angenommen
duty-mend-webhook-short = Webhooks in Ordnung zu bringen
