/** What an `alembic.ini` section or `[tool.alembic]` says about one environment, as written. */
export interface AlembicConfiguration {
  readonly scriptLocation: string;
  readonly versionLocations: readonly string[];
  readonly recursive: boolean;
  readonly url: string | null;
  /** Path of the file that says so. */
  readonly path: string;
}

/** Sections of an INI file (`configparser`): key → value, continuation lines joined by newlines. */
function parseIni(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  let key: string | null = null;
  for (const line of text.split("\n")) {
    const content = line.trim();
    if (content === "" || content.startsWith("#") || content.startsWith(";")) continue;
    const isContinuation = line.startsWith(" ") || line.startsWith("\t");
    if (isContinuation && section !== null && key !== null) {
      section.set(key, `${section.get(key) ?? ""}\n${content}`);
    } else if (content.startsWith("[") && content.includes("]")) {
      section = new Map();
      key = null;
      sections.set(content.slice(1, content.indexOf("]")), section);
    } else if (section !== null) {
      const separator = /[=:]/.exec(content)?.index ?? content.length;
      key = content.slice(0, separator).trim().toLowerCase();
      section.set(
        key,
        content
          .slice(separator + 1)
          .split(" #")[0]
          ?.trim() ?? "",
      );
    }
  }
  return sections;
}

/** Each section with a `script_location` is an environment: `alembic -n tenant upgrade head`. */
export function readIni(path: string, text: string): readonly AlembicConfiguration[] {
  return [...parseIni(text).values()].flatMap((section) => {
    const scriptLocation = section.get("script_location");
    if (scriptLocation === undefined || scriptLocation === "") return [];
    const separator = section.get("path_separator") ?? section.get("version_path_separator") ?? "";
    return [
      {
        scriptLocation,
        versionLocations: splitLocations(section.get("version_locations") ?? "", separator),
        recursive: section.get("recursive_version_locations")?.toLowerCase() === "true",
        url: section.get("sqlalchemy.url") ?? null,
        path,
      },
    ];
  });
}

/** Without a separator of its own the list is cut at blanks and commas (alembic/config.py, `get_version_locations_list`). */
function splitLocations(text: string, separator: string): readonly string[] {
  const at = separator === "os" || separator === ":" ? /[:\n]/ : separator === ";" ? /[;\n]/ : /[,\s]/;
  return text
    .split(at)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/**
 * `[tool.alembic]` of `pyproject.toml` (Alembic 1.16). Only the two keys that matter are read: a string, or a list of
 * strings over one or more lines.
 */
export function readPyproject(path: string, text: string): readonly AlembicConfiguration[] {
  const lines = tomlSection(text, "tool.alembic");
  if (lines === null) return [];
  const scriptLocation = stringsOf(lines, "script_location")[0];
  if (scriptLocation === undefined) return [];
  return [
    {
      scriptLocation,
      versionLocations: stringsOf(lines, "version_locations"),
      recursive: lines.some((line) => /^recursive_version_locations *= *true/.test(line)),
      url: null,
      path,
    },
  ];
}

function tomlSection(text: string, name: string): readonly string[] | null {
  const lines = text.split("\n").map((line) => line.trim());
  const start = lines.indexOf(`[${name}]`);
  if (start < 0) return null;
  const end = lines.findIndex(
    (line, index) => index > start && line.startsWith("[") && !/^\[ *["']/.test(line),
  );
  return lines.slice(start + 1, end < 0 ? undefined : end);
}

function stringsOf(lines: readonly string[], key: string): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith(key) && /^[ =]/.test(line.slice(key.length)));
  if (start < 0) return [];
  const first = lines[start] ?? "";
  const rest = lines.slice(start);
  const end = first.includes("[") ? rest.findIndex((line) => line.includes("]")) : 0;
  const value = rest.slice(0, (end < 0 ? 0 : end) + 1).join("\n");
  return [...value.slice(key.length).matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
}
