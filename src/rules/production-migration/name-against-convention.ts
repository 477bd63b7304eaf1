import { say } from "../../text/sentence.ts";
import type { MigrationContext } from "./migration-context.ts";
import { conventionOf, expectedName, namedThings, type NamedThing } from "./naming.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";

export const nameAgainstConvention = styleRule({
  id: "name-against-convention",
  title: "A name is another than the naming convention gives",
  why: "Where the models' `MetaData` has a `naming_convention` and a model leaves a name to it, autogenerate looks for indexes and constraints under the names that it gives. One that was named otherwise is dropped and made again by the next generated migration, or is found by nobody.",
  fix: 'Leave the name to the convention: `None`, or `op.f("…")` with the name as the convention spells it.',
  judge(step, context) {
    const convention = conventionOf(context);
    if (convention === null) return null;
    for (const thing of namedThings(step.operation)) {
      const expected = expectedName(thing, convention);
      if (expected === null || thing.name === null || expected === thing.name) continue;
      if (!isUnnamed(thing, context)) continue;
      return draftFor(step, {
        subject: thing.name,
        before: expected,
        after: thing.name,
        message: say`\`${thing.name}\` would be \`${expected}\` by the naming convention`,
        fix: `Name it \`${expected}\`.`,
        confidence: step.statement.confidence,
      });
    }
    return null;
  },
});

const kinds = { uq: "unique", fk: "foreign-key", pk: "primary-key" } as const;

/** The model has the index or constraint and leaves its name to the convention. */
function isUnnamed({ key, table, columns }: NamedThing, { after }: MigrationContext): boolean {
  const model = after.schema.tables.get(table) ?? after.wholeSchema?.().tables.get(table);
  if (model === undefined) return false;
  const declared = key === "ix" ? model.indexes : model.constraints.filter(({ kind }) => kind === kinds[key]);
  return declared.some((one) => one.name === null && one.columns.join() === columns.join());
}
