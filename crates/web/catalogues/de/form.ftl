# Formulare.

form-optional = optional
form-slips = { $count ->
    [one] Eine Angabe ist zu berichtigen
   *[other] { $count } Angaben sind zu berichtigen
}
form-slip-mark = Zu berichtigen:
form-choose = Wählen
form-row-add = Zeile hinzufügen
form-row-remove = Entfernen
form-row-remove-named = Zeile { $row } entfernen
form-row-label = { $column }, Zeile { $row }
classes-proposed = Passende Klassen
classes-some = Klassen werden vorgeschlagen; wählen Sie mit den Pfeiltasten und der Eingabetaste
classes-none = Keine Klasse passt
