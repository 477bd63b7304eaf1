import { riskyChange } from "../contract-rule.ts";

export const fastapiOperationIdChanged = riskyChange({
  id: "fastapi-operation-id-changed",
  judges: ["api-operation-id-removed"],
  title: "An operation id changed",
  why: "Generated clients name their methods by it. FastAPI makes it from the name of the handler function, so that renaming the function renames the method in every client.",
  fix: "Keep the function's name, or set `operation_id` on the decorator.",
});
