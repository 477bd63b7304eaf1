import { riskyChange } from "../contract-rule.ts";

export const responsePropertyEnumValueAdded = riskyChange({
  id: "response-property-enum-value-added",
  title: "A property of the response can have a new value",
  why: "Readers that know all values of an enumeration, such as generated clients, meet one that they do not know.",
  fix: "Tell readers before the first such value is sent.",
});
