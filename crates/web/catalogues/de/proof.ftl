# Noch einmal zeigen, dass man es selbst ist, bevor etwas Schwerwiegendes geschieht.

proof-title = Zeigen Sie, dass Sie es sind
proof-body = Das ändert, wer was darf oder wie Sie sich anmelden. Ihre Anmeldung liegt schon etwas zurück; zeigen Sie noch einmal, dass Sie es sind. Was Sie eingegeben haben, bleibt erhalten, nur Kennwörter nicht.
proof-go = Weiter
proof-passkey = Weiter mit einem Passkey
proof-provider = Oder in einem anderen Tab über den Anmeldedienst Ihres Hauses. Kommen Sie danach hierher zurück und senden Sie das Formular noch einmal.
proof-provider-go = Mit { $name } zeigen
proof-provider-done = Das ist geschehen, Formular noch einmal senden
proof-sign-in = Sie haben hier weder Kennwort noch Passkey. Melden Sie sich ab und wieder an und erledigen Sie es innerhalb einer Viertelstunde.
proof-refused = Kennwort: Es passt nicht
proof-files = Ihre Anmeldung liegt schon etwas zurück. Zeigen Sie noch einmal, dass Sie es sind, wählen Sie dann die Dateien erneut und senden Sie sie.
