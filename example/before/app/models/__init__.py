from app.models.resident import Resident

__all__ = ["Resident"]
