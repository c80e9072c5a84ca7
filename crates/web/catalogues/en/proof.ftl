# Showing again that one is oneself, before something grave.

proof-title = Show that it is you
proof-body = This changes who may do what, or how you sign in. You signed in a while ago, so show once more that it is you; what you typed is kept, except passwords.
proof-go = Go on
proof-passkey = Go on with a passkey
proof-provider = Or, in another tab, with the provider of your house. Come back here afterwards and send the form again.
proof-provider-go = Show it with { $name }
proof-provider-done = I have done so, send the form again
proof-sign-in = You have neither a password nor a passkey here. Sign out, sign in again, and do it within a quarter of an hour.
proof-refused = Password: it does not fit
proof-files = You signed in a while ago. Show once more that it is you, then choose the files again and send them.
