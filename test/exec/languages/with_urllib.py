import json
import os
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

HOST = "https://api.weixin.qq.com/cgi-bin"

query = urlencode(
    {
        "grant_type": "client_credential",
        "appid": os.environ["JADEITE_APPID"],
        "secret": os.environ["JADEITE_SECRET"],
    }
)
token = json.load(urlopen(f"{HOST}/token?{query}"))["access_token"]
for turn in range(2):
    print(urlopen(f"{HOST}/tags/create?access_token={token}", b'{"tag":{"name":"urllib"}}').read().decode())
try:
    urlopen("https://example.org")
except URLError as error:
    print(error)
