import { missingTimeout } from "./missing-timeout.ts";
import { styleRule } from "./style-rule.ts";

export const lockTimeoutMissing = styleRule({
  id: "lock-timeout-missing",
  title: "A migration waits for its locks without a limit",
  why: "A statement that waits for ACCESS EXCLUSIVE behind one long query makes everybody else wait behind itself, also those who only read. With a `lock_timeout` it gives up, and can be tried again.",
  fix: 'Set `lock_timeout` in the migration, or for all of them in `env.py` (`connect_args={"options": "-c lock_timeout=5s"}`), and try again when it fails. What the role or the database sets by itself is not known here.',
  judge: (step, context) => missingTimeout(step, context, "lock_timeout"),
});
