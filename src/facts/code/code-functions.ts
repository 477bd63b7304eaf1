import type { Contract } from "../contract.ts";
import type { Project } from "../python/project.ts";
import type { CodeFunction } from "./code.ts";
import { type FunctionUnit, functionsOf, placeOf } from "./function-unit.ts";
import { lastName } from "./inferred.ts";
import { bodyOf } from "./shape.ts";

/** The functions of one module with the layer that each belongs to. Nested functions belong to the one that holds them. */
export function* functionsIn(project: Project, contract: Contract, path: string): Generator<CodeFunction> {
  const module = project.module(path);
  if (module === null) return;
  const handlers = new Set(
    contract.operations.filter((one) => one.handler.path === path).map((one) => one.handler.name),
  );
  for (const unit of functionsOf(path, module)) {
    if (unit.parent !== null) continue;
    yield {
      name: unit.name,
      layer: handlers.has(unit.name) ? "route" : layerOf(unit),
      body: bodyOf(unit.node),
      where: placeOf(path, unit.node),
    };
  }
}

type Layer = CodeFunction["layer"];

const folders: ReadonlyMap<string, Layer> = new Map<string, Layer>([
  ["services", "service"],
  ["service", "service"],
  ["usecases", "service"],
  ["use_cases", "service"],
  ["controllers", "controller"],
  ["controller", "controller"],
  ["repositories", "repository"],
  ["repository", "repository"],
  ["repos", "repository"],
  ["crud", "repository"],
  ["dao", "repository"],
  ["dal", "repository"],
]);
const endings: readonly (readonly [string, Layer])[] = [
  ["service", "service"],
  ["controller", "controller"],
  ["repository", "repository"],
  ["repo", "repository"],
  ["crud", "repository"],
  ["dao", "repository"],
];

/** By the class's name or bases first, then by the name of the module, then by the folder. */
function layerOf(unit: FunctionUnit): Layer {
  const names = [unit.owner?.name ?? "", ...(unit.owner?.node.bases.map(lastName) ?? [])];
  for (const name of names) {
    const layer = endingIn(name);
    if (layer !== null) return layer;
  }
  return layerOfPath(unit.path);
}

/** The layer that a path names, `other` where it names none. */
export function layerOfPath(path: string): Layer {
  const parts = path.split("/");
  const stem = (parts.pop() ?? "").replace(/\.py$/, "");
  const byName = folders.get(stem) ?? endingIn(stem);
  if (byName !== null) return byName;
  for (const part of parts.reverse()) {
    const layer = folders.get(part);
    if (layer !== undefined) return layer;
  }
  return "other";
}

function endingIn(name: string): Layer | null {
  const lower = name.toLowerCase();
  for (const [ending, layer] of endings) {
    if (lower.endsWith(ending)) return layer;
  }
  return null;
}
