import { printSchema } from "../facts/sqlalchemy/print-schema.ts";
import { wholeScope } from "../facts/scope.ts";
import { readSchema } from "../facts/sqlalchemy/read-schema.ts";
import type { Log } from "../ports/log.ts";
import { Failure } from "../text/failure.ts";
import type { Arguments } from "./arguments.ts";
import { readProject } from "./contract.ts";
import { deliver } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `schema`: the tables that the models declare, as JSON. */
export async function schemaCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  if (args.get("from") === "migrations") {
    throw new Failure("usage", "`--from migrations` is not built yet: only `--from models` is.");
  }
  const project = await readProject(args, log);
  const schema = readSchema(project, wholeScope(project.paths));
  for (const one of schema.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
  deliver(printSchema(schema), args, terminal);
  return 0;
}
