import { readTextFile } from "../adapters/files.ts";
import { diffContracts } from "../changes/contract.ts";
import { readOpenApiDocument } from "../facts/openapi/read-document.ts";
import type { Contract } from "../facts/contract.ts";
import { Failure } from "../text/failure.ts";
import { singleLine } from "../text/untrusted.ts";
import type { Arguments } from "./arguments.ts";
import { deliverJson, deliverProse, formatOf } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";

/** `diff-contract OLD NEW`: every difference of two OpenAPI documents; 1 where one of them breaks callers. */
export function diffContractCommand(args: Arguments, terminal: Terminal): number {
  const [before, after] = args.positionals;
  const changes = diffContracts(readDocument(before ?? ""), readDocument(after ?? ""));
  const breaks = changes.some((change) => change.level === "ERR");
  if (formatOf(args, terminal) === "json") {
    deliverJson(`${JSON.stringify({ changes }, null, 2)}\n`, args, terminal);
  } else {
    const lines = changes.map((one) =>
      singleLine(
        `${[one.level.padEnd(4), `${one.id}:`, one.operation, one.path].filter(Boolean).join(" ")} ${one.text}`,
      ),
    );
    deliverProse(lines.length === 0 ? "No differences.\n" : `${lines.join("\n")}\n`, args, terminal);
  }
  return breaks && args.failOn !== "never" ? 1 : 0;
}

function readDocument(path: string): Contract {
  const result = readOpenApiDocument(readTextFile(path), path);
  if ("error" in result) throw new Failure("usage", `\`${path}\`: ${result.error}`);
  return result.contract;
}
