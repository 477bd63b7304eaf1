import { riskyChange } from "../contract-rule.ts";

export const fastapiOperationHidden = riskyChange({
  id: "fastapi-operation-hidden",
  title: "An operation is served but no longer documented",
  why: "Generated clients lose the method with their next build, although the operation still answers.",
  fix: "Keep it in the document with `deprecated=True` while it is served.",
});
