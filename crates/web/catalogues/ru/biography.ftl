# Биография: весь путь одним рисунком, с тем, чего на нём нет.
biography-see = Биография
biography-title = Биография: { $thing }
biography-lead = Весь путь от потребности до проверки — в той мере, в какой он вам виден ({ $noun }).
biography-pdf = Печать (PDF)
biography-figure = Что происходило, по ступеням
biography-axis = Число — это строка таблицы; кольцо вокруг него означает, что за несколько дней там произошло больше одного; квадратик — что есть документ. Дни раздвинуты так, чтобы их можно было прочесть, а ожидание дольше полугода показано короче, чем было.
biography-nothing = ничего не известно
biography-empty = Об этом пути ничего не известно
biography-empty-body = Ничего из того, что вам видно, ещё не произошло.
biography-alt = { $things ->
    [one] { $things } предмет
    [few] { $things } предмета
   *[other] { $things } предметов
} и { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[other] { $events } событий
}: { $first } — { $last }.
biography-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
biography-gaps = Пробелы
biography-gaps-none = Всё на месте, и долгих ожиданий не было.
biography-gaps-count = { $count ->
    [one] { $count } пробел
    [few] { $count } пробела
   *[other] { $count } пробелов
}
biography-gap-stage = { $stage }: об этой ступени ничего не известно.
biography-gap-stages = { $first } — { $last }: об этих ступенях ничего не известно.
biography-gap-wait = После ступени «{ $stage }» ничего не происходило дней: { $days } ({ $from } — { $until }).
biography-gap-still = После ступени «{ $stage }» ничего не происходит: последнее событие — { $from }, дней с тех пор: { $days }.
biography-gap-weak = { $thing }: заявлено «{ $rung }», а основание — «{ $class }»; использование этим не подтверждено.
biography-events = Что происходило
biography-number = №
biography-day = День
biography-stage = Ступень
biography-by = Кто
biography-what = Что
biography-documents = Документы
biography-matched = — найдено по профилю:
biography-laid = — представлено должности:
biography-reached = — достигнуто «{ $rung }» ({ $class }):
biography-left-out = Что не показано
biography-beyond = { $count ->
    [one] { $count } предмет на пути слишком далёк, чтобы стоять здесь.
    [few] { $count } предмета на пути слишком далеки, чтобы стоять здесь.
   *[other] { $count } предметов на пути слишком далеки, чтобы стоять здесь.
}
biography-events-beyond = { $count ->
    [one] { $count } событие опущено: больше не помещается.
    [few] { $count } события опущены: больше не помещается.
   *[other] { $count } событий опущено: больше не помещается.
}
biography-passed = { $count ->
    [one] { $count } выдача не использована и не изучается; здесь она только сосчитана.
    [few] { $count } выдачи не использованы и не изучаются; здесь они только сосчитаны.
   *[other] { $count } выдач не использованы и не изучаются; здесь они только сосчитаны.
}
biography-quiet = { $count ->
    [one] { $count } запись журнала — делопроизводство; она есть в истории своего предмета.
    [few] { $count } записи журнала — делопроизводство; они есть в историях своих предметов.
   *[other] { $count } записей журнала — делопроизводство; они есть в историях своих предметов.
}
life-rung-received = получено
life-rung-examined = изучено
life-rung-decided = решено
life-rung-prototype = опытный образец
life-rung-pilot = опытная эксплуатация
life-rung-production = производство
life-rung-plan-rate = плановая мощность
life-rung-spread = распространение
life-class-told = со слов
life-class-document = документ
life-class-measured = измерено
life-class-inspected = проверено
life-end-abandoned = — оставлено до производства:
life-end-dis-adopted = — прекращено после производства:
