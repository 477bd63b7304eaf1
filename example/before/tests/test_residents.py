from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app, headers={"Authorization": "Bearer test"})


def test_list_residents() -> None:
    assert client.get("/residents").status_code == 200
