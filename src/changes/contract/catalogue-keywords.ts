import type { CatalogueEntry } from "./catalogue-entry.ts";

/** What a change of a keyword does to the values that fit: fewer fit, more fit, or others. */
type Effect = "tightens" | "loosens" | "exchanges";

interface Keyword {
  readonly name: string;
  readonly kind: CatalogueEntry["kind"];
  readonly changes: readonly (readonly [ending: string, action: CatalogueEntry["action"], effect: Effect])[];
}

const existence = [
  ["added", "add", "tightens"],
  ["removed", "remove", "loosens"],
] as const;

/** oasdiff's ids of the keywords that only hand-written documents have, without direction and position. */
const keywords: readonly Keyword[] = [
  ...[
    "if",
    "then",
    "else",
    "contains",
    "dependent-schema",
    "unevaluated-items",
    "unevaluated-properties",
  ].map((name): Keyword => ({ name, kind: "structure", changes: existence })),
  {
    name: "dependent-required",
    kind: "structure",
    changes: [...existence, ["changed", "change", "exchanges"]],
  },
  { name: "pattern-property", kind: "constraints", changes: existence },
  { name: "content-schema", kind: "existence", changes: existence },
  {
    name: "min-contains",
    kind: "constraints",
    changes: [
      ["increased", "increase", "tightens"],
      ["decreased", "decrease", "loosens"],
    ],
  },
  {
    name: "max-contains",
    kind: "constraints",
    changes: [
      ["increased", "increase", "loosens"],
      ["decreased", "decrease", "tightens"],
    ],
  },
  { name: "content-encoding", kind: "type", changes: [["changed", "change", "exchanges"]] },
];

/**
 * The ids with the levels that oasdiff gives them (oasdiff/oasdiff, checker/rules.go at 4553c69d, v1.28, Apache-2.0):
 * a sender breaks when fewer values fit, a reader when more do.
 */
export const keywordEntries: readonly CatalogueEntry[] = (["request", "response"] as const).flatMap(
  (direction) =>
    (["body", "property"] as const).flatMap((position) =>
      keywords.flatMap(({ name, kind, changes }) =>
        changes.map(([ending, action, effect]): CatalogueEntry => {
          const harmless = direction === "request" ? "loosens" : "tightens";
          const ofBody = direction === "request" ? "RequestBody" : "Responses";
          return {
            id: `${direction}-${position}-${name}-${ending}`,
            level: effect === harmless ? "INFO" : "ERR",
            area: name === "content-encoding" && position === "body" ? ofBody : "Schema",
            kind,
            direction,
            action,
          };
        }),
      ),
    ),
);

/** The ids that break somebody. */
export function breakingKeywords(direction: CatalogueEntry["direction"]): readonly string[] {
  return keywordEntries
    .filter((entry) => entry.direction === direction && entry.level === "ERR")
    .map(({ id }) => id);
}
