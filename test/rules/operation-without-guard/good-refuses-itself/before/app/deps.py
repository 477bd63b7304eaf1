from typing import Annotated

from fastapi import Depends, Header
from fastapi.security import OAuth2PasswordBearer

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> str:
    return token


def get_current_application(x_api_key: Annotated[str | None, Header()] = None) -> str | None:
    return x_api_key
