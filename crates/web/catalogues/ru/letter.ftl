# Письма: что должность получает по почте, и страница по ссылке из письма.

letter-subject = { $count ->
    [one] { $count } запись ждёт ответа: { $post }
    [few] { $count } записи ждут ответа: { $post }
   *[other] { $count } записей ждут ответа: { $post }
}
letter-subject-none = Ничего нового: { $post }
letter-receipt-subject = Ваш ответ понят не полностью
letter-above = Пишите ответы выше этой строки
letter-to = Кому: { $person }
letter-waits = { $count ->
    [one] По вашим потребностям найдена { $count } запись, она ждёт вашего ответа.
    [few] По вашим потребностям найдены { $count } записи, они ждут вашего ответа.
   *[other] По вашим потребностям найдено { $count } записей, они ждут вашего ответа.
}
letter-how-reply = Ответьте на это письмо: номер записи и одна буква в отдельной строке, например 3 u. Или ответьте на этой странице, входить не нужно:
letter-how-link = Ответьте на этой странице, входить не нужно:
letter-answer-link = Ответить на одной странице
letter-for = Для потребности «{ $need }»
letter-because = по словам: { $words }
letter-forward = передать: напишите после буквы краткое имя должности, например «2 f chief-designer»; оно указано на странице должности
letter-letters = По одной букве:
letter-more = { $count ->
    [one] Ещё { $count } не поместилась в это письмо.
    [few] Ещё { $count } не поместились в это письмо.
   *[other] Ещё { $count } не поместились в это письмо.
}
letter-kept-back = { $count ->
    [one] { $count } нельзя отправлять по почте, она ждёт в бюро.
    [few] { $count } нельзя отправлять по почте, они ждут в бюро.
   *[other] { $count } нельзя отправлять по почте, они ждут в бюро.
}
letter-duties = { $count ->
    [one] Открыто ещё { $count } обязательство, всего просрочено: { $late }.
    [few] Открыто ещё { $count } обязательства, всего просрочено: { $late }.
   *[other] Открыто ещё { $count } обязательств, всего просрочено: { $late }.
}
letter-inbox = Открыть входящие
letter-nothing = { $count ->
    [0] Ничего нет, потому что ни одна из ваших потребностей не сопоставляется.
    [one] Ничто из поступившего после прошлого письма не подходит к вашей { $count } потребности.
   *[other] Ничто из поступившего после прошлого письма не подходит к вашим { $count } потребностям.
}
letter-idle = «{ $need }» не сопоставляется: состояние «{ $stage }».
letter-why = Это письмо приходит на должность { $post }: { $rhythm }.
letter-why-office = Это письмо приходит на должность { $post } так часто, как его рассылает бюро.
letter-change = Изменить, как оно приходит
letter-receipt = Эту часть вашего ответа принять не удалось. Что здесь не названо, принято.
letter-receipt-rest = Ответьте на это письмо или на прежнее, или на одной странице:
letter-page = Записи для должности { $post }
letter-page-lead = Скажите, что делается с каждой. Здесь на каждую отвечают один раз; в бюро ответ можно взять назад.
letter-page-none = Здесь больше ничего нет
letter-page-none-body = То, что было в этом письме, здесь показывать больше нельзя. Войдите в бюро, чтобы увидеть.
letter-all-answered = На всё дан ответ
letter-all-answered-body = Спасибо. Здесь больше нечего делать.
letter-answer = Что с ней делается
letter-later = Позже
letter-pass = Пропустить: { $reason }
letter-send = Отправить ответы
letter-no-answer = Выберите ответ хотя бы для одной записи
letter-link = Этой ссылкой нельзя воспользоваться
letter-stop = Больше не писать
letter-stop-ask = Больше не присылать писем должности { $post }? То, что ей предложено, останется в учреждении.
letter-stopped = На должность { $post } письма больше не приходят. Снова включить их можно на её странице в бюро.
letter-written = Написано
letter-about = Что
letter-address = Куда
letter-stage = Состояние
letter-kind-deliveries = Записи
letter-kind-receipt = Что осталось неясным в ответе
letter-kind-issue = Выпуск бюллетеня
letter-kind-arrival = Ответ на присланное сообщение
letter-issue-out = Вышел { $bulletin }, { $issue }: { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[many] { $count } записей
}.
letter-issue-marked = Он с грифом и почтой не отправляется. Его читают в учреждении:
letter-issue-long = Для письма он слишком велик. Его читают в учреждении:
letter-issue-read = Читать в учреждении
letter-issue-why = Вы получили это, потому что ваша должность подписана на бюллетень.
letter-issue-change = Отписаться
letter-stage-waiting = Ждёт
letter-stage-sending = Отправляется
letter-stage-sent = Отправлено
letter-stage-failed = Не отправлено
letter-stage-returned = Вернулось
letter-stage-dropped = Больше нечего сообщать
letters-title = Письма
letters-none = Писем ещё нет
letters-none-body = Первое будет написано, когда что-нибудь будет ждать ответа.

rhythm-never = Никогда
rhythm-daily = Каждый день
rhythm-weekly = Каждую неделю
rhythm-monthly = Каждые четыре недели

mailing-title = Почта этой должности
mailing-lead = Каждый раз одно письмо по всем потребностям должности, с тем, чего ещё не было ни в одном. На него отвечают письмом или по ссылке.
mailing-rhythm = Как часто
mailing-as-office = Как принято в бюро: { $rhythm }
mailing-empty = Когда ничего нет
mailing-when-empty = Писать всё равно
mailing-when-empty-hint = Тогда в письме сказано, почему ничего нет.
mailing-away-since = Отсутствие с
mailing-away-until = Отсутствие по
mailing-away-hint = В это время письма получает заместитель. Если его нет, они ждут и потом приходят одним письмом.
mailing-keep = Сохранить
mailing-next = Следующее письмо
mailing-nobody = Никому: ни у кого, кто действует за эту должность, нет работающего адреса
mailing-last = Последнее письмо
mailing-off = Это бюро не рассылает писем
mailing-off-body = Администратор указывает почтовый сервер в настройках; до тех пор есть входящие.
mailing-dead = Письмо на адрес { $address } ({ $person }) вернулось
mailing-dead-body = Туда больше ничего не отправляется. Когда адрес снова работает или исправлен, сообщите об этом.
mailing-revive = Снова писать туда
mailing-no-day = Напишите день так: 2026-03-12
mailing-half-away = Укажите оба дня отсутствия или ни одного

feeds-title = Адреса для других программ
feeds-lead = Программа чтения лент и календарь читают эти адреса без учётной записи, поэтому там только то, что открыто всем. У кого есть адрес, тот может читать; новые делают старые бесполезными.
feeds-atom = Лента поступлений (Atom)
feeds-calendar = Календарь обязательств (iCalendar)
feeds-open = Создать адреса
feeds-anew = Создать новые
feeds-shut = Убрать
feed-title = Записи для должности { $post }
calendar-title = Обязательства должности { $post }
letter-kind-invitation = Приглашение на встречу
letter-kind-call-off = Отмена встречи
invitation-letter-subject = { $title }: { $day }, { $time }
invitation-letter-off = Не состоится или состоится без вас: { $title }, { $day }, { $time }
invitation-letter-marked = Новость о встрече
invitation-letter-look = Встреча в рамках командировки согласована, перенесена или отменена. О чём она, в письме писать нельзя.
invitation-letter-open = Открыть встречи командировки
invitation-letter-why = Вы получили это письмо как участник командировки. Время указано местное.
