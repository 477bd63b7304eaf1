import { breakingChange } from "../contract-rule.ts";

export const requestParameterDefaultValueChanged = breakingChange({
  id: "request-parameter-default-value-changed",
  judges: [
    "request-parameter-default-value-changed",
    "request-parameter-default-value-added",
    "request-parameter-default-value-removed",
  ],
  title: "A parameter that callers leave out means something else",
  why: "Callers that rely on the default get another answer to the same request, and no error tells them.",
  fix: "Keep the default. Callers who want the new behaviour can ask for it.",
});
