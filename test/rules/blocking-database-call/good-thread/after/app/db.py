from collections.abc import AsyncGenerator, Generator

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

SessionLocal = sessionmaker(bind=create_engine("postgresql+psycopg2://db/clinic"))
AsyncSessionLocal = async_sessionmaker(create_async_engine("postgresql+asyncpg://db/clinic"))


def get_db() -> Generator[Session, None, None]:
    with SessionLocal() as session:
        yield session


async def get_async_db() -> AsyncGenerator[AsyncSession, None]:
    async with AsyncSessionLocal() as session:
        yield session
