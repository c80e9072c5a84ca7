# Режимы: кто о чём решает и по какому правилу.
regimes-title = Режимы
regimes-lead = Кто решает, могут ли знания быть переданы или получены, по какому правилу, и для чего требуется дело.
regimes-none = Режимов пока нет
regimes-none-body = Режим говорит, для чего нужно решение, прежде чем знания будут переданы или получены, кто решает и по какому правилу. Пока режимов нет, решать нечего и ничто не ждёт. Режим учреждает администратор.
regime-new = Учредить режим
regime-found = Учредить
regime-change = Изменить режим
regime-change-binding = Режим обязателен: изменение правила, участников, поводов, сроков или обязательности подтверждает второе лицо. Идущие дела сохраняют правило, под которым вынесены.
regime-reason = Почему меняется
regime-name = Режим
regime-kind = Вид
regime-kind-export = Сотрудничество в экспортном контроле
regime-kind-treaty = Международный договор
regime-kind-house = Правило организации
regime-invented = Вымышлено для демонстрации
regime-is-binding = обязателен
regime-binding = Юридически обязателен
regime-binding-hint = Только обязательный режим исключает действия без голосования. Порядок его решений меняют двое.
regime-binds = Юридически обязывает участников
regime-binds-not = Юридически участников не обязывает
regime-keeper = Ведёт
regime-keeper-hint = Должность ответственного за контроль, кратким именем или названием. Она заботится об участниках, которые не могут голосовать, и узнаёт обо всём, что идёт вопреки правилу.
regime-since = Действует с
regime-until = Действует до
regime-review = Пересмотреть до
regime-review-hint = Обязательство должности, которая его ведёт.
regime-review-next = Следующий пересмотр
regime-reviewed = Пересмотрено
regime-force = Действует
regime-in-force = действует
regime-to-come = ещё не действует
regime-over = больше не действует
regime-cases = Дела
regime-case-counts = открытых { $open } из { $all }
regime-cases-none = На него пока не вынесено ни одного дела.
regime-cases-all = Все его дела
regime-rule = Как он решает
regime-decision = Решение
decision-unanimity = Единогласие
decision-unanimity-hint = Голосуют все, хотя бы один — за, и никто не против.
decision-qualified = Квалифицированное большинство
decision-qualified-hint = За — доля всех голосов, всех участников или обе; воздержавшийся не «за».
decision-simple = Простое большинство
decision-simple-hint = «За» больше, чем «против»; поровну — не большинство.
decision-chair = Решает председатель
decision-chair-hint = Когда высказалось столько участников, сколько требует кворум.
rule-is-unanimity = Голосуют все, хотя бы один — за, и никто не против.
rule-is-simple = «За» больше участников, чем «против»; поровну — не большинство.
rule-is-chair = Решает председатель.
rule-qualified-votes = За не меньше { $votes } процентов голосов; воздержавшийся не «за».
rule-qualified-members = За не меньше { $members } процентов участников; воздержавшийся не «за».
rule-qualified-both = За не меньше { $votes } процентов голосов и { $members } процентов участников; воздержавшийся не «за».
rule-quorum = { $count ->
    [one] Высказался хотя бы { $count } участник.
    [few] Высказались хотя бы { $count } участника.
   *[other] Высказались хотя бы { $count } участников.
 }
rule-deadline = { $count ->
    [one] Голосуют в течение { $count } дня.
    [few] Голосуют в течение { $count } дней.
   *[other] Голосуют в течение { $count } дней.
 }
rule-silence = { $count ->
    [one] Кто видит дело и молчит { $count } день, тот согласен.
    [few] Кто видит дело и молчит { $count } дня, тот согласен.
   *[other] Кто видит дело и молчит { $count } дней, тот согласен.
 }
rule-silence-none = Молчание ничего не значит.
rule-good = { $count ->
    [one] Согласие действует { $count } день.
    [few] Согласие действует { $count } дня.
   *[other] Согласие действует { $count } дней.
 }
rule-good-always = Согласие действует, пока не изменится ничто из того, о чём просили.
rule-discretion = Участник может разрешить то, что относится к нему самому, вопреки правилу, указав основание, о котором сообщают всем участникам.
rule-votes = Доля голосов, в процентах
rule-votes-hint = Для квалифицированного большинства; у участника может быть несколько голосов.
rule-shares = Доля участников, в процентах
rule-shares-hint = Для квалифицированного большинства.
rule-quorum-of = Кворум
rule-quorum-of-hint = Столько участников должны высказаться.
rule-deadline-of = Срок голосования в днях
rule-deadline-of-hint = От 1 до { $max } дней; если пусто, 14.
rule-silence-of = Через сколько дней молчание означает согласие
rule-silence-of-hint = От 1 до { $max } дней. Если пусто, молчание ничего не значит.
rule-good-of = Сколько дней действует согласие
rule-good-of-hint = От 1 до { $max } дней. Если пусто, пока не изменится то, о чём просят.
rule-discretion-of = Национальное усмотрение
rule-discretion-of-hint = Участник может разрешить то, что относится к нему самому, вопреки правилу, указав основание и со вторым лицом.
triggers-title = Для чего требуется дело
triggers-hint = Дело требуется, если подходит хотя бы один повод. Подходить должна каждая заполненная часть; из перечня достаточно одного.
trigger-one = Повод
trigger-clause = Пункт
trigger-clause-hint = Где это стоит в тексте режима, например «Статья 170».
trigger-acts-of = Только эти действия; если ничего не отмечено — все
trigger-hosts-hint = По названиям, через запятую.
trigger-entries-of = Позиции контрольных списков
trigger-entries-hint = Список и код или его начало, например eu-annex-i 2B001; через запятую.
trigger-words-of = Слова
trigger-words-hint = По одному в строке; одно из них стоит в названии или в том, что передаётся. Звёздочка в конце слова означает любое окончание: труб*.
trigger-hit-of = Только если лицо значится в списке
trigger-prohibits-of = Исключено без голосования
trigger-prohibits-hint = Для обязательного режима, с пунктом и тем, что он называет.
trigger-prohibits = исключено без голосования
trigger-any-act = любое действие
trigger-countries = в эти страны или из них: { $list }
trigger-hosts = с организациями: { $list }
trigger-level = гриф не ниже: { $list }
trigger-classes = классы: { $list }
trigger-entries = отнесено к позициям: { $list }
trigger-words = где сказано: { $list }
trigger-hit = если лицо значится в списке
trigger-host-unread = Напишите название организации как в реестре или её номер, если так называются две
trigger-entry-unread = Напишите список и код, например eu-annex-i 2B001
members-hint = Каждая страна или организация и наша должность, которая подаёт её голос, кратким именем или названием. Дни — как 1949-11-22; если пусто, с первого дня режима.
regime-chair = Председательствует
regime-chair-hint = Как участник назван выше.
regime-chair-unread = Напишите председателя так, как он назван выше
regime-number-unread = Напишите целое число или оставьте пустым
regime-conditions = Обычные условия
regime-conditions-hint = Ставятся при каждом согласии; выполняет их просящая должность.
regime-condition-within = Срок в днях
regime-condition-days = { $count ->
    [one] (в течение { $count } дня)
    [few] (в течение { $count } дней)
   *[other] (в течение { $count } дней)
 }
regime-note = Что ещё надо знать
regime-source = Где стоит его текст
regime-source-hint = Сборник договоров, закон, протокол.
regime-version = Версия
regime-versions = Версии
version-state = Состояние
version-state-agreed = принята
version-state-proposed = ждёт второго лица
version-state-dropped = отклонена или устарела
version-reason = Почему
version-by = Автор
version-answered = Второе лицо
regime-proposed = Изменение ждёт второго лица
regime-proposed-yours = Подтвердите его или отклоните. Что тогда будет действовать, стоит ниже.
regime-proposed-waits = Его подтверждает другой администратор или должность, которая ведёт режим. Что тогда будет действовать, стоит ниже.
regime-confirm = Подтвердить изменение
regime-drop = Отклонить
regime-overridden = Разрешено вопреки правилу
regime-overridden-by = Участник
regime-overridden-ground = Указанное основание
regime-overridden-none = Ни один участник ничего не разрешал вопреки правилу.
regime-rule-unread = Правило: напишите его как unanimity deadline=14 silence=7 discretion или как qualified votes=70 members=50 deadline=21
