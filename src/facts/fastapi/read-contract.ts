import type { Application, Contract, Operation, Schema } from "../contract.ts";
import { createComponentNames } from "../pydantic/component-names.ts";
import { createPydanticVersions } from "../pydantic/pydantic-version.ts";
import { createSchemas } from "../pydantic/schemas.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";
import { readApplication } from "./application.ts";
import { collectRoutes, isRouteCandidate } from "./collect-routes.ts";
import type { Routes } from "./collect-routes.ts";
import { createDependencies } from "./dependency.ts";
import { readOperations } from "./operation.ts";
import type { OperationReader } from "./operation.ts";
import { isOutside } from "./outside.ts";
import { createRefusals, refuses } from "./refusal.ts";
import type { Router } from "./router.ts";
import { serveRoutes } from "./route-tree.ts";
import type { ServedRoute } from "./route-tree.ts";

/** The HTTP contract of all FastAPI applications of a snapshot, as far as the scope can have changed it. */
export function readContract(project: Project, scope: ReadScope): Contract {
  if (scope.affected.size === 0) return { operations: [], components: new Map(), unresolved: [] };
  const routes = findRoutes(project, scope);
  const served = serveRoutes(routes).filter((route) => concerns(route, scope));
  const schemas = createSchemas(routes.evaluator, createPydanticVersions(project.snapshot));
  const reader: OperationReader = {
    schemas,
    dependencies: createDependencies(schemas),
    refusals: createRefusals(routes.evaluator),
    nameOfApplication: ({ application }) => (application === null ? null : routes.nameOf(application)),
  };
  const read = withRefusals(
    reader,
    served.map((route) => ({ route, operations: readOperations(reader, route) })),
  );
  const applications = applicationsOf(routes, served);
  const named = { ...withNames(schemas.definitions, read), applications };
  if (routes.evaluator.budget.steps > 0) return { ...named, unresolved: routes.unresolved };
  // Where the evaluation ended early, nothing that it says is certain.
  const operations = named.operations.map((operation): Operation => ({ ...operation, confidence: "low" }));
  const [first] = served;
  const cut =
    first === undefined
      ? []
      : [{ where: first.entry.where, what: "too much code to evaluate for the contract" }];
  return { ...named, operations, unresolved: [...routes.unresolved, ...cut] };
}

/**
 * Executes the modules with routes that the change can affect; all of them when something that includes routers may
 * hand them something else than before, because everything below it has to be read then.
 */
function findRoutes(project: Project, scope: ReadScope): Routes {
  const isWhole = scope.affected.size >= project.paths.length;
  const part = collectRoutes(
    project,
    (expression, at) => !isWhole && isOutside(project, scope, expression, at),
  );
  for (const path of project.paths) {
    if (scope.affected.has(path) && isRouteCandidate(project, path)) part.execute(path);
  }
  part.executeFactories();
  if (isWhole || !part.routers.some((router) => isRewired(router, scope))) return part;
  const all = collectRoutes(project);
  for (const path of project.paths) if (isRouteCandidate(project, path)) all.execute(path);
  all.executeFactories();
  return all;
}

/** Does the router include others, and may what it adds to them have changed? */
function isRewired({ entries, where }: Router, { wiring }: ReadScope): boolean {
  return entries.some(
    (entry) => entry.kind !== "route" && (wiring.has(where.path) || wiring.has(entry.where.path)),
  );
}

/** Whether the change can have changed the operation: by its own module, or by what stands above its router. */
function concerns({ entry, wiring }: ServedRoute, scope: ReadScope): boolean {
  return scope.affected.has(entry.where.path) || [...wiring].some((path) => scope.wiring.has(path));
}

/** Looks for refusals in handlers without guards where guards are the habit: it reads what the handlers call. */
function withRefusals({ refusals }: OperationReader, read: readonly Read[]): readonly Read[] {
  const guarded = new Map<string, number>();
  for (const { handler, guards } of read.flatMap(({ operations }) => operations)) {
    if (guards.length > 0) guarded.set(handler.path, (guarded.get(handler.path) ?? 0) + 1);
  }
  return read.map(({ route, operations }) => ({
    route,
    operations: operations.map((operation) =>
      operation.guards.length > 0 || (guarded.get(operation.handler.path) ?? 0) < fewestNeighbours
        ? operation
        : { ...operation, refusesItself: refuses(refusals, route.entry.handler) },
    ),
  }));
}

/** So many guarded operations of a module make a guard the rule there. */
const fewestNeighbours = 2;

/** The applications that serve the routes. */
function applicationsOf(routes: Routes, served: readonly ServedRoute[]): readonly Application[] {
  const routers = new Set(served.flatMap(({ application }) => application ?? []));
  return [...routers].map((router) => readApplication(routes.nameOf(router), router));
}

interface Read {
  readonly route: ServedRoute;
  readonly operations: readonly Operation[];
}

/** Names the components, application by application: first what its document shows, then what it hides. */
function withNames(
  definitions: ReturnType<typeof createSchemas>["definitions"],
  read: readonly Read[],
): Pick<Contract, "operations" | "components"> {
  const names = createComponentNames(definitions);
  const groups = new Map<string, Operation[]>();
  for (const { operations } of read) {
    for (const operation of operations) {
      const { application, includedInSchema } = operation;
      // Orphans last, so that they take no name away from what is served.
      const key = `${application === null ? 2 : includedInSchema ? 0 : 1} ${application ?? ""}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [operation]);
      else group.push(operation);
    }
  }
  const renamed = new Map<Operation, Operation>();
  for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rename = names.nameAll(group.flatMap(schemasOf));
    for (const operation of group) renamed.set(operation, mapSchemas(operation, rename));
  }
  const operations = read.flatMap((item) =>
    item.operations.map((operation) => renamed.get(operation) ?? operation),
  );
  return { operations, components: names.components };
}

function schemasOf({ parameters, body, responses }: Operation): readonly Schema[] {
  return [
    ...parameters.map((parameter) => parameter.schema),
    ...(body?.content ?? []).map((media) => media.schema),
    ...responses.flatMap((response) => response.content.map((media) => media.schema)),
  ];
}

function mapSchemas(operation: Operation, change: (schema: Schema) => Schema): Operation {
  const { parameters, body, responses } = operation;
  return {
    ...operation,
    parameters: parameters.map((parameter) => ({ ...parameter, schema: change(parameter.schema) })),
    body:
      body === null
        ? null
        : { ...body, content: body.content.map((media) => ({ ...media, schema: change(media.schema) })) },
    responses: responses.map((response) => ({
      ...response,
      content: response.content.map((media) => ({ ...media, schema: change(media.schema) })),
    })),
  };
}
