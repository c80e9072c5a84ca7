# Грифы: кто может видеть.

marking-level = Кто может это видеть
marking-open = Открыто
marking-open-hint = Все, у кого есть учётная запись
marking-internal = Для служебного пользования
marking-internal-hint = Все сотрудники ведомства
marking-restricted = Ограниченный доступ
marking-restricted-hint = Те, кому это нужно по работе
marking-confidential = Конфиденциально
marking-confidential-hint = Немногие
marking-compartments = Круги допуска: видят только допущенные
marking-release = Доступно для
marking-everywhere = Все подразделения
marking-nobody = Ни для кого не открыто
marking-released = Только { $units }
