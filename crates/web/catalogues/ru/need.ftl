# Потребности: список, форма с подсказками, страница и шаги.

need-list = Потребности
need-list-words = Слова в названии или описании
need-list-find = Найти
need-list-whose = Чьи и когда
need-list-mine = Моих должностей
need-list-expiring = Скоро истекают
need-list-all = Показать все потребности
need-list-none = Потребностей пока нет
need-list-none-body = Потребность говорит, чего не хватает подразделению. С ней сверяются записи со всего мира, и подходящее представляется её должности.
need-list-none-so = Под всё это не подходит ни одна потребность
need-list-none-so-body = Снимите один из фильтров или ищите по меньшему числу слов.

need-title = Название
need-title-hint = Чего не хватает, одной строкой: «Более лёгкие дизели для маневровых тепловозов»
need-unit = Подразделение
need-post = Должность
need-stage = Состояние
need-priority = Срочность
need-until = Сверяется до
need-deliveries = Представления
need-counts = { $open } открыто · { $used } пригодилось
need-statement = Описание
need-statement-hint = Чего не хватает и почему, что уже пробовали, в каких условиях это должно работать.
need-statement-none = Описание ещё предстоит написать.
need-parameters = Что можно измерить
need-parameters-hint = Достигнутое и желаемое значение с единицей измерения. Если нынешнее значение неизвестно, оставьте его пустым.
need-parameter-name = Величина
need-parameter-now = Сейчас
need-parameter-wanted = Нужно
need-parameter-measure = Единица измерения
need-questions = Вопросы
need-questions-hint = О чём спросить тем, кто поедет и посмотрит. По одному вопросу в строке.
need-benefit = Ожидаемая польза
need-benefit-hint = Что это даст: в выпуске, материалах, труде или валюте.
need-priority-high = Высокая
need-priority-high-about = Без этого стоит производство или срывается план.
need-priority-normal = Обычная
need-priority-normal-about = Как правило.
need-priority-low = Низкая
need-priority-low-about = Желательно иметь.
need-plan-line = Строка плана
need-deadline = Пригодится до
need-examples = Работы, которые были бы кстати
need-examples-hint = Номера записей или идентификаторы, например 10.1000/182 или US6337117B1, по одному в строке. Из них берутся слова и классы.
need-classes = Классы
need-classes-tick = Отметьте то, что относится к потребности
need-classes-none = Классы будут предложены здесь, когда они есть у записей об этом предмете. Примеры помогут.
need-class-borne = у { $count } из { $total } просмотренных записей
need-classes-more = Другие классы
need-classes-more-hint = Система и индекс через запятую: cpc:F02B23/10, udc:621.436
need-profiles = Поисковые профили
need-profiles-hint = Постоянные запросы: представляется запись, подходящая хотя бы под один. Порог отсекает то, что ниже рангом; оставьте пустым, чтобы получать всё.
need-profiles-none = Поискового профиля пока нет.
need-profile-query = Запрос
need-profile-threshold = Порог
need-threshold = с ранга { $rank }

need-language-title = Как пишутся запросы
need-language-and = оба слова в любом месте текста
need-language-or = любое из двух
need-language-not = первое без второго
need-language-phrase = слова рядом и в этом порядке
need-language-prefix = все слова с таким началом
need-language-near = не дальше пяти слов друг от друга
need-language-fields = слово в названии, класс со всеми нижестоящими, опубликовано с 2019 года

need-marking-title = Кто может её видеть
need-level = Гриф
need-level-open = Открыто
need-level-open-about = Все, у кого есть доступ.
need-level-internal = Для внутреннего пользования
need-level-internal-about = Все сотрудники.
need-level-restricted = Ограничено
need-level-restricted-about = Те, кому это нужно для работы.
need-level-confidential = Конфиденциально
need-level-confidential-about = Немногие.
need-compartments = Круги допуска
need-compartments-hint = Видят только допущенные ко всем отмеченным кругам.
need-release = Кому открыта
need-release-hint = Ничего не отмечайте, чтобы открыть её всем подразделениям.
need-release-alone = { $unit }, только это подразделение
need-release-within = { $unit } и нижестоящие подразделения
need-release-more = Другие подразделения
need-release-more-hint = Их краткие имена через запятую
need-release-kept = Она открыта ещё и в других кругах, от которых произошла. Они останутся как есть.
need-released = Для части подразделений
need-caveats = Оговорки
need-caveats-hint = no-export, no-copying, licensed:ДОГОВОР латиницей

need-hand-in = Подать на рассмотрение
need-keep-draft = Сохранить черновик
need-keep = Сохранить изменения
need-look = Посмотреть снова
need-edit = Изменить потребность

need-panel-about = Что об этом уже есть
need-similar = Похожие потребности
need-similar-about = Если одна из них говорит о том же, координатор может присоединить к ней вашу.
need-similar-review = После присоединения представляемое по другой потребности получает и эта должность.
need-similar-none = Похожих потребностей других подразделений не известно.
need-likeness = сходство { $share }
need-shared = В обеих:
need-words = Слова
need-words-none = Напишите название или описание, и здесь будут предложены слова.
need-words-tick = Слова, по которым записи об этом предмете отличаются от прочих
need-words-widen = Искать и с ними
need-words-narrow = Только с одним из них
need-query-proposed = Предлагаемый запрос:
need-query-take = Взять этот запрос
need-preview = Что принесли бы профили
need-preview-none = Напишите поисковый профиль, и здесь будут показаны последние шесть месяцев.
need-preview-more = { $count ->
    [one] Ещё { $count } профиль будет показан, когда с этими решено.
    [few] Ещё { $count } профиля будут показаны, когда с этими решено.
   *[other] Ещё { $count } профилей будут показаны, когда с этими решено.
}
need-preview-found = { $count ->
    [0] ни одна запись не подходит
    [one] подходит { $count } запись
    [few] подходят { $count } записи
   *[other] подходят { $count } записей
}
need-preview-load = { $load } в неделю
need-preview-nothing = Из имеющегося не подходит ничего. Уберите слово или поставьте OR между словами с одним значением.
need-preview-weeks = Поступившие записи по неделям
need-preview-week = Неделя по
need-preview-records = Записи
need-preview-best = Лучшие из них:
need-day = { $day } { $month }
need-awaited = Примеры, которых пока нет
need-awaited-body = Они останутся при потребности и помогут, когда поступят.

need-differs = Чем ваш текст отличается от нынешней потребности
need-differs-field = Поле
need-differs-now = Как сейчас
need-differs-typed = Как у вас

need-slip-post = Должность: выберите, от какой из ваших должностей подаётся потребность
need-slip-title = Название: скажите одной строкой, чего не хватает
need-slip-title-long = Название: сократите до { $count } знаков; остальное перенесите в описание
need-slip-statement = Описание: прежде чем подавать, напишите, чего не хватает и почему
need-slip-long = Описание: сократите до { $count } знаков
need-slip-parameter-name = Что можно измерить, строка { $row }: назовите величину
need-slip-parameter-value = Что можно измерить, строка { $row }: укажите желаемое значение
need-slip-decimal = Что можно измерить, строка { $row }: напишите десятичное число, например 12,5
need-slip-deadline = Пригодится до: напишите день как год-месяц-число, например 2026-03-12
need-slip-deadline-over = Выберите день, который ещё впереди
need-slip-examples = Работы, которые были бы кстати: так не называется ни запись, ни идентификатор: { $lines }
need-slip-class = Другие классы: напишите «{ $text }» как систему и индекс, например cpc:F02B23/10
need-slip-no-profile = Поисковые профили: прежде чем подавать, напишите хотя бы один запрос
need-slip-query = Поисковые профили, строка { $row }, знак { $column }: { $fault }; { $fix }
need-slip-query-empty = Поисковые профили, строка { $row }: напишите запрос, к которому относится порог
need-slip-threshold = Поисковые профили, строка { $row }: напишите порог числом от 0 или оставьте пустым
need-slip-many = Ограничьтесь числом { $count }; больше — это уже несколько потребностей
need-slip-unit = Кому открыта: нет подразделения с кратким именем { $unit }
need-slip-caveat = Оговорки: напишите «{ $caveat }» строчными латинскими буквами, цифрами и дефисами
need-slip-marking = Гриф: вы сами больше не увидели бы потребность; выберите то, к чему допущены
need-slip-until = Последний день: напишите его как год-месяц-число, например 2026-03-12
need-slip-join = К какой потребности: выберите одну из похожих или вставьте адрес потребности, которую видите

need-expired = Истекла
need-over-since = { $days ->
    [one] истекла { $days } день назад
    [few] истекла { $days } дня назад
   *[other] истекла { $days } дней назад
}
need-over-long = истекла { $date }
need-over-in = { $days ->
    [0] сегодня в последний раз
    [one] ещё { $days } день
    [few] ещё { $days } дня
   *[other] ещё { $days } дней
}
need-over-on = { $date }
need-silent-since = Срок потребности истёк: с { $date } с ней ничего не сверяется
need-silent-confirm = Если она остаётся в силе, подтвердите её. Тогда будет просмотрено и поступившее за это время.
need-silent-ask = Подтвердить её может её должность: { $post }.
need-confirm-until = Остаётся в силе до { $date }
need-asked-back = Вопрос от рассматривающего
need-was-declined = Эта потребность не принята
need-was-met = Эта потребность удовлетворена
need-was-withdrawn = Эта потребность отозвана

need-duties = Нужно сделать
need-joined-to = Обслуживается через
need-joined-hidden = Она присоединена к потребности, которая вам не показана.
need-joined-from = Присоединены к этой потребности
need-search = Искать самостоятельно
need-delivered-none = Пока ничего не представлено
need-delivered-none-body = Всё подходящее из поступающего представляется её должности в тот же день.
need-delivered-now = Идёт сопоставление
need-delivered-now-body = Подходящее из имеющихся записей выдаётся её должности. Обновите страницу через минуту.
need-delivered-joined = Представления приходят через потребность, к которой эта присоединена
need-delivered-joined-body = Они представляются обеим должностям.
need-delivered-before = До принятия потребности ничего не представляется
need-delivered-before-body = Уже сейчас можно посмотреть, что находят её профили.
need-delivered-over = Ничего не было представлено
need-delivered-over-body = Потребность больше не сверяется.
need-delivery-record = Запись
need-delivery-state = Ответ
need-delivery-open = Открыто
need-delivery-grounds = Основания
need-delivery-when = Представлено
need-deliveries-more = { $count ->
    [one] Ещё { $count } более раннее представление не показано.
    [few] Ещё { $count } более ранних представления не показаны.
   *[other] Ещё { $count } более ранних представлений не показаны.
}
need-capped = { $count ->
    [one] Подходит ещё { $count } запись, не представленная вам: искать
    [few] Подходят ещё { $count } записи, не представленные вам: искать
   *[other] Подходят ещё { $count } записей, не представленных вам: искать
}
need-requests = Запросы сведений в её интересах
need-why = Почему я этого не получил?
need-why-about = Назовите запись, и потребность будет проверена на ней условие за условием.
need-why-record = Номер или идентификатор записи
need-why-ask = Почему?

need-steps = Что можно сделать сейчас
need-step-submit = Подать на рассмотрение
need-step-accept = Принять
need-step-accept-field = Сверяется до
need-step-ask = Задать вопрос
need-step-ask-title = Вернуть её должности с вопросом
need-step-ask-field = Вопрос
need-step-join = Присоединить
need-step-join-title = Присоединить к потребности, которая говорит о том же
need-step-join-field = К какой потребности
need-step-join-hint = Адрес её страницы или её имя
need-join-stops = Собственные профили объединённой потребности больше не действуют: её должность получает то, что находят профили другой. Добавьте туда то, чего иначе не хватило бы.
need-join-to-this = Присоединить к этой
need-join-to = Присоединить к этой: { $title }
need-step-decline = Отклонить
need-step-decline-title = Отклонить с указанием причины
need-step-decline-field = Причина
need-step-part = Отделить от потребности, к которой присоединена
need-step-confirm = Подтвердить
need-step-confirm-title = Подтвердить, что остаётся в силе
need-step-confirm-field = Сверяется до
need-step-meet = Закрыть как удовлетворённую
need-step-meet-title = Закрыть: нужное есть
need-step-meet-field = Чем удовлетворена
need-step-withdraw = Отозвать
need-step-withdraw-title = Отозвать
need-step-withdraw-field = Причина
proposal-examples-many = Назовите не больше { $max } примеров
