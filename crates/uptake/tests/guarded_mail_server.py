"""A mail server for tests that is kept from strangers: it takes mail by STARTTLS only, and only from who has the password.

Usage: guarded_mail_server.py DIRECTORY. It writes `ca.pem`, which vouches for `localhost`, and `other.pem`, which vouches for
nothing here, and says `port N` first, then `took NUMBER` for each message. The name is `office`, the password `of the mill`.
"""

import asyncio
import datetime
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def authority(name):
    key = ec.generate_private_key(ec.SECP256R1())
    return key, certified(name, key.public_key(), name, key, True)


def certified(name, public_key, by, key, is_authority):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, by)]))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH])
        builder = builder.add_extension(usage, critical=False)
    return builder.sign(key, hashes.SHA256())


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def guard(directory):
    ca_key, ca = authority("authority of the tests")
    _, other = authority("another authority")
    key = ec.generate_private_key(ec.SECP256R1())
    mine = certified("localhost", key.public_key(), "authority of the tests", ca_key, False)
    bare = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, bare)
    for name, content in (("ca.pem", pem(ca)), ("other.pem", pem(other)), ("server.pem", pem(mine) + secret)):
        with open(os.path.join(directory, name), "wb") as file:
            file.write(content)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(directory, "server.pem"))
    return context


class Sink:
    taken = 0

    async def handle_DATA(self, server, session, envelope):
        Sink.taken += 1
        print("took", Sink.taken, flush=True)
        return "250 OK"


def knows(server, session, envelope, mechanism, login):
    is_ours = isinstance(login, LoginPassword) and (login.login, login.password) == (b"office", b"of the mill")
    return AuthResult(success=is_ours, handled=False)


async def main():
    context, loop = guard(sys.argv[1]), asyncio.get_running_loop()

    def smtp():
        return SMTP(
            Sink(),
            hostname="mx.centre.example",
            loop=loop,
            tls_context=context,
            require_starttls=True,
            authenticator=knows,
            auth_required=True,
        )

    server = await loop.create_server(smtp, "127.0.0.1", 0)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
