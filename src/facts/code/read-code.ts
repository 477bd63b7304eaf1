import { isTestModule } from "../../source/file-kind.ts";
import type { Syntax } from "../../syntax/syntax.ts";
import { once } from "../../text/once.ts";
import type { Contract } from "../contract.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";
import { columnFiltersIn } from "./column-filters.ts";
import { countAsyncOperations, findAsyncSessionProviders } from "./async-operations.ts";
import { makeBlockingReader } from "./blocking.ts";
import { readBlockingCalls } from "./blocking-calls.ts";
import { functionsIn } from "./code-functions.ts";
import { settingsIn } from "./code-settings.ts";
import type { CodeFacts } from "./code.ts";
import { makeInference } from "./inference.ts";
import { loopedQueriesIn } from "./looped-queries.ts";
import { outboundIn } from "./outbound.ts";
import { makeReach } from "./reach.ts";
import { runtimeDdlIn } from "./runtime-ddl.ts";

/** The operations that the change affects, and all that can call something that it changed. */
export interface CallerContracts {
  readonly contract: Contract;
  readonly callers: () => Contract;
}

/** What the changed modules' code does, beyond contract and schema. Tests are left out. */
export function readCode(
  project: Project,
  scope: ReadScope,
  { contract, callers }: CallerContracts,
  syntax: Syntax,
): CodeFacts {
  const inference = makeInference(project);
  const reader = makeBlockingReader(inference);
  const reachOf = makeReach(inference, reader, callers);
  const paths = [...scope.changed].filter((path) => isServiceModule(project, path)).sort();
  let counted: ReturnType<CodeFacts["asyncOperations"]> | undefined;
  let providers: ReturnType<CodeFacts["asyncSessionProviders"]> | undefined;
  return {
    calls: readBlockingCalls(inference, reader, reachOf, scope, paths),
    outbound: paths.flatMap((path) => [...outboundIn(inference, path)]),
    runtimeDdl: paths.flatMap((path) => [...runtimeDdlIn(inference, path, syntax)]),
    functions: paths.flatMap((path) => [...functionsIn(project, contract, path)]),
    settings: paths.flatMap((path) => [...settingsIn(inference, path)]),
    filters: once(() => paths.flatMap((path) => [...columnFiltersIn(project, path)])),
    filtersOn: (attributes) =>
      project.paths
        .filter((path) => {
          const text = project.text(path) ?? "";
          return attributes.some((attribute) => text.includes(attribute));
        })
        .flatMap((path) => [...columnFiltersIn(project, path)]),
    loopedQueries: paths.flatMap((path) => [...loopedQueriesIn(inference, path)]),
    asyncOperations: () => (counted ??= countAsyncOperations(inference, reader)),
    asyncSessionProviders: () => (providers ??= findAsyncSessionProviders(inference)),
  };
}

function isServiceModule(project: Project, path: string): boolean {
  if (!path.endsWith(".py")) return false;
  const text = project.text(path);
  return text !== null && !isTestModule(path, text);
}
