"""A store that speaks S3, with an empty bucket `uptake`: prints its port and serves until it is ended."""

import sys

from moto.server import ThreadedMotoServer

import urllib.request

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
request = urllib.request.Request(f"http://127.0.0.1:{port}/uptake", method="PUT")
request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0")
urllib.request.urlopen(request).read()
print(f"port {port}", flush=True)
sys.stdin.read()
