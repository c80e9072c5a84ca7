# Лица, которые проверяют по спискам, и что найдено.
party-kind-person = Лицо физическое
party-kind-organisation = Организация
party-kind-vessel = Судно или самолёт
party-kind-unknown = Неизвестно
