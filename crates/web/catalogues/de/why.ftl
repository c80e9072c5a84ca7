# Warum eine Bedingung erfüllt ist oder nicht, und was entschied.

reason-all-hold = alle Teile sind erfüllt
reason-none-holds = nichts davon ist erfüllt: { $clauses }
reason-quoted = „{ $text }“
reason-absent = „{ $clause }“ fehlt, wie verlangt
reason-barred = ausgeschlossen: { $inner }
reason-found = gefunden
reason-ground = „{ $word }“ { $place }
reason-in-text = in Titel, Zusammenfassung oder Schlagwörtern
reason-missing = „{ $pattern }“ kommt { $place } nicht vor
reason-missing-here = kommt { $place } nicht vor
reason-missing-of-phrase = „{ $word }“ aus der Wortfolge kommt { $place } nicht vor
reason-phrase-apart = die Wörter der Folge „{ $text }“ kommen vor, aber nicht nebeneinander
reason-not-followed = „{ $second }“ folgt auf „{ $first }“ nicht innerhalb von { $allowed ->
    [one] { $allowed } Wort
   *[other] { $allowed } Wörtern
}
reason-too-far = „{ $first }“ und „{ $second }“ stehen mindestens { $nearest ->
    [one] { $nearest } Wort
   *[other] { $nearest } Wörter
} auseinander; erlaubt: { $allowed }
reason-never-together = „{ $first }“ und „{ $second }“ stehen nie im selben Text
reason-has = der Nachweis hat es
reason-given-by-office = die Organisation hat ihm diese Klasse gegeben
reason-across = der Nachweis hat es über { $way }
reason-lacks-class = keine Klasse des Nachweises ist { $code } oder liegt darunter
reason-lacks-class-exact = keine Klasse des Nachweises ist genau { $code }
reason-lacks-language = der Nachweis nennt die Sprache { $code } nicht
reason-lacks-kind = der Nachweis ist von anderer Art als „{ $code }“
reason-lacks-id = der Nachweis trägt { $code } nicht
reason-instead = { $said }; er hat { $has }
reason-published = erschienen { $year }
reason-published-outside = erschienen { $year }, außerhalb von { $years }
reason-no-year = der Nachweis sagt nicht, wann er erschien

why-decided-joined = Der Bedarf ist mit einem anderen ({ $need }) zusammengelegt und erhält, was für diesen zugestellt wird.
why-decided-not-accepted = Der Bedarf steht auf „{ $stage }“, und nur angenommene werden abgeglichen.
why-decided-expired = Der Bedarf lief am { $day } ab. Seine Stelle kann bestätigen, dass er noch besteht.
why-decided-fallen = Der Nachweis ist als „{ $status }“ vermerkt, und was nicht mehr gilt, wird nicht zugestellt.
why-decided-withheld = Profil { $number } ist erfüllt, aber niemand, der für die Stelle handelt, darf den Nachweis sehen: { $barrier }.
why-barrier-level = er ist als „{ $level }“ eingestuft
why-barrier-compartment = er gehört zum Kreis { $compartment }
why-barrier-release = er ist für ihre Einheit nicht freigegeben
why-decided-holds = Profil { $number } ist erfüllt: { $grounds }.
why-decided-too-low = Profil { $number } ist erfüllt, aber der Nachweis hat den Rang { $rank }, unter der Schwelle { $threshold }.
why-decided-fails = Profil { $number } ist nicht erfüllt: { $reason }.
why-decided-fails-clause = Profil { $number } ist nicht erfüllt: { $reason }. Die Bedingung: „{ $clause }“.
why-decided-unread = Profil { $number } ist nicht lesbar und muss neu gefasst werden: { $error }
why-no-record = Unter diesem Namen ist hier kein Nachweis für Sie. Suchen Sie ihn unter den Nachweisen; seine Nummer steht auf seiner Seite.
why-decided-queued = Er passt und wartet mit { $count } anderen; die nächsten kommen am { $day }.
why-decided-unmatched = Er passt, und der Auftrag, der abgleicht, schlug fehl: { $error }. Bitten Sie einen Verwalter, ihn neu zu versuchen.
why-then = Als der Nachweis kam
why-then-when = Am { $when } stand der Bedarf anders.
why-then-ranks = Ränge gelten nach den Wörtern der heutigen Nachweise: Wie selten Wörter damals waren, wird nicht behalten.
why-then-unknown = Wie der Bedarf am { $when } stand, ist nicht bekannt: Er wurde später angegeben, oder bevor dies behalten wurde.
