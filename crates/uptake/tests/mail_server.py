"""A mail server for tests: takes mail by SMTP, keeps each message as a file, and says on standard output when it did.

Usage: mail_server.py DIRECTORY [PORT]. It says `port N` first, then `took NUMBER` for each message, once it is on the disk and
before its sender is told. An address that begins with `gone` is refused, one that begins with `busy` is put off.
"""

import asyncio
import os
import sys

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, directory):
        self.directory, self.taken = directory, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy"):
            return "450 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        path = os.path.join(self.directory, f"{self.taken:06}.eml")
        with open(path, "wb") as file:
            file.write(envelope.content)
        print("took", self.taken, flush=True)
        return "250 OK"


async def main():
    sink = Sink(sys.argv[1])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="mx.centre.example", loop=loop), "127.0.0.1", int(([*sys.argv, "0"])[2]))
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
