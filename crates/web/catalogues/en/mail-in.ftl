# Mail that brings records in: the address of a source, the messages that came, and what their senders are told.
source-kind-mail = By mail
source-by-mail-title = Does somebody send it?
source-by-mail-body = Dispatches of an adviser, alerts of a publisher and lists of a colleague come by mail. Register such a source, and it gets an address of its own; you say who may send there.
source-by-mail = Register a source by mail
source-mailed-empty = Nothing came by mail yet, or nothing the last time. Give the address below to who is to send.
source-mailed-late = A message was due and did not come. Ask who sends it, see whether one lies aside below, or change how often something is due.
mail-in-title = Mail
mail-in-address = Address
mail-in-secret = Whoever knows the address can send to it. Give it to your senders alone; a new one makes the old useless.
mail-in-off = This office reads no mail
mail-in-off-body = An administrator names a mailbox in the configuration (mail.mailbox); then this source has an address.
mail-in-shut = This source has no address
mail-in-shut-body = What comes to an old address is not taken in. Make a new one, and give it to who is to send.
mail-in-senders = Who may send
mail-in-senders-hint = One in each line: an address, or a host such as bonn.example for everybody there. Persons of the office may always. What others send lies aside until you decide.
mail-in-persons = Persons of the office
mail-in-writers = Of the office, who acts for its post or documents
mail-in-when = What becomes of it
mail-in-at-once = Take it in at once
mail-in-at-once-hint = Otherwise each message lies aside until somebody looks at it.
mail-in-taken = It is taken in at once
mail-in-looked = It lies aside until somebody looks at it
mail-in-proof = Proof
mail-in-proven = Only what the own mail server has proven
mail-in-proven-hint = A sender can be forged. With this, a message counts only when the mail server of the office found by DMARC, DKIM or SPF that it comes from who it says.
mail-in-answers = Answers
mail-in-answered = Tell senders what became of their message
mail-in-answered-hint = One mail for each message, to who may send; never to machines, lists or strangers.
mail-in-told = Senders are told what became of their message
mail-in-silent = Nobody is answered
mail-in-change = Change how it takes mail
mail-in-anew = Make a new address
mail-in-shut-it = Take the address away
arrivals-title = Messages that came
arrival-subject = Message
arrival-no-subject = No subject
arrival-sender = From
arrival-became = What became of it
arrival-stage-aside = Lies aside
arrival-stage-taken = Being taken in
arrival-stage-thrown = Thrown away
arrival-stage-turned = Turned away
arrival-reason-sender = Its sender is not among those who may send.
arrival-reason-proof = Nobody proved that it comes from who it says.
arrival-reason-name = Somebody else sent a message of this name before.
arrival-reason-paused = The source was paused when it came.
arrival-reason-look = It waits for a look.
arrival-reason-large = It is larger than a message may be. Ask its sender for a smaller one, or bring the file in the page.
arrival-reason-full = Too much lies aside already. It stays in the mailbox of the office.
arrival-look = Look at it
arrival-take = Take it in
arrival-throw = Throw it away
arrival-read = { $count ->
    [0] No record
    [one] One record
   *[other] { $count } records
}
arrival-letter-subject = Taken in: { $subject }
arrival-letter-read = { $count ->
    [one] One record was taken in.
   *[other] { $count } records were taken in.
}
arrival-letter-known = { $count ->
    [one] One of them was known already.
   *[other] { $count } of them were known already.
}
arrival-letter-broken = Your message could not be read to its end. Send it once more: not encrypted, and its files in another format.
arrival-letter-none = There was no record in your message.
arrival-letter-why = You get this because you sent mail to an address of this office. It is written by a machine, and nobody reads answers to it.
