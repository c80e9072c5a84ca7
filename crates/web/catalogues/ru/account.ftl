# Вход, одноразовые ссылки, собственные настройки.

account-sign-in = Войти
account-ready = Пароль установлен
account-ready-body = Теперь войдите с ним.
account-name = Имя
account-name-hint = Краткое имя учётной записи, например petrova
account-password = Пароль
account-code = Одноразовый код
account-code-hint = Шесть цифр, которые сейчас показывает ваше устройство
account-code-wanted = Одноразовый код: введите пароль ещё раз и шесть цифр с вашего устройства
account-shut = Имя или пароль не подходят; проверьте оба и попробуйте ещё раз
account-forgotten = Если вы забыли пароль, попросите у администратора новую одноразовую ссылку.
account-choose = Выберите пароль
account-choose-body = Ссылка действует один раз. Она для учётной записи
account-choose-go = Установить пароль
account-new-password = Новый пароль
account-password-hint = { $count } знаков или больше; несколько слов легко запомнить
account-again = Ещё раз то же самое
account-not-the-same = Ещё раз то же самое: пароли различаются
account-settings = Настройки
account-posts = Должности, за которые вы действуете
account-password-change = Сменить пароль
account-current = Нынешний пароль
account-current-wrong = Нынешний пароль: он не подходит
account-codes = Одноразовые коды
account-codes-on = При входе запрашивается одноразовый код.
account-codes-off = Наведите камеру устройства на изображение в приложении для одноразовых кодов или введите ключ. Затем введите код, который показывает приложение.
account-codes-start = Запрашивать коды
account-codes-stop = Больше не запрашивать коды
account-codes-stopped = Одноразовые коды больше не запрашиваются
account-sessions = Где вы вошли
account-session-this = этот браузер
account-sessions-end = Выйти везде, кроме этого браузера
account-sessions-ended = Вы вышли везде, кроме этого браузера
account-tokens = Ключи для программ
account-tokens-body = Программа с ключом может то же, что и вы, и не больше.
account-token-name = Для чего
account-token-reach = Что разрешено
account-token-until = Действует до
account-token-make = Выдать ключ
account-token-made = Ваш ключ. Он показан только сейчас; скопируйте его.
account-token-revoke = Отозвать
account-token-revoked = Ключ отозван
account-reach-read = Чтение
account-reach-write = Чтение и запись
account-actions = Действия
account-password-changed = Пароль изменён; во всех других местах вы вышли
account-password-elsewhere = В этом браузере вы останетесь в системе; во всех других местах произойдёт выход.
account-password-set = Вы можете входить по имени и паролю.
account-password-none = Пароля у вас здесь нет.
account-choose-anew = Настроенные ранее одноразовые коды и ключи доступа перестанут действовать; задайте их заново в настройках.
account-codes-what = Устройство может создавать код, который запрашивается вместе с паролем.
account-codes-picture = Ключ в виде изображения для камеры устройства; ниже он дан текстом
account-codes-text = Ключ текстом:
account-session-end = Выйти там
account-session-end-about = Выйти там: сеанс с { $since }
account-session-times = с { $since }, последнее обращение { $seen }
account-session-ended = Там вы вышли
account-used = Последнее использование
account-never = ни разу
account-token-revoke-about = Отозвать ключ { $name }
account-token-days = Срок действия
account-token-days-count = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
