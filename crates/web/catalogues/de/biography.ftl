# Der Lebenslauf einer Sache: der ganze Faden als Zeichnung, mit dem, was fehlt.
biography-see = Lebenslauf
biography-title = Lebenslauf: { $thing }
biography-lead = Der ganze Faden vom Bedarf bis zur Prüfung, so weit Sie ihn sehen dürfen ({ $noun }).
biography-pdf = Drucken (PDF)
biography-figure = Was geschah, Stufe für Stufe
biography-axis = Eine Zahl steht für eine Zeile der Tabelle; ein Ring darum: dort geschah binnen weniger Tage mehr; ein kleines Quadrat: dazu gehört ein Dokument. Die Tage stehen so weit auseinander, dass man sie lesen kann; Wartezeiten von mehr als einem halben Jahr sind kürzer gezeichnet, als sie waren.
biography-nothing = nichts bekannt
biography-empty = Von diesem Faden ist nichts bekannt
biography-empty-body = Es ist noch nichts geschehen, was Sie sehen dürfen.
biography-alt = { $things ->
    [one] Eine Sache
   *[other] { $things } Sachen
} und { $events ->
    [one] ein Ereignis
   *[other] { $events } Ereignisse
} vom { $first } bis zum { $last }.
biography-days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
biography-gaps = Lücken
biography-gaps-none = Nichts fehlt, und nichts hat lange gewartet.
biography-gaps-count = { $count ->
    [one] Eine Lücke
   *[other] { $count } Lücken
}
biography-gap-stage = { $stage }: Von dieser Stufe ist nichts bekannt.
biography-gap-stages = { $first } bis { $last }: Von diesen Stufen ist nichts bekannt.
biography-gap-wait = Nach „{ $stage }“ geschah { $days } Tage lang nichts, vom { $from } bis zum { $until }.
biography-gap-still = Nach „{ $stage }“ ist seit dem { $from } nichts mehr geschehen, seit { $days } Tagen.
biography-gap-weak = { $thing }: „{ $rung }“ wird behauptet und beruht auf „{ $class }“; damit ist die Nutzung nicht nachgewiesen.
biography-events = Was geschah
biography-number = Nr.
biography-day = Tag
biography-stage = Stufe
biography-by = Wer
biography-what = Was
biography-documents = Dokumente
biography-matched = von einem Profil gefunden:
biography-laid = der Stelle vorgelegt:
biography-reached = erreichte „{ $rung }“ ({ $class }):
biography-left-out = Was ausgelassen ist
biography-beyond = { $count ->
    [one] Eine Sache hängt am Faden und liegt zu weit entfernt, um hier zu stehen.
   *[other] { $count } Sachen hängen am Faden und liegen zu weit entfernt, um hier zu stehen.
}
biography-events-beyond = { $count ->
    [one] Ein Ereignis ist ausgelassen, weil nicht mehr hineinpassen.
   *[other] { $count } Ereignisse sind ausgelassen, weil nicht mehr hineinpassen.
}
biography-passed = { $count ->
    [one] Eine Zustellung wird weder genutzt noch untersucht und ist hier nur gezählt.
   *[other] { $count } Zustellungen werden weder genutzt noch untersucht und sind hier nur gezählt.
}
biography-quiet = { $count ->
    [one] Ein Eintrag des Journals ist Verwaltung; er steht im Verlauf seiner Sache.
   *[other] { $count } Einträge des Journals sind Verwaltung; sie stehen in den Verläufen der Sachen.
}
life-rung-received = erhalten
life-rung-examined = untersucht
life-rung-decided = beschlossen
life-rung-prototype = Prototyp
life-rung-pilot = Erprobung
life-rung-production = Produktion
life-rung-plan-rate = Planleistung
life-rung-spread = verbreitet
life-class-told = gesagt
life-class-document = belegt
life-class-measured = gemessen
life-class-inspected = vor Ort geprüft
life-end-abandoned = vor der Produktion abgebrochen:
life-end-dis-adopted = nach der Produktion aufgegeben:
