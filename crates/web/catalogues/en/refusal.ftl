# What rules refuse. Their sentences stand in English where the rule stands; here is what they have in common.
refused-bad-name = “{ $text }” is no short name: use 1 to 64 lower-case letters, digits and inner hyphens
refused-at-line = { $file }, line { $line }
refused-at-column = { $file }, line { $line }, column { $column }
missing-unit = There is no unit “{ $text }” here
missing-post = There is no post “{ $text }” here
missing-person = There is nobody called “{ $text }” here
missing-compartment = There is no compartment “{ $text }” here
missing-need = There is no need “{ $text }” here
missing-record = There is no record “{ $text }” here
missing-digest = There is no own abstract “{ $text }” here
missing-delivery = There is no delivery “{ $text }” here
missing-request = There is no request “{ $text }” here
missing-source = There is no source “{ $text }” here
missing-intake = There is no file “{ $text }” here
missing-duty = There is no duty “{ $text }” here
