from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app, headers={"Authorization": "Bearer test"})


def test_list_weekly_requirements() -> None:
    assert client.get("/residents/1/weekly-requirements", params={"week": 7}).json() == []
