#!/usr/bin/env node
import { $t as codeSpan, A as ruleIdsOf, B as defaultSettings, Bt as runOnObjects, C as decodeText, D as specialistNames, E as coordinate, F as operationRules, G as readContract, Gt as anthropicModel, H as require_dist, Ht as encodePath, I as multipleHeads, It as loadSyntax, J as formatColumnType, Jt as writeTextFile, K as readMigrations, Kt as findFiles, L as duplicateRevision, Lt as findRepository, M as rules, N as readMeasurements, O as coordinatorBrief, P as unreadableLines, Q as readRevisions, R as danglingRevision, S as loadSnapshot, T as unknownChange, U as version, Ut as gitComplaint, V as nearest, Vt as decodePath, W as readSchema, Wt as runGit, X as isRevision, Y as makeProject, Yt as Failure, Z as looseEnvironments, Zt as terminalLog, _ as identitiesAt, a as summary, c as decidedAlone, ct as topologicalOrder, d as informed, dt as shippedExample, en as escapeMarkdown, ft as shippedIdentities, g as exitCode, h as statuses, i as renderMarkdown, it as count, j as runRules, k as specialistBrief, l as renderJson, lt as diffContracts, m as failOnValues, n as isQuiet, nn as singleLine, o as title, ot as shortCommit, p as openItems, pt as shippedRulePage, q as readSqlFile, qt as readTextFile, r as quietLine, rt as capped, s as unreadWords, st as headsOf, t as renderSarif, tn as revealInvisible, u as advice, v as parsePolicy, w as unfinishedReport, x as loadChangeSet, y as readPolicy, z as stepsOf, zt as openRepository } from "./engine.js";
import { parseArgs, promisify, styleText } from "node:util";
import { deflate } from "node:zlib";
import { createHash } from "node:crypto";
import { constants, existsSync, readFileSync, statSync, writeSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { lstat, mkdir, mkdtemp, open, readlink, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname as dirname$1 } from "node:path/posix";

// src/adapters/terminal.ts
/** The process's own terminal. Writing is synchronous, so that nothing is lost when the process ends. */
function processTerminal() {
	return {
		write: (text) => writeAll(1, text),
		complain: (text) => writeAll(2, text),
		isTerminal: process.stdout.isTTY,
		colour: process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
		columns: process.stdout.columns ?? 80
	};
}
/** A full pipe answers EAGAIN: try again. A reader that has gone (`| head`) ends the writing. */
function writeAll(descriptor, text) {
	const bytes = Buffer.from(text);
	let written = 0;
	while (written < bytes.length) try {
		written += writeSync(descriptor, bytes, written);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : null;
		if (code === "EPIPE") return;
		if (code !== "EAGAIN") throw error;
	}
}

// src/cli/arguments.ts
/** Every flag of the command line: one table for parsing, for `--help` and for the documentation. */
const flags$1 = {
	repo: {
		type: "string",
		value: "DIR",
		text: "repository to read",
		default: "."
	},
	base: {
		type: "string",
		value: "REV",
		text: "tip of the base branch (origin/HEAD, main or master)"
	},
	head: {
		type: "string",
		value: "REV",
		text: "what is reviewed; WORKTREE includes uncommitted changes",
		default: "HEAD"
	},
	rev: {
		type: "string",
		value: "REV",
		text: "what is read; WORKTREE includes uncommitted changes",
		default: "HEAD"
	},
	last: {
		type: "string",
		value: "N",
		text: "how many merged changes are replayed",
		default: "50"
	},
	app: {
		type: "string",
		value: "MODULE:NAME",
		text: "which application, where there are several"
	},
	from: {
		type: "string",
		value: "SOURCE",
		text: "models or migrations",
		default: "models",
		allowed: ["models", "migrations"]
	},
	format: {
		type: "string",
		value: "FORMAT",
		text: "text, markdown, json or sarif",
		allowed: [
			"text",
			"markdown",
			"json",
			"sarif"
		]
	},
	output: {
		type: "string",
		value: "FILE",
		text: "write the result there"
	},
	config: {
		type: "string",
		value: "FILE",
		text: "configuration, instead of the one at the base tip"
	},
	"fail-on": {
		type: "string",
		value: "WHAT",
		text: "blocked, violations or never",
		default: "blocked",
		allowed: failOnValues
	},
	postgres: {
		type: "string",
		value: "VERSION",
		text: "PostgreSQL major version",
		default: "15"
	},
	specialists: {
		type: "string",
		value: "MODE",
		text: "off, auto or required",
		default: "off",
		allowed: [
			"off",
			"auto",
			"required"
		]
	},
	"anthropic-base-url": {
		type: "string",
		value: "URL",
		text: "a gateway in front of the Messages API"
	},
	"max-usd": {
		type: "string",
		value: "USD",
		text: "ceiling of the model spending",
		default: "0.25"
	},
	model: {
		type: "string",
		value: "NAME",
		text: "model for every identity"
	},
	"sla-results": {
		type: "string",
		value: "GLOBS",
		text: "load-test or benchmark results of the head"
	},
	"sla-baseline": {
		type: "string",
		value: "GLOBS",
		text: "the same for the base"
	},
	"no-color": {
		type: "boolean",
		text: "no colours"
	},
	quiet: {
		type: "boolean",
		text: "no progress on standard error"
	},
	help: {
		type: "boolean",
		text: "this text"
	},
	version: {
		type: "boolean",
		text: "the version"
	}
};
const common$1 = [
	"repo",
	"format",
	"output",
	"no-color",
	"quiet",
	"help"
];
const judged = [
	"config",
	"fail-on",
	"postgres",
	"specialists",
	"anthropic-base-url",
	"max-usd",
	"model",
	"sla-results",
	"sla-baseline"
];
/** What each command takes: positional arguments (in words) and flags. */
const commands = {
	review: {
		arguments: "",
		text: "coordinate a change of a local repository",
		flags: [
			...common$1,
			"base",
			"head",
			...judged
		]
	},
	backtest: {
		arguments: "",
		text: "replay merged changes: what would have been held",
		flags: [
			...common$1,
			"base",
			"head",
			"last",
			"config",
			"postgres"
		]
	},
	contract: {
		arguments: "",
		text: "the HTTP contract as OpenAPI 3.1",
		flags: [
			...common$1,
			"rev",
			"app"
		]
	},
	"diff-contract": {
		arguments: "OLD NEW",
		text: "compare two OpenAPI documents",
		flags: [...common$1, "fail-on"]
	},
	schema: {
		arguments: "",
		text: "the database schema",
		flags: [
			...common$1,
			"rev",
			"from"
		]
	},
	"check-migrations": {
		arguments: "PATH…",
		text: "lint Alembic revisions and SQL files",
		flags: [
			...common$1,
			"postgres",
			"config",
			"fail-on"
		]
	},
	plan: {
		arguments: "\"TASK\"",
		text: "the coordination plan of a mission",
		flags: [...common$1, "rev"]
	},
	brief: {
		arguments: "SPECIALIST",
		text: "what would be sent to the model",
		flags: [
			...common$1,
			"base",
			"head",
			"config",
			"postgres"
		]
	},
	rules: {
		arguments: "",
		text: "the rule catalogue",
		flags: [...common$1]
	},
	explain: {
		arguments: "RULE",
		text: "one rule: reason, examples, ways out",
		flags: [...common$1]
	},
	demo: {
		arguments: "",
		text: "the main job, on the example pull request",
		flags: [...common$1]
	}
};
/** Reads `argv` (without node and script). Throws `Failure` of kind `usage` with the allowed names. */
function parseArguments(argv) {
	const first = argv[0];
	const named = first !== void 0 && !first.startsWith("-");
	if (named && !isCommand(first)) throw new Failure("usage", `Unknown command \`${first}\`. Commands: ${Object.keys(commands).join(", ")}.`);
	const command = named && isCommand(first) ? first : "demo";
	if (!named && argv.includes("--help")) return "help";
	if (argv.includes("--version")) return "version";
	const allowed = commands[command].flags;
	const { values, positionals } = read(command, named ? argv.slice(1) : argv, allowed);
	if (values["help"] === true) return { helpFor: command };
	for (const name of allowed) {
		const value = values[name];
		if (typeof value === "string") checkValue(name, value);
	}
	checkPositionals(command, positionals);
	const get = (flag) => {
		const value = values[flag];
		const entry = flags$1[flag];
		return typeof value === "string" ? value : entry.default;
	};
	return {
		command,
		positionals,
		get,
		has: (flag) => values[flag] !== void 0,
		failOn: failOnValues.find((value) => value === get("fail-on")) ?? "blocked"
	};
}
function isCommand(name) {
	return Object.hasOwn(commands, name);
}
function read(command, argv, allowed) {
	const options = Object.fromEntries(allowed.map((name) => [name, { type: flags$1[name].type }]));
	try {
		return parseArgs({
			args: [...argv],
			options,
			allowPositionals: true,
			strict: true
		});
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		const unknown = /Unknown option '([^']{1,60})'/.exec(message)?.[1];
		const list = allowed.map((name) => `--${name}`).join(", ");
		throw new Failure("usage", unknown === void 0 ? message.split("\n")[0] ?? message : `Unknown flag \`${unknown}\`. \`${command}\` takes ${list}.`, { cause: error });
	}
}
function checkValue(name, value) {
	const flag = flags$1[name];
	if (flag.allowed !== void 0 && !flag.allowed.includes(value)) throw new Failure("usage", `\`--${name} ${value}\` is not known. Allowed: ${flag.allowed.join(", ")}.`);
	if ((name === "last" || name === "postgres") && !/^[1-9]\d{0,5}$/.test(value)) throw new Failure("usage", `\`--${name}\` takes a whole number, not \`${value}\`.`);
	if (name === "max-usd" && !/^\d{1,6}(\.\d{1,6})?$/.test(value)) throw new Failure("usage", `\`--max-usd\` takes an amount such as 0.25, not \`${value}\`.`);
}
const expected = {
	review: [0, 0],
	backtest: [0, 0],
	contract: [0, 0],
	"diff-contract": [2, 2],
	schema: [0, 0],
	"check-migrations": [1, Number.POSITIVE_INFINITY],
	plan: [1, 1],
	brief: [1, 1],
	rules: [0, 0],
	explain: [1, 1],
	demo: [0, 0]
};
function checkPositionals(command, positionals) {
	const [least, most] = expected[command];
	if (positionals.length >= least && positionals.length <= most) return;
	const wanted = commands[command].arguments;
	throw new Failure("usage", wanted === "" ? `\`${command}\` takes no arguments, but got \`${positionals.join(" ")}\`.` : `\`${command}\` takes ${wanted}.`);
}

// src/report/backtest.ts
function backtestSummary(replayed) {
	const changes = replayed.map((one) => {
		if (!("report" in one)) return {
			commit: one.commit,
			title: one.title,
			verdict: "not-evaluated",
			touchesDomain: true,
			held: [],
			findings: [],
			reasons: [one.failure]
		};
		const { report } = one;
		const { domains } = report;
		return {
			commit: one.commit,
			title: one.title,
			verdict: report.verdict.status,
			touchesDomain: domains.DBA.length + domains.BACKEND.length + domains.API.length > 0,
			held: report.findings.filter((finding) => finding.decides).map(heldFact),
			findings: report.findings.map((finding) => {
				const { severity, confidence, decides } = finding;
				return {
					...heldFact(finding),
					severity,
					confidence,
					decides
				};
			}),
			reasons: report.verdict.status === "not-evaluated" ? report.verdict.reasons : []
		};
	});
	const rules = /* @__PURE__ */ new Map();
	for (const change of changes) for (const rule of new Set(change.held.map((fact) => fact.rule))) rules.set(rule, (rules.get(rule) ?? 0) + 1);
	const touching = changes.filter((change) => change.touchesDomain).length;
	return {
		changes,
		rates: {
			changes: changes.length,
			touchingDomain: touching,
			verdicts: {
				pass: numberOf(changes, statuses[0]),
				"needs-acknowledgement": numberOf(changes, statuses[1]),
				blocked: numberOf(changes, statuses[2]),
				"not-evaluated": numberOf(changes, statuses[3])
			},
			rules: Object.fromEntries([...rules].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)))
		},
		suggestedConfiguration: suggest(rules, touching)
	};
}
function numberOf(changes, status) {
	return changes.filter((change) => change.verdict === status).length;
}
function heldFact(finding) {
	const { rule, subject, message, where } = finding;
	return {
		rule,
		subject,
		message,
		path: where.path,
		line: where.line
	};
}
/** A rule that would have held more than one in ten of the changes is worth starting as a warning. */
function suggest(rules, touching) {
	const frequent = [...rules].filter(([rule, times]) => times > 2 && times * 10 > touching && !rule.startsWith("gate-")).sort(([a], [b]) => a < b ? -1 : 1);
	if (frequent.length === 0) return "";
	return [
		"rules:",
		...frequent.map(([rule, times]) => `  ${rule}: warning   # would have held ${times} of ${touching} changes`),
		""
	].join("\n");
}
/** The summary for a person; Markdown that reads as text in a terminal. */
function renderBacktest(summary) {
	const { rates } = summary;
	const lines = [];
	for (const change of summary.changes) {
		if (change.verdict === "pass") continue;
		lines.push(`${change.commit.slice(0, 9)} ${change.verdict}: ${singleLine(change.title)}`);
		for (const fact of change.held) lines.push(`  - ${fact.rule}: ${singleLine(fact.message)} (${singleLine(fact.path)}:${fact.line})`);
		for (const reason of change.reasons) lines.push(`  - ${singleLine(reason)}`);
	}
	if (lines.length > 0) lines.push("");
	const { verdicts } = rates;
	lines.push(`${rates.changes} changes, ${rates.touchingDomain} of them touch a domain.`, `pass ${verdicts.pass}, needs acknowledgement ${verdicts["needs-acknowledgement"]}, blocked ${verdicts.blocked}, not evaluated ${verdicts["not-evaluated"]}.`);
	for (const [rule, times] of Object.entries(rates.rules)) lines.push(`  ${rule}: ${times}`);
	lines.push("", summary.suggestedConfiguration === "" ? "Suggested configuration: none, the defaults fit." : `Suggested configuration (.github/coord-platform.yml):\n\n${summary.suggestedConfiguration}`);
	return `${lines.join("\n").trimEnd()}\n`;
}

// src/source/range.ts
/**
* The commits of a three-dot comparison in a local repository, as a pull request from `head` to `base` would show it.
* Throws `Failure`: "usage" for an unknown revision, "unfinished" where there is no merge base.
*/
async function resolveRange(git, base, head) {
	const tip = await resolveRevision(git, base);
	const after = await resolveRevision(git, head);
	const before = await git.mergeBase(tip, after);
	if (before !== null) return {
		before,
		after,
		base: tip
	};
	throw new Failure("unfinished", await git.isShallow() ? `${base} and ${head} have no merge base in this shallow clone. Fetch the history with \`git fetch --unshallow\`.` : `${base} and ${head} have no commit in common, so there is nothing to compare. Choose another --base.`);
}
/** Full commit id. Throws `Failure` "usage" for an unknown revision, "unfinished" where the history may be too short to know it. */
async function resolveRevision(git, revision) {
	const commit = await git.resolveCommit(revision);
	if (commit !== null) return commit;
	if (await git.isShallow()) throw new Failure("unfinished", `Unknown revision ${JSON.stringify(revision)} in this shallow clone. Fetch the history with \`git fetch --unshallow\`.`);
	throw new Failure("usage", `Unknown revision ${JSON.stringify(revision)}. Name a commit, branch or tag of this repository, or fetch it first.`);
}
/** The default of `--base`: the remote's default branch, else `main`, else `master`. Throws `Failure` "usage" where there is none. */
async function findDefaultBase(git) {
	for (const name of [
		"origin/HEAD",
		"main",
		"master"
	]) if (await git.resolveCommit(name) !== null) return name;
	throw new Failure("usage", "No base to compare with: there is no origin/HEAD, main or master. Name one with --base.");
}

// src/source/snapshot.ts
/** The commit name of the files as they lie in the work tree. */
const worktreeCommit = "WORKTREE";

// src/adapters/git-worktree.ts
/**
* Makes the work tree of a clone readable like a commit: tracked files with their uncommitted changes, and untracked
* files that are not ignored. File contents are read as they are: no filter runs and no symbolic link is followed.
* New contents go to a temporary object folder beside the clone's own, so that comparing and reading them is git's
* usual work; nothing is written into the clone. History questions about `WORKTREE` are answered for `HEAD`.
* Throws `Failure` "usage" for a bare repository and where there is no commit yet.
*/
async function openWorktree(place) {
	const { workTree } = place;
	if (workTree === null) throw new Failure("usage", "WORKTREE needs a clone with a work tree; this one is bare.");
	const head = await openRepository(place).resolveCommit("HEAD");
	if (head === null) throw new Failure("usage", "WORKTREE needs a repository with at least one commit.");
	const temporary = await mkdtemp(join(tmpdir(), "coord-platform-worktree-"));
	const dispose = () => rm(temporary, {
		recursive: true,
		force: true
	});
	try {
		const overlay = await overlayPlace(place, temporary);
		const tree = await writeTree(overlay, await readWorktree(place, workTree, join(temporary, "objects")), join(temporary, "index"));
		return {
			git: withWorktree(openRepository(overlay), head, tree),
			dispose
		};
	} catch (error) {
		await dispose();
		throw error;
	}
}
function withWorktree(git, head, tree) {
	const commit = (id) => id === "WORKTREE" ? head : id;
	const files = (id) => id === "WORKTREE" ? tree : id;
	return {
		...git,
		resolveCommit: async (revision) => revision === "WORKTREE" ? worktreeCommit : git.resolveCommit(revision),
		mergeBase: (a, b) => git.mergeBase(commit(a), commit(b)),
		commitTime: (id) => git.commitTime(commit(id)),
		commitSubject: (id) => git.commitSubject(commit(id)),
		parents: async (id) => id === "WORKTREE" ? [head] : git.parents(id),
		firstParents: (id, count) => git.firstParents(commit(id), count),
		listTree: (id) => git.listTree(files(id)),
		diff: (before, after) => git.diff(files(before), files(after))
	};
}
/** The same repository with a temporary folder in front of its objects. */
async function overlayPlace(place, temporary) {
	const asked = await runOnObjects(place, { args: [
		"rev-parse",
		"--path-format=absolute",
		"--git-path",
		"objects"
	] });
	if (asked.exitCode !== 0) throw unreadable(gitComplaint(asked));
	const objects = asked.stdout.toString("utf8").slice(0, -1);
	await mkdir(join(temporary, "objects"));
	return {
		...place,
		environment: {
			...place.environment,
			GIT_OBJECT_DIRECTORY: join(temporary, "objects"),
			GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"`
		}
	};
}
async function readWorktree(place, workTree, objects) {
	const [tracked, untracked] = await Promise.all([listTracked(place, workTree), listUntracked(place, workTree)]);
	const context = {
		place,
		workTree,
		objects,
		pointers: await findPointers(place, tracked.candidates),
		folders: /* @__PURE__ */ new Map()
	};
	const entries = [...tracked.unchanged];
	const candidates = [...tracked.candidates, ...untracked];
	const parallel = 32;
	for (let index = 0; index < candidates.length; index += parallel) {
		const batch = candidates.slice(index, index + parallel);
		for (const entry of await Promise.all(batch.map((candidate) => readEntry(context, candidate)))) if (entry !== null) entries.push(entry);
	}
	return entries;
}
/** Tracked paths. Submodules and files outside a sparse checkout count as the index has them. */
async function listTracked(place, workTree) {
	const unchanged = [];
	const candidates = /* @__PURE__ */ new Map();
	for (const token of await listFiles(place, workTree, ["--stage", "-t"])) {
		const tab = token.indexOf(9);
		const [tag, mode = "", blob = "", stage] = token.toString("latin1", 0, tab).split(" ");
		const path = decodePath(token.subarray(tab + 1));
		if (stage !== "0") candidates.set(path, {
			path,
			mode: null,
			blob: null
		});
		else if (tag === "S" || mode === "160000") unchanged.push({
			path,
			mode,
			blob
		});
		else candidates.set(path, {
			path,
			mode,
			blob
		});
	}
	return {
		unchanged,
		candidates: [...candidates.values()]
	};
}
async function listUntracked(place, workTree) {
	return (await listFiles(place, workTree, [
		"--others",
		"--exclude-standard",
		...(await userExcludes(place)).map((file) => `--exclude-from=${file}`)
	])).map((token) => decodePath(token)).filter((path) => !path.endsWith("/")).map((path) => ({
		path,
		mode: null,
		blob: null
	}));
}
async function listFiles(place, workTree, args) {
	const result = await runGit({
		folder: workTree,
		args: [
			`--git-dir=${place.gitFolder}`,
			`--work-tree=${workTree}`,
			"ls-files",
			"-z",
			...args
		]
	});
	if (result.exitCode !== 0) throw unreadable(gitComplaint(result));
	const tokens = [];
	let start = 0;
	for (let end = result.stdout.indexOf(0); end >= 0; end = result.stdout.indexOf(0, start)) {
		tokens.push(result.stdout.subarray(start, end));
		start = end + 1;
	}
	return tokens;
}
/** The user's own ignore file, which the clean environment hides from git. Only patterns are read from it. */
async function userExcludes(place) {
	const home = homedir();
	const configuration = process.env["XDG_CONFIG_HOME"] ?? join(home, ".config");
	const asked = await runGit({
		folder: place.gitFolder,
		args: [
			"config",
			"--global",
			"--type=path",
			"core.excludesFile"
		],
		environment: {
			HOME: home,
			GIT_CONFIG_GLOBAL: process.env["GIT_CONFIG_GLOBAL"] ?? join(home, ".gitconfig")
		}
	});
	const configured = asked.exitCode === 0 ? asked.stdout.toString("utf8").slice(0, -1) : "";
	const file = configured === "" ? join(configuration, "git", "ignore") : configured;
	return await lstat(file).catch(() => null) === null ? [] : [file];
}
const pointerStart = "version https://git-lfs.github.com/spec/v1\n";
/** A file of Git LFS lies in the work tree with its real content, while git knows a pointer to it. */
async function findPointers(place, candidates) {
	const blobs = candidates.flatMap(({ blob }) => blob ?? []);
	const pointers = /* @__PURE__ */ new Map();
	for (const [blob, found] of await openRepository(place).readBlobs(blobs, {
		each: 512,
		total: 2 ** 26
	})) {
		const text = found.kind === "content" ? Buffer.from(found.bytes).toString("latin1") : "";
		if (!text.startsWith(pointerStart)) continue;
		const value = (key) => text.split("\n").find((line) => line.startsWith(key))?.slice(key.length) ?? "";
		pointers.set(blob, {
			sha256: value("oid sha256:"),
			size: Number(value("size "))
		});
	}
	return pointers;
}
/** The entry of one path of the work tree; null when nothing that git would track is there. */
async function readEntry(context, candidate) {
	const { path } = candidate;
	const file = inWorkTree(context, path);
	if (!await isInRealFolder(context, dirname$1(path))) return null;
	const found = await lstat(file).catch(() => null);
	if (found === null) return null;
	if (found.isSymbolicLink()) return {
		path,
		mode: "120000",
		blob: await storeBlob(context, await readlink(file, { encoding: "buffer" }))
	};
	if (!found.isFile()) return null;
	const mode = process.platform === "win32" ? candidate.mode ?? "100644" : fileMode(found.mode);
	try {
		return {
			path,
			mode,
			blob: await fileBlob(context, candidate, file, found.size)
		};
	} catch (error) {
		throw unreadable(`${path}: ${error instanceof Error ? error.message : String(error)}`);
	}
}
/** As bytes, because a name need not be UTF-8. */
function inWorkTree(context, path) {
	return Buffer.concat([Buffer.from(`${context.workTree}/`), encodePath(path)]);
}
function fileMode(mode) {
	return (mode & 64) === 0 ? "100644" : "100755";
}
/** False when some part of the folder's path is a symbolic link: what lies behind it is not in this work tree. */
function isInRealFolder(context, folder) {
	if (folder === ".") return Promise.resolve(true);
	const known = context.folders.get(folder);
	if (known !== void 0) return known;
	const answer = isInRealFolder(context, dirname$1(folder)).then(async (inside) => inside && ((await lstat(inWorkTree(context, folder)).catch(() => null))?.isDirectory() ?? false));
	context.folders.set(folder, answer);
	return answer;
}
/** Above this size only the start of a changed file is kept: it is too large to be analysed anyway. */
const largeFile = 2 ** 24;
const startOfLargeFile = 2 ** 21;
/** Id of a file's content; the index's id where the file is what the index means. */
async function fileBlob(context, candidate, file, size) {
	const { blob } = candidate;
	const pointer = blob === null ? void 0 : context.pointers.get(blob);
	if (blob !== null && pointer?.size === size && await hashFile(file, createHash("sha256")) === pointer.sha256) return blob;
	if (size > largeFile) {
		const whole = createHash(context.place.objectFormat).update(blobHeader(size));
		if (blob !== null && await hashFile(file, whole) === blob) return blob;
	}
	const bytes = await readStart(file, size > largeFile ? startOfLargeFile : largeFile);
	if (blobId(context, bytes) === blob) return blob;
	if (blob !== null && bytes.includes("\r\n")) {
		if (blobId(context, Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1")) === blob) return blob;
	}
	return storeBlob(context, bytes);
}
/** Opens without following: the file may have become a symbolic link since it was looked at. */
const openPlainly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);
const pieceSize = 2 ** 16;
async function* readPieces(file, limit) {
	const handle = await open(file, openPlainly);
	try {
		for (let position = 0; position < limit;) {
			const { bytesRead, buffer } = await handle.read({
				buffer: Buffer.alloc(Math.min(pieceSize, limit - position)),
				position
			});
			if (bytesRead === 0) return;
			yield buffer.subarray(0, bytesRead);
			position += bytesRead;
		}
	} finally {
		await handle.close();
	}
}
async function readStart(file, limit) {
	const pieces = [];
	for await (const piece of readPieces(file, limit)) pieces.push(piece);
	return Buffer.concat(pieces);
}
async function hashFile(file, hash) {
	for await (const piece of readPieces(file, Number.POSITIVE_INFINITY)) hash.update(piece);
	return hash.digest("hex");
}
function blobHeader(size) {
	return Buffer.from(`blob ${size}\0`);
}
function blobId(context, bytes) {
	return createHash(context.place.objectFormat).update(blobHeader(bytes.length)).update(bytes).digest("hex");
}
const compress = promisify(deflate);
/** Writes a loose object. */
async function storeBlob(context, bytes) {
	const blob = blobId(context, bytes);
	const folder = join(context.objects, blob.slice(0, 2));
	const content = await compress(Buffer.concat([blobHeader(bytes.length), bytes]), { level: 1 });
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, blob.slice(2)), content);
	return blob;
}
/** A tree object of the entries, made in a temporary index. */
async function writeTree(place, entries, index) {
	const environment = { GIT_INDEX_FILE: index };
	const input = Buffer.concat(entries.map(({ mode, blob, path }) => Buffer.concat([
		Buffer.from(`${mode} ${blob}\t`),
		encodePath(path),
		Buffer.from([0])
	])));
	const filled = await runOnObjects(place, {
		args: [
			"update-index",
			"-z",
			"--index-info"
		],
		input,
		environment
	});
	if (filled.exitCode !== 0) throw unreadable(gitComplaint(filled));
	const written = await runOnObjects(place, {
		args: ["write-tree", "--missing-ok"],
		environment
	});
	if (written.exitCode !== 0) throw unreadable(gitComplaint(written));
	return written.stdout.toString("utf8").trim();
}
function unreadable(complaint) {
	return new Failure("unfinished", `The work tree could not be read: ${complaint}.`);
}

// src/cli/local-change.ts
/** The repository of `--repo`; with `WORKTREE` among the revisions it knows the uncommitted changes too. */
async function openLocal(args, revisions) {
	const place = await findRepository(args.get("repo") ?? ".");
	if (revisions.includes("WORKTREE")) return openWorktree(place);
	return {
		git: openRepository(place),
		dispose: () => Promise.resolve()
	};
}
/** The change between `--base` and `--head`, with the policy that judges it. Throws `Failure`. */
async function readLocalChange(git, args) {
	const head = args.get("head") ?? "HEAD";
	const baseName = args.get("base") ?? await findDefaultBase(git);
	const commits = await resolveRange(git, baseName, head);
	const changeSet = await loadChangeSet(git, commits, { alsoRead: isIdentity });
	const policy = policyOf(args, changeSet.base);
	const title = head === "WORKTREE" ? "Uncommitted changes" : await git.commitSubject(commits.after);
	return {
		git,
		commits,
		baseName,
		changeSet,
		policy,
		identities: identitiesFor(changeSet.base, policy),
		title
	};
}
/** Settings of `--config`, else those at the base tip; `--postgres` names the server's version. */
function policyOf(args, base) {
	const file = args.get("config");
	const ruleIds = ruleIdsOf(rules);
	const policy = file === void 0 ? readPolicy(base, defaultSettings.path, ruleIds) : parsePolicy(readTextFile(file), file, ruleIds);
	if (!args.has("postgres")) return policy;
	const version = Number(args.get("postgres"));
	return {
		...policy,
		settings: {
			...policy.settings,
			database: {
				...policy.settings.database,
				version
			}
		}
	};
}
/** The identity cards at the base tip. */
function identitiesFor(base, policy) {
	return identitiesAt(base, policy.settings.specialists.folder, shippedIdentities());
}
function isIdentity(path) {
	return path.endsWith(".identity.md");
}

// src/report/terminal.ts
/** The report for a person at a terminal: what to fix, what to decide, then what it rests on. */
function renderTerminal(report, options) {
	const page = new Page(options);
	heading(report, page);
	if (isQuiet(report)) {
		page.say(quietLine(report).trim().replaceAll("*", ""));
		page.list(report.notices);
		return page.text();
	}
	fixes(report, page);
	unread$1(report, page);
	decisions(report, page);
	exits(report, page);
	asides(report, page);
	rests(report, page);
	return page.text();
}
const colours = {
	pass: "green",
	"needs-acknowledgement": "yellow",
	blocked: "red",
	"not-evaluated": "yellow"
};
function heading(report, page) {
	const { change } = report;
	if (change.title !== "") page.say(singleLine(change.title), { style: "bold" });
	if (change.head !== "") page.say(`${shortCommit(singleLine(change.head))} against ${singleLine(change.base)}, ${count(change.files, "file")}, +${change.additions} -${change.deletions}`, { style: "dim" });
	page.gap();
	const said = isQuiet(report) ? [] : summary(report).map(fromMarkdown);
	page.say(title(report), {
		style: ["bold", colours[report.verdict.status]],
		after: said.join(" ")
	});
	page.gap();
}
function fixes(report, page) {
	const { fix } = openItems(report);
	if (fix.length === 0) return;
	page.title("Fix");
	for (const violation of fix) page.items(findingsOf(report, violation.findings), violation.id);
}
function unread$1(report, page) {
	const { unread: open } = openItems(report);
	if (open.length === 0) return;
	page.title("Make readable");
	for (const one of open) {
		const line = one.line === null ? "" : `:${one.line}`;
		page.say(`${singleLine(one.path)}${line} ${unreadWords(one.reason)}`, { indent: 2 });
		page.say(one.id, {
			indent: 4,
			style: "dim"
		});
		page.gap();
	}
}
function decisions(report, page) {
	const { decide } = openItems(report);
	if (decide.length === 0) return;
	page.title("Decide");
	for (const [index, escalation] of decide.entries()) {
		const number = decide.length === 1 ? "" : `${index + 1}. `;
		page.items(findingsOf(report, escalation.findings), escalation.id, number);
	}
}
/** How an authority lets it pass: on the pull request, since a terminal has no authorities. */
function exits(report, page) {
	const { fix, decide, unread: open } = openItems(report);
	const commands = [...decide.length === 0 ? [] : ["/coord-platform ack ESC-… -- why"], ...fix.length + open.length === 0 ? [] : [`/coord-platform waive ${fix.length === 0 ? "UNK" : "CON"}-… -- why`]];
	if (commands.length === 0) return;
	page.say("An authority accepts it with a comment on the pull request:", { style: "dim" });
	for (const command of commands) page.say(command, {
		indent: 2,
		style: "dim"
	});
	page.gap();
}
const mostAsides = 20;
function asides(report, page) {
	for (const [name, findings] of [["For information", informed(report)], ["Advice", advice(report)]]) {
		if (findings.length === 0) continue;
		page.title(name);
		const { shown, more } = capped(findings, mostAsides);
		for (const finding of shown) {
			page.say(`- ${sentenceOf(finding)}`, {
				indent: 2,
				hanging: 2
			});
			page.say(place(finding), {
				indent: 4,
				style: "dim"
			});
		}
		if (more > 0) page.say(`and ${more} more (--format json)`, { indent: 2 });
		page.gap();
	}
}
/** What the report rests on: remarks of specialists, files read, what is not known. */
function rests(report, page) {
	const deployed = report.specialists.filter(({ status }) => status !== "not-needed");
	for (const { name, remarks } of deployed) {
		if (remarks.length === 0) continue;
		page.title(name);
		for (const { text, where } of remarks) {
			page.say(`- ${singleLine(text)}`, {
				indent: 2,
				hanging: 2
			});
			page.say(`${singleLine(where.path)}:${where.line}`, {
				indent: 4,
				style: "dim"
			});
		}
		page.gap();
	}
	page.list(report.notices);
	const alone = report.verdict.status === "pass" ? "" : decidedAlone(report);
	if (alone !== "") page.say(`Decided by COORD_PLATFORM: ${alone}.`, { style: "dim" });
	const reasons = /* @__PURE__ */ new Map();
	for (const { name, status, reason } of deployed) {
		const why = `${status.replace("-", " ")}${reason === null ? "" : ` (${singleLine(reason)})`}`;
		reasons.set(why, [...reasons.get(why) ?? [], name]);
	}
	for (const [why, names] of reasons) {
		const who = names.length === deployed.length ? "Specialists" : names.join(", ");
		page.say(`${who}: ${why}.`, { style: "dim" });
	}
	const { analysed, files, unresolved } = report.coverage;
	const unknown = unresolved.length === 0 ? "" : `, ${count(unresolved.length, "place")} not known`;
	if (files > 0 && (report.verdict.status !== "pass" || unknown !== "")) page.say(`${analysed} of ${count(files, "file")} read${unknown}.`, { style: "dim" });
}
function findingsOf(report, ids) {
	return report.findings.filter(({ id }) => ids.includes(id));
}
function sentenceOf({ message }) {
	return singleLine(message);
}
function place({ where }) {
	return `${singleLine(where.path)}:${where.line}`;
}
/** What the message does not say: before and after, and the operations that are reached. */
function evidence(finding) {
	const { before, after, message, reaches, subject } = finding;
	const compared = before !== null && after !== null && !(message.includes(before) && message.includes(after));
	const others = reaches.filter((operation) => !message.includes(operation) && !subject.startsWith(operation));
	const { shown, more } = capped(others, 5);
	return [...compared ? [`before: ${singleLine(before)}`, `after:  ${singleLine(after)}`] : [], ...shown.length === 0 ? [] : [`reaches ${shown.map(singleLine).join(", ")}${more > 0 ? ` and ${more} more` : ""}`]];
}
/** Our own sentences, written for Markdown: escapes and zero-width characters mean nothing here. */
function fromMarkdown(text) {
	return text.replaceAll("​", "").replace(/\\([\\`*_[\]<>#|~$!-])/g, "$1").replaceAll("&amp;", "&");
}
/** Lines of text, wrapped at spaces. */
var Page = class {
	#lines = [];
	#colour;
	#width;
	constructor({ colour, width }) {
		this.#colour = colour;
		this.#width = Math.max(40, width);
	}
	say(text, { indent = 0, hanging = 0, style, after = "" } = {}) {
		const lines = wrap(after === "" ? text : `${text} ${after}`, this.#width - indent, hanging);
		for (const [index, line] of lines.entries()) {
			const styled = after === "" ? line.length : index === 0 ? text.length : 0;
			const painted = this.#paint(style, line.slice(0, styled)) + line.slice(styled);
			this.#lines.push(line === "" ? "" : " ".repeat(indent) + painted);
		}
	}
	title(text) {
		this.say(text, { style: "bold" });
	}
	gap() {
		if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
	}
	list(texts) {
		for (const text of texts) this.say(`- ${singleLine(text)}`, { hanging: 2 });
		if (texts.length > 0) this.gap();
	}
	/** The findings of one item, how to fix them, and its id. */
	items(findings, id, number = "") {
		for (const finding of findings) {
			this.say(`${number}${sentenceOf(finding)}`, {
				indent: 2,
				hanging: number.length
			});
			const indent = 2 + Math.max(2, number.length);
			this.say(`${place(finding)}  ${id}`, {
				indent,
				style: "dim"
			});
			for (const line of evidence(finding)) this.say(line, {
				indent,
				hanging: 2
			});
			this.#fix(finding.fix, indent);
		}
		this.gap();
	}
	/** Prose is wrapped; code keeps its shape. */
	#fix(fix, indent) {
		let inCode = false;
		for (const line of revealInvisible(fix).split("\n")) if (line.startsWith("```")) inCode = !inCode;
		else if (inCode) this.#lines.push(" ".repeat(indent + 2) + line);
		else this.say(line, { indent });
	}
	text() {
		return `${this.#lines.join("\n").trimEnd()}\n`;
	}
	#paint(style, text) {
		return style === void 0 || !this.#colour || text === "" ? text : styleText(style, text, { validateStream: false });
	}
};
/** Breaks at spaces, but not inside of code: `GET /users` stays on one line. */
function wrap(text, width, hanging) {
	const lines = [];
	let line = "";
	for (const word of words(text)) {
		const room = lines.length === 0 ? width : width - hanging;
		if (line !== "" && line.length + 1 + word.length > room) {
			lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line);
	return lines;
}
const longestCode = 60;
/** Words between spaces; a short piece of code between backticks counts as a part of one word. */
function words(text) {
	const result = [];
	let word = "";
	let codeStart = -1;
	for (const [index, character] of Array.from(text).entries()) {
		if (character === "`") codeStart = codeStart < 0 ? index : -1;
		if (character === " " && (codeStart < 0 || index - codeStart > longestCode)) {
			result.push(word);
			word = "";
		} else word += character;
	}
	return [...result, word];
}

// src/cli/output.ts
/** `--format`, else `text` on a terminal and `markdown` elsewhere. */
function formatOf(args, terminal) {
	const formats = [
		"text",
		"markdown",
		"json",
		"sarif"
	];
	const fallback = terminal.isTerminal && args.get("output") === void 0 ? "text" : "markdown";
	return formats.find((format) => format === args.get("format")) ?? fallback;
}
/** Writes a result to `--output` or to standard output. */
function deliver(text, args, terminal) {
	const file = args.get("output");
	if (file === void 0) terminal.write(text);
	else writeTextFile(file, text);
}
function renderReport(report, args, terminal) {
	switch (formatOf(args, terminal)) {
		case "json": return renderJson(report);
		case "sarif": return renderSarif(report, rules);
		case "markdown": return isQuiet(report) ? quietLine(report) : renderMarkdown(report, {
			repository: null,
			limit: Number.MAX_SAFE_INTEGER,
			since: null
		});
		case "text": return renderTerminal(report, {
			colour: terminal.colour && !args.has("no-color") && args.get("output") === void 0,
			width: Math.min(terminal.columns, 100)
		});
	}
}

// src/cli/backtest.ts
/** `backtest`: replays the last merged changes of a branch, each against its first parent, as the gate would have seen it. */
async function backtestCommand(args, terminal, log) {
	const { git, dispose } = await openLocal(args, []);
	try {
		const head = await resolveRevision(git, args.get("head") ?? "HEAD");
		const commits = await git.firstParents(head, Number(args.get("last") ?? "50") + 1);
		const syntax = await loadSyntax();
		const replayed = [];
		for (const commit of commits) {
			const parent = (await git.parents(commit))[0];
			if (parent === void 0 || replayed.length >= Number(args.get("last") ?? "50")) break;
			const title = await git.commitSubject(commit);
			const result = await replay(git, commit, parent, title, args, syntax);
			replayed.push(result);
			log.info(`${commit.slice(0, 9)} ${"report" in result ? result.report.verdict.status : "failed"} ${title}`);
		}
		if (replayed.length === 0) throw new Failure("usage", "There is no merged change to replay: the branch has one commit.");
		const summary = backtestSummary(replayed);
		const json = formatOf(args, terminal) === "json";
		deliver(json ? `${JSON.stringify(summary, null, 2)}\n` : renderBacktest(summary), args, terminal);
		return 0;
	} finally {
		await dispose();
	}
}
/** One change; its own failure is a line of the result and does not end the others. */
async function replay(git, commit, parent, title, args, syntax) {
	try {
		return {
			commit,
			title,
			report: await reportOf(git, commit, parent, title, args, syntax)
		};
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return {
			commit,
			title,
			failure: error.message
		};
	}
}
async function reportOf(git, commit, parent, title, args, syntax) {
	const changeSet = await loadChangeSet(git, {
		before: parent,
		after: commit,
		base: parent
	});
	const policy = policyOf(args, changeSet.base);
	const { report } = await coordinate({
		title,
		baseName: parent.slice(0, 9),
		changeSet,
		policy,
		identities: identitiesFor(changeSet.base, policy),
		measurements: {
			head: [],
			base: []
		},
		syntax,
		log: silent,
		notices: [],
		specialists: {
			deployment: { notRun: "specialists: off" },
			required: false,
			model: "",
			maxUsd: 0,
			signal: AbortSignal.timeout(1e3)
		},
		recordedAnswers: () => Promise.resolve(null)
	});
	return report;
}
/** The stages of a hundred changes would drown the list. */
const silent = {
	info: () => {},
	warning: () => {},
	error: () => {},
	debug: () => {},
	stage: async (_name, work) => work()
};

// src/cli/review.ts
/** `review`: the whole coordination on a local repository. */
async function reviewCommand(args, terminal, log, apiKey) {
	const { git, dispose } = await openLocal(args, [args.get("head") ?? "HEAD"]);
	try {
		const { report, verdict } = await coordinateLocally(await log.stage("Source", () => readLocalChange(git, args)), args, log, apiKey);
		deliver(renderReport(report, args, terminal), args, terminal);
		return exitCode(verdict, args.failOn, "cli");
	} finally {
		await dispose();
	}
}
/** Coordinates without GitHub: nobody can answer, so every constraint and trigger is enforced. */
async function coordinateLocally(change, args, log, apiKey) {
	const mode = args.get("specialists") ?? "off";
	return coordinate({
		...change,
		measurements: {
			head: readMeasurements(measurementFiles(args.get("sla-results"))),
			base: readMeasurements(measurementFiles(args.get("sla-baseline")))
		},
		syntax: await loadSyntax(),
		log,
		notices: [],
		specialists: {
			deployment: deploymentOf(mode, apiKey, args.get("anthropic-base-url") ?? null),
			required: mode === "required",
			model: args.get("model") ?? "",
			maxUsd: Number(args.get("max-usd") ?? "0"),
			signal: AbortSignal.timeout(specialistDeadline)
		},
		recordedAnswers: () => Promise.resolve(null)
	});
}
/** All specialists together; a review that takes longer is worth less than an answer. */
const specialistDeadline = 24e4;
const attemptDeadline = 12e4;
function deploymentOf(mode, apiKey, baseUrl) {
	if (mode === "off") return { notRun: "specialists: off" };
	if (apiKey === "") return { notRun: "no key" };
	return { model: anthropicModel({
		apiKey,
		baseUrl,
		timeout: attemptDeadline
	}) };
}
/** Globs, separated by commas, relative to the current folder. A glob that matches nothing is a mistake worth saying. */
function measurementFiles(globs) {
	if (globs === void 0) return [];
	const paths = findFiles(".", globs.split(",").map((glob) => glob.trim()));
	if (paths.length === 0) throw new Failure("usage", `No file matches \`${globs}\`.`);
	return paths.map((path) => ({
		path,
		text: readTextFile(path)
	}));
}

// src/cli/brief.ts
/** `brief SPECIALIST`: exactly what would be sent for it; sends nothing. The coordinator's has no remarks yet. */
async function briefCommand(args, terminal, log) {
	const wanted = (args.positionals[0] ?? "").toUpperCase();
	const name = [...specialistNames, "COORD_PLATFORM"].find((one) => one === wanted);
	if (name === void 0) throw new Failure("usage", `There is no specialist \`${wanted}\`. Specialists: ${specialistNames.join(", ")}, COORD_PLATFORM.`);
	const { git, dispose } = await openLocal(args, [args.get("head") ?? "HEAD"]);
	try {
		const change = await readLocalChange(git, args);
		const { report } = await coordinateLocally(change, args, log, "");
		const input = {
			...report,
			changeSet: change.changeSet,
			identities: change.identities
		};
		const brief = name === "COORD_PLATFORM" ? coordinatorBrief(input, /* @__PURE__ */ new Map()) : specialistBrief(name, input);
		deliver(`# System\n\n${brief.system}\n\n# Message\n\n${brief.prompt}\n`, args, terminal);
		return 0;
	} finally {
		await dispose();
	}
}

// src/cli/catalogue.ts
/** `rules`: one line a rule. */
function rulesCommand(args, terminal) {
	if (formatOf(args, terminal) === "json") {
		const list = rules.map((rule) => ({
			...rule,
			check: void 0
		}));
		deliver(`${JSON.stringify(list, null, 2)}\n`, args, terminal);
		return 0;
	}
	const width = Math.max(...rules.map((rule) => rule.id.length));
	const lines = rules.map((rule) => {
		const serves = rule.constraint ?? rule.trigger ?? "advice";
		return `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${serves}`;
	});
	deliver(`${lines.join("\n")}\n`, args, terminal);
	return 0;
}
/** `explain RULE`: its page. */
function explainCommand(args, terminal) {
	const id = args.positionals[0] ?? "";
	if (!rules.some((rule) => rule.id === id)) {
		const near = nearest(id, rules.map((rule) => rule.id));
		throw new Failure("usage", `There is no rule \`${id}\`.${near === null ? "" : ` Did you mean \`${near}\`?`} \`rules\` lists all.`);
	}
	deliver(shippedRulePage(id), args, terminal);
	return 0;
}

// src/adapters/folder-snapshot.ts
/** Sorts what a user named into files and folders relative to `root`; null when one lies outside of it. Throws `Failure` for what does not exist. */
function namedPaths(root, paths) {
	const files = [];
	const folders = [];
	for (const path of paths) {
		if (!existsSync(path)) throw new Failure("usage", `\`${path}\` does not exist.`);
		const inside = relative(root, resolve(path)).split(sep).join("/");
		if (inside === ".." || inside.startsWith("../") || isAbsolute(inside)) return null;
		(statSync(path).isDirectory() ? folders : files).push(inside);
	}
	return {
		files,
		folders
	};
}
/** A snapshot of named files on disk, outside of any repository. */
function folderSnapshot(root, { files, folders }) {
	const below = folders.flatMap((folder) => findFiles(join(root, folder), [
		"**/*.py",
		"**/*.sql",
		"**/*.ini",
		"**/*.toml"
	]).map((path) => relative(root, path).split(sep).join("/")));
	const texts = /* @__PURE__ */ new Map();
	const entries = /* @__PURE__ */ new Map();
	for (const path of [.../* @__PURE__ */ new Set([...files, ...below])].sort()) {
		const bytes = readFileSync(join(root, path));
		entries.set(path, {
			path,
			mode: "100644",
			blob: createHash("sha1").update(path).update(bytes).digest("hex")
		});
		texts.set(path, decodeText(bytes, path.endsWith(".py")));
	}
	return {
		commit: worktreeCommit,
		entries,
		read: (path) => texts.get(path) ?? {
			kind: "unread",
			reason: "missing"
		}
	};
}

// src/rules/check-migrations.ts
const noSchema = {
	tables: /* @__PURE__ */ new Map(),
	unresolved: []
};
const revisionRules = [
	multipleHeads,
	danglingRevision,
	duplicateRevision
];
/** Lints Alembic revisions and SQL files without a comparison: every statement counts as new. */
function checkMigrations(project, graph, selection, settings, syntax) {
	const whole = withLooseFiles(project, graph, selection);
	const changes = changesOf(project, whole, selection, syntax);
	const contexts = changes.map((change) => contextOf(change, settings));
	const checked = new Set(changes.flatMap((change) => change.bodies.map((body) => body.path)));
	const environments = whole.environments.filter((environment) => revisionsIn(environment).some((revision) => checked.has(revision.path)));
	return {
		findings: [...checkGraph({
			environments,
			unresolved: whole.unresolved
		}, checked, settings), ...contexts.flatMap(checkSteps)],
		environments: environments.map(({ path, versions, heads }) => ({
			path,
			versions,
			heads
		})),
		revisions: environments.flatMap((environment) => revisionsIn(environment).filter((revision) => checked.has(revision.path)).map(({ id, down, path }) => ({
			revision: id,
			down,
			path,
			environment: environment.path
		}))),
		coverage: coverageOf(contexts, changes)
	};
}
function revisionsIn(environment) {
	return [...topologicalOrder(environment).flatMap((id) => environment.revisions.get(id) ?? []), ...environment.duplicates];
}
/** Python files that no environment has make one of their own. */
function withLooseFiles(project, graph, selection) {
	const known = new Set(graph.environments.flatMap((one) => revisionsIn(one).map((revision) => revision.path)));
	const named = selection.files.filter((path) => path.endsWith(".py"));
	const found = project.paths.filter((path) => isSelected(path, selection) && isRevision(project, path));
	const loose = [.../* @__PURE__ */ new Set([...named, ...found])].filter((path) => !known.has(path));
	return {
		...graph,
		environments: [...graph.environments, ...looseEnvironments(project, loose)]
	};
}
function isSelected(path, { folders }) {
	return folders.some((folder) => folder === "" || path.startsWith(`${folder}/`));
}
function changesOf(project, graph, selection, syntax) {
	const named = selection.files.flatMap((path) => bodiesOf(project, graph, [path], syntax));
	const single = bodiesOf(project, graph, [...project.snapshot.entries.keys()].filter((path) => isSelected(path, selection)), syntax).map((body) => ({
		graph,
		bodies: [body]
	}));
	return named.length === 0 ? single : [{
		graph,
		bodies: named
	}, ...single];
}
/** Revisions in order of the graph, then SQL files in order of their paths. */
function bodiesOf(project, graph, paths, syntax) {
	const revisions = readMigrations(project, graph, new Set(paths), syntax).filter((body) => body.revision !== null);
	const scripts = paths.filter((path) => path.endsWith(".sql")).sort().flatMap((path) => {
		const file = project.snapshot.read(path);
		return file.kind === "text" ? [readSqlFile(path, file.text, syntax.parseSql)] : [];
	});
	return [...revisions, ...scripts];
}
/** A context in which exactly the bodies of a change are new. */
function contextOf({ graph, bodies }, settings) {
	const nothing = {
		environments: [],
		unresolved: []
	};
	return {
		before: {
			revisions: nothing,
			schema: noSchema
		},
		after: {
			revisions: graph,
			schema: noSchema,
			migrations: bodies
		},
		changes: { revisions: bodies.map((body) => ({
			status: "added",
			key: body.revision ?? body.path,
			before: null,
			after: {
				revision: revisionOf(body, graph),
				body
			}
		})) },
		mergedRevisions: nothing,
		settings
	};
}
function revisionOf(body, graph) {
	const found = graph.environments.flatMap(revisionsIn).find((revision) => revision.path === body.path);
	const where = {
		path: body.path,
		line: 1,
		endLine: 1
	};
	return found ?? {
		id: body.path,
		down: [],
		dependsOn: [],
		branchLabels: [],
		path: body.path,
		where
	};
}
/** The graph as it stands, with the checked revisions as the new ones. */
function checkGraph(graph, checked, settings) {
	const context = {
		before: {
			revisions: {
				environments: graph.environments.map((environment) => {
					const revisions = new Map([...environment.revisions].filter(([, revision]) => !checked.has(revision.path)));
					const duplicates = environment.duplicates.filter((revision) => !checked.has(revision.path));
					return {
						...environment,
						revisions,
						duplicates,
						heads: headsOf(revisions)
					};
				}),
				unresolved: []
			},
			schema: noSchema
		},
		after: {
			revisions: graph,
			schema: noSchema,
			migrations: []
		},
		changes: { revisions: [] },
		mergedRevisions: graph,
		settings
	};
	return runRules(revisionRules, context).map((finding) => ({
		...finding,
		lock: null,
		rewrite: null,
		scan: null,
		existing: null
	}));
}
function checkSteps(context) {
	const steps = /* @__PURE__ */ new Map();
	return runRules(operationRules.map((rule) => remembering(rule, steps)), context).map((finding) => ({
		...finding,
		kind: "hazard",
		...impactOf(steps.get(finding.where))
	}));
}
/** The rule, keeping for each finding the step that it is about: a draft's `where` is handed on as it is. */
function remembering(rule, steps) {
	return {
		...rule,
		*check(context) {
			for (const step of stepsOf(context)) {
				const draft = rule.judge(step, context);
				if (draft === null) continue;
				steps.set(draft.where, step);
				yield draft;
			}
		}
	};
}
function impactOf(step) {
	if (step === void 0) return {
		lock: null,
		rewrite: null,
		scan: null,
		existing: null
	};
	const lock = Object.assign(Object.create(null), Object.fromEntries((step.lock?.locks ?? []).map(({ relation, mode }) => [relation, mode])));
	return {
		lock: step.lock === null ? null : lock,
		rewrite: step.lock?.rewrite ?? null,
		scan: step.lock?.scan ?? null,
		existing: step.existing
	};
}
function coverageOf(contexts, changes) {
	const statements = changes.flatMap((change) => change.bodies.flatMap((body) => body.upgrade));
	return {
		statements: statements.length,
		analysed: statements.filter((statement) => statement.operation.kind !== "unknown").length,
		unknown: contexts.flatMap(unreadableLines).map(({ where, why }) => ({
			path: where.path,
			line: where.line,
			reason: why
		}))
	};
}

// src/cli/check-migrations.ts
/** `check-migrations PATH…`: lints revisions and SQL files as they lie on disk; 1 where one of them is dangerous. */
async function checkMigrationsCommand(args, terminal) {
	const { snapshot, selection } = await readSelection(args);
	const syntax = await loadSyntax();
	const project = makeProject(snapshot, syntax);
	const { settings } = policyOf(args, snapshot);
	const result = checkMigrations(project, readRevisions(project), selection, settings, syntax);
	const json = formatOf(args, terminal) === "json";
	deliver(json ? `${JSON.stringify(result, null, 2)}\n` : render(result), args, terminal);
	return result.findings.some((finding) => finding.severity === "error") && args.failOn !== "never" ? 1 : 0;
}
/** In a repository the whole work tree is known, so that parents and models are found; elsewhere only what was named. */
async function readSelection(args) {
	const root = await workTreeOf(args.get("repo") ?? ".");
	const inside = root === null ? null : namedPaths(root, args.positionals);
	if (root !== null && inside !== null) {
		const { git, dispose } = await openWorktree(await findRepository(root));
		try {
			const snapshot = await loadSnapshot(git, worktreeCommit);
			if (inside.files.every((path) => snapshot.entries.has(path))) return {
				snapshot,
				selection: inside
			};
		} finally {
			await dispose();
		}
	}
	const selection = namedPaths("/", args.positionals);
	if (selection === null) throw new Failure("usage", "The files can't be read from here.");
	return {
		snapshot: folderSnapshot("/", selection),
		selection
	};
}
async function workTreeOf(folder) {
	try {
		return (await findRepository(folder)).workTree;
	} catch (error) {
		if (error instanceof Failure) return null;
		throw error;
	}
}
function render(result) {
	const lines = result.findings.map((finding) => {
		const facts = [
			...Object.entries(finding.lock ?? {}).map(([relation, mode]) => `${mode} on ${relation}`),
			...finding.rewrite === true ? ["rewrites the table"] : [],
			...finding.scan === true ? ["reads every row"] : []
		];
		const detail = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
		return singleLine(`${finding.where.path}:${finding.where.line} ${finding.severity} ${finding.rule}: ${finding.message.replaceAll("`", "")}${detail}`);
	});
	const { statements, analysed, unknown } = result.coverage;
	for (const one of unknown) lines.push(singleLine(`${one.path}:${one.line} not analysed: ${one.reason}`));
	for (const environment of result.environments) lines.push(singleLine(`${environment.path}: ${count(environment.heads.length, "head")} ${environment.heads.join(", ")}`));
	lines.push(`${analysed} of ${count(statements, "statement")} analysed.`);
	return `${lines.join("\n")}\n`;
}

// src/facts/fastapi/to-openapi.ts
/** Prints a contract. Hidden operations and websockets are no part of a document; opaque types are marked `x-opaque`. */
function toOpenApi(contract) {
	const paths = /* @__PURE__ */ new Map();
	for (const operation of contract.operations) {
		if (!operation.includedInSchema || operation.protocol !== "http") continue;
		const path = operation.path.slice(operation.mounted?.length ?? 0);
		const methods = paths.get(path) ?? /* @__PURE__ */ new Map();
		paths.set(path, methods);
		methods.set(operation.method.toLowerCase(), operationObject(operation));
	}
	const schemas = usedSchemas(contract, [...paths.values()]);
	return {
		openapi: "3.1.0",
		info: {
			title: "FastAPI",
			version: "0.1.0"
		},
		paths: Object.fromEntries([...paths].map(([path, methods]) => [path, Object.fromEntries(methods)])),
		...schemas.length === 0 ? {} : { components: { schemas: Object.fromEntries(schemas) } }
	};
}
function operationObject(operation) {
	const { operationId, tags, parameters, body, responses, security = [] } = operation;
	return {
		...tags.length === 0 ? {} : { tags },
		...operationId === null ? {} : { operationId },
		...operation.deprecated ? { deprecated: true } : {},
		...security.length === 0 ? {} : { security: security.map(({ scheme, scopes }) => ({ [scheme]: scopes })) },
		...parameters.length === 0 ? {} : { parameters: parameters.map(parameterObject) },
		...body === null || body.content.length === 0 ? {} : { requestBody: {
			...body.required ? { required: true } : {},
			content: contentObject(body.content)
		} },
		responses: Object.fromEntries(responses.map(({ status, content }) => [status, {
			description: "",
			...content.length === 0 ? {} : { content: contentObject(content) }
		}]))
	};
}
function parameterObject(parameter) {
	const { name, required, schema } = parameter;
	return {
		name,
		in: parameter.in,
		required,
		schema: schemaObject(schema),
		...parameter.deprecated ? { deprecated: true } : {}
	};
}
/** A stream lists the schema of its items; those of server-sent events stand in the `data` of an event. */
function contentObject(content) {
	return Object.fromEntries(content.map(({ mediaType, schema, streamed }) => {
		if (streamed !== true) return [mediaType, { schema: schemaObject(schema) }];
		return [mediaType, { itemSchema: mediaType === "text/event-stream" ? eventObject(schema) : schemaObject(schema) }];
	}));
}
/** `_SSE_EVENT_SCHEMA` of `fastapi/sse.py`. */
function eventObject(schema) {
	const isFree = Object.keys(schema).length === 0;
	const data = {
		type: "string",
		contentMediaType: "application/json",
		contentSchema: schemaObject(schema)
	};
	return {
		type: "object",
		properties: {
			data: isFree ? { type: "string" } : data,
			event: { type: "string" },
			id: { type: "string" },
			retry: {
				type: "integer",
				minimum: 0
			}
		},
		...isFree ? {} : { required: ["data"] }
	};
}
/** `opaque` is a word of ours. */
function schemaObject(schema) {
	if (Array.isArray(schema)) return schema.map(schemaObject);
	if (!isObject$1(schema)) return schema;
	return Object.fromEntries(Object.entries(schema).map(([key, value]) => {
		if (key === "opaque") return ["x-opaque", value];
		if (key === "default" || key === "enum" || key === "const") return [key, value];
		if (key === "properties" && isObject$1(value)) return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, schemaObject(inner)]))];
		return [key, schemaObject(value)];
	}));
}
/** Components that the printed operations reach, in order of their names. */
function usedSchemas(contract, roots) {
	const used = /* @__PURE__ */ new Map();
	const pending = roots.flatMap((methods) => [...methods.values()]);
	while (pending.length > 0) {
		const node = pending.pop();
		if (Array.isArray(node)) pending.push(...node);
		if (!isObject$1(node)) continue;
		for (const value of Object.values(node)) pending.push(value);
		const name = typeof node["$ref"] === "string" ? node["$ref"].slice(21) : "";
		const component = contract.components.get(name);
		if (component === void 0 || used.has(name)) continue;
		used.set(name, component.schema);
		pending.push(component.schema);
	}
	return [...used].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0).map(([name, schema]) => [name, schemaObject(schema)]);
}
function isObject$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/facts/scope.ts
/** Everything of a snapshot. */
function wholeScope(paths) {
	const everything = new Set(paths);
	return {
		changed: everything,
		affected: everything,
		wiring: everything
	};
}

// src/cli/contract.ts
/** `contract`: the HTTP contract of an application as OpenAPI 3.1. */
async function contractCommand(args, terminal, log) {
	const project = await readProject(args, log);
	const contract = readContract(project, wholeScope(project.paths));
	const chosen = choose([...new Set(contract.operations.flatMap((operation) => operation.application ?? []))].sort(), args.get("app"), project);
	const operations = contract.operations.filter((operation) => operation.application === chosen);
	for (const one of contract.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
	deliver(`${JSON.stringify(toOpenApi({
		...contract,
		operations
	}), null, 2)}\n`, args, terminal);
	return 0;
}
/** All Python modules at `--rev`. */
async function readProject(args, log) {
	const revision = args.get("rev") ?? "HEAD";
	const { git, dispose } = await openLocal(args, [revision]);
	try {
		const commit = await resolveRevision(git, revision);
		const snapshot = await log.stage("Source", () => loadSnapshot(git, commit));
		return makeProject(snapshot, await loadSyntax());
	} finally {
		await dispose();
	}
}
/** Applications are `path/of/module.py:name`; `--app` names one as `package.module:name`. */
function choose(applications, wanted, project) {
	const named = applications.map((application) => {
		const at = application.lastIndexOf(":");
		return {
			application,
			name: `${project.moduleName(application.slice(0, at))}${application.slice(at)}`
		};
	});
	const names = named.map(({ name }) => name).join(", ");
	if (wanted !== void 0) {
		const found = named.find(({ application, name }) => name === wanted || application === wanted);
		if (found === void 0) throw new Failure("usage", `There is no application \`${wanted}\`. ${names === "" ? "None was found" : `Found: ${names}`}.`);
		return found.application;
	}
	if (applications.length > 1) throw new Failure("usage", `There are several applications. Choose one with --app: ${names}.`);
	return applications[0] ?? null;
}

// src/adapters/example-repository.ts
/** A temporary bare repository with two commits of fixed dates, so that their ids are the same everywhere. */
async function exampleRepository(before, after) {
	const folder = await mkdtemp(join(tmpdir(), "coord-platform-example-"));
	const dispose = () => rm(folder, {
		recursive: true,
		force: true
	});
	try {
		await git(folder, [
			"init",
			"--quiet",
			"--bare",
			"."
		]);
		await git(folder, ["fast-import", "--quiet"], Buffer.concat([commit(1, "1767607200", "The service before the change", before), commit(2, "1767693600", "Weekly requirements for residents", after)]));
		const repository = openRepository(await findRepository(folder));
		const [first, second] = [await repository.resolveCommit("refs/heads/example~1"), await repository.resolveCommit("refs/heads/example")];
		if (!first || !second) throw new Failure("unfinished", "git did not make the example's commits.");
		return {
			git: repository,
			before: first,
			after: second,
			dispose
		};
	} catch (error) {
		await dispose();
		throw error;
	}
}
/** One commit of a fast-import stream that replaces all files. */
function commit(mark, time, subject, files) {
	const parts = [];
	const line = (text) => parts.push(Buffer.from(`${text}\n`));
	const data = (text) => {
		const bytes = Buffer.from(text);
		line(`data ${bytes.length}`);
		parts.push(bytes, Buffer.from("\n"));
	};
	line("commit refs/heads/example");
	line(`mark :${mark}`);
	line(`committer coord-platform <example@example.com> ${time} +0000`);
	data(subject);
	if (mark > 1) line(`from :${mark - 1}`);
	line("deleteall");
	for (const [path, text] of files) {
		line(`M 100644 inline ${JSON.stringify(path)}`);
		data(text);
	}
	return Buffer.concat(parts);
}
async function git(folder, args, input) {
	const result = await runGit({
		folder,
		args,
		...input === void 0 ? {} : { input }
	});
	if (result.exitCode !== 0) throw new Failure("unfinished", `git could not make the example: ${gitComplaint(result)}.`);
}

// src/cli/demo.ts
/** `demo`: the main job on the example pull request. Always 0: it shows what a real run would have ended with. */
async function demoCommand(args, terminal, log) {
	const example = await exampleRepository(shippedExample("before"), shippedExample("after"));
	try {
		const { git, before, after } = example;
		const changeSet = await loadChangeSet(git, {
			before,
			after,
			base: before
		});
		const policy = policyOf(args, changeSet.base);
		const { report, verdict } = await coordinateLocally({
			git,
			commits: {
				before,
				after,
				base: before
			},
			baseName: "main",
			changeSet,
			policy,
			identities: identitiesFor(changeSet.base, policy),
			title: "Weekly requirements for residents"
		}, args, log, "");
		deliver(renderReport(report, args, terminal), args, terminal);
		log.info(`This is the example pull request; a real run would have ended with exit code ${exitCode(verdict, "blocked", "cli")}.`);
		return 0;
	} finally {
		await example.dispose();
	}
}

// src/facts/openapi/parse-document.ts
var import_dist = require_dist();
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isList(value) {
	return Array.isArray(value);
}
function entries(value) {
	return isObject(value) ? Object.entries(value) : [];
}
/** The strings of a list; of anything else, none. */
function strings(value) {
	return isList(value) ? value.filter((member) => typeof member === "string") : [];
}
/** Deeper documents are refused: everything that walks them is recursive. */
const deepest = 200;
/** JSON or YAML text → value, or one sentence that says why not. */
function parseDocument(text) {
	const json = text.trimStart().startsWith("{");
	let value;
	try {
		value = json ? JSON.parse(text) : (0, import_dist.parse)(text, {
			schema: "core",
			merge: true,
			logLevel: "error",
			prettyErrors: false
		});
	} catch (error) {
		const reason = error instanceof Error ? error.message.split("\n", 1)[0] ?? "" : "";
		return { error: `It is not valid ${json ? "JSON" : "YAML"}: ${reason}.` };
	}
	if (depthExceeds(value, deepest)) return { error: `It is nested more than ${deepest} levels deep.` };
	return { value: toJson(value) };
}
function depthExceeds(value, levels) {
	if (typeof value !== "object" || value === null) return false;
	return levels === 0 || Object.values(value).some((member) => depthExceeds(member, levels - 1));
}
/** YAML also knows maps with other keys, dates and binary values; all of them become what JSON would hold. */
function toJson(value) {
	if (value === null || value === void 0) return null;
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
	if (typeof value === "bigint") return Number(value);
	if (Array.isArray(value)) return value.map(toJson);
	if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
	return null;
}
/**
* The value at a local JSON pointer (`#/components/schemas/User`, RFC 6901), or `undefined`. References to other files
* are never followed.
*/
function atPointer(root, reference) {
	if (!reference.startsWith("#/")) return void 0;
	let current = root;
	for (const part of reference.slice(2).split("/")) {
		const key = decodePart(part);
		if (isList(current)) current = current[Number(key)];
		else if (isObject(current)) current = Object.hasOwn(current, key) ? current[key] : void 0;
		else return void 0;
	}
	return current;
}
function decodePart(part) {
	let text = part;
	try {
		text = decodeURIComponent(part);
	} catch {}
	return text.replaceAll("~1", "/").replaceAll("~0", "~");
}

// src/facts/openapi/read-security.ts
/** `security` of the document and its security schemes (OpenAPI 3.1, 4.8.27 to 4.8.30). */
function readSecurity(root) {
	const components = isObject(root["components"]) ? root["components"] : {};
	const requirements = (isList(root["security"]) ? root["security"] : []).flatMap((alternative) => entries(alternative).map(([scheme, scopes]) => [scheme, strings(scopes)]));
	return {
		requirements: new Map(requirements),
		schemes: new Map(entries(components["securitySchemes"]).map(([name, scheme]) => [name, readScheme(scheme)]))
	};
}
function readScheme(json) {
	const scheme = isObject(json) ? json : {};
	const flows = entries(scheme["flows"]).flatMap(([, flow]) => isObject(flow) ? [flow] : []);
	const first = (key) => flows.map((flow) => flow[key]).find((value) => typeof value === "string") ?? null;
	return {
		type: typeof scheme["type"] === "string" ? scheme["type"] : "",
		authorizationUrl: first("authorizationUrl"),
		tokenUrl: first("tokenUrl"),
		scopes: new Map(flows.flatMap((flow) => entries(flow["scopes"]).map(([scope, description]) => [scope, typeof description === "string" ? description : ""])))
	};
}

// src/facts/openapi/normalise-schema.ts
/** Keywords of JSON Schema that restrict values and that no contract holds. */
const unread = /* @__PURE__ */ new Set([
	"not",
	"if",
	"then",
	"else",
	"contains",
	"minContains",
	"maxContains",
	"patternProperties",
	"dependentRequired",
	"dependentSchemas",
	"unevaluatedItems",
	"unevaluatedProperties",
	"minProperties",
	"maxProperties",
	"contentEncoding",
	"contentSchema"
]);
const numbers = [
	"minimum",
	"maximum",
	"multipleOf",
	"minLength",
	"maxLength",
	"minItems",
	"maxItems"
];
const flags = [
	"uniqueItems",
	"deprecated",
	"readOnly",
	"writeOnly"
];
const lists = [
	"anyOf",
	"oneOf",
	"allOf",
	"prefixItems"
];
/** A schema of OpenAPI 3.0 or 3.1 in the terms of 3.1: `nullable` and boolean `exclusiveMinimum` are rewritten. */
function normaliseSchema(json, reading) {
	if (!isObject(json)) return {};
	const plain = readKeywords(json, reading);
	return json["nullable"] === true ? orNull(plain) : plain;
}
function readKeywords(json, reading) {
	const schema = {};
	readReference(json, schema, reading);
	if (typeof json["type"] === "string") schema.type = json["type"];
	else if (isList(json["type"])) schema.type = strings(json["type"]);
	for (const key of [
		"format",
		"pattern",
		"contentMediaType"
	]) {
		const value = json[key];
		if (typeof value === "string" && value !== "") schema[key] = value;
	}
	if (isList(json["enum"])) schema.enum = json["enum"];
	if (Object.hasOwn(json, "const")) schema.const = json["const"];
	if (Object.hasOwn(json, "default")) schema.default = json["default"];
	for (const key of numbers) {
		const value = json[key];
		if (typeof value === "number") schema[key] = value;
	}
	readExclusive(json, schema);
	for (const key of flags) if (json[key] === true) schema[key] = true;
	for (const key of lists) {
		const value = json[key];
		if (isList(value)) schema[key] = value.map((member) => normaliseSchema(member, reading));
	}
	for (const key of ["items", "propertyNames"]) if (isObject(json[key])) schema[key] = normaliseSchema(json[key], reading);
	readProperties(json, schema, reading);
	readDiscriminator(json, schema);
	for (const key of Object.keys(json)) if (unread.has(key)) reading.leftOut(key);
	return schema;
}
function readReference(json, schema, reading) {
	const reference = json["$ref"];
	if (typeof reference !== "string") return;
	const name = reading.referenceTo(reference);
	if (name === null) schema.opaque = reference;
	else schema.$ref = `#/components/schemas/${name}`;
}
/** OpenAPI 3.0 makes a limit exclusive by a flag beside it, 3.1 has a limit of its own. */
function readExclusive(json, schema) {
	const minimum = json["exclusiveMinimum"];
	if (typeof minimum === "number") schema.exclusiveMinimum = minimum;
	else if (minimum === true && schema.minimum !== void 0) {
		schema.exclusiveMinimum = schema.minimum;
		delete schema.minimum;
	}
	const maximum = json["exclusiveMaximum"];
	if (typeof maximum === "number") schema.exclusiveMaximum = maximum;
	else if (maximum === true && schema.maximum !== void 0) {
		schema.exclusiveMaximum = schema.maximum;
		delete schema.maximum;
	}
}
function readProperties(json, schema, reading) {
	if (isObject(json["properties"])) schema.properties = Object.fromEntries(Object.entries(json["properties"]).map(([name, value]) => [name, normaliseSchema(value, reading)]));
	if (isList(json["required"])) schema.required = strings(json["required"]);
	const further = json["additionalProperties"];
	if (typeof further === "boolean") schema.additionalProperties = further;
	else if (isObject(further)) schema.additionalProperties = normaliseSchema(further, reading);
}
function readDiscriminator(json, schema) {
	const discriminator = json["discriminator"];
	if (!isObject(discriminator) || typeof discriminator["propertyName"] !== "string") return;
	const mapping = entries(discriminator["mapping"]).flatMap(([tag, target]) => typeof target === "string" ? [[tag, target]] : []);
	schema.discriminator = {
		propertyName: discriminator["propertyName"],
		mapping: Object.fromEntries(mapping)
	};
}
/** `nullable: true` of OpenAPI 3.0. */
function orNull(schema) {
	if (schema.type !== void 0) return {
		...schema,
		type: [...typeof schema.type === "string" ? [schema.type] : schema.type, "null"]
	};
	const keyword = schema.anyOf !== void 0 ? "anyOf" : schema.oneOf !== void 0 ? "oneOf" : null;
	if (keyword !== null) return {
		...schema,
		[keyword]: [...schema[keyword] ?? [], { type: "null" }]
	};
	return schema.$ref !== void 0 || schema.allOf !== void 0 || schema.properties !== void 0 ? { anyOf: [schema, { type: "null" }] } : schema;
}

// src/facts/openapi/read-document.ts
/**
* The contract that an OpenAPI 3.0 or 3.1 document declares (specification sections 4.7.1 to 4.8.24). Only references
* within the document are followed. `path` names the document in locations. What is no such document is answered with
* one sentence.
*/
function readOpenApiDocument(text, path) {
	const parsed = parseDocument(text);
	if ("error" in parsed) return parsed;
	const root = parsed.value;
	if (!isObject(root)) return { error: "It is not an OpenAPI document: its root is not an object." };
	if (typeof root["swagger"] === "string") return { error: `It is a Swagger ${root["swagger"]} document; OpenAPI 3.0 and 3.1 can be read.` };
	const version = root["openapi"];
	if (!/^3\.[0-9]/.test(typeof version === "string" ? version : "")) return { error: "It is not an OpenAPI document: it has no field `openapi` with a version 3." };
	return { contract: new DocumentReader(root, path).read() };
}
const methods = [
	"get",
	"put",
	"post",
	"delete",
	"options",
	"head",
	"patch",
	"trace"
];
var DocumentReader = class {
	#root;
	#where;
	#components = /* @__PURE__ */ new Map();
	#unresolved = /* @__PURE__ */ new Map();
	#reading = {
		referenceTo: (reference) => this.#referenceTo(reference),
		leftOut: (keyword) => this.#note(`\`${keyword}\` is not compared`)
	};
	constructor(root, path) {
		this.#root = root;
		this.#where = {
			path,
			line: 1,
			endLine: 1
		};
	}
	read() {
		const schemas = isObject(this.#root["components"]) ? this.#root["components"]["schemas"] : void 0;
		for (const [name, schema] of entries(schemas)) this.#addComponent(name, schema);
		return {
			operations: [...entries(this.#root["paths"]).flatMap(([path, item]) => this.#pathItem(path, item)), ...entries(this.#root["webhooks"]).flatMap(([name, item]) => this.#pathItem(`webhook:${name}`, item))],
			components: this.#components,
			unresolved: [...this.#unresolved.values()],
			security: readSecurity(this.#root)
		};
	}
	#pathItem(path, json) {
		const item = this.#resolve(json);
		if (!isObject(item)) return [];
		return methods.flatMap((method) => {
			const operation = item[method];
			return isObject(operation) ? [this.#operation(path, method.toUpperCase(), operation, item)] : [];
		});
	}
	#operation(path, method, json, item) {
		const text = (key) => typeof json[key] === "string" ? json[key] : null;
		return {
			key: `${method} ${path.replace(/\{[^{}]*\}/g, "{}")}`,
			protocol: "http",
			method,
			path,
			application: this.#where.path,
			handler: {
				path: this.#where.path,
				name: text("operationId") ?? "",
				async: false,
				where: this.#where
			},
			operationId: text("operationId"),
			tags: strings(json["tags"]),
			deprecated: json["deprecated"] === true,
			unstable: json["x-stability-level"] === "draft" || json["x-stability-level"] === "alpha",
			includedInSchema: true,
			parameters: this.#parameters(json["parameters"], item["parameters"]),
			body: this.#body(json["requestBody"]),
			responses: this.#responses(json["responses"]),
			guards: this.#guards(json["security"]),
			where: this.#where,
			confidence: "high"
		};
	}
	/** Parameters of the path hold for each of its operations, unless the operation has one of the same name. */
	#parameters(own, shared) {
		const byKey = /* @__PURE__ */ new Map();
		for (const json of [...isList(shared) ? shared : [], ...isList(own) ? own : []]) {
			const parameter = this.#parameter(json);
			if (parameter !== null) byKey.set(`${parameter.in} ${parameter.name}`, parameter);
		}
		return [...byKey.values()];
	}
	#parameter(json) {
		const parameter = this.#resolve(json);
		if (!isObject(parameter) || typeof parameter["name"] !== "string") return null;
		const place = parameter["in"];
		if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") return null;
		const content = entries(parameter["content"])[0]?.[1];
		return {
			name: parameter["name"],
			in: place,
			required: parameter["required"] === true,
			schema: this.#schema(parameter["schema"] ?? (isObject(content) ? content["schema"] : void 0)),
			deprecated: parameter["deprecated"] === true,
			where: this.#where
		};
	}
	#body(json) {
		const body = this.#resolve(json);
		if (!isObject(body)) return null;
		return {
			required: body["required"] === true,
			content: this.#content(body["content"]),
			unvalidated: null,
			where: this.#where
		};
	}
	#responses(json) {
		return entries(json).flatMap(([status, value]) => {
			const response = this.#resolve(value);
			if (!isObject(response) || isAutomatic(status, response)) return [];
			return [{
				status,
				content: this.#content(response["content"])
			}];
		});
	}
	#content(json) {
		return entries(json).map(([mediaType, value]) => {
			const schema = isObject(value) ? value["schema"] : void 0;
			return {
				mediaType,
				schema: this.#schema(schema),
				undeclared: schema === void 0
			};
		});
	}
	/** One guard for each alternative; an alternative of several schemes needs all of them. */
	#guards(json) {
		if (!isList(json)) return [];
		return json.flatMap((alternative) => {
			const schemes = entries(alternative);
			if (schemes.length === 0) return [];
			const scopes = schemes.flatMap(([, list]) => strings(list));
			return [{
				name: schemes.map(([scheme]) => scheme).join(" and "),
				because: "security-scheme",
				scopes,
				where: this.#where
			}];
		});
	}
	#schema(json) {
		return normaliseSchema(json, this.#reading);
	}
	#addComponent(name, json) {
		if (this.#components.has(name)) return;
		const component = {
			name,
			where: null,
			fields: /* @__PURE__ */ new Map()
		};
		this.#components.set(name, {
			...component,
			schema: {}
		});
		this.#components.set(name, {
			...component,
			schema: this.#schema(json)
		});
	}
	/** A reference to a part of the document that is no component becomes a component under its pointer. */
	#referenceTo(reference) {
		const name = reference.startsWith("#/components/schemas/") ? reference.slice(21) : reference.slice(2);
		if (this.#components.has(name)) return name;
		const target = atPointer(this.#root, reference);
		if (!isObject(target)) {
			this.#note(`\`${reference}\` leads to no schema of this document`);
			return null;
		}
		this.#addComponent(name, target);
		return name;
	}
	/** Follows `$ref` of path items, parameters, bodies and responses. */
	#resolve(json) {
		let current = json;
		for (let hops = 0; hops < 20 && isObject(current) && typeof current["$ref"] === "string"; hops += 1) {
			const reference = current["$ref"];
			current = atPointer(this.#root, reference);
			if (current === void 0) this.#note(`\`${reference}\` leads to no part of this document`);
		}
		return current;
	}
	#note(what) {
		this.#unresolved.set(what, {
			where: this.#where,
			what
		});
	}
};
/** FastAPI adds a 422 to every operation that reads anything; it appears and goes with the first parameter. */
function isAutomatic(status, response) {
	if (status !== "422") return false;
	return entries(response["content"]).some(([, content]) => isObject(content) && isObject(content["schema"]) && content["schema"]["$ref"] === "#/components/schemas/HTTPValidationError");
}

// src/cli/diff-contract.ts
/** `diff-contract OLD NEW`: every difference of two OpenAPI documents; 1 where one of them breaks callers. */
function diffContractCommand(args, terminal) {
	const [before, after] = args.positionals;
	const changes = diffContracts(readDocument(before ?? ""), readDocument(after ?? ""));
	const breaks = changes.some((change) => change.level === "ERR");
	if (formatOf(args, terminal) === "json") deliver(`${JSON.stringify({ changes }, null, 2)}\n`, args, terminal);
	else {
		const lines = changes.map((one) => singleLine(`${one.level.padEnd(4)} ${one.id}: ${one.operation} ${one.path} ${one.text}`));
		deliver(lines.length === 0 ? "No differences.\n" : `${lines.join("\n")}\n`, args, terminal);
	}
	return breaks && args.failOn !== "never" ? 1 : 0;
}
function readDocument(path) {
	const result = readOpenApiDocument(readTextFile(path), path);
	if ("error" in result) throw new Failure("usage", `\`${path}\`: ${result.error}`);
	return result.contract;
}

// src/cli/help.ts
/** `--help`: fits 80 columns. */
function help() {
	return [
		"coord-platform: what a change to a FastAPI, SQLAlchemy and Alembic backend does,",
		"and who has to agree. Reads source at two commits, runs nothing, needs no key.",
		"",
		"Usage: coord-platform COMMAND [FLAGS]",
		"",
		...Object.entries(commands).map(([name, entry]) => `  ${`${name} ${entry.arguments}`.trim().padEnd(24)} ${entry.text}`),
		"",
		"coord-platform COMMAND --help lists the flags of a command.",
		"Exit codes: 0 pass, 1 held, 2 wrong use, 3 could not be evaluated.",
		""
	].join("\n");
}
function helpFor(command) {
	const entry = commands[command];
	const rows = entry.flags.map((name) => {
		const flag = flags$1[name];
		return `  ${`--${name}${flag.value === void 0 ? "" : ` ${flag.value}`}`.padEnd(28)} ${flag.text}${flag.default === void 0 ? "" : ` (${flag.default})`}`;
	});
	return [
		`coord-platform ${command} ${entry.arguments}`.trim(),
		"",
		`  ${entry.text}`,
		"",
		...rows,
		""
	].join("\n");
}

// src/report/plan.ts
const signals = [
	{
		specialist: "API_DEVELOPER",
		words: /\b(?:get|post|put|patch|delete) \/|\b(?:endpoint|route|api|openapi|response|request|pagination|versioning)s?\b/i,
		because: "the HTTP contract changes",
		task: "design the operation, its schemas and errors, documented in OpenAPI"
	},
	{
		specialist: "DBA",
		words: /\b(?:table|column|index|migration|alembic|schema|database|query|queries|constraint|foreign key|sql)(?:e?s)?\b/i,
		because: "the database changes or is queried anew",
		task: "design the schema, the Alembic revision and the indexes, and ensure integrity"
	},
	{
		specialist: "BACKEND_ENGINEER",
		words: /\b(?:service|logic|model|async|session|worker|repository|optimi[sz]e|refactor|performance|generation)s?\b/i,
		because: "services or models change",
		task: "build the service layer with async database operations and error handling"
	}
];
const triggers = [
	[/\b(?:table|column|migration|schema)s?\b/i, "production-migration: a schema change needs a revision that production runs"],
	[/\b(?:remove|rename|replace|drop|delete|breaking)\b/i, "breaking-api-change: what callers use may go; version or deprecate it"],
	[/\b(?:auth|login|role|permission|token|guard|scope)s?\b/i, "auth-change: who may call what changes"],
	[/\b(?:performance|optimi[sz]e|slow|latency|sla)\b/i, "sla-degradation: measure before and after, results go to the ARCHITECT"],
	[/\b(?:integrate|integration|webhook|external|third.party|queue|kafka)\b/i, "cross-service: another service is contacted"]
];
/** Reads a task's words and what exists. A new operation needs its service layer, and the DBA where it names a table or new data. */
function planMission(mission, contract, schema) {
	const chosen = signals.filter((signal) => signal.words.test(mission));
	const names = new Set(chosen.map((signal) => signal.specialist));
	const added = signals.filter((signal) => signal.specialist === "BACKEND_ENGINEER" && !names.has("BACKEND_ENGINEER") && names.size > 0);
	const deploy = [...chosen, ...added].length === 0 ? signals : [...chosen, ...added];
	return {
		mission,
		deploy: signals.filter((signal) => deploy.includes(signal)).map(({ specialist, because, task }) => ({
			specialist,
			because,
			task
		})),
		existing: findExisting(mission, contract, schema),
		escalate: triggers.filter(([words]) => words.test(mission)).map(([, text]) => text),
		handoff: ["COORD_QUALITY: tests of the new behaviour, and of what existing callers rely on"]
	};
}
const mostExisting = 20;
/** Existing operations, schemas and tables that share a telling word with the task. */
function findExisting(mission, contract, schema) {
	const wanted = new Set(wordsOf(mission).filter((word) => word.length > 3 && !common.has(word)));
	return [
		...contract.operations.map((operation) => ({
			kind: "operation",
			name: `${operation.method} ${operation.path}`,
			where: operation.where
		})),
		...[...contract.components.values()].map((component) => ({
			kind: "schema",
			name: component.name,
			where: component.where
		})),
		...[...schema.tables.values()].map((table) => ({
			kind: "table",
			name: table.name,
			where: table.where
		}))
	].map((one) => ({
		one,
		hits: new Set(wordsOf(one.name).filter((word) => wanted.has(word))).size
	})).filter(({ hits }) => hits > 0).sort((a, b) => b.hits - a.hits || (a.one.name < b.one.name ? -1 : 1)).slice(0, mostExisting).map(({ one }) => one);
}
const common = /* @__PURE__ */ new Set([
	"with",
	"from",
	"that",
	"this",
	"table",
	"column",
	"endpoint",
	"database",
	"query",
	"schema",
	"read",
	"create",
	"update",
	"list",
	"response",
	"request"
]);
/** `WeeklyRequirements`, `weekly_requirements` and `weekly-requirements` are the same two words; a plural s does not count. */
function wordsOf(text) {
	return text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/).map((word) => word.endsWith("s") && word.length > 3 ? word.slice(0, -1) : word).filter((word) => word !== "");
}
function renderPlan(plan) {
	const lines = [
		`## COORD_PLATFORM plan: ${escapeMarkdown(plan.mission)}`,
		"",
		"**Specialists**",
		""
	];
	for (const one of plan.deploy) lines.push(`- ${one.specialist}: ${one.task} (${one.because})`);
	lines.push("", "**Existing code**", "");
	if (plan.existing.length === 0) lines.push("- nothing with these names");
	for (const one of plan.existing) {
		const place = one.where === null ? "" : ` · ${codeSpan(`${one.where.path}:${one.where.line}`)}`;
		lines.push(`- ${one.kind} ${codeSpan(one.name)}${place}`);
	}
	lines.push("", "**To escalate to the ARCHITECT**", "");
	if (plan.escalate.length === 0) lines.push("- nothing that the task names");
	for (const text of plan.escalate) lines.push(`- ${text}`);
	lines.push("", "**Hand-off**", "", ...plan.handoff.map((text) => `- ${text}`), "");
	return lines.join("\n");
}

// src/cli/plan.ts
/** `plan "TASK"`: which specialists a mission needs, on what existing code, and what would have to be escalated. */
async function planCommand(args, terminal, log) {
	const task = (args.positionals[0] ?? "").trim();
	if (task === "") throw new Failure("usage", "The task is empty: plan \"Add GET /users/{id}/orders\".");
	const revision = args.get("rev") ?? "HEAD";
	const { git, dispose } = await openLocal(args, [revision]);
	try {
		const snapshot = await log.stage("Source", async () => loadSnapshot(git, await resolveRevision(git, revision)));
		const project = makeProject(snapshot, await loadSyntax());
		const scope = wholeScope(project.paths);
		const plan = planMission(task, readContract(project, scope), readSchema(project, scope));
		const json = formatOf(args, terminal) === "json";
		deliver(json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan), args, terminal);
		return 0;
	} finally {
		await dispose();
	}
}

// src/facts/sqlalchemy/print-schema.ts
/** The schema as JSON text with a stable order: tables by name, columns as they are declared, the rest by its content. */
function printSchema(schema) {
	const value = {
		tables: [...schema.tables.values()].sort((a, b) => a.name < b.name ? -1 : 1).map((table) => printTable(table, schema)),
		unresolved: schema.unresolved.map(({ where, what }) => ({
			path: where.path,
			line: where.line,
			what
		}))
	};
	return `${JSON.stringify(value, null, 2)}\n`;
}
function printTable(table, schema) {
	return {
		name: table.name,
		class: table.mappedClass,
		confidence: table.confidence,
		where: {
			path: table.where.path,
			line: table.where.line
		},
		columns: [...table.columns.values()].map((column) => printColumn(column, schema)),
		indexes: byContent(table.indexes.map(({ name, columns, unique, detail }) => ({
			name,
			columns,
			unique,
			detail: detail ?? null
		}))),
		constraints: byContent(table.constraints.map(({ kind, name, columns, references, expression, detail }) => ({
			kind,
			name,
			columns,
			references,
			expression,
			detail: detail ?? null
		})))
	};
}
function printColumn(column, schema) {
	return {
		name: column.name,
		type: formatColumnType(typeOf(column, schema, 0)),
		nullable: column.nullable,
		default: column.serverDefault,
		primaryKey: column.primaryKey,
		identity: column.identity,
		computed: column.computed
	};
}
/** A column that declares no type has the one of the column that it references (SQLAlchemy, `ForeignKey`). */
function typeOf(column, schema, depth) {
	if (!column.type.opaque || column.foreignKey === null || depth > 8) return column.type;
	if (column.type.name !== `type of ${column.foreignKey}`) return column.type;
	const dot = column.foreignKey.lastIndexOf(".");
	const target = schema.tables.get(column.foreignKey.slice(0, dot))?.columns.get(column.foreignKey.slice(dot + 1));
	return target === void 0 ? column.type : typeOf(target, schema, depth + 1);
}
function byContent(items) {
	return [...items].sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}

// src/cli/schema.ts
/** `schema`: the tables that the models declare, as JSON. */
async function schemaCommand(args, terminal, log) {
	if (args.get("from") === "migrations") throw new Failure("usage", "`--from migrations` is not built yet: only `--from models` is.");
	const project = await readProject(args, log);
	const schema = readSchema(project, wholeScope(project.paths));
	for (const one of schema.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
	deliver(printSchema(schema), args, terminal);
	return 0;
}

// src/cli/main.ts
/** Runs a command and answers with the exit code: 0 pass, 1 held, 2 wrong use, 3 could not be evaluated. */
async function main(line) {
	let args = null;
	try {
		const parsed = parseArguments(line.argv);
		if (parsed === "help") return say(line, help());
		if (parsed === "version") return say(line, `${version}\n`);
		if ("helpFor" in parsed) return say(line, helpFor(parsed.helpFor));
		args = parsed;
		return await run(parsed, line);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		line.terminal.complain(`coord-platform: ${error.message.split("\n").map(singleLine).join("\n")}\n`);
		if (error.kind === "unfinished" && args?.command === "review" && args.get("format") === "json") deliver(renderJson(unfinishedReport(unknownChange, error.message)), args, line.terminal);
		return error.kind === "usage" ? 2 : 3;
	}
}
function say(line, text) {
	line.terminal.write(text);
	return 0;
}
function run(args, line) {
	const log = line.log(args.has("quiet"));
	const { terminal } = line;
	switch (args.command) {
		case "review": return reviewCommand(args, terminal, log, line.apiKey);
		case "backtest": return backtestCommand(args, terminal, log);
		case "contract": return contractCommand(args, terminal, log);
		case "diff-contract": return diffContractCommand(args, terminal);
		case "schema": return schemaCommand(args, terminal, log);
		case "check-migrations": return checkMigrationsCommand(args, terminal);
		case "plan": return planCommand(args, terminal, log);
		case "brief": return briefCommand(args, terminal, log);
		case "rules": return rulesCommand(args, terminal);
		case "explain": return explainCommand(args, terminal);
		case "demo": return demoCommand(args, terminal, log);
	}
}

// src/cli.ts
const terminal = processTerminal();
process.exitCode = await main({
	argv: process.argv.slice(2),
	terminal,
	log: (quiet) => terminalLog({ quiet }),
	apiKey: process.env["ANTHROPIC_API_KEY"] ?? ""
});

export {  };