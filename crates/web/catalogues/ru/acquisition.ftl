# Комнаты приобретения.
nav-acquisition = Приобретение
acquisition-room = Разделы приобретения
agreements-title = Соглашения
credits-title = Кредиты
samples-title = Образцы
