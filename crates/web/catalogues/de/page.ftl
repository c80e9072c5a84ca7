# Was jede Seite umgibt.

page-title = { $title } – Uptake
page-title-slips = Zu berichtigen: { $title } – Uptake
page-skip = Zum Inhalt springen
page-home = Uptake, zur Startseite
page-foot = Vom Bedarf bis zur laufenden Maschine.
page-api = Schnittstelle für Programme
page-crumbs = Sie sind hier

nav-main = Hauptbereiche
nav-inbox = Eingang
nav-needs = Bedarfe
nav-records = Nachweise
nav-sources = Quellen
nav-bulletins = Blätter
nav-requests = Anfragen
nav-office = Organisation
nav-waiting = { $count ->
    [one] { $count } wartet
   *[other] { $count } warten
}

search-label = Nachweise und Bedarfe suchen
search-go = Suchen

menu-language = Sprache
menu-appearance = Darstellung
menu-appearance-device = Wie das Gerät
menu-appearance-light = Hell
menu-appearance-dark = Dunkel
menu-account = Konto
menu-settings = Einstellungen
menu-sign-in = Anmelden
menu-sign-out = Abmelden

keys-title = Tasten
keys-next = Nächste Zeile
keys-previous = Vorige Zeile
keys-open = Zeile öffnen
keys-search = Suchen
keys-help = Tasten zeigen oder verbergen
keys-close = Schließen

list-pages = Seiten der Liste
list-earlier = Vorige Seite
list-later = Nächste Seite
list-shown = { $count ->
    [one] { $count } von { $total } gezeigt
   *[other] { $count } von { $total } gezeigt
}
list-sort = Nach { $column } ordnen
list-sorted-up = aufsteigend geordnet
list-sorted-down = absteigend geordnet
facets-title = Liste eingrenzen
facet-remove = Filter { $name } entfernen
facet-more = Mehr zeigen
tree-below = Unter { $name }
chart-as-table = Die Zahlen als Tabelle
history-title = Verlauf
script-unsaved = Ihre Eingaben sind noch nicht gespeichert.
