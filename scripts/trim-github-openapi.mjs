/**
 * Reduces GitHub's published OpenAPI description to the structure of the operations that the product calls:
 * paths, parameters, bodies, answers and the schemas that they reach. No prose, no examples.
 *
 *   npm install --prefix FOLDER --ignore-scripts @octokit/openapi@23.0.2
 *   node scripts/trim-github-openapi.mjs FOLDER/node_modules/@octokit/openapi/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const operationIds = new Set([
  "issues/create-comment",
  "issues/delete-comment",
  "issues/list-comments",
  "issues/update-comment",
  "pulls/get",
  "pulls/list-commits",
  "repos/compare-commits-with-basehead",
  "repos/get-commit",
  "repos/get-collaborator-permission-level",
  "repos/list-collaborators",
  "repos/list-pull-requests-associated-with-commit",
]);

const source = JSON.parse(readFileSync(process.argv[2], "utf8"));
const dropped = new Set([
  "description",
  "summary",
  "example",
  "examples",
  "externalDocs",
  "tags",
  "title",
  "x-github",
  "x-multi-segment",
]);

const paths = {};
const components = {};
const pending = [];

for (const [path, item] of Object.entries(source.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    if (!operationIds.has(operation.operationId)) continue;
    operationIds.delete(operation.operationId);
    const { operationId, parameters = [], requestBody, responses } = operation;
    paths[path] ??= {};
    paths[path][method] = reduce({
      operationId,
      parameters: [...(item.parameters ?? []), ...parameters],
      requestBody,
      responses,
    });
  }
}
if (operationIds.size > 0) throw new Error(`not in the description: ${[...operationIds].join(", ")}`);

for (let reference = pending.pop(); reference !== undefined; reference = pending.pop()) {
  const [, , group, name] = reference.split("/");
  components[group] ??= {};
  if (components[group][name] !== undefined) continue;
  components[group][name] = {};
  components[group][name] = reduce(source.components[group][name]);
}

const output = {
  openapi: source.openapi,
  info: { title: "GitHub, reduced", version: source.info.version },
  paths,
  components: sorted(components),
};
writeFileSync(
  join(import.meta.dirname, "..", "test", "scenarios", "support", "github-openapi.json"),
  `${JSON.stringify(output)}\n`,
);

/** Copies what validation needs. `nullable` becomes a union: 71 enums of the description lack null although they allow it. */
function reduce(node, isNameMap = false) {
  if (Array.isArray(node)) return node.map((member) => reduce(member));
  if (node === null || typeof node !== "object") return node;
  if (typeof node.$ref === "string") {
    pending.push(node.$ref);
    return { $ref: node.$ref };
  }
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined || (!isNameMap && dropped.has(key))) continue;
    copy[key] = reduce(
      value,
      key === "properties" || key === "responses" || key === "content" || key === "headers",
    );
  }
  if (!isNameMap && copy.nullable === true) {
    const { nullable: _, ...rest } = copy;
    return { anyOf: [rest, { type: "null" }] };
  }
  if (!isNameMap) delete copy.nullable;
  return copy;
}

function sorted(groups) {
  return Object.fromEntries(
    Object.entries(groups).map(([group, members]) => [
      group,
      Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}
