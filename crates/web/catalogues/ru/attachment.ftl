# Приложения: файлы записи.

attachments-title = Приложения
attachments-none = Файлов не приложено.
attachments-gone = { $count ->
    [one] { $count } файл отклонён или убран
    [few] { $count } файла отклонены или убраны
   *[many] { $count } файлов отклонены или убраны
}
attachment-new = Приложить файлы
attachment-files = Файлы
attachment-files-hint = Фотографии, чертежи (SVG), PDF, файлы Word, Excel, PowerPoint или OpenDocument; не больше { $max } МиБ каждый и { $all } МиБ вместе
attachment-photograph = Фотография
attachment-photograph-hint = Телефон снимает её своей камерой
attachment-narrower = Файлы может видеть меньше людей, чем запись
attachment-attach = Приложить
attachment-being-read = читается
attachment-being-read-body = Файл сохранён и сейчас просматривается. После этого его можно взять.
attachment-look-again = Посмотреть ещё раз
attachment-refused = отклонено
attachment-withdrawn = убрано
attachment-size = { $size } КиБ
attachment-pixels = { $width } × { $height } точек
attachment-pages = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
   *[many] { $count } страниц
}
attachment-take = Взять файл
attachment-release = Копия без метаданных
attachment-release-hint = Копия не говорит, кто сделал файл, когда, где и чем. То, что она сделана, стоит в журнале.
attachment-noted = Кто берёт этот файл, записывается в журнал; поэтому его уменьшенное изображение не показывается.
attachment-no-picture = Уменьшенного изображения этого файла нет; возьмите сам файл.
attachment-withdraw = Убрать файл
attachment-withdraw-do = Убрать
attachment-reason = Причина
attachment-reason-hint = Она остаётся при имени файла; не больше { $max } знаков
attachment-record = Запись
attachment-number = Номер
attachment-by = Принёс
attachment-operator = оператор
attachment-came = Принесено
attachment-text = Текст
attachment-text-none = нет такого, который читается
attachment-text-whole = прочитан; поиск находит его там, где файл видят все, кто видит запись
attachment-text-cut = прочитано начало; поиск находит его там, где файл видят все, кто видит запись
attachment-kind-png = изображение (PNG)
attachment-kind-jpeg = фотография (JPEG)
attachment-kind-webp = изображение (WebP)
attachment-kind-gif = изображение (GIF)
attachment-kind-svg = чертёж (SVG)
attachment-kind-pdf = документ (PDF)
attachment-kind-docx = текст (Word)
attachment-kind-xlsx = таблица (Excel)
attachment-kind-pptx = слайды (PowerPoint)
attachment-kind-odt = текст (OpenDocument)
attachment-kind-ods = таблица (OpenDocument)
attachment-kind-odp = слайды (OpenDocument)
attachment-kind-text = текст (без оформления)
attachment-fault-unknown = Такие файлы не хранятся; сохраните его как изображение, PDF, SVG или файл офисной программы и приложите.
attachment-fault-damaged = Он обрезан или сделан не так, как требует его вид; сохраните его заново там, где он сделан.
attachment-fault-pixels = В нём больше 25 миллионов точек; сохраните его меньшим.
attachment-fault-unpacked = При распаковке он больше { $max } МБ или во много раз больше самого себя, поэтому его не открывали; разделите его или приложите то, что внутри.
attachment-fault-entries = В него упаковано больше 1 000 файлов; разделите его.
attachment-fault-packing = То, что в него упаковано, перекрывается, ведёт в другое место или имеет два имени; сохраните его заново там, где он сделан.
attachment-fault-deep = Его части вложены друг в друга глубже 64; сохраните его как PDF.
attachment-fault-entities = Он определяет собственные сущности, которые могут расти без конца; сохраните его без них.
attachment-fault-macros = Он несёт с собой программы (макросы); сохраните его без них.
attachment-fault-locked = Он закрыт паролем или сделан старой офисной программой; сохраните его открытым в новом формате или как PDF.
attachment-fault-embedded = В него вложен другой файл, из которого ничего нельзя убрать.
attachment-fault-costly = Чтобы его просмотреть, нужно больше памяти или времени, чем даётся одному файлу; разделите его или сохраните проще.
