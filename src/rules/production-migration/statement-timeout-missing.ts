import { missingTimeout } from "./missing-timeout.ts";
import { styleRule } from "./style-rule.ts";

export const statementTimeoutMissing = styleRule({
  id: "statement-timeout-missing",
  title: "A migration holds its locks without a limit",
  why: "What a statement locks stays locked until it is done, however long it reads or writes. With a `statement_timeout` a migration that turns out slower than on the test database fails instead of stopping production.",
  fix: 'Set `statement_timeout` in the migration, or for all of them in `env.py` (`connect_args={"options": "-c statement_timeout=300s"}`). What the role or the database sets by itself is not known here.',
  judge: (step, context) => missingTimeout(step, context, "statement_timeout"),
});
