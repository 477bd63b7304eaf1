import type { Project } from "../python/project.ts";
import { isRouteCandidate } from "./collect-routes.ts";

/**
 * Modules whose own text changed, or that import something affected which is no module of routes: what they hand to
 * the routers that they include (`prefix=settings.API`, `dependencies=[Depends(get_user)]`) may be something else.
 */
export function affectedWiring(
  project: Project,
  changed: ReadonlySet<string>,
  affected: ReadonlySet<string>,
): ReadonlySet<string> {
  const wiring = new Set(changed);
  for (const path of affected) {
    if (isRouteCandidate(project, path)) continue;
    for (const importer of project.importersOf(path)) wiring.add(importer);
  }
  return wiring;
}
