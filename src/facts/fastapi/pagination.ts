import { noneType, unionOf } from "../pydantic/python-type.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { syntheticCall } from "../values/synthetic-call.ts";
import { constant } from "../values/value.ts";
import type { ExternalCallValue, Lazy, Value } from "../values/value.ts";
import type { SignatureParameter } from "./signature.ts";

const integer: PythonType = { kind: "library", name: "builtins.int" };
const optionalText = unionOf([{ kind: "library", name: "builtins.str" }, noneType]);

interface Bounds {
  readonly name: string;
  readonly type?: PythonType;
  readonly default: number | null;
  readonly ge?: number;
  readonly le?: number;
}

/** `Params` and `LimitOffsetParams` of fastapi-pagination (`default.py`, `limit_offset.py`). */
const pages: readonly Bounds[] = [
  { name: "page", default: 1, ge: 1 },
  { name: "size", default: 50, ge: 1, le: 100 },
];
const windows: readonly Bounds[] = [
  { name: "limit", default: 50, ge: 1, le: 100 },
  { name: "offset", default: 0, ge: 0 },
];

/** `CursorParams` (`cursor.py`). */
const cursors: readonly Bounds[] = [
  { name: "cursor", type: optionalText, default: null },
  { name: "size", default: 50, ge: 0, le: 100 },
];

/**
 * The query parameters of fastapi-pagination's parameter classes: `Params`, `LimitOffsetParams`, and what a page has as
 * `__params_type__`, changed by `UseParamsFields(…)` of a `CustomizedPage`. Null for anything else.
 */
export function paginationParameters(
  evaluator: Evaluator,
  value: Value,
): readonly SignatureParameter[] | null {
  if (value.kind === "external") return parametersOf(value.name, new Map());
  if (value.kind !== "expression" || value.expression.kind !== "attribute") return null;
  if (value.expression.attribute !== "__params_type__") return null;
  return ofPage(evaluator, evaluate(evaluator, value.expression.value, value.scope));
}

function ofPage(evaluator: Evaluator, page: Value): readonly SignatureParameter[] | null {
  if (page.kind === "external") return parametersOf(page.name, new Map());
  if (page.kind !== "expression" || page.expression.kind !== "subscript") return null;
  const { scope, expression } = page;
  const base = evaluate(evaluator, expression.value, scope);
  if (base.kind !== "external" || !base.name.startsWith("fastapi_pagination.")) return null;
  if (!base.name.endsWith(".CustomizedPage")) return parametersOf(base.name, new Map());
  const [first, ...changes] =
    expression.index.kind === "tuple" ? expression.index.elements : [expression.index];
  if (first === undefined) return null;
  const origin = first.kind === "subscript" ? first.value : first;
  const customised = evaluate(evaluator, origin, scope);
  const fields = changes.flatMap((change) => {
    const made = evaluate(evaluator, change, scope);
    const isFields = made.kind === "external-call" && made.name.endsWith(".UseParamsFields");
    return isFields ? [...made.arguments.keywords] : [];
  });
  return customised.kind === "external" ? parametersOf(customised.name, new Map(fields)) : null;
}

function parametersOf(
  name: string,
  changed: ReadonlyMap<string, Lazy>,
): readonly SignatureParameter[] | null {
  const kind = /^fastapi_pagination\.(?:\w+\.)*(LimitOffset|Cursor)?(?:Page|Params)$/.exec(name);
  if (kind === null) return null;
  const known = kind[1] === undefined ? pages : kind[1] === "Cursor" ? cursors : windows;
  return known.map((bounds): SignatureParameter => ({
    name: bounds.name,
    type: bounds.type ?? integer,
    default: changed.get(bounds.name)?.value() ?? query(bounds),
    hasFactory: false,
    where: null,
  }));
}

function query({ default: fallback, ge, le }: Bounds): ExternalCallValue {
  const lower = ge === undefined ? [] : [["ge", constant(ge)] as const];
  const upper = le === undefined ? [] : [["le", constant(le)] as const];
  return syntheticCall("fastapi.Query", [constant(fallback)], [...lower, ...upper]);
}
