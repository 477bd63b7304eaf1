import type { MigrationEnvironment, Revision } from "../database.ts";

/** Ids that no other revision names as its parent, in order. `depends_on` does not count, as in `alembic heads`. */
export function headsOf(revisions: ReadonlyMap<string, Revision>): readonly string[] {
  const parents = new Set([...revisions.values()].flatMap((revision) => revision.down));
  return [...revisions.keys()].filter((id) => !parents.has(id)).sort();
}

/** Everything that has to run before a revision: its parents and what it depends on, by id or by branch label. */
function requirementsOf(
  revision: Revision,
  environment: Pick<MigrationEnvironment, "revisions">,
): readonly string[] {
  const dependencies = revision.dependsOn.flatMap((name) => {
    if (environment.revisions.has(name)) return [name];
    const labelled = [...environment.revisions.values()].find((other) => other.branchLabels.includes(name));
    return labelled === undefined ? [] : [labelled.id];
  });
  return [...revision.down.filter((id) => environment.revisions.has(id)), ...dependencies];
}

/** Does some revision come before itself? Cheap, and nearly always false. */
export function hasCircle(environment: Pick<MigrationEnvironment, "revisions">): boolean {
  return orderOf(environment).circular;
}

/** Ids in an order in which Alembic can run them: parents first, else by id. Revisions in a cycle come last. */
export function topologicalOrder(environment: Pick<MigrationEnvironment, "revisions">): readonly string[] {
  return orderOf(environment).ids;
}

interface Order {
  readonly ids: readonly string[];
  readonly circular: boolean;
}

const orders = new WeakMap<MigrationEnvironment["revisions"], Order>();

function orderOf(environment: Pick<MigrationEnvironment, "revisions">): Order {
  const known = orders.get(environment.revisions);
  if (known !== undefined) return known;
  const order = computeOrder(environment);
  orders.set(environment.revisions, order);
  return order;
}

function computeOrder(environment: Pick<MigrationEnvironment, "revisions">): Order {
  const waiting = new Map<string, number>();
  const children = new Map<string, string[]>();
  for (const revision of environment.revisions.values()) {
    const requirements = new Set(requirementsOf(revision, environment));
    waiting.set(revision.id, requirements.size);
    for (const id of requirements) children.set(id, [...(children.get(id) ?? []), revision.id]);
  }
  const order: string[] = [];
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  ready.sort().reverse();
  while (ready.length > 0) {
    const id = ready.pop() ?? "";
    order.push(id);
    const freed = (children.get(id) ?? []).filter((child) => {
      const count = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, count);
      return count === 0;
    });
    ready.push(...freed.sort().reverse());
  }
  const ordered = new Set(order);
  const circular = ordered.size < waiting.size;
  return { ids: [...order, ...[...waiting.keys()].filter((id) => !ordered.has(id)).sort()], circular };
}

/** All revisions that run before `id`, itself included. */
export function ancestorsOf(
  id: string,
  environment: Pick<MigrationEnvironment, "revisions">,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [id];
  while (pending.length > 0) {
    const current = pending.pop() ?? "";
    const revision = environment.revisions.get(current);
    if (revision === undefined || seen.has(current)) continue;
    seen.add(current);
    pending.push(...requirementsOf(revision, environment));
  }
  return seen;
}
