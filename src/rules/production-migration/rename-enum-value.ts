import { say } from "../../text/sentence.ts";
import { executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { postgresConfidence } from "./step.ts";

export const renameEnumValue = migrationRule({
  id: "rename-enum-value",
  title: "A value of an enum type is renamed",
  why: "Processes that run the old code go on to write the old value, which PostgreSQL refuses, and read a new one that their `Enum` does not have: SQLAlchemy raises LookupError.",
  fix: "Add the new value, release code that reads both and writes the new one, update the rows, and let the old value be.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "rename-enum-value" || !step.existing) return null;
    const { name, from, to } = operation;
    return draftFor(step, {
      subject: `${name}.${from}`,
      before: from,
      after: to,
      message: say`The value \`${from}\` of the enum \`${name}\` becomes \`${to}\`: running code that reads or writes it fails`,
      fix: fixWith(
        "Add the new value beside the old one, in a revision of its own:",
        executeCode(`ALTER TYPE ${sqlName(name)} ADD VALUE '${to.replaceAll("'", "''")}'`),
      ),
      confidence: postgresConfidence(step),
    });
  },
});
