# Входящие, обязательства и выдачи.

inbox-all = Все
inbox-asked = Что от вас требуется
inbox-kinds = Виды обязательств
inbox-late = { $count ->
    [one] { $count } обязательство просрочено
    [few] { $count } обязательства просрочены
    [many] { $count } обязательств просрочено
   *[other] { $count } обязательства просрочено
}
inbox-late-body = Просроченное каждую неделю поднимается на одну ступень по дереву подразделений и засчитывается подразделению.
inbox-empty = От вас ничего не требуется
inbox-empty-body = Когда запись ответит на одну из ваших потребностей, она появится здесь.
inbox-new = Эта служба новая
inbox-new-body = Сначала подразделения и должности: кто где работает, кто рассматривает, документирует и руководит. Заведите их по одной или принесите готовые таблицы.
inbox-new-units = Завести подразделения и должности
inbox-no-post = Сегодня вы не действуете ни за одну должность; администратор может вас назначить
inbox-needs = Мои потребности
inbox-no-needs = Вы ещё ни одной не заявили.
inbox-need-came = выдано: { $delivered }, пригодилось: { $used }
inbox-requests = Мои запросы
inbox-no-requests = Вы ещё ничего не спрашивали.
need-new = Заявить потребность
request-new = Запросить сведения
need-expires = действует до

duty-dispose = Скажите, что вы с этим делаете
duty-review = Рассмотрите поданное
duty-revise = Ответьте рассматривающему
duty-reconfirm = Скажите, остаётся ли эта потребность в силе
duty-route = Найдите, кто может ответить
duty-answer = Ответьте на этот запрос
duty-dispose-short = Выдачи
duty-review-short = Рассмотрения
duty-revise-short = Вопросы ко мне
duty-reconfirm-short = Подтверждения
duty-route-short = Направить
duty-answer-short = Ответить
duty-from = поднято к вам от { $post }
duty-late = Срок прошёл
duty-raised = { $count ->
    [0] Наверх не поднималось: дневной обход ещё впереди, или над этой должностью нет руководящей.
    [one] Поднято на { $count } ступень.
    [few] Поднято на { $count } ступени.
    [many] Поднято на { $count } ступеней.
   *[other] Поднято на { $count } ступени.
}
duty-can-act = Ещё могут действовать:
duty-let-go = Снять это обязательство
duty-let-go-body = Действий по нему больше ни от кого не потребуется. В показателях подразделения оно считается снятым, а причина сохраняется при нём.
duty-let-go-reason = Почему исполнять не нужно
duty-was-let-go = Это обязательство снято
duty-about = О чём
duty-asked = Что требуется
duty-due = Срок
post-vacant = сейчас не занята
standing-holder = занимает
standing-deputy = замещает

delivery-for = для
delivery-not-kept = Ваш ответ не сохранён: тем временем на это уже ответили, как показано здесь
delivery-grounds = Почему выдано
delivery-why = Каждое условие профиля заново
delivery-record = Запись целиком
delivery-post = Выдано
delivery-need = Потребность
delivery-rank = Ранг
delivery-read = Прочитано
delivery-unread = ещё нет
delivery-forwarded-from = Передано из
delivery-answer = Что вы с этим делаете?
delivery-remark = Примечание
delivery-pass-title = Отклонить, указав причину
delivery-forward-title = Передать другой должности
delivery-reason = Почему вы отклоняете?
delivery-to = Какая должность должна решить?
choice-use = Использовать
choice-study = Изучить
choice-known = Известно
choice-pass = Отклонить
choice-forward = Передать
choice-pass-open = Отклонить …
choice-forward-open = Передать …
decided-use = Будет использовано
decided-study = Изучается
decided-known = Было уже известно
decided-pass = Отклонено
decided-forward = Передано
delivery-recall = Взять ответ назад
pass-off-topic = О другом
pass-too-general = Ничего, кроме общеизвестного
pass-out-of-date = Устарело
pass-not-for-us = Для другой отрасли или другого изделия
pass-not-feasible = Не хватает средств, материалов или прав
pass-not-obtainable = Документ нельзя получить или прочесть
pass-other = Другое, как сказано в примечании
record-untitled = Без названия
record-no-abstract = Источники не дают реферата.
record-published = Опубликовано

stage-draft = Черновик
stage-submitted = На рассмотрении
stage-accepted = Принята
stage-declined = Отклонена
stage-met = Удовлетворена
stage-withdrawn = Снята
stage-joined = Объединена
request-stage-asked = Задан
request-stage-routed = У отвечающего
request-stage-answered = Есть ответ
request-stage-declined = Отклонён
request-stage-withdrawn = Снят
duty-cover = Найдите источник для этой потребности
duty-cover-short = Пробелы
duty-compose = Заполните этот выпуск и выпустите его
duty-compose-short = Выпуски на заполнение
duty-release = Посмотрите этот выпуск и выпустите его
duty-release-short = Выпуски к выходу
duty-nominate = Назовите, кто едет в эту командировку
duty-nominate-short = Участников назвать
duty-vet = Скажите, может ли командировка состояться
duty-vet-short = Командировки на согласование
duty-place = Найдите специалиста по этой заявке
duty-place-short = Найти специалистов
duty-weigh-conflict = Решите об этом конфликте интересов
duty-weigh-conflict-short = Конфликты интересов
duty-sign-on = Подпишите назначение или откажите
duty-sign-on-short = Подписать назначения
duty-keep-promise = Выполните обещанное этому специалисту
duty-keep-promise-short = Выполнить обещания
duty-evaluate = Скажите, как прошёл месяц с этим гостем
duty-evaluate-short = Отзывы за месяц
duty-hear-guest = Спросите гостя, как прошёл месяц
duty-hear-guest-short = Выслушать гостей
duty-answer-grievance = Ответьте на эту жалобу
duty-answer-grievance-short = Ответить на жалобы
duty-say-stayed = Скажите, осталось ли умение
duty-say-stayed-short = Проверить умения
duty-say-still-there = Скажите, сохранилось ли умение через год
duty-say-still-there-short = Проверить умения снова
duty-control = Примите решение по контролю командировки
duty-control-short = Контроль
duty-report = Сдайте отчёт об этой командировке
duty-report-short = Отчёты
duty-index = Присвойте этой выборке вторые коды
duty-index-short = Выборки на индексирование
duty-follow = Исполните рекомендацию этой командировки
duty-follow-short = Рекомендации
duty-mend-webhook = Исправьте этот вебхук: его события не принимаются
duty-mend-webhook-short = Вебхуки на исправление
