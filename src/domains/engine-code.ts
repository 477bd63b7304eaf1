/** Folders and libraries of scheduling and optimisation engines. */
const folders = new Set(
  "scheduling solver solvers optimizer optimizers optimization optimisation".split(" "),
);
const libraries =
  /^[ \t]{0,16}(?:import|from) (?:ortools|pulp|pyomo|cvxpy|mip|highspy|gurobipy|docplex|simpy|deap|pymoo|scipy\.optimize|qubovert|dwave)\b/m;

/** Whether a Python module belongs to a scheduling or solver engine, which is COORD_ENGINE's. */
export function isEngineCode(path: string, texts: readonly string[]): boolean {
  if (
    path
      .toLowerCase()
      .split("/")
      .slice(0, -1)
      .some((folder) => folders.has(folder))
  )
    return true;
  return texts.some((text) => libraries.test(text));
}
