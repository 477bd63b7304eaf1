import { isTestModule } from "../../source/file-kind.ts";
import type { Location } from "../location.ts";
import type { BlockingReader } from "./blocking.ts";
import { functionsOf, placeOf } from "./function-unit.ts";
import { type Inference, nothingGiven } from "./inferred.ts";
import { routeDecorators } from "./reach.ts";

/** How many operations of a whole snapshot are `async def`, and how many of those block on the database. */
export function countAsyncOperations(
  inference: Inference,
  reader: BlockingReader,
): { readonly total: number; readonly blocking: number } {
  const { project } = inference;
  let total = 0;
  let blocking = 0;
  for (const path of project.paths) {
    const text = project.text(path);
    if (text === null || !text.includes("async def") || !mentionsRoute.test(text)) continue;
    const module = isTestModule(path, text) ? null : project.module(path);
    if (module === null) continue;
    for (const unit of functionsOf(path, module)) {
      const isOperation =
        unit.node.async &&
        unit.node.decorators.some(
          (decorator) =>
            decorator.kind === "call" &&
            decorator.callee.kind === "attribute" &&
            routeDecorators.has(decorator.callee.attribute),
        );
      if (!isOperation) continue;
      total += 1;
      if (reader.blockedIn(unit).some((one) => one.category === "database")) blocking += 1;
    }
  }
  return { total, blocking };
}

const mentionsRoute = /@[A-Za-z_][\w.]*\.(?:get|post|put|patch|delete|head|options|api_route|websocket)\(/;

/** Functions that give an `AsyncSession` to whoever depends on them, the one that most modules name first. */
export function findAsyncSessionProviders(
  inference: Inference,
): readonly { readonly name: string; readonly where: Location }[] {
  const { project } = inference;
  const found: { name: string; where: Location }[] = [];
  for (const path of project.paths) {
    const text = project.text(path);
    if (text === null || !/AsyncSession|async_sessionmaker/.test(text) || !text.includes("yield")) continue;
    const module = isTestModule(path, text) ? null : project.module(path);
    if (module === null) continue;
    for (const unit of functionsOf(path, module)) {
      if (
        unit.owner !== null ||
        unit.parent !== null ||
        unit.node.parameters.some((one) => one.default === null)
      )
        continue;
      const result = inference.resultOf(unit, nothingGiven);
      if (result.kind === "generator" && inference.labelOf(result.gives) === "AsyncSession")
        found.push({ name: unit.name, where: placeOf(path, unit.node) });
    }
  }
  const uses = (name: string) =>
    project.paths.filter((path) => project.text(path)?.includes(`Depends(${name}`) === true).length;
  return found.sort((a, b) => uses(b.name) - uses(a.name));
}
