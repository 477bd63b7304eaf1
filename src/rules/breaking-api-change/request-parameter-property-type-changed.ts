import { riskyChange } from "../contract-rule.ts";

export const requestParameterPropertyTypeChanged = riskyChange({
  id: "request-parameter-property-type-changed",
  title: "The values inside of a parameter have another type",
  why: 'Whether callers notice depends on how the parameter is written: as text every value is accepted, as JSON `1` is not `"1"`.',
  fix: "Check how callers write the parameter.",
});
