import { canonicalJson, fingerprint } from "../../text/canonical.ts";
import type { Level } from "../contract-change.ts";
import { catalogue } from "./catalogue.ts";
import type { OperationComparison } from "./compare-operations.ts";
import { placeOf, stepsText, strongest, type Cause, type Exchange, type Found } from "./found.ts";

/** A difference that is a part of an exchange. */
interface Part extends Found {
  readonly exchange: Exchange;
}

/**
 * Where an operation, or a field of a model, got another model, that is one change, however many properties differ; and
 * one change too where several operations got the same one for the same. What breaks nobody stays as it is.
 */
export function collapseExchanges(found: readonly Found[]): {
  readonly replaced: readonly Cause[];
  readonly left: readonly Found[];
} {
  const groups = new Map<string, Part[]>();
  const left: Found[] = [];
  for (const one of found) {
    if (one.exchange === null) {
      left.push(one);
      continue;
    }
    const { before, after, at } = one.exchange;
    const place = at.model === null ? null : [at.name, stepsText(at.steps)];
    const key = canonicalJson([before, after, one.placement.direction, place]);
    const part = { ...one, exchange: one.exchange };
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  const replaced: Cause[] = [];
  for (const group of groups.values()) {
    const level = worstLevel(group);
    if (level === "INFO") left.push(...group);
    else replaced.push(...replacement(group, level));
  }
  return { replaced, left };
}

function levelOf({ identified }: Found): Level {
  return catalogue.get(identified.id)?.level ?? "INFO";
}

function worstLevel(group: readonly Found[]): Level {
  const levels = new Set(group.map(levelOf));
  return levels.has("ERR") ? "ERR" : levels.has("WARN") ? "WARN" : "INFO";
}

function replacement(group: readonly Part[], level: Level): readonly Cause[] {
  const worst = group.filter((one) => levelOf(one) === level);
  const parts = [...worst, ...group.filter((one) => levelOf(one) !== level && levelOf(one) !== "INFO")];
  const [first] = parts;
  if (first === undefined) return [];
  const { direction } = first.placement;
  const { before, after, at } = first.exchange;
  const operations = [...new Map(parts.flatMap((one) => [...one.operations])).values()].sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
  const places = new Set(parts.map(({ exchange }) => `${exchange.at.name} ${stepsText(exchange.at.steps)}`));
  const inside = stepsText(at.steps);
  const subject =
    at.model !== null
      ? `${at.name}.${inside.replaceAll("/", ".").replaceAll(".[]", "[]")} (${direction})`
      : places.size === 1
        ? `${at.name}${inside === "" ? "" : ` /${inside}`}`
        : `${before} → ${after} (${direction})`;
  return [
    {
      id: `fastapi-${direction}-model-replaced${level === "ERR" ? "" : "-closely"}`,
      subject,
      place: null,
      operations,
      before,
      after: `${after} (${digestOf(parts)})`,
      where: { ...first.root.where.after, side: "after" },
      confidence: worst.map(({ confidence }) => confidence).reduce(strongest),
      text: sentence(first, operations, parts),
      deprecated: worst.every(
        ({ difference }) =>
          difference.kind === "property" && difference.status === "removed" && difference.view.deprecated,
      ),
    },
  ];
}

/** Another difference of the two models is another fact. */
function digestOf(parts: readonly Part[]): string {
  const facts = parts.map((one) => {
    const { id, before, after } = one.identified;
    return canonicalJson([insideOf(one), id, before, after]);
  });
  const count = new Set(parts.map((one) => `${insideOf(one)} ${one.identified.id}`)).size;
  return `${count} ${count === 1 ? "difference" : "differences"}, ${fingerprint([...new Set(facts)].sort()).slice(0, 8)}`;
}

/** Where in the exchanged models a difference lies. */
function insideOf(one: Part): string {
  const { at } = one.exchange;
  const path = placeOf(one);
  return (one.owner.name === at.name ? path.slice(at.steps.length) : path).join("/");
}

const mostNamed = 4;

function sentence(first: Part, operations: readonly OperationComparison[], parts: readonly Part[]): string {
  const { before, after, at } = first.exchange;
  const { direction } = first.placement;
  const [one] = operations;
  const who =
    at.model !== null
      ? `\`${at.name}.${stepsText(at.steps)}\` in ${direction}s`
      : operations.length === 1
        ? `${first.root.called} of \`${one?.key ?? ""}\``
        : `What ${operations.length} operations ${direction === "request" ? "read" : "answer"}`;
  const differences = new Map(
    parts.map((part) => {
      const inside = insideOf(part);
      const name = inside === "" ? "it" : `\`${inside}\``;
      return [`${inside} ${part.identified.id}`, `${name} ${part.identified.what}`] as const;
    }),
  );
  const named = [...differences.values()].slice(0, mostNamed);
  const more = differences.size - named.length;
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `${who} is \`${after}\` instead of \`${before}\`: ${list}.`;
}
