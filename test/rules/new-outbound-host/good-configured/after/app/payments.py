import httpx


async def charge(amount: int) -> None:
    async with httpx.AsyncClient(base_url="https://api.stripe.com/v1") as client:
        await client.post("/charges", json={"amount": amount})


async def notify(text: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post("https://hooks.slack.com/services/T000", json={"text": text})
