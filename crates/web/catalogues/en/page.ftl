# What stands around every page.

page-title = { $title } – Uptake
page-title-slips = To correct: { $title } – Uptake
page-skip = Skip to the content
page-home = Uptake, home
page-foot = From the need to the machine that runs.
page-api = API for programs
page-crumbs = You are here

nav-main = Main
nav-inbox = Inbox
nav-needs = Needs
nav-records = Records
nav-sources = Sources
nav-bulletins = Bulletins
nav-requests = Requests
nav-office = Office
nav-waiting = { $count ->
    [one] { $count } waiting
   *[other] { $count } waiting
}

search-label = Search records and needs
search-go = Search

menu-language = Language
menu-appearance = Appearance
menu-appearance-device = As the device
menu-appearance-light = Light
menu-appearance-dark = Dark
menu-account = Account
menu-settings = Settings
menu-sign-in = Sign in
menu-sign-out = Sign out

keys-title = Keys
keys-next = Next row
keys-previous = Previous row
keys-open = Open the row
keys-search = Search
keys-help = Show or hide the keys
keys-close = Close

list-pages = Pages of the list
list-earlier = Previous page
list-later = Next page
list-shown = { $count ->
    [one] { $count } of { $total } shown
   *[other] { $count } of { $total } shown
}
list-sort = Sort by { $column }
list-sorted-up = sorted upwards
list-sorted-down = sorted downwards
facets-title = Narrow the list
facet-remove = Remove the filter { $name }
facet-more = Show more
tree-below = Below { $name }
chart-as-table = The figures as a table
history-title = History
script-unsaved = What you typed has not been kept yet.
