# Quellen, für die Menschen schreiben: Berater, Handelsvertretungen, Ausstellungen, Tagungen, Verbände.
source-kind-adviser = Technologieberater/in
source-kind-trade-mission = Handelsvertretung
source-kind-exhibition = Ausstellung oder Messe
source-kind-conference = Tagung oder Kongress
source-kind-association = Verband
source-by-people-title = Schreiben es Menschen?
source-by-people-body = Eine Beraterin, eine Handelsvertretung, eine Messe, ein Kongress oder ein Verband steht im Verzeichnis wie jede andere Quelle. Wer für sie einsteht, schreibt auf, was zu erfahren war, oder schickt es per Mail, und sofort ist es ein Nachweis. Wählen Sie, was es ist:
source-post-human = Wer für sie einsteht und schreibt
source-written-fresh = Was zuletzt geschrieben wurde, ist ein Nachweis. Es ist nichts zu tun.
source-written-empty = Noch wurde nichts geschrieben, oder zuletzt kam nichts. Wer für sie einsteht, kann unten einen Bericht schreiben.
source-written-late = Etwas war fällig und wurde nicht geschrieben. Fragen Sie, wer für sie einsteht, oder ändern Sie, wie oft etwas fällig ist.
inbox-sources = Wofür ich schreibe

# Ein Bericht, und eine Arbeit, die ein Verband schickte.
dispatch-new = Einen Bericht schreiben
dispatch-paper-new = Eine Arbeit eintragen
dispatch-mail-to = Oder schicken Sie ihn, mit allem was dazugehört, per Mail an
dispatch-lead = Eine Zeile, worum es geht, und was Sie erfahren haben, genügen. Der Bericht wird sofort ein Nachweis und mit jedem Bedarf abgeglichen.
dispatch-paper-lead = Der Titel genügt, mit der Datei der Arbeit oder ein paar Worten dazu. Sie wird sofort ein Nachweis und mit jedem Bedarf abgeglichen.
dispatch-title = Worum es geht
dispatch-title-missing = Worum es geht: Schreiben Sie es in einer Zeile
dispatch-text = Was zu erfahren war
dispatch-text-missing = Was zu erfahren war: Schreiben Sie es in eigenen Worten auf
dispatch-paper-text-hint = Zu einer Arbeit: was in ihr steht, soweit Sie es wissen
dispatch-need = Welchem Bedarf er antwortet
dispatch-need-hint = Für diese Bedarfe wurde die Stelle gebeten, eine Quelle zu finden. Mit dem Bericht endet die Suche, und der Bedarf erhält ihn.
dispatch-need-none = keinem davon im Besonderen
dispatch-more = Tag, Ort, Glaubwürdigkeit, und wer es sehen darf
dispatch-day = Wann es zu erfahren war
dispatch-paper-day = Wann sie erschien
dispatch-day-hint = Ein Tag, ein Monat oder ein Jahr: 1957-11-04, 1957-11 oder 1957
dispatch-day-unread = Tag: Schreiben Sie ihn als 1957-11-04, 1957-11 oder 1957, oder lassen Sie ihn leer
dispatch-place = Wo es zu erfahren war
dispatch-language = Sprache, in der es geschrieben ist
dispatch-language-hint = Ein Kürzel oder englischer Name: ru, de, Japanese
dispatch-kind = Was es ist
dispatch-authors = Wer die Arbeit verfasst hat
dispatch-authors-hint = Je Zeile eine Person, Familienname zuerst: Lindner, K.
dispatch-credibility-none = niemand hat es beurteilt
dispatch-marking-hint = Die Einstufung der Quelle kommt immer hinzu.
dispatch-send = Als Nachweis aufbewahren
dispatch-not-here = Hier können Sie nicht schreiben
dispatch-not-here-body = Für diese Quelle schreibt, wer für „{ $post }“ handelt oder dokumentieren darf, solange sie nicht ausgesetzt ist und Menschen für sie schreiben.
dispatch-written = Es ist jetzt ein Nachweis
dispatch-written-body = { $count ->
    [0] Er wird mit jedem Bedarf abgeglichen; wem er dient, erhält ihn binnen einer Minute.
    [one] Bisher wurde er einer Stelle vorgelegt; binnen einer Minute wird er mit jedem Bedarf abgeglichen.
   *[other] Bisher wurde er { $count } Stellen vorgelegt; binnen einer Minute wird er mit jedem Bedarf abgeglichen.
}
dispatch-written-gap = Die Suche nach einer Quelle ist damit erledigt, und der Bedarf, nach dem gefragt war, hat ihn.
dispatch-grade = Note
dispatch-answered = Verfügt
dispatch-closed = Antwortet dem Bedarf
dispatches-title = Berichte, und was aus ihnen wurde
dispatches-none = Noch kam nichts.
dispatches-cut = Hier stehen die letzten { $count }; die übrigen findet die Suche.

# Lücken von Bedarfen, die ein Bericht schließt.
gaps-title = Eine Quelle wird gesucht
gap-answer-dispatch = Mit einem Bericht antworten
gap-dispatches = Was dafür geschrieben wurde
gap-by-dispatch = Antworten Sie mit dem, was Sie wissen
gap-by-dispatch-body = Schreiben Sie, was Sie erfahren haben. Es wird ein Nachweis, geht an die Stelle dieses Bedarfs, und Ihre Suche ist erledigt.

# Verbände.
papers-title = Erhaltene Arbeiten, und was aus ihnen wurde
papers-years = Arbeiten nach dem Jahr, in dem sie kamen
papers-year = Jahr
papers-came = Erhalten
papers-fee = Beiträge des Jahres
papers-rules = Eine Arbeit zählt einmal, in dem Jahr, in dem sie zuerst kam. Die Beiträge sind die aller Einheiten, die in dem Jahr Mitglied waren, ganz auch dort, wo sie es nur einen Teil lang waren; Beträge verschiedener Währungen werden nicht addiert.
memberships-title = Unsere Mitglieder
memberships-none = Noch ist keine unserer Einheiten Mitglied.
membership-new = Eine Mitgliedschaft eintragen
membership-change = Die Mitgliedschaft ändern
membership-unit = Einheit
membership-unit-missing = Einheit: Wählen Sie, welche Mitglied ist
membership-since = Mitglied seit
membership-since-missing = Mitglied seit: Geben Sie den ersten Tag an
membership-until = Bis
membership-until-hint = Leer lassen, solange sie dauert
membership-until-unread = Bis: Geben Sie einen Tag an, oder lassen Sie es leer
membership-number = Mitgliedsnummer
membership-fee = Beitrag im Jahr
membership-fee-hint = Betrag und Währung: 120 DEM
membership-remark = Bemerkung
