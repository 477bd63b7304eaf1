import { say } from "../../text/sentence.ts";
import { conventionOf, expectedName, namedThings } from "./naming.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";

export const nameAgainstConvention = styleRule({
  id: "name-against-convention",
  title: "A name is another than the naming convention gives",
  why: "Where the models' `MetaData` has a `naming_convention`, autogenerate looks for indexes and constraints under the names that it gives. One that was named otherwise is dropped and made again by the next generated migration, or is found by nobody.",
  fix: 'Leave the name to the convention: `None`, or `op.f("…")` with the name as the convention spells it.',
  judge(step, context) {
    const convention = conventionOf(context);
    if (convention === null) return null;
    for (const thing of namedThings(step.operation)) {
      const expected = expectedName(thing, convention);
      if (expected === null || thing.name === null || expected === thing.name) continue;
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
