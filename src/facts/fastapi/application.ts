import type { Application } from "../contract.ts";
import { jsonOf } from "../pydantic/json-value.ts";
import { argument } from "../values/call.ts";
import { isNone, known } from "../values/value.ts";
import type { Lazy } from "../values/value.ts";
import { textOfArgument } from "./route-tree.ts";
import type { Router } from "./router.ts";

/** Members of `info` and the arguments of `FastAPI(…)` that give them. */
const members: readonly (readonly [string, string])[] = [
  ["summary", "summary"],
  ["description", "description"],
  ["termsOfService", "terms_of_service"],
  ["contact", "contact"],
  ["license", "license_info"],
];

/** What an application's document says beside its operations (`FastAPI.openapi`). */
export function readApplication(name: string, router: Router): Application {
  const args = router.settings();
  const given = (key: string): Lazy | null => {
    const assigned = router.attributes.get(key);
    const found = assigned === undefined ? argument(args, null, key) : known(assigned);
    return found === null || isNone(found.value()) ? null : found;
  };
  const text = (key: string, fallback: string): string => {
    const found = given(key);
    return found === null ? fallback : textOfArgument(found).text;
  };
  const literal = (member: string, key: string): readonly (readonly [string, unknown])[] => {
    const value = given(key)?.value();
    const json = value === undefined ? undefined : jsonOf(value);
    return json === undefined || json === "" || isEmpty(json) ? [] : [[member, json]];
  };
  return {
    name,
    information: {
      title: text("title", "FastAPI"),
      version: text("version", "0.1.0"),
      ...Object.fromEntries(members.flatMap(([member, key]) => literal(member, key))),
    },
    further: Object.fromEntries([
      ...literal("servers", "servers"),
      ...literal("tags", "openapi_tags"),
      ...literal("externalDocs", "openapi_external_docs"),
    ]),
  };
}

function isEmpty(json: unknown): boolean {
  return typeof json === "object" && json !== null && Object.keys(json).length === 0;
}
