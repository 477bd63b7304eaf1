import type { Domains } from "../../src/domains/domain.ts";
import type { BriefInput } from "../../src/specialists/brief.ts";
import { changeSetOf, type Files } from "./change.ts";
import { finding } from "./finding.ts";
import { identitiesWith } from "./identities.ts";
import { noChanges, noDomains } from "./report.ts";

const before: Files = {
  "app/residents.py": `def read_resident(id: int):
    return crud.find(id)

@router.get("/residents/{id}/email")
def read_email(id: int):
    return crud.email_of(id)
`,
};
const after: Files = {
  "app/residents.py": `def read_resident(id: int):
    return crud.find_or_raise(id)
`,
  "alembic/versions/5c1e.py": `def upgrade():
    op.alter_column("residents", "pgy_level", nullable=False)
`,
};

/** A change that removes a route and makes a column NOT NULL; change what a test is about. */
export function briefInput(parts: Partial<BriefInput> = {}): BriefInput {
  const domains: Domains = {
    ...noDomains,
    DBA: [{ path: "alembic/versions/5c1e.py", because: ["alembic-revision"] }],
    API: [{ path: "app/residents.py", because: ["route"] }],
  };
  return {
    changeSet: changeSetOf(before, after),
    domains,
    changes: {
      ...noChanges,
      endpoints: [
        {
          operation: "GET /residents/{id}/email",
          status: "removed",
          before: "() → 200 string",
          after: null,
          where: { path: "app/residents.py", line: 4, endLine: 6 },
        },
      ],
      columns: [
        {
          name: "residents.pgy_level",
          status: "modified",
          before: "integer null",
          after: "integer not null",
          where: null,
        },
      ],
    },
    findings: [
      finding({
        rule: "api-removed-without-deprecation",
        subject: "GET /residents/{}/email",
        reaches: ["GET /residents/{}/email"],
        message: "`GET /residents/{}/email` was removed",
        where: { path: "app/residents.py", line: 4, endLine: 6, side: "before" },
      }),
    ],
    identities: identitiesWith(),
    ...parts,
  };
}
