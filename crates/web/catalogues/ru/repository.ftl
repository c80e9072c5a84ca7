# Что организация отдаёт другим репозиториям.

office-repository = Другие репозитории
repository-lead = Другие репозитории могут забирать открытые записи этой организации по протоколу OAI-PMH.
repository-on = Включено
repository-off = Выключено
repository-on-body = Записи, открытые для всех и без оговорок, получает каждый, кто спросит.
repository-off-body = Никто ничего не получает. Включает это оператор в настройках, в разделе [repository].
repository-address = Адрес
repository-name = Идентификаторы
repository-contact = Контакт
repository-given = Записей отдаётся
repository-gone = Записей было отдано и названо удалёнными
repository-lags = (без того, что изменилось с прошлого раза; это будет учтено в течение минуты)
repository-formats = Форматы
repository-sets = Наборы
