# Раздел «Учреждение»: подразделения, должности, лица, круги, журнал, задания.

office-views = Разделы учреждения
office-units = Подразделения и должности
office-persons = Лица
office-compartments = Круги допуска
office-duties = Обязательства по подразделениям
office-ledger = Журнал
office-jobs = Задания
office-posts = Должности
short-name-hint = Строчные латинские буквы, цифры и дефисы; имя стоит в адресах и не меняется
unit-new = Создать подразделение
unit-change = Переименовать или переместить подразделение
unit-id = Краткое имя подразделения
unit-name = Название подразделения
unit-parent = Входит в
unit-no-parent = Никуда: на самом верху
unit-needs = Потребности этого подразделения и нижестоящих
duties-title = Состояние обязательств
duties-body = Открытые обязательства и возникшие за последние дни (дней: { $days }). Подразделение считается вместе с нижестоящими. Учтено только то, что вам видно.
duties-unit = Подразделение
duties-open = Открыто
duties-late = Просрочено
duties-raised = Поднято
duties-done = Выполнено
duties-done-late = Выполнено с опозданием
duties-let-go = Снято
post-new = Создать должность в этом подразделении
post-change = Изменить название, подразделение или полномочия
post-id = Краткое имя должности
post-title = Название должности
post-unit = Подразделение
post-powers = Полномочия
post-no-powers = Заявляет потребности, спрашивает и отвечает на выданное
post-closed = Закрыта
post-close = Закрыть должность
post-close-body = Сделанное остаётся. Открытое переходит другой должности.
post-close-to = Открытая работа переходит
post-close-nobody = Никому: ничего не открыто
post-hand-over = Передать или назначить
post-hand-over-body = Потребности, выдачи и обязательства принадлежат должности: кто её примет, найдёт их все.
power-lead = Руководит подразделением
power-lead-hint = Просроченное снизу поднимается к ней
power-coordinate = Координирует потребности
power-coordinate-hint = Рассматривает, объединяет и принимает потребности своего и нижестоящих подразделений
power-document = Ведёт документацию
power-document-hint = Ведёт источники и принимает записи, ставит грифы, направляет запросы и отвечает на них
power-administer = Администрирует
power-administer-hint = Ведёт подразделения, должности, лица и допуски
power-audit = Проверяет
power-audit-hint = Читает журнал
tenures = Кто действует за неё и действовал
tenure-person = Лицо
tenure-standing = Как
tenure-since = С
tenure-until = По
tenure-now = сейчас
tenure-open = срок не определён
deputy-new = Назначить заместителя на время отсутствия
deputy-who = Кто вас замещает?
deputy-go = Назначить заместителя
tenure-end-early = Закончить раньше
deputy-end = Последний день {$day}
post-hand-work = Передать её открытую работу другой должности
post-hand-work-body = Потребности, открытые выдачи, запросы и обязательства переходят сразу; сама должность остаётся.
post-hand-work-choose = Выберите должность
post-hand-work-go = Передать работу
post-hand-work-none = Выберите должность, которая примет работу
tenure-choose = Выберите лицо
person-new = Внести лицо
person-change = Изменить имя, допуск или круги
person-id = Краткое имя для входа
person-name = Имя
person-email = Адрес почты
person-language-browser = Как в браузере
person-level = Допуск до
person-left = Больше не работает
person-leave = Лицо уходит
person-leave-body = Войти больше нельзя, и всё занимаемое сегодня заканчивается. Сделанное остаётся.
person-link-body = По одноразовой ссылке лицо выбирает новый пароль вместо прежнего. Ссылка действует три дня.
person-link-make = Выдать одноразовую ссылку
person-link-made = Ссылка показана только сейчас. Передайте её безопасным путём.
compartment-new = Создать круг
compartment-id = Краткое имя круга
compartment-name = Название круга
compartment-admitted = Допущены
compartment-closed = Закрыт
compartment-close = Закрыть
compartment-none = Кругов допуска нет
compartment-none-body = Круг — это лица, допущенные к какому-либо делу.
ledger-body = Каждый факт связан с предыдущим своим хешем. Вы читаете факты о том, что вам видно; пропущенный номер принадлежит факту, который вам видеть нельзя.
ledger-number = Номер
ledger-when = Когда
ledger-fact = Факт
job-kind = Задание
job-state = Состояние
job-when = Когда
job-tries = Попытки
job-error = Что не удалось в последний раз
job-retry = Повторить
job-none = Делать нечего
job-none-body = Здесь перечислена отложенная работа учреждения.
job-match-need = Сопоставить потребность со всем накопленным:
job-match-classes = Сопоставить потребности, называющие классы, со всем накопленным
job-match-new = Сопоставить новое со всеми потребностями
job-take-in = Принять то, что пришло из источника:
job-look-at = Просмотреть приложенный файл:
job-raise-duties = Поднять просроченное на ступень
job-ask-reconfirmation = Спросить, в силе ли потребности
job-write-letters = Написать письма, которым пора
job-begin-issues = Начать выпуски, которым пора
job-print-issue = Напечатать выпуск
job-sweep = Убрать просроченное
job-checkpoint = Подписать голову журнала
job-state-waiting = Ждёт
job-state-leased = В работе
job-state-done = Сделано
job-state-failed = Ждёт человека
foresight-title = Что это изменит
foresight-look = Посмотреть последствия
foresight-keep = Сохранить
foresight-on = Пока ничего не изменено. Так будет { $day }.
foresight-nothing = Это ничего не меняет
foresight-nothing-body = Всё уже так.
foresight-rows = Что меняется
staff-part-name = Название
staff-part-parent = Входит в
staff-part-closed = Закрыто
staff-part-title = Название
staff-part-unit = Подразделение
staff-part-powers = Полномочия
staff-part-email = Почта
staff-part-language = Язык
staff-part-level = Допуск
staff-part-compartments = Круги
staff-part-left = Выбыл
staff-part-person = Лицо
staff-part-standing = В качестве
staff-part-since = С
staff-part-until = Последний день
foresight-new = новое
foresight-changed = изменено
foresight-out = исключено
foresight-sights = Кому станет видно больше или меньше
foresight-no-sights = Никому не станет видно больше или меньше.
foresight-person = Лицо
foresight-before = Сейчас
foresight-after = Потом
foresight-markings = Грифы
foresight-seen = записей с грифом: { $records }, потребностей с грифом: { $needs }
foresight-beyond = и ещё то, что вам не видно
foresight-powers = Полномочия с иным охватом
foresight-ladders = Просроченное, что поднимется иначе
foresight-handed = Открытая работа от { $from } переходит к { $to }
foresight-vacant = За эти должности больше никто не будет действовать
foresight-unseen = Некоторые открытые обязательства { $post } никому там не будут видны

post-offer-words = Слова из названия должности или подразделения
post-offer-look = Найти должности
post-offer-none = Нет должности с такими словами; уберите одно.
post-offer-more = { $count ->
    [one] Подходит ещё { $count } должность; добавьте слово
    [few] Подходят ещё { $count } должности; добавьте слово
   *[many] Подходит ещё { $count } должностей; добавьте слово
}
job-count-sources = Подсчитать, что дают источники
job-draw-samples = Сделать выборки за месяц
job-find-idle = Спросить об образцах, лежащих без дела
job-watch-cases = Проследить за делами контроля и режимами
job-weigh-cases = Заново взвесить дела контроля
job-learn-codes = Учиться кодам на принятых
office-sampling = Второе индексирование
sampling-lead = Другой сотрудник заново кодирует часть записей, не видя первых кодов. Каждый месяц по каждому классификатору делается выборка за прошлый месяц, и у должности есть месяц, чтобы её проиндексировать.
sampling-post-missing = Выберите должность, которая индексирует выборки
sampling-off = Только вручную
sampling-off-body = Выборка делается, когда о ней попросят.
sampling-on = Каждый месяц
sampling-on-body = { $percent } %, индексирует: { $post }.
sampling-closed = Должность закрыта, поэтому выборки не делаются; выберите другую.
sampling-post = Должность, которая индексирует выборки
sampling-percent-hint = От записей, открытых всем и закодированных в этом месяце; обычно 5
sampling-keep = Делать выборки каждый месяц
sampling-end = Делать выборки только вручную
strays-title = { $count ->
    [one] { $count } письмо за последние тридцать дней никуда не попало
    [few] { $count } письма за последние тридцать дней никуда не попали
   *[other] { $count } писем за последние тридцать дней никуда не попали
}
strays-without-key = { $count ->
    [one] { $count } без ключа после плюса в адресе или с ключом, которому здесь ничто не соответствует
   *[other] { $count } без ключа после плюса в адресе или с ключом, которому здесь ничто не соответствует
}
strays-forged = { $count ->
    [one] { $count } с ключом, который не подходит, или не от того, кому писали
   *[other] { $count } с ключами, которые не подходят, или не от тех, кому писали
}
strays-unreadable = { $count ->
    [one] { $count } не является письмом
   *[other] { $count } не являются письмами
}
strays-next = Они лежат в самом почтовом ящике, среди прочитанного. Сообщите отправителям адрес целиком, вместе с тем, что стоит после плюса.
office-styles = Стили ссылок
styles-lead = Записи цитируются в { $count } встроенных стилях и в тех, что добавите вы. Свой стиль — это файл на языке Citation Style Language (.csl).
styles-none = Своих стилей нет
styles-none-body = Добавьте стиль, если у журнала или ведомства есть собственные правила.
styles-bring = Добавить стиль
styles-file = Файл
styles-file-hint = Полный стиль на языке Citation Style Language, не больше { $max } КиБ. Сначала он проверяется; с тем же кратким именем он заменяет прежний.
styles-word = Краткое имя
styles-word-hint = Строчные латинские буквы, цифры и дефисы, например house-journal
styles-keep = Проверить и сохранить
styles-no-file = Выберите файл стиля
styles-title = Название
styles-by = Кто добавил
styles-remove = Убрать
work-calendar-title = Когда работает подразделение
work-calendar-lead = Срок, заданный в днях, истекает в рабочий день подразделения, а просрочка наступает, когда этот день там закончился. Это относится и к нижестоящим подразделениям, если у них не указано иное.
work-calendar-told = Работает по выходным и праздникам страны { $country }; сутки заканчиваются по времени { $zone }.
work-calendar-told-always = Рабочим считается каждый день; сутки заканчиваются по времени { $zone }.
work-calendar-change = Указать, когда оно работает
work-calendar-as-above = Как вышестоящее подразделение
work-calendar-country-hint = Две буквы, например DE. Действуют её выходные и праздники; пусто — как у вышестоящего подразделения.
work-calendar-free-days = { $n ->
    [one] Кроме суббот и воскресений известен { $n } нерабочий день этой страны.
    [few] Кроме суббот и воскресений известны { $n } нерабочих дня этой страны.
   *[other] Кроме суббот и воскресений известно { $n } нерабочих дней этой страны.
}
work-calendar-free-days-link = Нерабочие дни по странам
work-calendar-keep = Сохранить
job-invite = Пригласить участников на встречи командировки:
job-follow-assignments = Следить за назначениями специалистов
