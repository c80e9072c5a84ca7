# Der Faden vom Bedarf bis zur Prüfung.

thread-label = Stand auf dem Weg vom Bedarf zur Prüfung
thread-need = Bedarf
thread-source = Quelle
thread-record = Nachweis
thread-match = Treffer
thread-delivery = Zustellung
thread-disposition = Verfügung
thread-decision = Entscheidung
thread-acquisition = Beschaffung
thread-acquisition-ways = Durch Reise, Vertrag, Fachkraft oder Muster
thread-adoption = Einführung
thread-inspection = Prüfung
thread-done = erledigt
thread-current = Sie sind hier
thread-ahead = steht bevor
thread-absent = nicht Teil dieser Ausgabe
