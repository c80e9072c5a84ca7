# What the office gives to other repositories.

office-repository = Other repositories
repository-lead = Other repositories can take the open records of this office by OAI-PMH.
repository-on = On
repository-off = Off
repository-on-body = Records that are open to all and bear no caveat are given to everybody who asks.
repository-off-body = Nobody is given anything. The operator switches it on in the configuration, under [repository].
repository-address = Address
repository-name = Identifiers
repository-contact = Contact
repository-given = Records that are given
repository-gone = Records that were given and are told as deleted
repository-lags = (without what changed since the last time; it is taken over within a minute)
repository-formats = Formats
repository-sets = Sets
