import type { Contract, Guard, Operation, SecurityScheme } from "../../facts/contract.ts";
import type { ContractOccurrence } from "./occurrence.ts";
import { pairOperations } from "./pair-operations.ts";

/** What changed in the security requirements that a document declares. oasdiff rates all of it INFO; the rules about guards do not. */
export function compareSecurity(before: Contract, after: Contract): readonly ContractOccurrence[] {
  return [
    ...pairOperations(before.operations, after.operations).flatMap(([old, fresh]) =>
      old === null || fresh === null ? [] : compareRequirements(old, fresh),
    ),
    ...compareDeclared(before, after),
  ];
}

/** What holds for the whole document. */
function compareDeclared(before: Contract, after: Contract): readonly ContractOccurrence[] {
  const occurrences: ContractOccurrence[] = [];
  const add = (section: "security" | "components", id: string, text: string) =>
    occurrences.push({ id, level: "INFO", operation: null, path: null, section, text });
  const old = before.security;
  const fresh = after.security;
  if (old === undefined || fresh === undefined) return [];
  eachChange(old.requirements, fresh.requirements, {
    removed: (name) =>
      add("security", "api-global-security-removed", `The document no longer asks for \`${name}\`.`),
    added: (name) => add("security", "api-global-security-added", `The document asks for \`${name}\` now.`),
    kept: (name, was, is) => {
      for (const scope of is.filter((scope) => !was.includes(scope))) {
        add(
          "security",
          "api-global-security-scope-added",
          `The document asks for the scope \`${scope}\` of \`${name}\` now.`,
        );
      }
      for (const scope of was.filter((scope) => !is.includes(scope))) {
        add(
          "security",
          "api-global-security-scope-removed",
          `The document no longer asks for the scope \`${scope}\` of \`${name}\`.`,
        );
      }
    },
  });
  eachChange(old.schemes, fresh.schemes, {
    removed: (name) =>
      add("components", "api-security-component-removed", `The security scheme \`${name}\` was removed.`),
    added: (name) =>
      add("components", "api-security-component-added", `The security scheme \`${name}\` was added.`),
    kept: (name, was, is) =>
      compareScheme(was, is, (id, what) => add("components", id, `The security scheme \`${name}\` ${what}.`)),
  });
  return occurrences;
}

function compareScheme(
  before: SecurityScheme,
  after: SecurityScheme,
  add: (id: string, what: string) => void,
): void {
  if (before.type !== after.type) {
    add(
      "api-security-component-type-changed",
      `changed its type from \`${before.type}\` to \`${after.type}\``,
    );
  }
  if (before.authorizationUrl !== after.authorizationUrl) {
    add("api-security-component-oauth-url-changed", "has another authorization URL");
  }
  if (before.tokenUrl !== after.tokenUrl) {
    add("api-security-component-oauth-token-url-changed", "has another token URL");
  }
  eachChange(before.scopes, after.scopes, {
    removed: (scope) => add("api-security-component-oauth-scope-removed", `lost the scope \`${scope}\``),
    added: (scope) => add("api-security-component-oauth-scope-added", `got the scope \`${scope}\``),
    kept: (scope, was, is) => {
      if (was !== is)
        add("api-security-component-oauth-scope-changed", `describes the scope \`${scope}\` differently`);
    },
  });
}

interface MapChanges<Value> {
  readonly removed: (key: string) => void;
  readonly added: (key: string) => void;
  readonly kept: (key: string, before: Value, after: Value) => void;
}

function eachChange<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  { removed, added, kept }: MapChanges<Value>,
): void {
  for (const [key, was] of before) {
    const is = after.get(key);
    if (is === undefined) removed(key);
    else kept(key, was, is);
  }
  for (const key of after.keys()) if (!before.has(key)) added(key);
}

function compareRequirements(before: Operation, after: Operation): readonly ContractOccurrence[] {
  const occurrences: ContractOccurrence[] = [];
  const add = (id: string, text: string) =>
    occurrences.push({
      id,
      level: "INFO",
      operation: after.method,
      path: after.path,
      section: "paths",
      text,
    });
  const old = requirements(before);
  const fresh = requirements(after);
  for (const [name, guard] of old) {
    const partner = fresh.get(name);
    if (partner === undefined) {
      add("api-security-removed", `\`${after.key}\` no longer asks for \`${name}\`.`);
      continue;
    }
    for (const scope of partner.scopes.filter((scope) => !guard.scopes.includes(scope))) {
      add("api-security-scope-added", `\`${after.key}\` asks for the scope \`${scope}\` of \`${name}\` now.`);
    }
    for (const scope of guard.scopes.filter((scope) => !partner.scopes.includes(scope))) {
      add(
        "api-security-scope-removed",
        `\`${after.key}\` no longer asks for the scope \`${scope}\` of \`${name}\`.`,
      );
    }
  }
  for (const name of fresh.keys()) {
    if (!old.has(name)) add("api-security-added", `\`${after.key}\` asks for \`${name}\` now.`);
  }
  return occurrences;
}

function requirements(operation: Operation): ReadonlyMap<string, Guard> {
  return new Map(
    operation.guards
      .filter(({ because }) => because === "security-scheme")
      .map((guard) => [guard.name, guard] as const),
  );
}
