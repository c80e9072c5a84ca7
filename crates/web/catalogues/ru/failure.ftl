# Страницы о том, что не получилось, каждая со следующим шагом.

failure-missing = По этому адресу ничего не видно
failure-missing-body = Здесь либо ничего нет, либо это вам не показывается. Если адрес вам кто-то дал, пусть он откроет доступ вашей должности.
failure-missing-next = Перейти ко входящим
failure-search-next = Найти поиском
failure-role = Эта страница относится к другой должности
failure-role-body = Ею пользуются { $power }. Если это входит в вашу работу, обратитесь за полномочием к администратору.
failure-power-coordinate = координаторы потребностей
failure-power-document = документалисты
failure-power-administer = администраторы
failure-power-audit = аудиторы
failure-power-signed-in = те, у кого есть учётная запись
failure-conflict = Пока вы работали, это изменил кто-то другой
failure-conflict-body = Ваше изменение не сохранено, чтобы не потерять чужое. Откройте текущее состояние, сравните и отправьте своё ещё раз.
failure-conflict-next = Открыть текущее состояние
failure-refused = Это не выполнено
failure-too-large = Это больше, чем помещается
failure-too-large-body = Отправлено больше { $size }. Разделите на части и отправьте их по одной.
failure-megabytes = { $count } МБ
failure-kilobytes = { $count } КБ
failure-back-next = Вернуться назад
failure-too-many = Слишком много попыток за короткое время
failure-too-many-body = Подождите { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[many] { $seconds } секунд
} и попробуйте снова. Ничего не изменено.
failure-again-next = Попробовать снова
failure-machine = Довести это до конца не удалось
failure-machine-body = Ваше изменение не сохранено. Запись об этом есть в журнале у операторов. Попробуйте снова через несколько минут.
failure-signed-out = Вы не вошли в систему
failure-signed-out-body = Войдите и продолжайте с того же места.
failure-signed-out-form = Войдите в другом окне, вернитесь сюда и отправьте ещё раз. Введённое сохранено на этой странице.
failure-signed-out-next = Войти
failure-send-again = Отправить ещё раз
failure-confirm = Отправьте это ещё раз
failure-confirm-body = Форма была открыта до вашего нынешнего входа. Пока ничего не изменено; введённое приведено ниже.
failure-foreign = Это отправлено с другого сайта
failure-foreign-body = Формы принимаются только со страниц самой системы. Откройте страницу здесь и отправьте с неё.
failure-foreign-next = Открыть систему
failure-request = Прочитать этот запрос не удалось
failure-request-body = Откройте страницу снова и отправьте с неё.
failure-slow = Запрос передавался слишком долго
failure-slow-body = Ничего не изменено. Проверьте соединение и отправьте снова.
failure-method = Этот адрес так не работает
failure-method-body = Откройте страницу и воспользуйтесь кнопками на ней.
failure-request-id = Обращаясь к операторам, назовите этот запрос: { $request }.
