# Формы.

form-optional = необязательно
form-slips = { $count ->
    [one] Нужно исправить { $count } место
    [few] Нужно исправить { $count } места
   *[many] Нужно исправить { $count } мест
}
form-slip-mark = Исправить:
form-choose = Выберите
form-row-add = Добавить строку
form-row-remove = Убрать
form-row-remove-named = Убрать строку { $row }
form-row-label = { $column }, строка { $row }
classes-proposed = Подходящие классы
classes-some = Предложены классы; выберите стрелками и клавишей ввода
classes-none = Подходящих классов нет
