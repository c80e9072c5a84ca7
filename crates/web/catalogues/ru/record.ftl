# Записи: поиск, запись, почему она пришла или не пришла.

records-title = Записи
record-in-file = Найдено в файле записи
records-query = Что искать
records-query-hint = Слова, фразы, поля; номер записи или DOI ведёт прямо к записи
query-help = Как искать
query-fault = Запрос непонятен начиная с позиции { $column }
query-help-all = Оба слова в любой форме: в названии, реферате, ключевых словах
query-help-phrase = Слова подряд
query-help-begin = Слова, которые так начинаются
query-help-any = Одно из слов или оба
query-help-not = Первое без второго
query-help-near = Не дальше пяти слов друг от друга
query-help-field = В названии
query-help-author = Этого автора
query-help-year = Опубликовано в эти годы
query-help-kind = Этого вида и на этом языке
query-help-class = В этом классе и ниже
records-newest = Последние поступления
records-held = { $count ->
    [one] В ведомстве { $count } запись, доступная вам
    [few] В ведомстве { $count } записи, доступные вам
   *[many] В ведомстве { $count } записей, доступных вам
}
records-none = Записей пока нет
records-none-body = Они поступают из файлов: оператор останавливает учреждение, принимает их командой `uptake ingest` и запускает его снова.
records-found = { $count ->
    [one] Найдена { $count } запись
    [few] Найдено { $count } записи
   *[many] Найдено { $count } записей
}
records-shown = С { $from } по { $to }, лучшие сначала
records-needs = Потребности на эту тему
records-nothing = Ничего не найдено
records-nothing-body = Уберите одно слово, напишите лишь начало слова со звёздочкой или спросите тех, кто может знать.
records-end = Остальное доступно, если сузить поиск.
records-facet-kind = Вид
records-facet-year = Год
records-facet-lang = Язык
records-facet-class = Класс
records-facet-source = Издание
kind-article = Статья
kind-preprint = Препринт
kind-conference-paper = Доклад
kind-proceedings = Труды
kind-book = Книга
kind-chapter = Глава
kind-thesis = Диссертация
kind-report = Отчёт
kind-patent = Патент
kind-standard = Стандарт
kind-dataset = Набор данных
kind-software = Программа
kind-review = Обзор
kind-editorial = Редакционная статья
kind-correction = Исправление
kind-retraction = Отзыв публикации
kind-post = Заметка
kind-webpage = Веб-страница
kind-media = Изображение или звук
kind-catalogue = Каталог
kind-dispatch = Донесение
kind-exhibition = Выставка
kind-serial = Периодическое издание
kind-other = Другое
status-current = Действует
status-corrected = Исправлено
status-withdrawn = Снято
status-retracted = Отозвано
role-author = автор
role-editor = редактор
role-translator = переводчик
role-inventor = изобретатель
role-applicant = заявитель
role-assignee = патентообладатель
role-contributor = участник
scheme-keyword = Ключевые слова
scheme-other = Другая классификация
relation-preprint-of = является препринтом для
relation-has-preprint = имеет препринт
relation-corrects = исправляет
relation-corrected-by = исправлено в
relation-retracts = отзывает
relation-retracted-by = отозвано в
relation-version-of = является вариантом
relation-has-version = имеет вариант
relation-part-of = входит в
relation-has-part = содержит
relation-translation-of = является переводом
relation-reviews = рецензирует
relation-supplements = дополняет
relation-supplemented-by = дополнено в
relation-replaces = заменяет
relation-replaced-by = заменено на
relation-family-of = одного семейства с
relation-related-to = связано с
record-this = Эта запись
record-this-target = эту запись
record-and-others = { $count ->
    [one] и ещё { $count }
    [few] и ещё { $count }
   *[many] и ещё { $count }
}
record-for-need = Отмечены слова, подходящие к потребности
record-grounds-other = Также:
record-language = на языке { $language }
record-notes = Примечания источников
record-number = Номер
record-in = В издании
record-place = Том, номер, страницы
record-publisher = Издатель
record-work-language = Язык
record-status = Состояние
record-identifiers = Идентификаторы
record-locations = Где можно получить
record-rights = Права
record-kept = Хранится с
record-export = Для других программ
record-makers = Авторы и участники
record-makers-more = { $count ->
    [one] Ещё { $count }
    [few] Ещё { $count }
   *[many] Ещё { $count }
}
record-subjects = Темы
record-became = Что с ней стало
record-nothing = Пока ничего
record-nothing-fallen = Она больше не в силе, а такое не доставляется.
record-nothing-yet = После поступления или изменения её ещё не сопоставляли с потребностями; это скоро произойдёт.
record-nothing-fits = Она сопоставлена, и ни один профиль доступных вам потребностей к ней не подходит. Ниже можно спросить почему.
record-deliveries = Доставки
record-deliveries-more = { $count ->
    [one] Ещё { $count } доставка
    [few] Ещё { $count } доставки
   *[many] Ещё { $count } доставок
}
record-answers = Она отвечает на запросы
record-delivery-need = Потребность
record-delivery-post = Должность
record-delivery-when = Когда
record-delivery-outcome = Что вышло
record-why = Почему
record-undecided = Ещё не решено
record-sources = Источники
record-source = Источник
record-source-entry = позиция { $entry }
record-source-format = Формат
record-source-kept = Принято
record-source-overtaken = С тех пор заменено
record-source-gave = Что взято
record-source-all = Всё
record-source-nothing = Ничего сверх других
record-source-file = Как пришло
record-source-raw = Сохранить источник { $number }
record-related = Связанное
record-rests-on = Основана на
record-derived = Из неё получено
record-marking = Кто может её видеть
record-marking-body = Здесь доступ можно только сузить, обратно он не расширяется.
record-marking-now = Сейчас
record-marking-then = Потом
record-marking-lost = { $count ->
    [0] Никто не перестанет её видеть.
    [one] { $count } человек, который видит её сейчас, больше не увидит.
    [few] { $count } человека, которые видят её сейчас, больше не увидят.
    [many] { $count } человек, которые видят её сейчас, больше не увидят.
   *[other] { $count } человека, которые видят её сейчас, больше не увидят.
}
record-marking-follows = Всё полученное из записи последует за ней. Отменить это здесь нельзя.
record-marking-blind = У этих должностей есть открытые обязательства по ней, и никто там её больше не увидит
record-marking-change = Сузить доступ
record-marking-keep = Добавить к грифу
record-fallen = Она больше не доставляется. То, что на ней построено, следует проверить.
record-fallen-withdrawn = Эта работа снята
record-fallen-retracted = Эта работа отозвана
why-ask = Почему кто-то этого не получил?
why-ask-need = Для какой потребности
why-ask-go = Проверить заново
why-delivered = Доставлено
why-delivered-once = Было доставлено; сегодня не было бы
why-will-be = Ещё не доставлено; доставит следующее сопоставление
why-not = Не доставлено
why-because = Что решило
why-the-delivery = Доставка
why-need-stage = Потребность
why-need-expires = Сопоставляется до
why-expired = Срок вышел
why-no-expiry = без срока
why-record = Запись
why-stands = Запись в силе
why-seen = Должность может её видеть
why-profiles = Подошедшие профили
why-yes = да
why-no = нет
why-words = Решившие слова
why-no-words = Ни один профиль не нашёл здесь своих слов.
why-profile = Профиль { $number }
why-no-profile = У потребности нет профиля, поэтому доставлять нечего.
why-holds = подходит
why-too-low = подходит, но ранг низок
why-fails = не подходит
why-rank = Ранг { $rank }; порога у профиля нет.
why-rank-threshold = Ранг { $rank } при пороге { $threshold }.
why-parts-all = { $count ->
    [one] { $count } часть
    [few] Все { $count } части
   *[many] Все { $count } частей
}
why-parts-any = { $count ->
    [one] { $count } часть
    [few] Одна из { $count } частей
   *[many] Одна из { $count } частей
}
why-other = Спросить о другой потребности
ground-title = в заглавии
ground-abstract = в реферате
ground-keywords = в ключевых словах
ground-author = среди авторов
ground-org = среди организаций
ground-by-office = (класс присвоен организацией)
ground-source = в источнике
ground-question = — ваш вопрос, заданный в поездке
record-register = Принесли эти источники реестра (с их надёжностью):
records-export = Сохранить найденное как
records-export-hint = Сохраняются лучшие { $max }. Записи, которые нельзя копировать, опускаются.
cite-title = Библиографическая ссылка
cite-style = Стиль
cite-styles-own = Стили организации
cite-styles-first = Часто используемые
cite-styles-others = Все остальные
cite-go = Показать в этом стиле
cite-list-title = Библиографические ссылки
cite-search = Поиск
cite-list-lead = { $count ->
    [one] Оформлена { $count } запись.
    [few] Оформлены { $count } записи.
   *[other] Оформлено { $count } записей.
}
cite-more = { $count ->
    [one] Ещё { $count } ссылка — в файле.
    [few] Ещё { $count } ссылки — в файле.
   *[other] Ещё { $count } ссылок — в файле.
}
cite-withheld = { $count ->
    [one] { $count } запись нельзя копировать, она пропущена.
    [few] { $count } записи нельзя копировать, они пропущены.
   *[other] { $count } записей нельзя копировать, они пропущены.
}
cite-save-text = Сохранить как текст
cite-save-html = Сохранить как HTML
cite-no-style = Стиля с таким именем нет; запросите список стилей
cite-no-language = Языки: en, ru и de
