# Почему условие выполнено или нет, и что решило.

reason-all-hold = выполнены все части
reason-none-holds = не выполнено ничего из этого: { $clauses }
reason-quoted = «{ $text }»
reason-absent = «{ $clause }» отсутствует, как и требовалось
reason-barred = исключено: { $inner }
reason-found = найдено
reason-ground = «{ $word }» { $place }
reason-in-text = в заглавии, реферате или ключевых словах
reason-missing = «{ $pattern }» не встречается { $place }
reason-missing-here = не встречается { $place }
reason-missing-of-phrase = «{ $word }» из словосочетания не встречается { $place }
reason-phrase-apart = слова сочетания «{ $text }» есть, но не рядом
reason-not-followed = «{ $second }» не следует за «{ $first }» в пределах { $allowed ->
    [one] { $allowed } слова
   *[other] { $allowed } слов
}
reason-too-far = «{ $first }» и «{ $second }» стоят не ближе чем через { $nearest ->
    [one] { $nearest } слово
    [few] { $nearest } слова
   *[other] { $nearest } слов
}; допускается: { $allowed }
reason-never-together = «{ $first }» и «{ $second }» не стоят в одном тексте
reason-has = у записи это есть
reason-given-by-office = этот класс записи присвоила организация
reason-across = у записи это есть через { $way }
reason-lacks-class = ни один класс записи не есть { $code } и не входит в него
reason-lacks-class-exact = ни один класс записи не есть в точности { $code }
reason-lacks-language = запись не называет язык { $code }
reason-lacks-kind = запись другого вида, чем «{ $code }»
reason-lacks-id = у записи нет { $code }
reason-instead = { $said }; у неё { $has }
reason-published = год издания { $year }
reason-published-outside = год издания { $year }, вне { $years }
reason-no-year = запись не говорит, когда она издана

why-decided-joined = Потребность объединена с другой ({ $need }) и получает то, что выдаётся по той.
why-decided-not-accepted = Потребность в состоянии «{ $stage }», а сопоставляются только принятые.
why-decided-expired = Срок потребности истёк { $day }. Её должность может подтвердить, что она остаётся в силе.
why-decided-fallen = Запись помечена «{ $status }», а то, что больше не в силе, не выдаётся.
why-decided-withheld = Профиль { $number } выполнен, но никто из действующих за должность не вправе видеть запись: { $barrier }.
why-barrier-level = её гриф «{ $level }»
why-barrier-compartment = она принадлежит кругу { $compartment }
why-barrier-release = она не разрешена для их подразделения
why-decided-holds = Профиль { $number } выполнен: { $grounds }.
why-decided-too-low = Профиль { $number } выполнен, но ранг записи { $rank } ниже порога { $threshold }.
why-decided-fails = Профиль { $number } не выполнен: { $reason }.
why-decided-fails-clause = Профиль { $number } не выполнен: { $reason }. Условие: «{ $clause }».
why-decided-unread = Профиль { $number } не читается, его нужно сформулировать заново: { $error }
why-no-record = Под этим именем здесь нет записи для вас. Найдите её среди записей: номер стоит на её странице.
why-decided-queued = Запись подходит и стоит в очереди ещё с { $count }; следующие придут { $day }.
why-decided-unmatched = Запись подходит, но задание сопоставления не выполнено: { $error }. Попросите администратора повторить его.
why-then = Когда запись поступила
why-then-when = На { $when } потребность выглядела иначе.
why-then-ranks = Ранги считаются по словам сегодняшних записей: насколько редкими были слова тогда, не хранится.
why-then-unknown = Как выглядела потребность на { $when }, не известно: она заявлена позже или до того, как это стали хранить.
