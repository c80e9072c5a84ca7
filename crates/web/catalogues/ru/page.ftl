# То, что окружает каждую страницу.

page-title = { $title } – Uptake
page-title-slips = Исправить: { $title } – Uptake
page-skip = Перейти к содержанию
page-home = Uptake, на главную
page-foot = От потребности до работающей машины.
page-api = Интерфейс для программ
page-crumbs = Вы находитесь здесь

nav-main = Основные разделы
nav-inbox = Входящие
nav-needs = Потребности
nav-records = Записи
nav-sources = Источники
nav-bulletins = Бюллетени
nav-requests = Запросы
nav-office = Организация
nav-waiting = { $count ->
    [one] ожидает { $count }
    [few] ожидают { $count }
   *[many] ожидают { $count }
}

search-label = Поиск по записям и потребностям
search-go = Найти

menu-language = Язык
menu-appearance = Оформление
menu-appearance-device = Как на устройстве
menu-appearance-light = Светлое
menu-appearance-dark = Тёмное
menu-account = Учётная запись
menu-settings = Настройки
menu-sign-in = Войти
menu-sign-out = Выйти

keys-title = Клавиши
keys-next = Следующая строка
keys-previous = Предыдущая строка
keys-open = Открыть строку
keys-search = Поиск
keys-help = Показать или скрыть клавиши
keys-close = Закрыть

list-pages = Страницы списка
list-earlier = Предыдущая страница
list-later = Следующая страница
list-shown = { $count ->
    [one] показана { $count } из { $total }
    [few] показаны { $count } из { $total }
   *[many] показано { $count } из { $total }
}
list-sort = Упорядочить: { $column }
list-sorted-up = по возрастанию
list-sorted-down = по убыванию
facets-title = Уточнить список
facet-remove = Снять фильтр «{ $name }»
facet-more = Показать ещё
tree-below = Подчинённые: { $name }
chart-as-table = Данные в таблице
history-title = История
script-unsaved = Введённое ещё не сохранено.
