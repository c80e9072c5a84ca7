# Daten, Uhrzeiten und Zahlen.

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

# Der Monat hinter dem Tag eines ausgeschriebenen Datums.
month-of-1 = Januar
month-of-2 = Februar
month-of-3 = März
month-of-4 = April
month-of-5 = Mai
month-of-6 = Juni
month-of-7 = Juli
month-of-8 = August
month-of-9 = September
month-of-10 = Oktober
month-of-11 = November
month-of-12 = Dezember

month-short-1 = Jan.
month-short-2 = Febr.
month-short-3 = März
month-short-4 = Apr.
month-short-5 = Mai
month-short-6 = Juni
month-short-7 = Juli
month-short-8 = Aug.
month-short-9 = Sept.
month-short-10 = Okt.
month-short-11 = Nov.
month-short-12 = Dez.

date-long = { $day }. { $month } { $year }
date-short = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-and-time = { $date }, { $time } Uhr
time-of-day = { $hour }:{ $minute }

due-in = { $days ->
    [0] heute fällig
    [1] morgen fällig
   *[other] in { $days } Tagen fällig
}
due-late = { $days ->
    [one] { $days } Tag überfällig
   *[other] { $days } Tage überfällig
}
days-ago = { $days ->
    [0] heute
    [1] gestern
   *[other] vor { $days } Tagen
}

number-group = .
number-decimal = ,
number-grouped-from = 5
number-percent = { $number }{"\u00A0"}%
