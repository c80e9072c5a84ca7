# Что страница вещи говорит о делах контроля.

control-line-title = Дела контроля
control-line-case = Дело { $case }
control-line-open = Ждёт
control-line-through = Разрешено
control-line-refused = Отклонено
control-line-over = Завершено
control-line-waits = Ждёт голосов: { $members }
control-line-until = Действует до
control-line-first = Пока каждое из них не разрешит, ничего не двинется, что бы ни сказали должности ведомства.
