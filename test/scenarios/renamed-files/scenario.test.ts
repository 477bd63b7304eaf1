import { expect, test } from "vitest";

import { makeWorld, runOn } from "../support/scenario.ts";
import { service } from "../support/service.ts";

test("moving and renaming modules changes nothing", async () => {
  const moved = (service["app/residents.py"] ?? "").replaceAll("app.schemas", "app.contracts.resident");
  const world = await makeWorld({
    before: service,
    after: {
      "app/residents.py": null,
      "app/schemas.py": null,
      "app/api/__init__.py": "",
      "app/api/residents.py": moved,
      "app/contracts/__init__.py": "",
      "app/contracts/resident.py": service["app/schemas.py"] ?? "",
      "app/main.py": (service["app/main.py"] ?? "").replace("app.residents", "app.api.residents"),
    },
  });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.outputs["findings-count"]).toBe("0");
});
