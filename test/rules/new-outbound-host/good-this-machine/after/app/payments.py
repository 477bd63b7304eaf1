import httpx


async def charge(amount: int) -> None:
    async with httpx.AsyncClient(base_url="https://api.stripe.com/v1") as client:
        await client.post("/charges", json={"amount": amount})


async def self_test() -> bool:
    async with httpx.AsyncClient() as client:
        local = await client.get("http://localhost:8000/health")
        sample = await client.get("https://api.example.com/health")
    return local.is_success and sample.is_success
