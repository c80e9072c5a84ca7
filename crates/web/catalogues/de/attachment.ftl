# Anlagen: die Dateien eines Nachweises.

attachments-title = Anlagen
attachments-none = Keine Datei ist beigelegt.
attachments-gone = { $count ->
    [one] { $count } Datei wurde abgelehnt oder weggenommen
   *[other] { $count } Dateien wurden abgelehnt oder weggenommen
}
attachment-new = Dateien beilegen
attachment-files = Dateien
attachment-files-hint = Fotos, Zeichnungen (SVG), PDF, Dateien von Word, Excel, PowerPoint oder OpenDocument; höchstens { $max } MiB je Datei und { $all } MiB zusammen
attachment-photograph = Foto
attachment-photograph-hint = Ein Telefon nimmt es mit seiner Kamera auf
attachment-narrower = Weniger dürfen die Dateien sehen als den Nachweis
attachment-attach = Beilegen
attachment-being-read = wird gelesen
attachment-being-read-body = Die Datei ist aufbewahrt und wird gerade angesehen. Danach kann man sie nehmen.
attachment-look-again = Noch einmal nachsehen
attachment-refused = abgelehnt
attachment-withdrawn = weggenommen
attachment-size = { $size } KiB
attachment-pixels = { $width } × { $height } Bildpunkte
attachment-pages = { $count ->
    [one] { $count } Seite
   *[other] { $count } Seiten
}
attachment-take = Datei nehmen
attachment-release = Kopie ohne Metadaten
attachment-release-hint = Die Kopie verrät nicht, wer die Datei gemacht hat, wann, wo und womit. Dass sie gemacht wurde, steht im Journal.
attachment-noted = Wer diese Datei nimmt, steht im Journal; darum wird kein kleines Bild von ihr gezeigt.
attachment-no-picture = Von dieser Datei gibt es kein kleines Bild; nehmen Sie die Datei selbst.
attachment-withdraw = Datei wegnehmen
attachment-withdraw-do = Wegnehmen
attachment-reason = Grund
attachment-reason-hint = Er bleibt beim Namen der Datei stehen; höchstens { $max } Zeichen
attachment-record = Nachweis
attachment-number = Nummer
attachment-by = Gebracht von
attachment-operator = dem Betreiber
attachment-came = Gebracht
attachment-text = Text
attachment-text-none = keiner, der gelesen wird
attachment-text-whole = gelesen; die Suche findet ihn, wo alle die Datei sehen, die den Nachweis sehen
attachment-text-cut = der Anfang wurde gelesen; die Suche findet ihn, wo alle die Datei sehen, die den Nachweis sehen
attachment-kind-png = Bild (PNG)
attachment-kind-jpeg = Foto (JPEG)
attachment-kind-webp = Bild (WebP)
attachment-kind-gif = Bild (GIF)
attachment-kind-svg = Zeichnung (SVG)
attachment-kind-pdf = Schriftstück (PDF)
attachment-kind-docx = Text (Word)
attachment-kind-xlsx = Tabelle (Excel)
attachment-kind-pptx = Folien (PowerPoint)
attachment-kind-odt = Text (OpenDocument)
attachment-kind-ods = Tabelle (OpenDocument)
attachment-kind-odp = Folien (OpenDocument)
attachment-kind-text = Text (ohne Form)
attachment-fault-unknown = Sie ist von keiner Art, die aufbewahrt wird; speichern Sie sie als Bild, PDF, SVG oder als Datei eines Büroprogramms und legen Sie diese bei.
attachment-fault-damaged = Sie ist abgeschnitten oder nicht so gemacht, wie ihre Art es will; speichern Sie sie dort neu, wo sie gemacht wurde.
attachment-fault-pixels = Sie hat mehr als 25 Millionen Bildpunkte; speichern Sie sie kleiner.
attachment-fault-unpacked = Ausgepackt hat sie mehr als { $max } MB oder ein Vielfaches ihrer eigenen Größe, deshalb wurde sie nicht geöffnet; teilen Sie sie, oder legen Sie bei, was darin ist.
attachment-fault-entries = Mehr als 1.000 Dateien sind in sie gepackt; teilen Sie sie.
attachment-fault-packing = Was in sie gepackt ist, überlappt sich, führt anderswohin oder hat zwei Namen; speichern Sie sie dort neu, wo sie gemacht wurde.
attachment-fault-deep = Ihre Teile liegen mehr als 64 tief ineinander; speichern Sie sie als PDF.
attachment-fault-entities = Sie legt eigene Entitäten fest, die ohne Ende wachsen können; speichern Sie sie ohne diese.
attachment-fault-macros = Sie bringt Programme (Makros) mit; speichern Sie sie ohne diese.
attachment-fault-locked = Sie ist mit einem Kennwort verschlossen oder von einem älteren Büroprogramm; speichern Sie sie offen in einem neueren Format oder als PDF.
attachment-fault-embedded = In sie ist eine andere Datei eingebettet, aus der nichts genommen werden kann.
attachment-fault-costly = Sie anzusehen braucht mehr Speicher oder Zeit, als eine Datei bekommt; teilen Sie sie oder speichern Sie sie einfacher.
