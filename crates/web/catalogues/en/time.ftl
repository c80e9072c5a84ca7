# Dates, times and numbers.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# The month behind the day of a date in full.
month-of-1 = January
month-of-2 = February
month-of-3 = March
month-of-4 = April
month-of-5 = May
month-of-6 = June
month-of-7 = July
month-of-8 = August
month-of-9 = September
month-of-10 = October
month-of-11 = November
month-of-12 = December

month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = June
month-short-7 = July
month-short-8 = Aug
month-short-9 = Sept
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

date-long = { $day } { $month } { $year }
date-short = { $day } { $month } { $year }
date-month = { $month } { $year }
date-and-time = { $date }, { $time }
time-of-day = { $hour }:{ $minute }

due-in = { $days ->
    [0] due today
    [1] due tomorrow
   *[other] due in { $days } days
}
due-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
}
days-ago = { $days ->
    [0] today
    [1] yesterday
   *[other] { $days } days ago
}

number-group = ,
number-decimal = .
number-grouped-from = 4
number-percent = { $number }%
