# Передачи сведений: записи, которые получает организация-хозяин.

noun-release = передача сведений
missing-release = Передачи сведений «{ $text }» здесь нет
duty-decide-release = Решите, передать ли эти записи принимающей стороне
duty-decide-release-short = Передачи сведений к решению

releases-title = Передачи сведений
releases-lead = Записи, которые передаются принимающим организациям. Один просит, другой передаёт, а то, что контролирует режим, ждёт решения по делу.
releases-views = Передачи по состоянию
releases-all = Все
releases-none = Здесь нет ни одной передачи
releases-none-body = Попросите о передаче, когда принимающая организация должна получить наши записи.
releases-left-out = Показаны последние { $count }; выберите состояние, чтобы сузить список.

release-state-asked = Запрошена
release-state-given = Передано
release-state-refused = Отказано
release-state-withdrawn = Отозвана

release-new = Попросить о передаче
release-change = Изменить передачу
release-form-lead = Решение принимается именно о том, что здесь написано: изменение после решения контроля лишает его силы. Записи с оговоркой no-export или no-copying не передаются никому.
release-what = Что передаётся
release-what-hint = Одной строкой; так оно будет записано среди того, чем обменивались с этой организацией.
release-host = Принимающая организация
release-choose-host = Выберите организацию
release-host-missing = Выберите организацию, которая это получит
release-records = Записи
release-records-hint = По одному номеру в строке, как он стоит на странице записи.
release-record-unread = «{ $text }» — не номер записи; скопируйте его со страницы записи
release-reason = Почему
release-asks = Кто просит
release-ask = Попросить
release-stands = Состояние
release-decided = Кто решил
release-exchange = Где записано
release-exchange-there = Среди обменов с этой организацией
release-decide = Решение о передаче
release-remark = Что сказано при решении
release-remark-hint = Обязательно при отказе.
release-give = Передать записи
release-refuse = Не передавать
release-withdraw = Отозвать передачу
release-dossier = Файл
release-dossier-lead = Каждая запись в её нынешнем виде. О том, что файл взят, записывается в журнал.
release-form = Вид файла
release-take = Взять файл
