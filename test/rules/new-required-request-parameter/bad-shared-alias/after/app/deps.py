from typing import Annotated

from fastapi import Header

Tenant = Annotated[str, Header(alias="X-Tenant")]
