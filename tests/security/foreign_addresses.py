"""Addresses off the site, written in the ways that have fooled somebody."""

EVIL = "evil.example.org"
SITES = (
    f"https://{EVIL}/",
    f"//{EVIL}/",
    f"/\\{EVIL}/",
    f"\\\\{EVIL}",
    f"https:{EVIL}",
    f"http://127.0.0.1:8080@{EVIL}/",
    f"http://127.0.0.1:8080.{EVIL}/",
    f"http://127.0.0.1:8080%2f@{EVIL}/",
    f"/%09/{EVIL}",
    f"javascript:location='//{EVIL}'",
    f"data:text/html,{EVIL}",
    f" https://{EVIL}/",
)
