import { argumentValue, callValue } from "../values/call.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { constant, known, textOf } from "../values/value.ts";
import type { NativeObject, Value } from "../values/value.ts";
import type { ServedRoute } from "./route-tree.ts";

/** What `generate_unique_id_function` is told about a route. */
export interface RouteIdentity {
  readonly name: string;
  /** Path within the application, converters left out. */
  readonly path: string;
  readonly methods: readonly string[];
}

/** The operation id: given, by the application's own function, or as FastAPI makes it (`generate_unique_id`). */
export function operationIdOf(evaluator: Evaluator, route: ServedRoute, identity: RouteIdentity): string {
  const given = argumentValue(route.entry.arguments, null, "operation_id");
  const text = given === null ? null : textOf(given);
  if (text !== null) return text;
  return customId(evaluator, route, identity) ?? defaultId(identity);
}

function defaultId({ name, path, methods }: RouteIdentity): string {
  const method = [...methods].sort()[0] ?? "get";
  return `${`${name}${path}`.replace(/[^\p{L}\p{N}_]/gu, "_")}_${method.toLowerCase()}`;
}

function customId(evaluator: Evaluator, route: ServedRoute, identity: RouteIdentity): string | null {
  const { uniqueId } = route;
  if (uniqueId?.kind !== "function") return null;
  const argument: Value = { kind: "object", object: describeRoute(route, identity) };
  const { where } = route.entry;
  const id = callValue(
    evaluator,
    uniqueId,
    { positional: [known(argument)], keywords: new Map(), open: false },
    {
      where,
      conditional: false,
      expression: uniqueId.node.kind === "lambda" ? uniqueId.node : placeholder,
      scope: uniqueId.scope,
    },
  );
  return id === null ? null : textOf(id);
}

const placeholder = { kind: "constant", value: null, line: 1, endLine: 1, start: 0, end: 0 } as const;

/** The route object as far as such functions look at it. */
function describeRoute(route: ServedRoute, { name, path, methods }: RouteIdentity): NativeObject {
  const list = (texts: readonly string[]): Value => ({
    kind: "list",
    type: "list",
    items: texts.map((text) => constant(text)),
  });
  const attributes: ReadonlyMap<string, Value> = new Map([
    ["name", constant(name)],
    ["path", constant(path)],
    ["path_format", constant(path)],
    ["tags", list(route.tags)],
    ["methods", list(methods)],
    ["operation_id", constant(null)],
    ["endpoint", route.entry.handler],
  ]);
  return {
    attribute: (attribute) => attributes.get(attribute) ?? null,
    call: () => null,
    assign: () => undefined,
  };
}
