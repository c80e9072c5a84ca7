# Passkeys: Anmelden mit einem Gerät.

passkey-title = Passkeys
passkey-body = Mit einem Passkey melden Sie sich über Ihr Gerät an: mit dessen PIN, Ihrem Fingerabdruck oder Gesicht. Es gibt nichts einzutippen und nichts mitzulesen.
passkey-sign-in = Mit einem Passkey anmelden
passkey-add = Passkey hinzufügen
passkey-added = Der Passkey ist hinzugefügt; Sie können sich ab jetzt damit anmelden
passkey-removed = Der Passkey ist entfernt. Auf Ihrem Gerät ist er vielleicht noch aufgeführt; löschen Sie ihn auch dort.
passkey-remove = Entfernen
passkey-remove-about = Passkey { $name } entfernen
passkey-manage = Passkeys verwalten
passkey-name = Name des Passkeys
passkey-name-hint = Nach dem Gerät, auf dem er liegt, zum Beispiel „Büro-Laptop“
passkey-made = Hinzugefügt
passkey-none = Sie haben noch keine Passkeys.
passkey-count = { $count ->
    [0] Sie haben noch keine Passkeys. Mit einem melden Sie sich über Ihr Gerät an und tippen nichts ein.
    [one] Sie haben einen Passkey.
   *[other] Sie haben { $count } Passkeys.
}
passkey-cannot = Dieser Browser kann hier keine Passkeys verwenden: Nötig sind Skripte, ein aktueller Browser und eine verschlüsselte Verbindung. Alles andere geht auch ohne.
passkey-elsewhere = Passkeys gehen nur unter einer anderen Adresse dieser Organisation:
passkey-no-name = Passkeys brauchen einen Namen, und diese Organisation wird über eine Nummer erreicht. Bitten Sie die Administration, sie unter einem Namen bereitzustellen.
passkey-cancelled = Es kam kein Passkey. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
passkey-held = Dieses Gerät hat schon einen Passkey für Sie.
passkey-shut = Dieser Passkey öffnet kein Konto mehr; nehmen Sie einen anderen Weg
