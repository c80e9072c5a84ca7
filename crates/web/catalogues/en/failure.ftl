# Pages for what did not work, each with the next step.

failure-missing = Nothing to see at this address
failure-missing-body = Either nothing stands here, or it is not shown to you. If somebody gave you the address, ask them to share the item with your post.
failure-missing-next = Go to the inbox
failure-search-next = Search instead
failure-role = This page belongs to another post
failure-role-body = It is for { $power }. If this is part of your work, ask your administrator for that power.
failure-power-coordinate = coordinators of needs
failure-power-document = documentalists
failure-power-administer = administrators
failure-power-audit = auditors
failure-power-signed-in = people with an account
failure-conflict = Somebody changed this while you were at it
failure-conflict-body = Your change was not kept, so that theirs is not lost. Open the current state, compare, and send yours again.
failure-conflict-next = Open the current state
failure-refused = This was not done
failure-too-large = That is more than fits
failure-too-large-body = What was sent is larger than { $size }. Divide it into smaller parts and send them one by one.
failure-megabytes = { $count } MB
failure-kilobytes = { $count } kB
failure-back-next = Back to where you were
failure-too-many = Too many tries in a short time
failure-too-many-body = Wait { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}, then try again. Nothing was changed.
failure-again-next = Try again
failure-machine = The office could not finish this
failure-machine-body = Your change was not kept. The operators have it in their log. Try again in a few minutes.
failure-signed-out = You are signed out
failure-signed-out-body = Sign in, and go on where you stopped.
failure-signed-out-form = Sign in in another window, then come back here and send again. What you typed is kept in this page.
failure-signed-out-next = Sign in
failure-send-again = Send again
failure-confirm = Send this once more
failure-confirm-body = The form was older than your current sign-in. Nothing was changed yet; what you typed is below.
failure-foreign = This was sent from another site
failure-foreign-body = The office accepts forms from its own pages only. Open the page here and send it from there.
failure-foreign-next = Open the office
failure-request = The office could not read this request
failure-request-body = Open the page again and send it from there.
failure-slow = The request took too long to arrive
failure-slow-body = Nothing was changed. Check your connection, then send it again.
failure-method = This address does not work that way
failure-method-body = Open the page, and use the buttons on it.
failure-request-id = If you ask the operators, name this request: { $request }.
