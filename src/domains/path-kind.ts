import { isTestPath } from "../source/file-kind.ts";
import type { Domain, Sibling } from "./domain.ts";

/** What a path alone says: the work of a sibling coordinator, nobody's, or a file whose content has to be asked. */
export type PathKind = Sibling | "none" | "ask";

/**
 * Dependency manifests are OPS: what they change is what is built and released. Lock files repeat them and are nobody's.
 * A test is QUALITY wherever it lies, a frontend's included.
 */
export function kindOfPath(path: string): PathKind {
  const parts = path.split("/");
  const name = (parts.at(-1) ?? "").toLowerCase();
  const folders = parts.slice(0, -1).map((part) => part.toLowerCase());
  const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : "";
  if (isOpenApiName(name)) return "ask";
  if (isLock(name)) return "none";
  if (isTestPath(path)) return name.endsWith(".py") && !inTestFolder(path) ? "ask" : "QUALITY";
  if (folders[0] === ".github") return isForPeople(name, folders, extension) ? "none" : "OPS";
  if (isDocumentation(name, folders, extension)) return "none";
  if (extension === "py" || extension === "sql" || name === "alembic.ini" || extension === "mako")
    return "ask";
  if (isOperations(name, folders, extension)) return "OPS";
  if (isFrontend(name, folders, extension)) return "FRONTEND";
  return extension === "json" || extension === "yaml" || extension === "yml" ? "ask" : "none";
}

function inTestFolder(path: string): boolean {
  return isTestPath(`${path.slice(0, path.lastIndexOf("/") + 1)}module.py`);
}

export function isOpenApiName(name: string): boolean {
  return /^[\w.-]{0,80}(?:openapi|swagger)[\w.-]{0,80}\.(?:json|ya?ml)$/i.test(name);
}

const locks = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "composer.lock",
]);

function isLock(name: string): boolean {
  return locks.has(name) || name.endsWith(".lock") || name === "pipfile.lock";
}

const prose = new Set(["md", "mdx", "rst", "adoc", "tex"]);
const documentationFolders = new Set(["docs", "doc", "documentation", "adr", "wiki"]);

function isDocumentation(name: string, folders: readonly string[], extension: string): boolean {
  if (prose.has(extension)) return true;
  if (extension === "txt") return !/requirements|constraints/.test(name) && !folders.includes("requirements");
  return (
    folders.some((folder) => documentationFolders.has(folder)) ||
    /^(?:license|notice|authors|changelog|codeowners)/.test(name)
  );
}

function isForPeople(name: string, folders: readonly string[], extension: string): boolean {
  return prose.has(extension) || folders.includes("issue_template") || name === "funding.yml";
}

const operationsFolders = new Set(
  (
    ".circleci .gitlab .azure .devcontainer deploy deployment deployments docker helm charts k8s kubernetes " +
    "kustomize terraform infra infrastructure ansible nginx traefik monitoring grafana prometheus cloudformation ci"
  ).split(" "),
);
const operationsNames = new Set(
  (
    "makefile justfile taskfile.yml taskfile.yaml procfile jenkinsfile vagrantfile caddyfile fly.toml render.yaml " +
    "app.yaml cloudbuild.yaml skaffold.yaml .gitlab-ci.yml .travis.yml azure-pipelines.yml bitbucket-pipelines.yml " +
    ".dockerignore renovate.json .renovaterc.json codecov.yml .codecov.yml " +
    "pyproject.toml setup.py setup.cfg pipfile poetry.toml environment.yml tox.ini noxfile.py .python-version"
  ).split(" "),
);

function isOperations(name: string, folders: readonly string[], extension: string): boolean {
  if (operationsNames.has(name) || folders.some((folder) => operationsFolders.has(folder))) return true;
  if (/^(?:docker)?-?compose[\w.-]*\.ya?ml$|^docker-compose/.test(name)) return true;
  if (/dockerfile/.test(name) || /^\.env(?:\.|$)|\.env$/.test(name)) return true;
  if (extension === "tf" || extension === "tfvars" || extension === "sh" || extension === "ps1") return true;
  return extension === "txt" || (extension === "in" && /requirements|constraints/.test(name));
}

const frontendExtensions = new Set(
  "ts tsx js jsx mjs cjs vue svelte astro css scss sass less styl".split(" "),
);
const frontendFolders = new Set("frontend front-end webapp web ui www webui client-app".split(" "));

function isFrontend(name: string, folders: readonly string[], extension: string): boolean {
  if (frontendExtensions.has(extension) || name === "package.json" || /^tsconfig[\w.-]*\.json$/.test(name))
    return true;
  return folders.some((folder) => frontendFolders.has(folder));
}

/**
 * Domains by path, for a file whose content cannot be read. The globs are those with a measured precision of 0.7 and
 * more over 27 real repositories; wide ones (`models/`, `db/`, `api/`) were right in less than half of their files.
 */
export function domainsOfPath(path: string): ReadonlySet<Domain> {
  const parts = path.toLowerCase().split("/");
  const name = parts.pop() ?? "";
  const found = new Set<Domain>();
  if (!/\.(?:py|sql|mako|ini)$/.test(name)) return found;
  const inFolder = (names: ReadonlySet<string>) => parts.some((part) => names.has(part));
  if (
    inFolder(databaseFolders) ||
    parts.some((part) => part.startsWith("alembic")) ||
    name === "orm.py" ||
    name.endsWith(".sql")
  )
    found.add("DBA");
  if (
    inFolder(apiFolders) ||
    /^(?:endpoints|router|routes|views|api|schemas|schema)\.py$|_(?:router|routes|api|schemas)\.py$/.test(
      name,
    )
  )
    found.add("API");
  if (name.endsWith(".py") && (inFolder(backendFolders) || found.size === 0)) found.add("BACKEND");
  return found;
}

const databaseFolders = new Set("versions migrations revisions database persistence orm".split(" "));
const apiFolders = new Set("routes routers endpoints controllers views schemas".split(" "));
const backendFolders = new Set(
  "services service crud repositories repository usecases use_cases core middleware dependencies domain".split(
    " ",
  ),
);
