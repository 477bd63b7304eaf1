import type { SchemaDifference } from "./difference.ts";
import { said, type Identified } from "./identified.ts";

/** A keyword that only hand-written documents have: one sentence for all of them. */
export function keywordChange(
  { keyword, action, before, after }: SchemaDifference & { kind: "keyword" },
  prefix: string,
): Identified {
  const name = keyword.replaceAll("-", " ");
  const what =
    before === null
      ? `got the restriction \`${name}\` (\`${after ?? ""}\`)`
      : after === null
        ? `lost the restriction \`${name}\` (\`${before}\`)`
        : `changed its restriction \`${name}\` from \`${before}\` to \`${after}\``;
  return said(`${prefix}-${keyword}-${action}`, before, after, what);
}
