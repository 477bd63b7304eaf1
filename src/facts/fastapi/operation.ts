import type { Expression } from "../../syntax/python/ast.ts";
import type { Guard, Handler, Operation, RequestBody } from "../contract.ts";
import type { Location } from "../location.ts";
import type { Schemas } from "../pydantic/schemas.ts";
import { argument } from "../values/call.ts";
import { evaluate } from "../values/evaluator.ts";
import { itemsOf, textOf } from "../values/value.ts";
import type { ClassValue, FunctionValue, Value } from "../values/value.ts";
import { flatten, handlerDependant, schemesOf } from "./dependency.ts";
import type { Dependencies } from "./dependency.ts";
import { callableName } from "./callable-name.ts";
import { guardsOf } from "./guards.ts";
import { isGuardName } from "./guard-name.ts";
import { withOpenApiExtra } from "./openapi-extra.ts";
import { operationIdOf } from "./operation-id.ts";
import { operationParameters } from "./operation-parameters.ts";
import { rawBodyOf } from "./raw-body.ts";
import { refusesAround } from "./refusal.ts";
import type { Refusals } from "./refusal.ts";
import { requestBody } from "./request-body.ts";
import { responsesOf } from "./responses.ts";
import { serializationOf } from "./serialization.ts";
import type { ServedRoute } from "./route-tree.ts";
import { lastPart } from "../../text/names.ts";

/** What operations of one project share. */
export interface OperationReader {
  readonly schemas: Schemas;
  readonly dependencies: Dependencies;
  readonly refusals: Refusals;
  readonly nameOfApplication: (route: ServedRoute) => string | null;
}

/** The operations of one route: one for each method. */
export function readOperations(reader: OperationReader, route: ServedRoute): readonly Operation[] {
  const { entry } = route;
  reader.schemas.isOld = reader.schemas.isLenient(entry.where.path);
  const isWebsocket = entry.verb.startsWith("websocket");
  const methods = isWebsocket ? ["WEBSOCKET"] : methodsOf(route);
  const inner = pathFormat(route.path.text);
  const path = route.mounted.text + inner;
  const handler = handlerOf(entry.handler, entry.where);
  const name =
    textOf(argument(entry.arguments, null, "name")?.value() ?? { kind: "ellipsis" }) ??
    lastPart(handler.name);
  const isPlain = entry.verb === "route" || entry.verb === "websocket_route";
  const identity = { name, path: inner, methods };
  const uniqueId = operationIdOf(reader.schemas.evaluator, route, identity);
  const root = handlerDependant(
    reader.dependencies,
    isPlain ? { kind: "ellipsis" } : entry.handler,
    route.dependencies,
    controllerOf(reader, entry.handler),
    new Set(pathNames(inner)),
    entry.where,
  );
  const dependants = flatten(root);
  const security = schemesOf(root);
  const guards = [...guardsOf(reader.refusals, root), ...decoratorGuards(reader, entry.handler)];
  const parameters = operationParameters(reader.schemas, dependants);
  const responses = isWebsocket || isPlain ? [] : responsesOf(reader.schemas, route);
  const serialization = serializationOf(entry.arguments);
  const extra = argument(entry.arguments, null, "openapi_extra")?.value() ?? null;
  const read = methods.map((method): Operation => ({
    key: `${method} ${path.replace(/\{[^{}]*\}/g, "{}")}`,
    protocol: isWebsocket ? "websocket" : "http",
    method,
    path,
    application: reader.nameOfApplication(route),
    wiring: [...route.wiring],
    handler,
    operationId: isWebsocket || isPlain ? null : uniqueId,
    tags: route.tags,
    deprecated: route.deprecated,
    includedInSchema: route.includedInSchema && !isWebsocket && !isPlain,
    parameters,
    body: bodyOf(reader, route, dependants, method, uniqueId),
    responses,
    guards,
    security,
    serialization,
    ...(inner === route.path.text ? {} : { pathWithConvertors: route.mounted.text + route.path.text }),
    ...(route.mounted.text === "" ? {} : { mounted: route.mounted.text }),
    where: entry.where,
    confidence: route.confidence,
  }));
  return extra === null ? read : read.map((operation) => withOpenApiExtra(operation, extra));
}

function methodsOf({ entry }: ServedRoute): readonly string[] {
  if (entry.verb !== "api_route" && entry.verb !== "route") return [entry.verb.toUpperCase()];
  const given = argument(entry.arguments, null, "methods")?.value();
  const items = given === undefined ? null : itemsOf(given);
  const methods = (items ?? []).flatMap((item) => textOf(item)?.toUpperCase() ?? []);
  return methods.length === 0 ? ["GET"] : [...new Set(methods)];
}

/** `compile_path`: the converter of a parameter is no part of its name. */
function pathFormat(path: string): string {
  return path.replace(/\{([^{}:]*):[^{}]*\}/g, "{$1}");
}

function pathNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
}

function handlerOf(handler: Value, where: Location): Handler {
  if (handler.kind === "function") {
    const { node, path, name } = handler;
    const span = { path, line: node.line, endLine: node.endLine };
    return { path, name, async: node.kind === "function" && node.async, where: span };
  }
  if (handler.kind === "instance" || handler.kind === "class") {
    const definition = handler.kind === "class" ? handler : handler.class;
    const { path, name, node } = definition;
    return { path, name, async: false, where: { path, line: node.line, endLine: node.endLine } };
  }
  return { path: where.path, name: callableName(handler), async: false, where };
}

/** The class of a method that was decorated in its body: a class-based view when something decorates the class. */
function controllerOf(reader: OperationReader, handler: Value): ClassValue | null {
  if (handler.kind !== "function" || handler.owner === null || handler.self !== null) return null;
  const { owner } = handler;
  const scope = owner.scope.parent ?? owner.scope;
  const isView = owner.node.decorators.some((decorator) => handsRouter(reader, decorator, scope));
  return isView ? owner : null;
}

/** `@controller(router)`, `@cbv(router)`. */
function handsRouter(reader: OperationReader, decorator: Expression, scope: ClassValue["scope"]): boolean {
  if (decorator.kind !== "call") return false;
  return decorator.args.some((item) => evaluate(reader.schemas.evaluator, item, scope).kind === "object");
}

function bodyOf(
  reader: OperationReader,
  route: ServedRoute,
  dependants: Parameters<typeof requestBody>[1],
  method: string,
  uniqueId: string,
): RequestBody | null {
  const { handler, where } = route.entry;
  const at = handler.kind === "function" ? handlerOf(handler, where).where : where;
  const declared = requestBody(reader.schemas, dependants, method, uniqueId, at);
  if (declared !== null || handler.kind !== "function") return declared;
  const raw = rawBodyOf(reader.schemas.evaluator, handler);
  return raw === null ? null : { required: false, content: [], unvalidated: raw, where: at };
}

/** Decorators of the handler that can refuse: `@requires("admin")`, `@login_required`. */
function decoratorGuards(reader: OperationReader, handler: Value): readonly Guard[] {
  if (handler.kind !== "function" || handler.node.kind !== "function") return [];
  return handler.node.decorators.flatMap((decorator) => decoratorGuard(reader, handler, decorator) ?? []);
}

function decoratorGuard(
  reader: OperationReader,
  handler: FunctionValue,
  decorator: Expression,
): Guard | null {
  const { evaluator } = reader.schemas;
  const callee = evaluate(evaluator, decorator.kind === "call" ? decorator.callee : decorator, handler.scope);
  if (callee.kind !== "function" && callee.kind !== "external" && callee.kind !== "class") return null;
  const value = decorator.kind === "call" ? evaluate(evaluator, decorator, handler.scope) : callee;
  const name = callableName(value.kind === "expression" ? callee : value);
  const where = { path: handler.path, line: decorator.line, endLine: decorator.endLine };
  const isRefusal = callee.kind === "function" && refusesAround(reader.refusals, callee);
  if (isRefusal) return { name, because: "raises", scopes: [], where };
  return isGuardName(callableName(callee)) ? { name, because: "name", scopes: [], where } : null;
}
