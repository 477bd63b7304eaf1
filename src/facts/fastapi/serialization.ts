import { unparse } from "../../syntax/python/unparse.ts";
import { argument } from "../values/call.ts";
import { booleanOf, isNone, itemsOf, textOf } from "../values/value.ts";
import type { Arguments, Lazy } from "../values/value.ts";

/** Arguments of a route that say what of the response model is sent, with FastAPI's defaults (`APIRouter.get`). */
const defaults: ReadonlyMap<string, boolean | null> = new Map([
  ["response_model_include", null],
  ["response_model_exclude", null],
  ["response_model_by_alias", true],
  ["response_model_exclude_unset", false],
  ["response_model_exclude_defaults", false],
  ["response_model_exclude_none", false],
]);

/** What a route sets apart from the defaults: name of the argument → `True`, `False`, the sorted names or the source text. */
export function serializationOf(args: Arguments): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [name, usual] of defaults) {
    const given = argument(args, null, name);
    if (given === null) continue;
    const value = given.value();
    if (isNone(value) || (usual !== null && booleanOf(value) === usual)) continue;
    settings.set(name, textOfSetting(given));
  }
  return settings;
}

function textOfSetting(given: Lazy): string {
  const value = given.value();
  const flag = booleanOf(value);
  if (flag !== null) return flag ? "True" : "False";
  const names = itemsOf(value)?.map(textOf);
  if (names?.every((name) => name !== null) === true) return names.toSorted().join(", ");
  return given.origin === null ? "<unknown>" : unparse(given.origin.expression);
}
