# Passkeys: signing in with a device.

passkey-title = Passkeys
passkey-body = With a passkey you sign in by your device: its PIN, your fingerprint or your face. There is nothing to type and nothing that could be read along.
passkey-sign-in = Sign in with a passkey
passkey-add = Add a passkey
passkey-added = The passkey is added; you can sign in with it from now on
passkey-removed = The passkey is removed. It may still be listed on your device; delete it there too.
passkey-remove = Remove
passkey-remove-about = Remove the passkey { $name }
passkey-manage = Manage passkeys
passkey-name = Name of the passkey
passkey-name-hint = After the device it is on, for example “office laptop”
passkey-made = Added
passkey-none = You have no passkeys yet.
passkey-count = { $count ->
    [0] You have no passkeys yet. With one you sign in by your device and type nothing.
    [one] You have one passkey.
   *[other] You have { $count } passkeys.
}
passkey-cannot = This browser cannot use passkeys here: they need script, a current browser, and a connection that is encrypted. Everything else works without them.
passkey-elsewhere = Passkeys work at another address of this office only:
passkey-no-name = Passkeys need a name, and this office is reached by a number. Ask an administrator to serve it under a name.
passkey-cancelled = No passkey was given. Try again, or take another way.
passkey-held = This device has a passkey for you already.
passkey-shut = This passkey opens no account any more; take another way in
