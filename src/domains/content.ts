import { layerOfPath } from "../facts/code/code-functions.ts";
import type { Contract, Schema } from "../facts/contract.ts";
import type { SideFacts } from "../facts/read.ts";
import { isScriptPath, isTestModule } from "../source/file-kind.ts";
import { type Applications, findApplications } from "./applications.ts";
import type { Domain } from "./domain.ts";
import { type ModuleContent, readModuleContent } from "./module-content.ts";
import { domainsOfPath, isOpenApiName } from "./path-kind.ts";

/** Why a file belongs to a domain, by domain: short stable words such as `alembic-revision`. */
export type Reasons = ReadonlyMap<Domain, ReadonlySet<string>>;

export interface SideContent {
  /** What the content of a file says; null where it cannot be read on this side. */
  readonly reasonsOf: (path: string) => Reasons | null;
  readonly isTest: (path: string) => boolean;
  readonly text: (path: string) => string | null;
}

/** Reads from the facts of one side what each changed file holds. */
export function readContent(side: SideFacts): SideContent {
  const { facts, project } = side;
  const places = placesOfFacts(side);
  const guards = new Set(
    facts.contract.operations.flatMap((operation) =>
      operation.guards.map((guard) => definitionOf(guard.name)),
    ),
  );
  const unread = new Set(facts.unread.filter((one) => one.line === null).map((one) => one.path));
  let applications: Applications | undefined;
  const text = (path: string) => {
    const file = project.snapshot.read(path);
    return file.kind === "text" ? file.text : null;
  };

  function reasonsOf(path: string): Reasons | null {
    const content = text(path);
    if (content === null || unread.has(path)) return null;
    const reasons = new Map<Domain, Set<string>>();
    const add = (domain: Domain, reason: string) => {
      const known = reasons.get(domain);
      if (known === undefined) reasons.set(domain, new Set([reason]));
      else known.add(reason);
    };
    for (const [domain, reason] of places.get(path) ?? []) add(domain, reason);
    if (path.endsWith(".sql")) add("DBA", "sql");
    else if (isAlembicConfiguration(path)) add("DBA", "alembic-configuration");
    else if (isOpenApiDocument(path, content)) add("API", "openapi-document");
    else if (path.endsWith(".py")) {
      const module = project.module(path);
      const shown = module === null ? null : readModuleContent(module);
      // What else a revision holds (tables as they were, sessions) is about the revision.
      if (shown?.isRevision === true) return new Map([["DBA", new Set(["alembic-revision"])]]);
      for (const [domain, reason] of shown?.reasons ?? []) add(domain, reason);
      if (shown?.definitions.some((name) => guards.has(name))) add("API", "guard");
      if (reasons.size === 0 && shown !== null) {
        applications ??= findApplications(project);
        const found = otherReason(path, shown, applications);
        if (found !== null) add(...found);
      }
    }
    return reasons;
  }

  return {
    reasonsOf,
    isTest: (path) => isTestModule(path, text(path) ?? ""),
    text,
  };
}

/** The files that the facts come from, each with what it holds. */
function placesOfFacts({ facts }: SideFacts): ReadonlyMap<string, readonly (readonly [Domain, string])[]> {
  const places = new Map<string, [Domain, string][]>();
  const add = (path: string, domain: Domain, reason: string) => {
    const known = places.get(path);
    if (known === undefined) places.set(path, [[domain, reason]]);
    else known.push([domain, reason]);
  };
  for (const environment of facts.revisions.environments) {
    const folder = environment.path === "" ? "" : `${environment.path}/`;
    add(`${folder}env.py`, "DBA", "alembic-environment");
    for (const revision of environment.revisions.values()) add(revision.path, "DBA", "alembic-revision");
  }
  for (const body of facts.migrations)
    add(body.path, "DBA", body.revision === null ? "sql" : "alembic-revision");
  for (const table of facts.schema.tables.values()) {
    add(table.where.path, "DBA", table.mappedClass === null ? "table" : "mapped-class");
    for (const column of table.columns.values())
      if (column.where.path !== table.where.path) add(column.where.path, "DBA", "mapped-columns");
  }
  for (const operation of facts.contract.operations) {
    add(operation.handler.path, "API", "route");
    add(operation.where.path, "API", "route");
  }
  for (const [path, reason] of modelsOf(facts.contract)) add(path, "API", reason);
  for (const setting of facts.code.settings) {
    if (setting.category === "pool") add(setting.where.path, "DBA", "connection-pool");
    else if (setting.category === "cors") add(setting.where.path, "API", "cors");
    else add(setting.where.path, "BACKEND", "middleware");
  }
  for (const one of facts.code.functions) {
    if (one.layer !== "route" && one.layer !== "other") add(one.where.path, "BACKEND", one.layer);
  }
  return places;
}

/** `RoleChecker` of `app.deps.RoleChecker(["admin"])`. */
function definitionOf(guard: string): string {
  const name = guard.split("(")[0] ?? guard;
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Files of the models that a request or a response of an operation reaches. */
function modelsOf(contract: Contract): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const collect = (roots: readonly Schema[], reason: string) => {
    const seen = new Set<string>();
    const pending = [...roots];
    for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
      const name = schema.$ref?.slice(schema.$ref.lastIndexOf("/") + 1);
      if (name !== undefined && !seen.has(name)) {
        seen.add(name);
        const component = contract.components.get(name);
        if (component !== undefined) {
          pending.push(component.schema);
          if (component.where !== null) found.push([component.where.path, reason]);
          for (const field of component.fields.values()) found.push([field.path, reason]);
        }
      }
      pending.push(...partsOf(schema));
    }
  };
  const contents = (media: readonly { readonly schema: Schema }[]) => media.map((one) => one.schema);
  collect(
    contract.operations.flatMap((operation) => [
      ...operation.parameters.map((parameter) => parameter.schema),
      ...contents(operation.body?.content ?? []),
    ]),
    "request-model",
  );
  collect(
    contract.operations.flatMap((operation) => operation.responses.flatMap((one) => contents(one.content))),
    "response-model",
  );
  return found;
}

function* partsOf(schema: Schema): Generator<Schema> {
  yield* schema.anyOf ?? [];
  yield* schema.oneOf ?? [];
  yield* schema.allOf ?? [];
  yield* schema.prefixItems ?? [];
  if (schema.items !== undefined) yield schema.items;
  if (schema.propertyNames !== undefined) yield schema.propertyNames;
  if (typeof schema.additionalProperties === "object") yield schema.additionalProperties;
  yield* Object.values(schema.properties ?? {});
}

const backendPackages = [
  "fastapi",
  "starlette",
  "sqlalchemy",
  "sqlmodel",
  "pydantic",
  "pydantic_settings",
  "alembic",
];

/** Code of the backend that is neither route nor table: by what it defines, where it stands, who imports it, what it uses. */
function otherReason(
  path: string,
  shown: ModuleContent,
  applications: Applications,
): readonly [Domain, string] | null {
  const layer = layerOfPath(path);
  const inApplication = applications.contains(path);
  if (inApplication && layer !== "other") return ["BACKEND", layer];
  if (!inApplication && isScriptPath(path)) return null;
  if (shown.hasModels && domainsOfPath(path).has("API")) return ["API", "schema"];
  if (inApplication) return ["BACKEND", "application-code"];
  if (applications.reaches(path)) return ["BACKEND", "imported-by-application"];
  return backendPackages.some((name) => shown.packages.has(name)) ? ["BACKEND", "backend-library"] : null;
}

function isAlembicConfiguration(path: string): boolean {
  return /(?:^|\/)(?:alembic\.ini|script\.py\.mako)$/.test(path);
}

function isOpenApiDocument(path: string, content: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!/\.(?:json|ya?ml)$/.test(name)) return false;
  const start = content.slice(0, 4_000);
  const declares = /(?:^|[\n{,])\s{0,20}["']?(?:openapi|swagger)["']?\s{0,4}:\s{0,4}["']?[23]\.\d/.test(
    start,
  );
  return declares || (isOpenApiName(name) && start.includes('"paths"'));
}
