import type { Rule } from "./rule.ts";

/** Every rule, in alphabetical order of its id. A test holds that no rule file is missing here. */
export const rules: readonly Rule[] = [];
