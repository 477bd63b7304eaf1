import type { Call } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { type CallSite, callsOf, callsOfModule } from "./call-sites.ts";
import type { CodeSetting } from "./code.ts";
import { functionsOf, placeOf } from "./function-unit.ts";
import { type Inference, type Place, lastName, placeAtModule, placeIn } from "./inferred.ts";

const mentions = /middleware|create_engine|create_async_engine|Middleware/;
const engines = new Set(["create_engine", "create_async_engine"]);
/** Arguments of `create_engine` about connections (SQLAlchemy 2.0, "Connection Pooling"). */
const poolArguments =
  /^(?:pool_size|max_overflow|pool_timeout|pool_recycle|pool_pre_ping|pool_use_lifo|poolclass|pool)$/;

/** Middleware, CORS arguments and connection pool arguments that one module sets. */
export function* settingsIn(inference: Inference, path: string): Generator<CodeSetting> {
  const { project } = inference;
  if (!mentions.test(project.text(path) ?? "")) return;
  const module = project.module(path);
  if (module === null) return;
  yield* inCalls(inference, placeAtModule(path), callsOfModule(module));
  for (const unit of functionsOf(path, module)) {
    yield* inCalls(inference, placeIn(unit), callsOf(unit.node));
    for (const decorator of unit.node.decorators) {
      if (decorator.kind !== "call" || decorator.callee.kind !== "attribute") continue;
      if (decorator.callee.attribute !== "middleware") continue;
      yield {
        category: "middleware",
        name: unit.node.name,
        value: unparse(decorator).slice(0, 200),
        where: placeOf(path, decorator),
      };
    }
  }
}

function* inCalls(inference: Inference, place: Place, sites: readonly CallSite[]): Generator<CodeSetting> {
  for (const { call } of sites) {
    const name = lastName(call.callee);
    if (name === "add_middleware" || name === "Middleware") yield* middleware(inference, place, call);
    else if (engines.has(name)) yield* pool(inference, place, call);
  }
}

function* middleware(inference: Inference, place: Place, call: Call): Generator<CodeSetting> {
  const [added] = call.args;
  if (added === undefined) return;
  const name = lastName(added);
  if (name === "") return;
  const where = placeOf(place.path, call);
  if (name === "CORSMiddleware") {
    for (const { name: argument, value } of call.keywords) {
      if (argument === null) continue;
      const text = valueOf(inference, place, value);
      yield { category: "cors", name: `${name}.${argument}`, value: text, where };
    }
    return;
  }
  const given = call.keywords.map(({ name: key, value }) => `${key ?? "**"}=${unparse(value)}`).join(", ");
  yield { category: "middleware", name, value: given.slice(0, 200), where };
}

function* pool(inference: Inference, place: Place, call: Call): Generator<CodeSetting> {
  for (const { name, value } of call.keywords) {
    if (name === null || !poolArguments.test(name)) continue;
    yield {
      category: "pool",
      name: `${lastName(call.callee)}.${name}`,
      value: valueOf(inference, place, value),
      where: placeOf(place.path, call),
    };
  }
}

/** The constant where there is one, so that a renamed variable is no change; else the source text. */
function valueOf(inference: Inference, place: Place, value: Call["args"][number]): string {
  const known = place.unit === null ? inference.project.evaluate(place.path, value) : null;
  const text = known?.known === true ? JSON.stringify(known.value) : unparse(value);
  return text.slice(0, 200);
}
