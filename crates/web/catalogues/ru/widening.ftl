# Расширения грифа: вещь увидит больше людей.

noun-widening = расширение грифа
missing-widening = Расширения грифа «{ $text }» здесь нет
duty-widen = Скажите, можно ли показать это большему числу людей
duty-widen-short = Расширения грифа к решению

widen = Расширить гриф
widen-lead = Выберите, какой гриф должен быть, и скажите почему. Решают двое, кроме вас: тот, кто координирует ваше подразделение, и тот, кто управляет бюро. То, что контролирует режим, ждёт ещё и решения по делу.
widenings-title = Расширения грифа
widenings-lead = Вещи, которые должно видеть больше людей. Об этом просят на странице самой вещи.
widenings-none = Расширять нечего
widenings-none-body = Просит тот, кто видит вещь, на её странице.

widening-of = Расширение грифа: { $title }
widening-thing = Что
widening-from = Гриф сейчас
widening-to = Каким должен стать
widening-stands = Состояние
widening-state-asked = Запрошено
widening-state-waiting = Ждёт контроля
widening-state-done = Расширен
widening-state-refused = Отказано
widening-state-overtaken = Устарело
widening-state-withdrawn = Отозвано
widening-waiting-body = Обе стороны согласны. Дело контроля ещё не решено; как только оно будет решено, гриф изменится сам, или это сделает любой, кто видит эту страницу.
widening-overtaken-body = Гриф уже не тот, что был, когда об этом просили, поэтому ничего не изменено. Попросите заново о том, что ещё нужно расширить.
widening-open = Об этом уже просят
widening-look = Посмотреть
widening-reason = Почему
widening-reason-hint = Это прочтёт тот, кто решает.
widening-ask = Попросить
widening-words = Что сказано
widening-side-work = За дело
widening-side-office = За бюро
widening-yes = да
widening-no = нет
widening-waits = ещё не сказано
widening-speak-work = Скажите своё слово за дело
widening-speak-office = Скажите своё слово за бюро
widening-word = Основание
widening-agree = Пусть видит больше людей
widening-disagree = Оставить как есть
widening-carry-out = Выполнить
widening-withdraw = Отозвать
