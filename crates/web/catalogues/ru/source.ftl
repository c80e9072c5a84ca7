# Реестр источников.
sources-lead = Откуда приходят записи и кто отвечает за каждый источник.
sources-none = Ни одного источника не внесено
sources-none-body = Источник — то, что вы читаете постоянно: журнал, выгрузка библиотеки, донесения советника. Внесите его, и всё, что из него приходит, просматривается, принимается и считается под его именем.
source-new = Внести источник
source-change = Изменить источник
source-register = Внести
source-save = Сохранить
source-number = Номер
source-title = Название
source-title-hint = Как его называют: «Экспресс-информация, машиностроение», «Донесения из Бонна»
source-title-missing = Название: напишите, как называется источник
source-covers = Охватывает
source-territory = Территория
source-territory-hint = Страны или регионы: Франция, Северная Америка
source-subject = Тематика
source-subject-hint = О чём он: электрическая тяга, органический синтез
source-language = Язык
source-language-hint = На котором бо́льшая часть; код или английское название: ru, ja, German
source-language-unknown = Язык: напишите код, например ru или de, или английское название, или оставьте пустым
source-reliability = Надёжность
source-reliability-A = A — вполне надёжен
source-reliability-B = B — обычно надёжен
source-reliability-C = C — довольно надёжен
source-reliability-D = D — обычно ненадёжен
source-reliability-E = E — ненадёжен
source-reliability-F = F — судить нельзя
source-every = Ожидается раз в … дней
source-every-hint = Число; оставьте пустым, если приходит как придётся. Если дольше ничего не было, источник считается опаздывающим
source-every-unknown = Дни: напишите целое число или оставьте пустым
source-due = Ожидается
source-every-none = как придётся
source-every-days = { $days ->
    [one] раз в { $days } день
    [few] раз в { $days } дня
   *[other] раз в { $days } дней
}
source-post = Кто за него отвечает
source-post-missing = Выберите должность, которая отвечает за источник
source-remark = Примечание
source-remark-hint = Как его получить, на что обращать внимание
source-marking-hint = Этот гриф получат записи, которые придут отныне; пришедшие раньше сохраняют свой, а что придёт повторно, будет принято под ним заново. Позже его можно сделать строже, но не мягче.
source-kind-upload = Файлы принимают вручную
source-last = Пришло
source-health = Состояние
source-records = Записей
source-entries = Статей источника
source-brought = Что пришло последним
source-pause = Приостановить
source-resume = Включить

# Состояние источника и что делать.
source-health-fresh = Свежий
source-health-fresh-body = В последний раз пришло новое. Делать ничего не нужно.
source-health-unchanged = Без перемен
source-health-unchanged-body = В последний раз пришло только то, что уже приходило. Проверьте, самый ли новый у вас файл.
source-health-empty = Пустой
source-health-empty-body = Из него ещё ничего не пришло, или в последний раз файл был пуст. Примите первый файл или проверьте, тот ли это файл.
source-health-late = Опаздывает
source-health-late-body = Срок прошёл, а ничего не пришло. Получите файл у источника или измените, как часто он ожидается.
source-health-failing = Со сбоями
source-health-failing-body = Последний файл не удалось прочитать до конца. Почему — сказано на его странице; получите его заново или в другом формате.
source-health-paused = Приостановлен
source-health-paused-body = Из него ничего не принимают. Включите его, чтобы принять файл.

# Что пришло из источника.
intakes-title = Что пришло
intake-name = Файл
intake-came = Пришёл
intake-read = Прочитано
intake-new-ones = Новых
intake-stage = Состояние
intake-stage-looked = Ждёт решения
intake-stage-waiting = Принимается
intake-stage-kept = Принят
intake-stage-dropped = Отпущен
intake-stage-broken = Испорчен
intake-new = Принять файл
intake-file = Файл
intake-file-hint = До { $max } МиБ, можно сжатый или архив ZIP. Формат узнаётся сам: RIS, BibTeX, MARC, PubMed, Crossref, патенты, таблицы и другие. Прежде чем что-либо сохранится, вы увидите, что в нём есть.
intake-look = Посмотреть
intake-not-base64 = Это не base64
intake-text-or-base64 = Передайте содержимое файла в `text` или в `base64`, в чём-то одном
intake-brought = Принёс(ла): { $person }, { $when }
intake-looked = Пока ничего не сохранено
intake-looked-body = Посмотрите, что в файле, и примите его или отпустите. Файлы, о которых никто не решил, отпускаются через три дня.
intake-nothing = В этом файле нет ни одной записи
intake-nothing-body = Ниже сказано, в чём усомнилась программа. Отпустите файл и принесите другой или в другом формате.
intake-so-far = { $read ->
    [one] Пока сохранена { $read } запись.
    [few] Пока сохранены { $read } записи.
   *[other] Пока сохранено { $read } записей.
}
intake-waiting = Файл принимается
intake-waiting-body = Обновите страницу, чтобы увидеть, как идёт дело. Записи можно найти сразу; затем их сопоставляют со всеми потребностями.
intake-kept = Файл принят
intake-kept-body = Записи можно найти, и они сопоставляются со всеми потребностями.
intake-dropped = Файл отпущен
intake-dropped-body = Из него ничего не сохранено.
intake-broken = Файл не удалось прочитать до конца
intake-broken-body = То, что ниже сочтено сохранённым, остаётся. Получите файл заново или в другом формате и принесите ещё раз.
intake-counted = { $read ->
    [one] В файле { $read } запись
    [few] В файле { $read } записи
   *[other] В файле { $read } записей
}, { $doubts ->
    [0] сомнений при чтении нет.
    [one] { $doubts } сомнение при чтении.
    [few] { $doubts } сомнения при чтении.
   *[other] { $doubts } сомнений при чтении.
}
intake-tried = Что с ними станет, проверено на первых { $tried }.
intake-becomes = Что с ними станет
intake-keep = Принять
intake-drop = Отпустить
intake-first = Первые из них
intake-doubts = В чём сомнения
intake-back = К источнику
became-new = Новая
became-updated = Новое состояние
became-joined = Соединена с записью другого источника
became-known = Известная

# Адрес источника и как часто к нему обращаются.
source-find-lead = Укажите адрес источника. Бюро обратится к нему один раз, чтобы узнать, что это; регулярно ничего не загружается, пока вы его не включите.
source-address = Адрес
source-address-hint = Лента, страница с лентой, хранилище OAI-PMH, файл или запрос к Crossref, OpenAlex, DataCite, PubMed, arXiv или Европейскому патентному ведомству. Для наблюдаемой папки: folder: и её имя
source-address-missing = Адрес: напишите, где находится источник
source-address-change = Куда обращается бюро. С другим адресом всё начинается заново
source-find = Узнать, что это
source-by-hand-title = Нет адреса?
source-by-hand-body = Его нет у бумажных журналов, дисков и присланных файлов. Зарегистрируйте такой источник и приносите его файлы на странице.
source-by-hand = Зарегистрировать источник вручную
source-kind = Вид
source-kind-feed = Лента (RSS, Atom, JSON Feed)
source-kind-file = Файл в сети
source-kind-oai-pmh = Хранилище OAI-PMH
source-kind-crossref = Запрос к Crossref
source-kind-openalex = Запрос к OpenAlex
source-kind-datacite = Запрос к DataCite
source-kind-pubmed = Запрос к PubMed
source-kind-arxiv = Запрос к arXiv
source-kind-epo-ops = Запрос к Европейскому патентному ведомству
source-kind-folder = Наблюдаемая папка
source-schedule = Опрашивается
source-schedule-quarter-hourly = каждые четверть часа
source-schedule-hourly = каждый час
source-schedule-six-hourly = каждые шесть часов
source-schedule-daily = каждый день
source-schedule-weekly = каждую неделю
source-schedule-monthly = каждые тридцать дней
source-asked-first = Принимается
source-asked-first-body = Источник включён, и то, что в нём есть, сейчас принимается. Делать ничего не нужно.
source-asked-fresh = При последнем обращении было новое. Делать ничего не нужно.
source-asked-unchanged = Источник отвечает, но в нём нет ничего, чего он не принёс раньше. Делать ничего не нужно.
source-asked-empty = Источник отвечает, но в нём ничего нет. Проверьте адрес или запрос.
source-asked-late = К нему уже следовало обратиться, или он уже должен был что-то принести. Обратитесь сейчас; если не поможет, проверьте, не было ли бюро закрыто.
source-asked-paused = Из него ничего не загружается. Посмотрите, что он принёс бы, и включите его.
harvest-title = Сбор
harvest-asked = Последнее обращение
harvest-answered = Последний ответ
harvest-next = Следующее обращение
harvest-round = Идёт
harvest-answers = { $count ->
    [one] пока { $count } ответ
    [few] пока { $count } ответа
   *[other] пока { $count } ответов
}
harvest-failures = Неудач подряд
harvest-switch-on = Включить источник
harvest-look = Посмотреть, что он принёс бы
harvest-look-hint = Чтобы показать это, бюро обратится к нему один раз и ничего не сохранит.
harvest-now = Обратиться сейчас
harvest-anew = Запросить всё заново
intake-fetched = Загружено бюро, { $when }
intake-in-all = { $count ->
    [one] Источник сообщает, что всего есть { $count } запись.
    [few] Источник сообщает, что всего есть { $count } записи.
   *[other] Источник сообщает, что всего есть { $count } записей.
}

# Сколько стоит источник и что он даёт.
source-cost = Стоимость в год
source-cost-hint = Сумма и валюта: 1200 EUR. Оставьте пустым, если он ничего не стоит или это неизвестно
yield-title = Что дают источники
yield-lead = Сколько в каждом источнике такого, чего больше никто не приносит, сколько из него доставлено постам и сколько они используют.
yield-unique = Больше никто не принёс
yield-first = Принёс первым
yield-delivered = Доставлено
yield-used = Используется
yield-cost = Стоимость одной используемой
yield-advice = Предложение
yield-advice-early = Судить рано
yield-advice-keep = Оставить
yield-advice-watch = Следить внимательнее
yield-advice-drop = Отказаться
yield-rules = Считаются записи. Об источнике судят через девяносто дней. «Следить внимательнее»: используется не менее пяти его записей, и их доля среди отвеченных не менее чем в полтора раза выше, чем по всем источникам. «Отказаться»: ничто не используется и не изучается, при этом так отвечено на тридцать и более записей, или ни одна не была доставлена. То, что видно лишь некоторым, здесь не считается.
yield-counted = Подсчитано { $when }

# Потребности и источники.
coverage-title = Каким потребностям они служат
coverage-lead = Записи за последний год, доставленные постам каждой потребности, по источникам, которые их принесли.
coverage-unit = Потребности подразделения
coverage-all = все подразделения
coverage-none = Ни одна потребность не сопоставляется
coverage-none-body = Потребности появятся здесь, когда будут приняты.
coverage-need = Потребность
coverage-state = Состояние
coverage-others = Другие источники
coverage-otherwise = Вне реестра
coverage-outside = Нет источника из реестра
coverage-asked = Ищут
coverage-gap = Пробел
coverage-one = Только один источник
coverage-served = Обеспечена
gap-title = Источники для этой потребности
gap-lead = Что источники принесли для этой потребности за последний год и кто ищет ещё.
gap-asked = Источник ищут
gap-none = Этой потребности не служит ни один источник
gap-none-body = Ничто из пришедшего за последний год не было доставлено её посту. Попросите советника или знатока предмета найти источник.
gap-source = Источник
gap-served = Записи
gap-assign = Попросить найти источник
gap-to = Пост
gap-within = Срок, дней
gap-within-hint = Число от 1 до { $max }
gap-no-post = Выберите пост, который ищет источник
gap-no-days = Напишите, в какой срок это нужно
gap-send = Попросить
gap-was-found = Источник найден
gap-was-not-found = Источник не найден
gap-answer = Итог поиска
gap-outcome = Итог
gap-found = Источник найден
gap-not-found = Источника нет
gap-account = Что найдено или почему источника нет
gap-account-hint = Где он, как его получить, сколько он стоит
gap-close = Сообщить
need-sources = Источники для этой потребности
yield-not-counted = Пока ничего не подсчитано. Источники подсчитываются каждый час и через минуту после поступления
source-setback-detail = Ответ той стороны:
sources-narrow = Сузить или упорядочить реестр
sources-any = любой
sources-order = Порядок
sources-by-title = по названию
sources-by-last = по последнему поступлению
sources-by-health = по состоянию, сначала требующие внимания
sources-by-reliability = по надёжности
sources-narrow-go = Показать
sources-all = Весь реестр
sources-none-such = Таких источников нет
sources-none-such-body = Выберите другой вид или состояние либо другое слово территории.
sources-cut = Просмотрены только первые { $count } источников.
