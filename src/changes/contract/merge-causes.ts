import { canonicalJson } from "../../text/canonical.ts";
import { placeOf, type Cause, type Found } from "./found.ts";

/**
 * Puts together what one edit caused at several places: a parameter that a dependency declares for many operations,
 * a default whose removal makes a field required and not null, a function that names all operations anew.
 */
export function mergeCauses(causes: readonly Cause[]): readonly Cause[] {
  return mergeOperationIds(mergeShared(causes));
}

/** Equal changes of operations' own places that stem from the same line; not those that stand on the operation itself. */
function mergeShared(causes: readonly Cause[]): readonly Cause[] {
  const groups = new Map<string, Cause[]>();
  for (const cause of causes) {
    const { id, place, before, after, where: at, subject } = cause;
    const where = cause.shared ?? at;
    const shared = place !== null && !cause.operations.some((one) => standsOn(one[at.side]?.where, where));
    const key = canonicalJson(shared ? [id, place, before, after, where] : [id, subject, before, after]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cause]);
    else group.push(cause);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined || group.length === 1 ? group : [together(first, group)];
  });
}

interface Line {
  readonly path: string;
  readonly line: number;
}

function standsOn(operation: Line | undefined, where: Line): boolean {
  return operation !== undefined && operation.path === where.path && operation.line === where.line;
}

/** Several applications may serve an operation under one key: that stays one subject. */
function together(first: Cause, group: readonly Cause[]): Cause {
  const operations = group.flatMap((cause) => cause.operations);
  const keys = new Set(operations.map(({ key }) => key));
  const one = keys.size === 1 || first.place === null;
  return {
    ...first,
    subject: one ? first.subject : (first.place ?? first.subject),
    operations,
    text: one ? first.text : first.text.replace(`\`${operations[0]?.key ?? ""}\``, `${keys.size} operations`),
    confidence: levels.find((level) => group.some(({ confidence }) => confidence === level)) ?? "low",
    deprecated: group.every(({ deprecated }) => deprecated),
  };
}

const levels = ["high", "medium", "low"] as const;

/** What another change of the same place already says: id → ids. */
const echoes: ReadonlyMap<string, readonly string[]> = new Map([
  ["request-property-became-required", ["request-property-became-not-nullable"]],
  ["request-property-became-required-with-default", ["request-property-became-not-nullable"]],
  ["response-property-became-nullable", ["response-property-became-optional"]],
]);

/** Leaves out what another difference of the same place says already. */
export function dropEchoes(found: readonly Found[]): readonly Found[] {
  const key = (id: string, { owner, field, placement }: Found) =>
    canonicalJson([id, owner.name, placeOf({ owner, field }), placement.direction]);
  const said = new Set(
    found.flatMap((one) => (echoes.get(one.identified.id) ?? []).map((echo) => key(echo, one))),
  );
  return found.filter((one) => !said.has(key(one.identified.id, one)));
}

/** From this many on, new operation ids of most operations are one decision. */
const many = 5;

function mergeOperationIds(causes: readonly Cause[]): readonly Cause[] {
  const renamed = causes.filter(({ id }) => id === "api-operation-id-removed");
  const [first] = renamed;
  if (first === undefined || renamed.length < many) return causes;
  const handlers = new Set(
    renamed.map(
      ({ operations }) => operations[0]?.before?.handler.name !== operations[0]?.after?.handler.name,
    ),
  );
  // Renamed functions are edits of their own.
  if (handlers.has(true)) return causes;
  const operations = renamed.flatMap((cause) => cause.operations);
  return [
    ...causes.filter(({ id }) => id !== "api-operation-id-removed"),
    {
      ...first,
      subject: "operation ids",
      operations,
      text: `${operations.length} operations got other operation ids, such as \`${first.after ?? ""}\` for \`${first.before ?? ""}\`.`,
    },
  ];
}
