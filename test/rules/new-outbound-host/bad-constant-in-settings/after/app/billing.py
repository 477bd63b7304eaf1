import requests

from app.config import settings


def invoice(customer: int) -> dict[str, str]:
    return requests.post(f"{settings.billing_url}/invoices", json={"customer": customer}, timeout=5).json()
