from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    billing_url: str = "http://billing.internal:8080"


settings = Settings()
