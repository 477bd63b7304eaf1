from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> str:
    return token


def get_admin(user: Annotated[str, Depends(get_current_user)]) -> str:
    if user != "admin":
        raise HTTPException(status_code=403)
    return user
