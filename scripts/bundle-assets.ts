import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, sep } from "node:path";

import type { Plugin } from "rolldown";

const resolve = createRequire(import.meta.url).resolve;

/** The parsers' WebAssembly: read at run time from beside the bundle. */
const webAssembly = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python/tree-sitter-python.wasm",
  "libpg-query/wasm/libpg-query.wasm",
].map((specifier) => resolve(specifier));

/** libpg-query is CommonJS and asks for the folder of its file: beside the WebAssembly, in the bundle too. */
export const commonJsFolder = { __dirname: "import.meta.dirname" };

/**
 * Puts the WebAssembly files and `licenses.txt` beside the bundle: name, version, licence and licence text of each
 * package with code or an asset in it, sorted. Fails when a package has no licence file.
 */
export function assets(): Plugin {
  return {
    name: "assets",
    generateBundle(_options, bundle) {
      const files = new Set(webAssembly);
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const [id, module] of Object.entries(chunk.modules)) {
          if (module.renderedLength > 0) files.add(id);
        }
      }
      const packages = new Set([...files].flatMap((file) => packageRoot(file) ?? []));
      for (const file of webAssembly) {
        this.emitFile({ type: "asset", fileName: basename(file), source: readFileSync(file) });
      }
      const texts = [...new Set([...packages].map(licence))].sort();
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: texts.join(`${"─".repeat(80)}\n\n`) });
    },
  };
}

/** The folder of the installed package that a module belongs to; null for this project's own modules and the bundler's. */
function packageRoot(id: string): string | null {
  const marker = `${sep}node_modules${sep}`;
  const at = id.lastIndexOf(marker);
  if (at === -1) return null;
  let folder = dirname(id);
  // Folders within a package may have a `package.json` that only says how its files are to be read.
  while (folder.length > at + marker.length && manifestOf(folder)?.name === undefined)
    folder = dirname(folder);
  if (folder.length <= at + marker.length) throw new Error(`${id} belongs to no package`);
  return folder;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

function manifestOf(folder: string): Manifest | null {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return null;
  const manifest: Manifest = JSON.parse(readFileSync(path, "utf8"));
  return manifest;
}

/** Packages whose licence file was left out when they were published, with the notice of their repository. */
const notices = new Map([
  ["standardwebhooks 1.1.1", { license: "MIT", notice: "Copyright (c) 2023 Svix (https://www.svix.com)" }],
]);

function licence(folder: string): string {
  const { name = basename(folder), version = "", license = null } = manifestOf(folder) ?? {};
  const heading = `${name} ${version}`;
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  const known = notices.get(heading);
  if (texts.length === 0 && known !== undefined && known.license === license) {
    texts.push(`MIT License\n\n${known.notice}\n\n${mit}`);
  }
  if (license === null || texts.length === 0) throw new Error(`${heading} has no licence file`);
  return `${heading}\nLicence: ${license}\n\n${texts.join("\n\n")}\n\n`;
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
