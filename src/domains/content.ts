import { layerOfPath } from "../facts/code/code-functions.ts";
import type { Contract, Schema } from "../facts/contract.ts";
import type { SideFacts } from "../facts/read.ts";
import { isScriptPath, isTestModule } from "../source/file-kind.ts";
import { type Applications, findApplications } from "./applications.ts";
import type { Domain } from "./domain.ts";
import { isOpenApiName } from "./path-kind.ts";

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
      for (const [domain, reason] of textReasons(content)) add(domain, reason);
      if (!reasons.has("BACKEND") && !reasons.has("DBA") && !reasons.has("API")) {
        applications ??= findApplications(project);
        const reason = backendReason(path, content, applications);
        if (reason !== null) add("BACKEND", reason);
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
function placesOfFacts({
  facts,
  project,
}: SideFacts): ReadonlyMap<string, readonly (readonly [Domain, string])[]> {
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
    for (const guard of operation.guards) {
      const module = guard.name.split("(")[0]?.split(".").slice(0, -1).join(".") ?? "";
      const path = module === "" ? null : project.findModule(module, operation.where.path);
      if (path !== null) add(path, "API", "guard");
    }
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

/** All patterns have to occur. Two simple ones instead of one that spans lines: the text is a stranger's. */
const textTests: readonly (readonly [readonly RegExp[], Domain, string])[] = [
  [[/^(?:down_)?revision[ \t]{0,4}[:=]/m, /^def upgrade\(/m], "DBA", "alembic-revision"],
  [[/^[ \t]{1,16}__tablename__[ \t]{0,4}[:=]|\btable[ \t]?=[ \t]?True[,)]/m], "DBA", "mapped-class"],
  [[/\b(?:create_engine|create_async_engine|sessionmaker|async_sessionmaker)\(/], "DBA", "engine"],
  [[/\bAPIRouter\(/], "API", "router"],
  [[/\bFastAPI\(/], "API", "application"],
  [[/^[ \t]{0,16}(?:from|import) (?:sqlalchemy|sqlmodel)\b/m, /\b(?:Async)?Session\b/], "BACKEND", "session"],
];

/** What the text of a module shows, for what the facts of this change do not cover. */
function* textReasons(content: string): Generator<readonly [Domain, string]> {
  for (const [tests, domain, reason] of textTests)
    if (tests.every((test) => test.test(content))) yield [domain, reason];
}

const backendLibraries =
  /^[ \t]{0,16}(?:from|import) (?:fastapi|starlette|sqlalchemy|sqlmodel|pydantic|pydantic_settings|alembic)\b/m;

/** Code of the backend that is neither route nor table: by where it stands, who imports it, what it uses. */
function backendReason(path: string, content: string, applications: Applications): string | null {
  const layer = layerOfPath(path);
  if (applications.contains(path)) return layer === "other" ? "application-code" : layer;
  if (isScriptPath(path)) return null;
  if (applications.reaches(path)) return "imported-by-application";
  return backendLibraries.test(content) ? "backend-library" : null;
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
