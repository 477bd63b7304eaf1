from .accounts import Account
from .base import Base
