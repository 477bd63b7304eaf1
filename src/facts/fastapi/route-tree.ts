import { unparse } from "../../syntax/python/unparse.ts";
import type { Confidence, Location } from "../location.ts";
import { argument } from "../values/call.ts";
import { booleanOf, isNone, itemsOf, textOf } from "../values/value.ts";
import type { Lazy, Value } from "../values/value.ts";
import type { Routes } from "./collect-routes.ts";
import type { IncludeEntry, MountEntry, RouteEntry, Router } from "./router.ts";

/** A route as it is served: everything that routers above it add is put in. */
export interface ServedRoute {
  readonly entry: RouteEntry;
  /** The router that it was registered on. */
  readonly router: Router;
  readonly application: Router | null;
  readonly path: Text;
  /** Where the application is mounted in another one; "" at the root. */
  readonly mounted: Text;
  readonly tags: readonly string[];
  readonly dependencies: readonly Attached[];
  /** `responses=` of routers and includes, outermost first; the route's own comes last. */
  readonly responses: readonly Value[];
  readonly deprecated: boolean;
  readonly includedInSchema: boolean;
  readonly responseClass: Value | null;
  readonly uniqueId: Value | null;
  readonly confidence: Confidence;
  /** Modules that put something above it: those of routers, includes and the application. */
  readonly wiring: ReadonlySet<string>;
}

/** A text of which parts may be unknown: those stand as `<source text>`. */
export interface Text {
  readonly text: string;
  readonly certain: boolean;
}

/** A dependency and where it is attached. */
export interface Attached {
  readonly value: Value;
  readonly where: Location;
}

interface Context {
  readonly application: Router | null;
  readonly prefix: Text;
  readonly mounted: Text;
  readonly tags: readonly string[];
  readonly dependencies: readonly Attached[];
  readonly responses: readonly Value[];
  readonly deprecated: boolean;
  readonly includedInSchema: boolean;
  readonly responseClass: Value | null;
  readonly uniqueId: Value | null;
  readonly conditional: boolean;
  /** Routers above, against cycles. */
  readonly above: readonly Router[];
  readonly wiring: ReadonlySet<string>;
}

const empty: Text = { text: "", certain: true };

/** More inclusions of routers and routes than this are not believed. */
const mostVisits = 10_000;

/** What a walk through the tree has found so far. */
interface Walk {
  readonly served: ServedRoute[];
  readonly reached: Set<Router>;
  visits: number;
}

/** All routes of a project as they are served, application by application, then those that no application includes. */
export function serveRoutes(routes: Routes): readonly ServedRoute[] {
  const progress: Walk = { served: [], reached: new Set(), visits: 0 };
  const targets = new Set<Router>();
  for (const router of routes.routers) {
    for (const entry of router.entries) {
      if (entry.kind === "route") continue;
      const target = routes.targetOf(entry);
      if (target !== null && target !== "outside" && target !== router) targets.add(target);
    }
  }
  const roots = routes.routers.filter((router) => !targets.has(router));
  const walk = (root: Router): void => {
    const application = root.kind === "application" ? root : null;
    visit(routes, root, rootContext(application), progress);
  };
  for (const root of roots) if (root.kind === "application") walk(root);
  const inApplications = new Set(progress.served.map(({ entry }) => placeOf(entry)));
  for (const root of roots) if (root.kind === "router") walk(root);
  // Routers that only include each other.
  for (const router of routes.routers) if (!progress.reached.has(router)) walk(router);
  if (progress.visits > mostVisits) {
    const [first] = routes.routers;
    if (first !== undefined)
      routes.unresolved.push({ where: first.where, what: "routers include each other too often" });
  }
  // A function that is handed an application is read once for each application that calls it, and once for itself.
  return progress.served.filter(
    ({ application, entry }) => application !== null || !inApplications.has(placeOf(entry)),
  );
}

/** Where a route is registered, and how. */
function placeOf({ where, verb }: RouteEntry): string {
  return `${where.path}:${where.line}:${where.endLine}:${verb}`;
}

function rootContext(application: Router | null): Context {
  return {
    application,
    prefix: empty,
    mounted: empty,
    tags: [],
    dependencies: [],
    responses: [],
    deprecated: false,
    includedInSchema: true,
    responseClass: null,
    uniqueId: null,
    conditional: false,
    above: [],
    wiring: new Set(),
  };
}

/** `context` holds what stands above the router, its own settings left out. */
function visit(routes: Routes, router: Router, context: Context, walk: Walk): void {
  walk.reached.add(router);
  walk.visits += 1;
  if (context.above.includes(router) || walk.visits > mostVisits) return;
  const inner = withOwnSettings(router, context);
  for (const entry of router.entries) {
    switch (entry.kind) {
      case "route":
        walk.served.push(serve(entry, router, inner));
        walk.visits += 1;
        break;
      case "include":
        include(routes, entry, inner, walk);
        break;
      case "mount":
        mount(routes, entry, inner, walk);
        break;
    }
  }
}

/** What a router adds to everything on it (`APIRouter(prefix=, tags=, …)`, `FastAPI(dependencies=)`). */
function withOwnSettings(router: Router, context: Context): Context {
  const args = router.settings();
  const own = (name: string): Lazy | null => {
    const assigned = router.attributes.get(name);
    return assigned === undefined ? argument(args, null, name) : { value: () => assigned, origin: null };
  };
  const prefix = router.kind === "application" ? empty : textOfArgument(own("prefix"));
  return combine(context, {
    prefix: router.isUncertain && prefix.text === "" ? { text: "", certain: false } : prefix,
    own,
    where: router.where,
    responseClass: "default_response_class",
    conditional: false,
    above: router,
  });
}

function include(routes: Routes, entry: IncludeEntry, context: Context, walk: Walk): void {
  const target = routes.targetOf(entry);
  if (target === "outside") return;
  if (target === null) {
    const origin = entry.target?.origin;
    const text = origin === null || origin === undefined ? "" : ` \`${unparse(origin.expression)}\``;
    routes.unresolved.push({ where: entry.where, what: `included router${text} is not known` });
    return;
  }
  const combined = combine(context, {
    prefix: textOfArgument(argument(entry.arguments, null, "prefix")),
    own: (name) => argument(entry.arguments, null, name),
    where: entry.where,
    responseClass: "default_response_class",
    conditional: entry.conditional,
    above: null,
  });
  if (entry.arguments.open)
    routes.unresolved.push({ where: entry.where, what: "arguments of include_router are not known" });
  visit(routes, target, combined, walk);
}

/** A mounted application has settings of its own: of what is above it only the path counts. */
function mount(routes: Routes, entry: MountEntry, context: Context, walk: Walk): void {
  const target = routes.targetOf(entry);
  if (target === null || target === "outside") return;
  const at = textOfArgument(entry.path);
  const mounted = join(join(context.mounted, context.prefix), { ...at, text: at.text.replace(/\/$/, "") });
  visit(
    routes,
    target,
    {
      ...rootContext(target.kind === "application" ? target : context.application),
      mounted,
      conditional: context.conditional || entry.conditional,
      above: context.above,
      wiring: new Set([...context.wiring, entry.where.path]),
    },
    walk,
  );
}

interface Layer {
  readonly prefix: Text;
  readonly own: (name: string) => Lazy | null;
  readonly where: Location;
  readonly responseClass: string;
  readonly conditional: boolean;
  readonly above: Router | null;
}

/** `_RouterIncludeContext.combine`: the outer context with what one router or include adds. */
function combine(context: Context, layer: Layer): Context {
  const { own, where } = layer;
  const responses = own("responses")?.value();
  const responseClass = own(layer.responseClass)?.value() ?? null;
  const uniqueId = own("generate_unique_id_function")?.value() ?? null;
  return {
    ...context,
    prefix: join(context.prefix, layer.prefix),
    tags: [...context.tags, ...tagsOf(own("tags"))],
    dependencies: [...context.dependencies, ...dependenciesOf(own("dependencies"), where)],
    responses:
      responses === undefined || isNone(responses) ? context.responses : [...context.responses, responses],
    deprecated: context.deprecated || booleanArgument(own("deprecated")) === true,
    includedInSchema: context.includedInSchema && booleanArgument(own("include_in_schema")) !== false,
    responseClass: responseClass !== null && !isNone(responseClass) ? responseClass : context.responseClass,
    uniqueId: uniqueId !== null && !isNone(uniqueId) ? uniqueId : context.uniqueId,
    conditional: context.conditional || layer.conditional,
    above: layer.above === null ? context.above : [...context.above, layer.above],
    wiring: context.wiring.has(where.path) ? context.wiring : new Set([...context.wiring, where.path]),
  };
}

function serve(entry: RouteEntry, router: Router, context: Context): ServedRoute {
  const args = entry.arguments;
  const path = join(context.prefix, textOfArgument(argument(args, 0, "path")));
  const combined = combine(
    { ...context, prefix: path },
    {
      prefix: empty,
      own: (name) => argument(args, null, name),
      where: entry.where,
      responseClass: "response_class",
      conditional: entry.conditional,
      above: null,
    },
  );
  const certain = path.certain && combined.mounted.certain;
  const isOrphan = context.application === null;
  return {
    entry,
    router,
    application: context.application,
    path,
    mounted: combined.mounted,
    tags: combined.tags,
    dependencies: combined.dependencies,
    responses: combined.responses,
    deprecated: combined.deprecated,
    includedInSchema: combined.includedInSchema,
    responseClass: combined.responseClass,
    uniqueId: combined.uniqueId,
    confidence: !certain || isOrphan ? "low" : combined.conditional ? "medium" : "high",
    wiring: context.wiring,
  };
}

function join(a: Text, b: Text): Text {
  return { text: a.text + b.text, certain: a.certain && b.certain };
}

/** An argument as text; what is not known stands as `<source>`. */
export function textOfArgument(given: Lazy | null): Text {
  if (given === null) return empty;
  const value = given.value();
  if (isNone(value)) return empty;
  const text = textOf(value);
  if (text !== null) return { text, certain: true };
  const expression = given.origin?.expression ?? (value.kind === "expression" ? value.expression : null);
  if (expression?.kind === "joined-string") {
    const parts = expression.parts.map((part) =>
      typeof part === "string" ? part : `<${unparse(part.value)}>`,
    );
    return { text: parts.join(""), certain: false };
  }
  return { text: expression === null ? "<unknown>" : `<${unparse(expression)}>`, certain: false };
}

function tagsOf(given: Lazy | null): readonly string[] {
  const items = given === null ? null : itemsOf(given.value());
  return (items ?? []).map(
    (item) =>
      textOf(item) ?? (item.kind === "expression" ? `<${unparse(item.expression)}>` : `<${item.kind}>`),
  );
}

function dependenciesOf(given: Lazy | null, where: Location): readonly Attached[] {
  const value = given?.value();
  if (value === undefined || isNone(value)) return [];
  return (itemsOf(value) ?? [value]).map((item) => ({ value: item, where }));
}

function booleanArgument(given: Lazy | null): boolean | null {
  return given === null ? null : booleanOf(given.value());
}
