# Einstufungen: wer etwas sehen darf.

marking-level = Wer darf es sehen
marking-open = Offen
marking-open-hint = Alle mit einem Konto
marking-internal = Intern
marking-internal-hint = Alle im Amt
marking-restricted = Eingeschränkt
marking-restricted-hint = Wer es für die Arbeit braucht
marking-confidential = Vertraulich
marking-confidential-hint = Wenige
marking-compartments = Kreise, deren Mitglieder allein es sehen dürfen
marking-release = Freigegeben für
marking-everywhere = Alle Einheiten
marking-nobody = Für niemanden freigegeben
marking-released = Nur { $units }
