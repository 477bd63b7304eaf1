import type { FurtherKeywords, Schema } from "../../facts/contract.ts";
import type { SchemaDifference } from "./difference.ts";

interface Comparison {
  readonly differences: SchemaDifference[];
  /** Told of schemas that stand under the same keyword on both sides. */
  readonly inner: (keyword: string, before: Schema, after: Schema) => void;
}

/** Keyword → how oasdiff's ids call it. */
const calledInIds: ReadonlyMap<string, string> = new Map([
  ["contentSchema", "content-schema"],
  ["unevaluatedItems", "unevaluated-items"],
  ["unevaluatedProperties", "unevaluated-properties"],
  ["patternProperties", "pattern-property"],
  ["dependentSchemas", "dependent-schema"],
]);

const none: FurtherKeywords = {
  schemas: new Map(),
  named: new Map(),
  dependentRequired: new Map(),
  minContains: null,
  maxContains: null,
  contentEncoding: null,
};

/** Keywords that only hand-written documents have: which came, went or became another, and the schemas inside them. */
export function compareKeywords(
  before: FurtherKeywords | null,
  after: FurtherKeywords | null,
  { differences, inner }: Comparison,
): void {
  if (before === null && after === null) return;
  const old = before ?? none;
  const fresh = after ?? none;
  const existence = (keyword: string, name: string | null, added: boolean): void => {
    const said = name ?? keyword;
    differences.push({
      kind: "keyword",
      keyword: calledInIds.get(keyword) ?? keyword,
      action: added ? "added" : "removed",
      before: added ? null : said,
      after: added ? said : null,
    });
  };
  compareMaps(old.schemas, fresh.schemas, {
    missing: (keyword, added) => existence(keyword, null, added),
    both: inner,
  });
  for (const keyword of ["patternProperties", "dependentSchemas"]) {
    compareMaps(old.named.get(keyword) ?? new Map<string, Schema>(), fresh.named.get(keyword) ?? new Map(), {
      missing: (name, added) => existence(keyword, name, added),
      both: (name, was, is) => inner(`${keyword} ${name}`, was, is),
    });
  }
  compareDependentRequired(old, fresh, differences);
  compareCounts(old, fresh, differences);
  if (old.contentEncoding !== fresh.contentEncoding) {
    differences.push({
      kind: "keyword",
      keyword: "content-encoding",
      action: "changed",
      before: old.contentEncoding,
      after: fresh.contentEncoding,
    });
  }
}

function compareDependentRequired(
  old: FurtherKeywords,
  fresh: FurtherKeywords,
  differences: SchemaDifference[],
): void {
  const text = (name: string, list: readonly string[]) => `${name}: ${[...list].sort().join(", ")}`;
  const keyword = "dependent-required";
  compareMaps(old.dependentRequired, fresh.dependentRequired, {
    missing: (name, added) => {
      const said = text(name, (added ? fresh : old).dependentRequired.get(name) ?? []);
      differences.push({
        kind: "keyword",
        keyword,
        action: added ? "added" : "removed",
        before: added ? null : said,
        after: added ? said : null,
      });
    },
    both: (name, was, is) => {
      if (text(name, was) === text(name, is)) return;
      differences.push({
        kind: "keyword",
        keyword,
        action: "changed",
        before: text(name, was),
        after: text(name, is),
      });
    },
  });
}

/** How many items must fit `contains`: without a limit at least one and at most any number (validation 6.4.4, 6.4.5). */
function compareCounts(old: FurtherKeywords, fresh: FurtherKeywords, differences: SchemaDifference[]): void {
  if (!old.schemas.has("contains") || !fresh.schemas.has("contains")) return;
  const limits = [
    ["min-contains", old.minContains ?? 1, fresh.minContains ?? 1],
    ["max-contains", old.maxContains ?? Infinity, fresh.maxContains ?? Infinity],
  ] as const;
  for (const [keyword, was, is] of limits) {
    if (was === is) continue;
    differences.push({
      kind: "keyword",
      keyword,
      action: is > was ? "increased" : "decreased",
      before: String(was),
      after: String(is),
    });
  }
}

function compareMaps<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  {
    missing,
    both,
  }: {
    readonly missing: (key: string, added: boolean) => void;
    readonly both: (key: string, before: Value, after: Value) => void;
  },
): void {
  for (const [key, was] of before) {
    const is = after.get(key);
    if (is === undefined) missing(key, false);
    else both(key, was, is);
  }
  for (const key of after.keys()) if (!before.has(key)) missing(key, true);
}
