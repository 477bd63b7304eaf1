"""Writes `fixtures/shop.json`: what each expression below is in CPython, by its module and qualified name."""

import importlib
import json
import sys
import types
from pathlib import Path

fixtures = Path(__file__).parent / "fixtures"
root = fixtures / "shop"
sys.path.insert(0, str(root))
sys.dont_write_bytecode = True

EXPRESSIONS = {
    "shop/__init__.py": ["version", "models.User", "services.users.UserRepository"],
    "shop/models/__init__.py": ["Item", "make_item", "User", "PostalAddress", "order", "order.Order", "order_class", "item.Hidden", "Hidden"],
    "shop/models/user.py": ["Customer", "User", "User.orders", "User.save", "User.Meta", "Base"],
    "shop/models/order.py": ["Buyer", "Order.save"],
    "shop/services/users.py": ["UserRepository.get", "users.find", "users.get", "repository.find", "Repository"],
    "shop/services/optional.py": ["User", "Thing"],
    "shop/services/cycle_a.py": ["cycle_b.B", "cycle_b.cycle_a.A", "cycle_b.cycle_a.cycle_b.B", "b"],
    "shop/api/routes/__init__.py": ["users_router", "users.router", "users.models.User"],
    "shop/api/routes/users.py": [
        "shop.models.User", "shop.models.order.Order", "orders.Order", "models.Item", "Item", "PostalAddress", "Person", "make_item",
        "order", "order.Buyer", "order_class", "Customer", "a.cycle_b.B", "user_service.UserRepository", "user_service.users.find",
        "Thing", "User", "get_repository", "repository.find", "router", "models.base.Base.Meta", "missing", "models.missing", "shop.missing.x",
    ],
    "tests/test_users.py": ["users_router", "User", "helper"],
}


def describe(value):
    if isinstance(value, types.ModuleType):
        return "module " + str(Path(value.__file__).relative_to(root))
    if isinstance(value, types.MethodType):
        value = value.__func__
    return str(Path(sys.modules[value.__module__].__file__).relative_to(root)) + " " + value.__qualname__


importlib.import_module("shop.api.routes")
importlib.import_module("shop.services.cycle_a")
found = {}
for path, expressions in EXPRESSIONS.items():
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if name.startswith("tests."):
        spec = importlib.util.spec_from_file_location(name, root / path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(name)
    for expression in expressions:
        try:
            found[f"{path} {expression}"] = describe(eval(expression, vars(module)))
        except (AttributeError, NameError):
            found[f"{path} {expression}"] = None
(fixtures / "shop.json").write_text(json.dumps(found, indent=1) + "\n")
