import httpx


def test_partner_is_up():
    assert httpx.get("https://status.partner.io/api").status_code == 200
