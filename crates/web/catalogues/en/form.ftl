# Forms.

form-optional = optional
form-slips = { $count ->
    [one] There is { $count } thing to correct
   *[other] There are { $count } things to correct
}
form-slip-mark = To correct:
form-choose = Choose
form-row-add = Add a row
form-row-remove = Remove
form-row-remove-named = Remove row { $row }
form-row-label = { $column }, row { $row }
classes-proposed = Classes that fit
classes-some = Classes are proposed; choose one with the arrow keys and Enter
classes-none = No class fits
