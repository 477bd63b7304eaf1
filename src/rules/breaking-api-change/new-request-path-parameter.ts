import { breakingChange } from "../contract-rule.ts";

export const newRequestPathParameter = breakingChange({
  id: "new-request-path-parameter",
  title: "A parameter of the path is now declared",
  why: "FastAPI validates a parameter as soon as a handler declares it: values that were accepted in this place of the path until now can be answered with 422.",
  fix: "Declare it as `str`, which accepts what the path accepted before.",
});
