import httpx


async def charge(amount: int) -> None:
    async with httpx.AsyncClient(base_url="https://api.stripe.com/v1") as client:
        await client.post("/charges", json={"amount": amount})
