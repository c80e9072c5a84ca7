# Выставки и другие мероприятия, их участники и посещения стендов.
events-title = Мероприятия
events-lead = Выставки, ярмарки и конгрессы: кто что показывает, какие стенды посещены и что вышло из увиденного.
events-search = Слова из названия, места или темы
events-none = Таких мероприятий нет
events-none-body = Внесите выставку или конгресс, куда кто-то едет, или поищите по другим словам и годам.
events-left-out = { $count ->
    [one] Ещё { $count } мероприятие не показано; сузьте список.
    [few] Ещё { $count } мероприятия не показаны; сузьте список.
   *[many] Ещё { $count } мероприятий не показано; сузьте список.
}
event-year = Год
event-days = Дни
event-place = Где
event-new = Внести мероприятие
event-change = Изменить мероприятие
event-register = Внести
event-name-missing = Напишите, как называется мероприятие
event-town = Город
event-since = Первый день
event-until = Последний день
event-until-hint = Если не заполнено, мероприятие длится один день.
event-organiser = Организатор
event-subject = Тема
event-subject-hint = Что показывают или о чём говорят.
event-source = Источник
event-source-hint = Записанное на стендах считается поступившим из этого источника.
event-no-source = Нет
event-mission = Предложить командировку туда
event-missions = Командировки
event-missions-none = Туда никто не командирован
event-missions-none-body = Здесь появится командировка, в которой выбрано это мероприятие.
exhibitors-title = Экспоненты
exhibitors-count = { $count ->
    [one] { $count } экспонент
    [few] { $count } экспонента
   *[many] { $count } экспонентов
}
exhibitors-search = Слова из названия, номера стенда или описания
exhibitors-none = Экспонентов пока нет
exhibitors-none-body = Вставьте список из каталога или внесите нужных вручную.
exhibitors-none-such = Экспонентов с такими словами нет
exhibitors-none-such-body = Поищите по меньшему числу слов.
exhibitors-all = Все экспоненты
exhibitors-take = Принять список
exhibitors-take-lead = Каждая строка — экспонент: название; страна; стенд; что показывает. Кто уже есть в списке, тот изменится; никто не исключается.
exhibitors-list = Список
exhibitors-list-hint = Вставленный из таблицы или набранный через точку с запятой; первая строка с заголовками (name, country, stand, shows) задаёт другой порядок.
exhibitors-file = Или файл
exhibitors-file-hint = CSV. Файл важнее вставленного.
exhibitors-keep = Сохранить список
exhibitor-name = Экспонент
exhibitor-stand = Стенд
exhibitor-shows = Что показывает
exhibitor-host = Организация
exhibitor-host-hint = Организации с похожим названием; другие ищутся по словам.
exhibitor-no-host = Не из наших
exhibitor-new = Внести экспонента вручную
exhibitor-add = Внести экспонента
exhibitor-change = Что сказано в списке
exhibitor-change-it = Изменить или указать, какая это организация
exhibitor-make-host = Внести как организацию
exhibitor-remove = Исключить из списка
stands-title = Стенды
stands-none = Посещения стендов пока не намечены
stands-none-body = Откройте экспонента и укажите, кто и зачем туда идёт.
stands-none-here = Посещение этого стенда пока никто не наметил.
stands-visited = Посещено стендов: { $visited } из { $all }
stand-visitor = Кто идёт
stand-purpose = Зачем
stand-purpose-hint = Какую машину осмотреть, о чём спросить.
stand-question = Вопрос командировки
stand-question-hint = Его везёт командировка, которая едет туда; на стенде он стоит над записью.
stand-no-question = Нет
stand-post = Отвечает за запись
stand-state = Состояние
stand-state-planned = Намечено
stand-state-visited = Посещён
stand-state-dropped = Не посещён
stand-became = Что из этого вышло
stand-delivered = { $count ->
    [0] пока никому не выдано
    [one] выдано { $count } должности
    [few] выдано { $count } должностям
   *[many] выдано { $count } должностям
}
stand-used = { $count ->
    [0] пока не используется
    [one] использует { $count }
    [few] используют { $count }
   *[many] используют { $count }
}
stand-plan = Наметить посещение этого стенда
stand-plan-it = Наметить посещение
stand-note-now = Я у стенда: записать сейчас
stand-narrower = Кому это видно
stand-visit-title = У стенда: { $name }
stand-ask = Спросить здесь
stand-title = Одной строкой
stand-title-hint = О чём речь; так будет называться запись в фонде.
stand-title-missing = Напишите одной строкой, о чём это
stand-notes = Что увидено и услышано
stand-notes-missing = Напишите, что увидено и услышано
stand-evidence = На чём основано
stand-contacts = С кем встретились
stand-day = День посещения
stand-becomes = Заметка вместе с файлами сразу становится записью фонда и выдаётся по всем потребностям, которым подходит. Имена собеседников в неё не входят.
stand-keep = Сохранить заметку
stand-correct-it = Сохранить исправление
stand-note = Записать посещение
stand-correct = Исправить заметку
stand-is-record = Заметка стала записью фонда
stand-record = Открыть запись
stand-read-only = Этот стенд посещают другие.
stand-back = Назад к посещению
stand-files = Файлы
stand-no-files = Файлов нет.
stand-bring = Добавить файлы
stand-drop = Стенд не посещают
stand-drop-reason = Почему
stand-drop-it = Записать, что стенд не посещают
mission-event-of = Мероприятие из списка
mission-event-of-hint = Мероприятия около дней командировки. Название и дни берутся оттуда.
mission-event-in-words = Нет: напишу словами
host-met = Встречи на стендах
host-shown = Где выставляется
record-stands = Записано на стенде
stand-conflict = Пока вы писали, о посещении написал кто-то другой
stand-conflict-body = Здесь — что записано сейчас, ниже — ваш текст. Сохраните свой вместо записанного или оставьте всё как есть.
stand-conflict-files = Выбранные вами файлы уже приложены к записи.
stand-conflict-leave = Оставить записанное, моё не сохранять
stand-visitor-words = Слова для поиска специалиста
stand-visitor-words-hint = Предлагается не более { $max } специалистов; других находят по словам из имени, подразделения или специальности.
stand-visitor-look = Найти специалистов
fact-exhibitor-kept = записан экспонент № { $number }
fact-exhibitor-off = экспонент № { $number } исключён из списка
fact-exhibitor-host = экспонент № { $number } внесён как организация
fact-exhibitors-kept = { $count ->
    [one] записан { $count } экспонент
    [few] записано { $count } экспонента
   *[many] записано { $count } экспонентов
}
