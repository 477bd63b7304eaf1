/**
 * Draws the report of the example pull request as GitHub would show it: the picture of the README.
 *
 *   node scripts/draw-report.mjs CHROMIUM [OUTPUT [WIDTH]]
 *
 * CHROMIUM is a browser that understands `--headless --screenshot`; OUTPUT is docs/report.png, WIDTH 860 pixels.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { marked } from "marked";

const style = `
body { margin: 0; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: #1f2328; background: #fff; }
main { margin: 16px; padding: 8px 16px 16px; border: 1px solid #d1d9e0; border-radius: 6px; overflow-wrap: break-word; }
h2 { padding-bottom: .3em; border-bottom: 1px solid #d1d9e0b3; font-size: 1.5em; } h3 { font-size: 1.25em; }
blockquote { margin: 0 0 16px; padding: 0 1em; border-left: .25em solid #d1d9e0; }
blockquote.caution { border-color: #cf222e; } blockquote.important { border-color: #8250df; } blockquote.warning { border-color: #9a6700; }
blockquote.tip, blockquote.note { border-color: #1a7f37; }
a { color: #0969da; text-decoration: none; } summary { cursor: pointer; margin: 4px 0; }
code { padding: .2em .4em; border-radius: 6px; background: #818b981f; font: 85%/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
pre { padding: 12px; overflow: auto; border-radius: 6px; background: #f6f8fa; } pre code { padding: 0; background: none; }
pre.mermaid { background: none; text-align: center; } table { border-collapse: collapse; } td, th { padding: 6px 13px; border: 1px solid #d1d9e0; }
`;

const [browser, output = "docs/report.png", width = "860"] = process.argv.slice(2);
if (browser === undefined) {
  process.stderr.write("usage: draw-report.mjs CHROMIUM [OUTPUT [WIDTH]]\n");
  process.exit(2);
}
const root = join(import.meta.dirname, "..");
const mermaid = pathToFileURL(join(root, "node_modules/mermaid/dist/mermaid.min.js"));
const folder = mkdtempSync(join(tmpdir(), "coord-platform-report-"));

try {
  const page = join(folder, "report.html");
  writeFileSync(page, html(report()));
  const height = Number(measure(page));
  chromium(`--screenshot=${resolve(output)}`, `--window-size=${width},${height}`, page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report() {
  return execFileSync(
    process.execPath,
    [join(root, "dist/cli.js"), "demo", "--format", "markdown", "--quiet"],
    { cwd: root, encoding: "utf8", env: { ...process.env, ANTHROPIC_API_KEY: "" } },
  );
}

/** The height of the page at the width wanted, in pixels. */
function measure(page) {
  const text = chromium("--dump-dom", `--window-size=${width},800`, page);
  return /<title>(\d+)<\/title>/.exec(text)?.[1] ?? "1600";
}

function chromium(...parameters) {
  const last = parameters.pop();
  return execFileSync(
    browser,
    [
      "--headless",
      "--no-sandbox",
      "--hide-scrollbars",
      "--disable-gpu",
      "--allow-file-access-from-files",
      "--virtual-time-budget=10000",
      "--force-device-scale-factor=1",
      `--user-data-dir=${folder}/profile`,
      ...parameters,
      pathToFileURL(last).href,
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
}

/** GitHub's alerts, links and diagrams, in GitHub's measures. */
function html(markdown) {
  const body = marked
    .parse(markdown)
    .replace(/<blockquote>\s*<p>\[!(\w+)\]\s*/g, (_, kind) => `<blockquote class="${kind.toLowerCase()}"><p>`)
    .replace(
      /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g,
      '<pre class="mermaid">$1</pre>',
    )
    .replace("<details><summary><b>Impact", "<details open><summary><b>Impact");
  return `<!doctype html><meta charset="utf-8"><title></title><style>${style}</style><main>${body}</main>
<script src="${mermaid.href}"></script><script>
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
mermaid.run().finally(() => { document.title = Math.ceil(document.querySelector("main").getBoundingClientRect().height) + 32; });
</script>`;
}
