# Auszüge: eine Stelle, wörtlich aus einem Nachweis oder einer seiner Dateien.
excerpt-new = Auszug machen
excerpt-lead = Eine Stelle daraus wird ein eigener Nachweis, der gefunden, zugestellt und zitiert werden kann. Wer den Nachweis nicht sehen darf, sieht auch den Auszug nicht, weder jetzt noch nach einer Verengung des Kreises.
excerpt-passage = Die Stelle
excerpt-passage-hint = Wörtlich. Was Sie davon halten, gehört in die eigene Kurzfassung.
excerpt-place = Wo sie steht
excerpt-place-hint = Seiten, Abschnitt oder Tabelle: S. 14–15, Tab. 3
excerpt-file = Aus welcher Datei
excerpt-file-none = aus dem Nachweis selbst
excerpt-file-unknown = Diese Datei hat der Nachweis nicht; wählen Sie eine aus der Liste
excerpt-title = Worum es geht
excerpt-title-hint = Bleibt das Feld leer, heißt der Auszug wie der Nachweis.
excerpt-marking-hint = Die Einstufung des Nachweises und der Datei kommt in jedem Fall hinzu.
excerpt-send = Übernehmen
