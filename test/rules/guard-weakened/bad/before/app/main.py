from typing import Annotated

from fastapi import FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, SecurityScopes

app = FastAPI()
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token", scopes={"residents": "read", "residents:write": "write"})


def get_current_user(scopes: SecurityScopes, token: Annotated[str, Security(oauth2_scheme)]) -> str:
    if not allowed(token, scopes.scopes):
        raise HTTPException(status_code=403)
    return token


@app.delete("/residents/{resident_id}", status_code=204)
def delete_resident(resident_id: int, user: Annotated[str, Security(get_current_user, scopes=["residents", "residents:write"])]) -> None:
    return None
