import httpx


async def charge(amount: int) -> None:
    async with httpx.AsyncClient(base_url="https://api.stripe.com/v1") as client:
        await client.post("/charges", json={"amount": amount})


async def refund(charge_id: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(f"https://api.stripe.com/v1/charges/{charge_id}/refund")
