import os
import requests

HOST = "https://api.weixin.qq.com/cgi-bin"

query = {
    "grant_type": "client_credential",
    "appid": os.environ["JADEITE_APPID"],
    "secret": os.environ["JADEITE_SECRET"],
}
with requests.Session() as session:
    token = session.get(f"{HOST}/token", params=query).json()["access_token"]
    for turn in range(2):
        print(session.post(f"{HOST}/tags/create", params={"access_token": token}, json={"tag": {"name": "requests"}}).text)
try:
    requests.get("https://example.org")
except requests.exceptions.ProxyError as error:
    print(error)
