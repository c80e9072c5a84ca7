# Нить от потребности до проверки.

thread-label = Место на пути от потребности до проверки
thread-need = Потребность
thread-source = Источник
thread-record = Запись
thread-match = Совпадение
thread-delivery = Выдача
thread-disposition = Резолюция
thread-decision = Решение
thread-acquisition = Приобретение
thread-acquisition-ways = Командировка, соглашение, специалист или образец
thread-adoption = Внедрение
thread-inspection = Проверка
thread-done = пройдено
thread-current = вы здесь
thread-ahead = впереди
thread-absent = не входит в этот выпуск
