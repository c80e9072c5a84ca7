# Классификаторы и тезаурусы, их соответствия и что меняется вместе с ними.

office-schemes = Классификаторы
schemes-lead = Тезаурусы и классификаторы организации. Потребность, в которой назван класс одного, находит записи того класса другого, которому он соответствует.
schemes-none = Классификаторов ещё нет
schemes-none-body = Классификатор приносят файлом: SKOS, таблица со столбцом кода, рубрикатор ГРНТИ или области ОЭСР.
scheme-bring = Принести классификатор
scheme-bring-body = Принесите классификатор с его классами или таблицу соответствий: чем классы одного являются в другом. Прежде чем что-либо сохранится, вы увидите, что изменится.
scheme-file = Файл
scheme-file-hint = SKOS (Turtle или RDF/XML), CSV, ГРНТИ, области ОЭСР в JSON или таблица соответствий в CSV; не более { $max } МиБ, можно сжатый
scheme-word = Слово
scheme-word-hint = Как он называется в записях и таблицах соответствий, например grnti, ford или our-products. Оставьте пустым, если это сказано в файле.
scheme-title = Название
scheme-said-hint = Оставьте пустым то, что сказано в самом файле
scheme-version = Издание
scheme-source = Откуда
scheme-rights = Условия использования
scheme-uri = Адрес
scheme-kept = Действует с
scheme-look = Посмотреть
scheme-waiting = Ждут решения
scheme-crosswalk-of = Соответствия { $file }
scheme-look-title = { $scheme }: что изменится
scheme-look-lead = Прочитано из файла { $file }. Ничего из него ещё не сохранено.
scheme-keep = Сохранить
scheme-replace = Заменить действующий
scheme-drop = Отпустить
scheme-replaces = Он займёт место:
scheme-decided = Этот файл больше не рассматривают
scheme-decided-kept = Этот файл уже сохранён; сейчас ничего не изменено. Классификатор:
scheme-decided-gone = Этот файл сохранили, а потом заменили более новым, или его отпустили. Сейчас ничего не изменено; принесите файл ещё раз, чтобы посмотреть снова.
scheme-before = Действующее издание
scheme-classes = Классы
scheme-new = Новые классы
scheme-gone = Классы, которые исчезнут
scheme-changed = Классы, которые изменятся
scheme-mappings = Соответствия
scheme-mappings-new = Новые соответствия
scheme-mappings-gone = Соответствия, которые исчезнут
scheme-astray = Классы соответствий, которых нет в действующем издании
scheme-doubts = Сомнения
scheme-doubts-count = { $count ->
    [one] { $count } сомнение при чтении
    [few] { $count } сомнения при чтении
   *[other] { $count } сомнений при чтении
}
scheme-needs-lose = { $count ->
    [one] { $count } потребность называет классы, которые исчезнут
    [few] { $count } потребности называют классы, которые исчезнут
   *[other] { $count } потребностей называют классы, которые исчезнут
}
scheme-tops = Верхние классы
scheme-export = Взять с собой
scheme-export-turtle = SKOS с соответствиями (Turtle)
scheme-export-xml = SKOS с соответствиями (RDF/XML)
scheme-export-table = Классы (CSV)
scheme-export-crosswalk = Соответствия (CSV)
scheme-crosswalks = Соответствия с другими классификаторами
scheme-crosswalks-none = Ни один класс не соответствует классу другого классификатора.
scheme-another = Другой классификатор
scheme-remove = Убрать классификатор
scheme-remove-title = Убрать «{ $scheme }»?
scheme-remove-body = { $classes ->
    [one] Исчезнет { $classes } класс
    [few] Исчезнут { $classes } класса
   *[other] Исчезнут { $classes } классов
}, а с ними { $mappings ->
    [one] { $mappings } соответствие
    [few] { $mappings } соответствия
   *[other] { $mappings } соответствий
}. У записей их классы остаются; потребности сопоставляются заново.
scheme-remove-needs = Его классы названы в этих потребностях:
scheme-remove-needs-many = { $count ->
    [one] Его классы названы в { $count } потребности
   *[other] Его классы названы в { $count } потребностях
}
class-find = Найти класс
class-find-words = Код или слова
class-find-hint = Код, например 27.35, или слова названия на любом языке
class-find-do = Найти
class-find-none = Класса с таким кодом или такими словами нет. Попробуйте начало слова.
class-find-most = Показаны только { $count } лучших; добавьте слово.
class-below = { $count ->
    [one] { $count } ниже
   *[other] { $count } ниже
}
class-level-more = и ещё { $count }
class-narrower = Классы ниже
class-related = Смежные классы
class-code = Класс
class-labels = Названия
class-alternatives = Называется также
class-uri = Адрес
class-records-title = Записи
class-records = { $count ->
    [one] { $count } запись здесь, ниже или по соответствию
    [few] { $count } записи здесь, ниже или по соответствию
   *[other] { $count } записей здесь, ниже или по соответствию
}
class-mapped = В других классификаторах
class-mapped-none = Ни одному классу другого классификатора он не соответствует.
class-needs = Потребности, в которых он назван
class-needs-none = Среди потребностей, которые вам видны, его не называет ни одна.
class-needs-count = { $count ->
    [one] Запись этого класса подошла бы { $count } потребности
   *[other] Запись этого класса подошла бы { $count } потребностям
}
class-cut = За { $classes } лежит слишком много классов
class-cut-body = Соответствия ведут отсюда к большему числу классов, чем просматривается, поэтому часть записей так не найти. Назовите классы поуже.
mapping-to = Класс
mapping-from = От класса
mapping-relation = Отношение
mapping-new = Сопоставить с классом другого классификатора
mapping-add = Сопоставить
mapping-to-code = Код в другом классификаторе
mapping-to-hint = Как он там стоит, например 1.3
mapping-remove = Убрать соответствие с { $class }
mapping-remove-all = Убрать все соответствия с { $scheme }
mapping-exact = то же самое
mapping-exact-hint = Записи одного подходят потребностям в другом.
mapping-close = почти то же
mapping-close-hint = Записи одного подходят потребностям в другом, но дальше соответствия не ведут.
mapping-broader = шире
mapping-broader-hint = Другой класс включает этот и ещё что-то: записи этого подходят потребностям в другом.
mapping-narrower = уже
mapping-narrower-hint = Другой класс — часть этого: его записи подходят потребностям в этом.
mapping-related = смежный
mapping-related-hint = Показывается, но ничего не решает.
way-below = внутри него
way-exact = точно
way-close = почти
way-broader = шире
way-narrower = как часть
way-related = смежный
rematches-title = Что принесли изменения
rematches-lead = Когда меняются классификаторы или соответствия, потребности, называющие классы, сопоставляются заново со всем накопленным.
rematches-none = Ничего ещё не менялось
rematches-none-body = Как только классификатор или соответствие сохранены или убраны, потребности сопоставляются заново; приобретённое и утраченное стоит здесь.
rematch-awaits = После изменения потребности сопоставляются заново.
rematch-at = Когда
rematch-needs = Потребности
rematch-gained = Приобретено
rematch-lost = Утрачено
rematch-title = Сопоставлено заново: { $when }
rematch-no-needs = Ни одна из потребностей, которые вам видны, не называет классов.
rematch-capped = { $count ->
    [one] Подходит ещё { $count } запись, но должности она не выдана
    [few] Подходят ещё { $count } записи, но должности они не выданы
   *[other] Подходят ещё { $count } записей, но должности они не выданы
}: их больше, чем выдаётся за один раз.
rematch-is-gained = теперь подходит
rematch-is-lost = больше не подходит
rematch-same = Ничего не приобретено и не утрачено
