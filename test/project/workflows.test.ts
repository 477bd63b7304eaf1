import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { validate } from "@actions/languageservice";
import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..", "..");

interface Document {
  readonly name: string;
  readonly text: string;
}

/** Our own workflows, and every workflow that a reader may copy from the README or the documentation. */
const own = readdirSync(join(root, ".github", "workflows")).map((name) => ({
  name: `.github/workflows/${name}`,
  text: readFileSync(join(root, ".github", "workflows", name), "utf8"),
}));
const published = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].flatMap(workflowsIn);
const all: readonly Document[] = [...own, ...published];

test("the README has a workflow to copy", () => {
  expect(published.filter((document) => document.name.startsWith("README.md"))).not.toEqual([]);
});

describe.each(all.map((document, index) => [document.name, document, index] as const))(
  "%s",
  (_name, document, index) => {
    const workflow = parse(document.text);

    test("is a workflow that GitHub accepts", async () => {
      // The language service caches by address, so that each document needs its own.
      const uri = `file:///${index}/.github/workflows/workflow.yml`;
      const diagnostics = await validate(TextDocument.create(uri, "yaml", 1, document.text));
      const messages = diagnostics.map((one) =>
        typeof one.message === "string" ? one.message : one.message.value,
      );
      // Its tables know no payload of merge_group: `github.event.merge_group` is a false warning.
      expect(
        messages.filter((text) => !text.includes("Context access might be invalid: merge_group")),
      ).toEqual([]);
    });

    test("gives no permission at the top", () => {
      expect(workflow.permissions).toEqual({});
    });

    test("pins every action to a commit and names its version", () => {
      for (const line of document.text.split("\n").filter((line) => /\buses:/.test(line))) {
        if (line.trimEnd().endsWith("uses: ./")) continue;
        expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\S+$/);
      }
    });

    test("puts no text of an event into a script, and leaves no credentials", () => {
      for (const job of Object.values<Job>(workflow.jobs)) {
        expect(job["timeout-minutes"]).toBeGreaterThan(0);
        for (const step of job.steps) {
          expect(step.run ?? "").not.toContain("${{");
          if (step.uses?.startsWith("actions/checkout@"))
            expect(step.with?.["persist-credentials"]).toBe(false);
        }
      }
    });

    const gate = Object.values<Job>(workflow.jobs).find((job) =>
      job.steps.some((step) => /coord-platform@|^\.\/$/.test(step.uses ?? "")),
    );
    test.skipIf(
      gate === undefined ||
        (workflow.on.pull_request === undefined && workflow.on.pull_request_target === undefined),
    )("the gate always answers", () => {
      const events = workflow.on.pull_request ?? workflow.on.pull_request_target;
      expect(events).not.toHaveProperty("paths");
      expect(events.types).toContain("edited");
      expect(workflow.on).toHaveProperty("merge_group");
      expect(workflow.concurrency["cancel-in-progress"]).toBe(false);
      expect(gate).not.toHaveProperty("if");
    });
  },
);

interface Job {
  readonly "timeout-minutes": number;
  readonly if?: string;
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Record<string, unknown>;
  }[];
}

function workflowsIn(name: string): readonly Document[] {
  const text = readFileSync(join(root, name), "utf8");
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map((match) => match[1] ?? "")
    .filter((block) => /^jobs:/m.test(block))
    .map((block, index) => ({ name: `${name}, workflow ${index + 1}`, text: block }));
}
