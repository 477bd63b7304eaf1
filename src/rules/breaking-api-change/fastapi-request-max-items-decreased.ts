import { breakingChange } from "../contract-rule.ts";

export const fastapiRequestMaxItemsDecreased = breakingChange({
  id: "fastapi-request-max-items-decreased",
  title: "A list in the request may have fewer items than before",
  why: "Longer lists were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new field, a new version).",
});
