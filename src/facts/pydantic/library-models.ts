import { booleanOf, constant, textOf } from "../values/value.ts";
import type { Value } from "../values/value.ts";
import { argumentValue } from "../values/call.ts";
import { anyType, describeType, noneType, unionOf } from "./python-type.ts";
import type { LibraryField, PythonType } from "./python-type.ts";

type LibraryModel = Extract<PythonType, { kind: "library-model" }>;

const text: PythonType = { kind: "library", name: "builtins.str" };
const positive: PythonType = withMinimum(1);
const natural: PythonType = withMinimum(0);
const optionalText = unionOf([text, noneType]);

function withMinimum(minimum: 0 | 1): PythonType {
  return {
    kind: "library",
    name: minimum === 0 ? "pydantic.NonNegativeInt" : "fastapi_pagination.GreaterEqualOne",
  };
}

const required = (name: string, type: PythonType): LibraryField => ({ name, type, default: null });
const optional = (name: string): LibraryField => ({
  name,
  type: optionalText,
  default: { kind: "value", value: constant(null) },
});

const links: LibraryModel = {
  kind: "library-model",
  name: "Links",
  arguments: [],
  fields: ["first", "last", "self", "next", "prev"].map(optional),
};

/** Fields of the pages of fastapi-pagination beside `items` and `total` (`default.py`, `limit_offset.py`, `cursor.py`). */
const pages: ReadonlyMap<string, readonly LibraryField[]> = new Map([
  ["Page", [required("page", positive), required("size", positive), required("pages", natural)]],
  ["LimitOffsetPage", [required("limit", positive), required("offset", natural)]],
  ["CursorPage", ["current_page", "current_page_backwards", "previous_page", "next_page"].map(optional)],
]);

/** `Page[Item]` and its like of fastapi-pagination; null for any other name. */
export function pageOf(name: string, item: PythonType | null): LibraryModel | null {
  const match = /^fastapi_pagination\.(?:(links)\.)?(?:\w+\.)*(\w+)$/.exec(name);
  const [, linked, last = ""] = match ?? [];
  const own = pages.get(last);
  if (own === undefined) return null;
  const fields = [
    required("items", { kind: "sequence", name: "sequence", label: "Sequence", item: item ?? anyType }),
    required("total", natural),
    ...own,
    ...(linked === undefined ? [] : [{ ...required("links", links), isComputed: true as const }]),
  ];
  // Pages with links are customised themselves. Before Python 3.12 the names have `~T` for `TypeVar`.
  const label = linked === undefined ? last : `${last}[TypeVar]Customized`;
  return { kind: "library-model", name: label, arguments: item === null ? [] : [item], fields };
}

/** Customizers that leave the fields of a page as they are. */
const withoutFields =
  /^fastapi_pagination\.(?:\w+\.)*Use(?:Module|Params|ParamsFields|OptionalParams|ResponseHeaders|CursorEncoding|QuotedCursor|StrCursor)$/;
/** What `UseIncludeTotal(False)` makes optional. */
const counts = new Set(["total", "page", "size", "pages", "limit", "offset"]);

/** `CustomizedPage[Page[T], UseName("Items")]`; null where a customizer is not understood. */
export function customisedPage(page: PythonType, customizers: readonly Value[]): LibraryModel | null {
  if (page.kind !== "library-model") return null;
  const isGeneric = page.arguments.some(({ kind }) => kind === "variable");
  const written = page.arguments.map((item) => (item.kind === "variable" ? "TypeVar" : describeType(item)));
  const name = `${page.name}${written.length === 0 ? "" : `[${written.join(",")}]`}Customized`;
  let result: LibraryModel = { ...page, name, arguments: isGeneric ? page.arguments : [] };
  for (const customizer of customizers) {
    if (customizer.kind !== "external-call") return null;
    const { name, arguments: args } = customizer;
    if (withoutFields.test(name)) continue;
    const first = argumentValue(args, 0, name.endsWith(".UseName") ? "name" : "include_total");
    if (first === null) return null;
    if (name.endsWith(".UseName")) result = { ...result, name: textOf(first) ?? result.name };
    else if (name.endsWith(".UseIncludeTotal") && booleanOf(first) === false) result = withoutCounts(result);
    else if (!name.endsWith(".UseIncludeTotal")) return null;
  }
  return result;
}

function withoutCounts(page: LibraryModel): LibraryModel {
  const fields = page.fields.map((field): LibraryField =>
    counts.has(field.name)
      ? { ...field, type: unionOf([field.type, noneType]), default: { kind: "value", value: constant(null) } }
      : field,
  );
  return { ...page, fields };
}
