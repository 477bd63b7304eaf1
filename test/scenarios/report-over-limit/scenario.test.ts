import { expect, test } from "vitest";

import { idsIn, makeWorld, runOn } from "../support/scenario.ts";
import { service } from "../support/service.ts";

const routes = (count: number) =>
  Array.from(
    { length: count },
    (_, index) =>
      `\n\n@router.get("/reports/{report_id}/section-${index}", response_model=int)\ndef read_section_${index}(report_id: int):\n    return ${index}\n`,
  ).join("");

test("a report that is too long shrinks below the limit and keeps every id", async () => {
  const before = { ...service, "app/residents.py": `${service["app/residents.py"]}${routes(600)}` };
  const world = await makeWorld({ before, after: { "app/residents.py": service["app/residents.py"] ?? "" } });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  const [comment] = world.gitHub.comments(7);
  expect(comment?.body.length).toBeLessThan(65_000);
  expect(idsIn(comment?.body ?? "", "ESC")).toHaveLength(600);
  expect(comment?.body).toContain("Shortened to fit a comment");
});
