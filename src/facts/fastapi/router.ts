import type { Location } from "../location.ts";
import { argument } from "../values/call.ts";
import { constant, noArguments } from "../values/value.ts";
import type { Arguments, CallSite, FunctionValue, Lazy, NativeObject, Value } from "../values/value.ts";

/** An application or router of the source, and what was registered on it in order. */
export interface Router extends NativeObject {
  readonly kind: "application" | "router";
  readonly where: Location;
  /** The scope that makes it: "" for a module's top level, else the function's qualified name. */
  readonly madeIn: string;
  /** The arguments of its constructor, after `super().__init__` of subclasses. */
  readonly settings: () => Arguments;
  /** Attributes that were assigned later, such as `router.prefix = "/x"`. */
  readonly attributes: ReadonlyMap<string, Value>;
  readonly entries: readonly Entry[];
  /** Something in its construction was not understood. */
  readonly isUncertain: boolean;
}

export type Entry = RouteEntry | IncludeEntry | MountEntry;

interface Registration {
  readonly arguments: Arguments;
  readonly where: Location;
  /** It stands in a branch that is not taken in every deployment. */
  readonly conditional: boolean;
}
export interface RouteEntry extends Registration {
  readonly kind: "route";
  /** `get`, `api_route`, `websocket`, … */
  readonly verb: string;
  readonly handler: Value;
}
export interface IncludeEntry extends Registration {
  readonly kind: "include";
  readonly target: Lazy | null;
  readonly site: CallSite;
}
export interface MountEntry extends Registration {
  readonly kind: "mount";
  readonly path: Lazy | null;
  readonly target: Lazy | null;
}

/** Decorators of a router that register the decorated function. */
export const verbs: ReadonlySet<string> = new Set([
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
  "api_route",
  "route",
  "websocket",
  "websocket_route",
]);

/** Methods that register a function that is handed to them: `add_api_route("/x", handler)`. */
const adders: ReadonlyMap<string, string> = new Map([
  ["add_api_route", "api_route"],
  ["add_route", "route"],
  ["add_api_websocket_route", "websocket"],
  ["add_websocket_route", "websocket_route"],
]);

const methods: ReadonlySet<string> = new Set([
  ...verbs,
  ...adders.keys(),
  "include_router",
  "mount",
  "__init__",
]);

/** What the reader of routes shares with routers: the function whose decorators are being applied. */
export interface Registry {
  readonly routers: Router[];
  decorating: FunctionValue | null;
  /** Counts registrations, so that a decorator that registered nothing is noticed. */
  registrations: number;
}

/** Makes a router. `args` are those of its constructor. */
export function createRouter(
  registry: Registry,
  kind: Router["kind"],
  site: Pick<CallSite, "where" | "scope">,
  args: Arguments,
  isUncertain = false,
): Router {
  const entries: Entry[] = [];
  const attributes = new Map<string, Value>();
  let settings = args;
  const router: Router = {
    kind,
    where: site.where,
    madeIn: site.scope.name,
    settings: () => settings,
    attributes,
    entries,
    isUncertain,
    methods,
    attribute: (name) => {
      const assigned = attributes.get(name);
      if (assigned !== undefined) return assigned;
      if (name === "router") return { kind: "object", object: router };
      return name === "prefix" ? (argument(settings, null, "prefix")?.value() ?? constant("")) : null;
    },
    assign: (name, value) => {
      attributes.set(name, value);
    },
    call: (method, given, call) => {
      if (method === "__init__") {
        settings = given;
        return constant(null);
      }
      return register(registry, entries, method, given, call);
    },
  };
  registry.routers.push(router);
  return router;
}

/** More than any application has: what goes on after it is a loop that we misread. */
const mostRegistrations = 10_000;

/** A method of a router is called. Null: nothing that registers. */
function register(
  registry: Registry,
  entries: Entry[],
  method: string,
  args: Arguments,
  site: CallSite,
): Value | null {
  const { where, conditional } = site;
  if (registry.registrations > mostRegistrations) return null;
  const adds = adders.get(method);
  if (adds !== undefined) {
    const handler = argument(
      args,
      1,
      method.includes("websocket") || method === "add_route" ? "route" : "endpoint",
    );
    const endpoint = handler ?? argument(args, 1, "endpoint");
    if (endpoint === null) return null;
    registry.registrations += 1;
    entries.push({
      kind: "route",
      verb: adds,
      handler: endpoint.value(),
      arguments: args,
      where,
      conditional,
    });
    return constant(null);
  }
  if (verbs.has(method)) {
    return { kind: "object", object: decorator(registry, entries, method, args, site) };
  }
  if (method === "include_router") {
    registry.registrations += 1;
    entries.push({
      kind: "include",
      target: argument(args, 0, "router"),
      arguments: args,
      where,
      conditional,
      site,
    });
    return constant(null);
  }
  if (method === "mount") {
    registry.registrations += 1;
    const path = argument(args, 0, "path");
    entries.push({
      kind: "mount",
      path,
      target: argument(args, 1, "app"),
      arguments: args,
      where,
      conditional,
    });
    return constant(null);
  }
  return null;
}

/** `router.get("/x")`: registers the function that it is applied to. */
function decorator(
  registry: Registry,
  entries: Entry[],
  verb: string,
  args: Arguments,
  site: CallSite,
): NativeObject {
  return {
    attribute: () => null,
    assign: () => undefined,
    call: (method, applied) => {
      const given = applied.positional[0]?.value();
      if (method !== "__call__" || given === undefined) return null;
      const handler = handlerOf(given, registry.decorating);
      registry.registrations += 1;
      const { where, conditional } = site;
      entries.push({ kind: "route", verb, handler, arguments: args, where, conditional });
      return given;
    },
  };
}

/** A wrapper that takes anything (`*args, **kwargs`) stands for the function that is being decorated. */
function handlerOf(given: Value, decorating: FunctionValue | null): Value {
  if (decorating === null) return given;
  if (given.kind !== "function") return decorating;
  const isWrapper = given.node.parameters.some((parameter) => parameter.kind === "var-keyword");
  return isWrapper ? decorating : given;
}

/** A router that was handed in and is not known: a parameter that is annotated as one. */
export function unknownRouter(registry: Registry, site: Pick<CallSite, "where" | "scope">): Router {
  return createRouter(registry, "router", site, noArguments, true);
}
