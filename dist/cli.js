#!/usr/bin/env node
import { $ as statementTimeoutMissing, $n as enumerate, $t as shortCommit, A as readPolicy, An as loadSyntax, At as wholeScope, B as specialistNames, Bn as findFiles, Bt as once, C as statuses, Ct as nearest, Dt as version, E as identitiesAt, Et as replayMigrations, F as decodeText, Fn as decodePath, Ft as readMigrations, G as rules, Gn as terminalLog, Gt as worktreeCommit, H as specialistBrief, Hn as writeTextFile, Ht as isRevision, I as unfinishedReport, In as encodePath, It as revisionsIn, J as unreadableMigration, Jn as logText, K as workBeforeAutocommitBlock, Kn as logJson, L as unknownChange, Ln as gitComplaint, Lt as normalizeExpression, M as fileLimits, Mt as readContract, N as loadChangeSet, Nn as openRepository, Nt as decimalStart, O as mayBeIdentity, Ot as readSchema, P as loadSnapshot, Pn as runOnObjects, Pt as isRecord, Q as tableWithoutPrimaryKey, Qn as singleLine, R as readMeasurements, Rn as runGit, Rt as findSqlMigrations, S as failOnValues, St as defaultSettings, T as exitCode, Tt as tableOf, U as ruleIdsOf, Un as Failure, Ut as looseEnvironments, V as coordinatorBrief, Vn as readTextFile, Vt as makeProject, W as runRules, Wt as readRevisions, X as transactionLeftOpen, Xn as escapeMarkdown, Xt as capped, Y as unreadableLines, Yn as codeSpan, Z as timestampWithoutTimeZone, Zt as count, _ as written, _t as danglingRevision, a as title, an as shippedExample, at as nameTooLong, bt as commitInRevision, c as itemsTogether, ct as moneyColumn, d as comparedIn, dt as integerPrimaryKey, en as formatColumnType, er as plainText, et as statementNotRepeatable, f as reachedBeside, ft as indexWithManyColumns, g as renderJson, gt as downgradeRestoresNothing, h as quietSentence, ht as dropIndexNotConcurrently, i as summary, it as nestedTransaction, jn as findRepository, jt as readOpenApiDocument, k as parsePolicy, kt as readNamingConvention, l as otherNames, lt as lockTimeoutMissing, m as isQuiet, mt as duplicateRevision, n as quietLine, nn as headsOf, nr as writeSentence, nt as serialColumn, o as unreadWords, on as shippedIdentities, ot as nameAgainstConvention, p as decidedAlone, pt as enumTypeCreated, q as varcharWithLimit, qn as logLine, r as renderMarkdown, rn as diffContracts, rt as operationRules, s as fixTogether, sn as shippedRulePage, st as multipleHeads, t as renderSarif, tn as normalColumnType, tr as say$1, tt as severalAlterations, u as together, ut as jsonColumn, v as advice, vt as constraintWithoutName, w as isWebAddress, wt as stepsOf, x as openItems, xt as charColumn, y as informed, yt as concurrentIndexIfNotExists, z as coordinate, zn as anthropicModel, zt as readSqlFile } from "./engine.js";
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

// src/cli/commands.ts
/** Every flag of the command line: one table for parsing, for `--help` and for the documentation. */
const flags = {
	repo: {
		type: "string",
		value: "DIR",
		text: "repository to read",
		default: "."
	},
	base: {
		type: "string",
		value: "REV",
		text: "tip of the base branch (origin/HEAD, else main, else master)"
	},
	head: {
		type: "string",
		value: "REV",
		text: "what is reviewed; WORKTREE is HEAD with what is not committed",
		default: "HEAD"
	},
	rev: {
		type: "string",
		value: "REV",
		text: "what is read; WORKTREE is HEAD with what is not committed",
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
		text: "what exits 1: blocked (all but a pass), violations (only blocked) or never",
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
		text: "off; auto: run where there is a key; required: they have to finish",
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
		text: "a gateway in front of the Messages API; the key is ANTHROPIC_API_KEY"
	},
	"max-usd": {
		type: "string",
		value: "USD",
		text: "most that a run may spend on the model, in US dollars",
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
/** What each command takes: positional arguments (in words) and flags; and what `--help` says of it. */
const commands = {
	review: {
		arguments: "",
		text: "coordinate a change of a local repository",
		about: "Compares as a pull request would: from the merge base with --base to --head.",
		exits: "Exits 0 for a pass, 1 for a held change, 2 for wrong use, 3 where the evaluation could not finish.",
		formats: "text, markdown, json or sarif",
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
		about: "Replays the last merged changes of a branch, and suggests a configuration: what to run before the check is required.",
		exits: "Exits 0, also where changes would have been held.",
		formats: "text or json",
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
		about: "Prints JSON that is read from the source; the application is not run.",
		exits: "",
		formats: "",
		flags: [
			...common$1,
			"rev",
			"app"
		]
	},
	"diff-contract": {
		arguments: "OLD NEW",
		text: "compare two OpenAPI documents",
		about: "OLD and NEW are files in JSON or YAML. Lists every difference; ERR is a break, WARN is advice.",
		exits: "Exits 1 where there is a break.",
		formats: "text or json",
		flags: [...common$1, "fail-on"]
	},
	schema: {
		arguments: "",
		text: "the database schema",
		about: "Prints JSON: what the models say, or what all migrations together make.",
		exits: "",
		formats: "",
		flags: [
			...common$1,
			"rev",
			"from"
		]
	},
	"check-migrations": {
		arguments: "PATH…",
		text: "lint Alembic revisions and SQL files",
		about: "Files named one by one are one change, in that order. In a folder each revision is a change of its own, after its parents.",
		exits: "Exits 1 where a finding is an error.",
		formats: "text or json",
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
		about: "Says which specialists would work on what existing code, and what would have to be escalated: plan \"Add GET /residents/{id}/requirements\".",
		exits: "",
		formats: "text or json",
		flags: [...common$1, "rev"]
	},
	brief: {
		arguments: "SPECIALIST",
		text: "what would be sent to the model",
		about: "For DBA, BACKEND_ENGINEER, API_DEVELOPER or COORD_PLATFORM. Sends nothing.",
		exits: "",
		formats: "",
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
		about: "One line a rule: its name, how severe it is, and what it serves.",
		exits: "",
		formats: "text or json",
		flags: [...common$1]
	},
	explain: {
		arguments: "RULE",
		text: "one rule: reason, examples, ways out",
		about: "Prints the page of a rule, which the command rules names.",
		exits: "",
		formats: "",
		flags: [...common$1]
	},
	demo: {
		arguments: "",
		text: "the main job, on the example pull request",
		about: "Reviews the example that ships with the project; what also runs without a command.",
		exits: "Exits 0, and names the exit code that a real run would have.",
		formats: "text, markdown, json or sarif",
		flags: [...common$1]
	}
};
/** Flags that a command takes, since scripts may give them to all of them, and that mean nothing to it. */
const ignored = {
	backtest: ["base"],
	"diff-contract": ["repo"],
	rules: ["repo"],
	explain: ["repo"],
	demo: ["repo"]
};

// src/cli/arguments.ts
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
	checkFormat(command, values["format"]);
	checkPositionals(command, positionals);
	const get = (flag) => {
		const value = values[flag];
		const entry = flags[flag];
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
	const options = Object.fromEntries(allowed.map((name) => [name, { type: flags[name].type }]));
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
	const flag = flags[name];
	if (flag.allowed !== void 0 && !flag.allowed.includes(value)) throw new Failure("usage", `\`--${name} ${value}\` is not known. Allowed: ${flag.allowed.join(", ")}.`);
	if (name === "last" && !/^[1-9]\d{0,5}$/.test(value)) throw new Failure("usage", `\`--last\` takes a whole number, not \`${value}\`.`);
	if (name === "postgres" && !/^[1-9]\d$/.test(value)) throw new Failure("usage", `\`--postgres\` takes a major version from 10, such as 15, not \`${value}\`.`);
	if (name === "max-usd" && !/^\d{1,6}(\.\d{1,6})?$/.test(value)) throw new Failure("usage", `\`--max-usd\` takes an amount such as 0.25, not \`${value}\`.`);
}
/** SARIF holds findings of a report; the other commands have none to put there. */
const withSarif = ["review", "demo"];
function checkFormat(command, format) {
	if (format !== "sarif" || withSarif.includes(command)) return;
	throw new Failure("usage", `\`${command}\` has no \`--format sarif\`. Allowed: text, markdown, json.`);
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
		message: writeSentence(message),
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
	lines.push(`${count(rates.changes, "change")}; ${rates.touchingDomain} ${rates.touchingDomain === 1 ? "touches" : "touch"} a domain.`, `pass ${verdicts.pass}, needs acknowledgement ${verdicts["needs-acknowledgement"]}, blocked ${verdicts.blocked}, not evaluated ${verdicts["not-evaluated"]}.`);
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

// src/adapters/git-worktree-list.ts
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
/** Files that are in no index and not ignored. */
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
function unreadable(complaint) {
	return new Failure("unfinished", `The work tree could not be read: ${complaint}.`);
}

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
	const changeSet = await loadChangeSet(git, commits, { alsoRead: mayBeIdentity });
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

// src/report/terminal-page.ts
/** Lines of text, wrapped at spaces. What it is given is shown, never obeyed: nothing invisible reaches the terminal. */
var TerminalPage = class {
	#lines = [];
	#colour;
	#width;
	constructor({ colour, width }) {
		this.#colour = colour;
		this.#width = Math.max(40, width);
	}
	say(said, { indent = 0, hanging = 0, style, after = [] } = {}) {
		const own = words(said);
		const lines = wrap([...own, ...after.flatMap(words)], this.#width - indent, hanging);
		for (const [index, line] of lines.entries()) {
			const styled = after.length === 0 ? line.length : index === 0 ? own.join(" ").length : 0;
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
		for (const text of texts) this.say(say$1`- ${text}`, { hanging: 2 });
		if (texts.length > 0) this.gap();
	}
	/** Lines that keep their shape, to be copied. */
	code(text, indent) {
		for (const line of text.split("\n")) this.#lines.push(" ".repeat(indent) + singleLine(line));
	}
	text() {
		return `${this.#lines.join("\n").trimEnd()}\n`;
	}
	#paint(style, text) {
		return style === void 0 || !this.#colour || text === "" ? text : styleText(style, text, { validateStream: false });
	}
};
function wrap(words, width, hanging) {
	const lines = [];
	let line = "";
	for (const word of words) {
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
/** What may stand on a line of its own; a short piece of code is never broken: `GET /users` stays on one line. */
function words(said) {
	if (typeof said === "string") return singleLine(said).split(" ");
	const result = [""];
	for (const span of said) {
		const text = "code" in span ? `\`${singleLine(span.code)}\`` : singleLine(span.words);
		const [first = "", ...others] = "code" in span && text.length <= longestCode ? [text] : text.split(" ");
		result[result.length - 1] = `${result.at(-1) ?? ""}${first}`;
		result.push(...others);
	}
	return result;
}

// src/report/terminal.ts
/** The report for a person at a terminal: what to fix, what to decide, then what it rests on. */
function renderTerminal(report, options) {
	const page = new TerminalPage(options);
	heading(report, page);
	if (isQuiet(report)) {
		page.say(quietSentence(report));
		page.list(report.notices);
		return page.text();
	}
	fixes(report, page);
	unread(report, page);
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
	if (change.title !== null && change.title !== "") page.say(change.title, { style: "bold" });
	if (change.head !== null && change.files !== null) page.say(`${shortCommit(change.head)} against ${change.base}, ${count(change.files, "file")}, +${change.additions} -${change.deletions}`, { style: "dim" });
	page.gap();
	page.say(title(report), {
		style: ["bold", colours[report.verdict.status]],
		after: isQuiet(report) ? [] : summary(report)
	});
	page.gap();
}
function fixes(report, page) {
	const { fix } = openItems(report);
	if (fix.length === 0) return;
	page.title("Fix");
	for (const one of itemsTogether(fix, report)) statement(one, page);
}
function unread(report, page) {
	const { unread: open } = openItems(report);
	if (open.length === 0) return;
	page.title("Make readable");
	for (const one of open) {
		const line = one.line === null ? "" : `:${one.line}`;
		page.say(`${one.path}${line} ${unreadWords(one.reason)}`, { indent: 2 });
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
	const statements = itemsTogether(decide, report);
	for (const [index, one] of statements.entries()) statement(one, page, statements.length === 1 ? "" : `${index + 1}. `);
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
		const { shown, more } = capped(together(findings), mostAsides);
		for (const { first, others } of shown) {
			page.say(say$1`- ${first.message}${likewise(first, others)}`, {
				indent: 2,
				hanging: 2
			});
			page.say(place(first), {
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
			page.say(`- ${text}`, {
				indent: 2,
				hanging: 2
			});
			page.say(`${where.path}:${where.line}`, {
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
		const why = `${status.replace("-", " ")}${reason === null ? "" : ` (${reason})`}`;
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
/** The findings of one statement, how to fix them, and the ids that answer it. */
function statement({ findings, items }, page, number = "") {
	const isOne = items.length > 1;
	const indent = 2 + Math.max(2, number.length);
	for (const [index, finding] of (isOne ? findings.slice(0, 1) : findings).entries()) {
		const others = isOne ? likewise(finding, findings.slice(1)) : "";
		page.say(say$1`${number}${finding.message}${others}`, {
			indent: 2,
			hanging: number.length
		});
		const ids = index === 0 ? items.map(({ id }) => id).join(" ") : "";
		page.say(`${place(finding)}  ${ids}`.trimEnd(), {
			indent,
			style: "dim"
		});
		for (const line of evidence(finding)) page.say(line, {
			indent,
			hanging: 2
		});
		if (!isOne) fixLines(finding.fix, page, indent);
	}
	if (isOne) fixLines(fixTogether(findings), page, indent);
	page.gap();
}
/** Prose is wrapped; code keeps its shape. */
function fixLines(fix, page, indent) {
	for (const block of fix) if (block.kind === "code") page.code(block.text, indent + 2);
	else page.say(block.sentence, { indent });
}
function place({ where }) {
	return `${where.path}:${where.line}`;
}
const mostOthers = 12;
/** What the same is said of, too. */
function likewise(first, others) {
	const { shown, more } = capped(others, mostOthers);
	if (shown.length === 0) return "";
	const names = otherNames(first, others);
	const texts = shown.map(({ where }, index) => {
		const { name = "", detail = null } = names[index] ?? {};
		const beside = detail === null ? "" : say$1`\`${detail}\`, `;
		return say$1`\`${name}\` (${beside}line ${where.line})`;
	});
	return say$1`; likewise ${enumerate([...texts, ...more > 0 ? [say$1`${more} more`] : []])}`;
}
/** What the message does not say: before and after, and the operations that are reached. */
function evidence(finding) {
	const compared = comparedIn(finding);
	const { shown, more } = capped(reachedBeside(finding), 5);
	return [...compared === null ? [] : [`before: ${compared.before}`, `after:  ${compared.after}`], ...shown.length === 0 ? [] : [`reaches ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`]];
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
/** Writes prose to `--output` or to standard output, which may be the log of a workflow's step. */
function deliverProse(text, args, terminal) {
	deliver(args.get("output") === void 0 ? logText(text) : text, args, terminal);
}
/** Writes JSON (SARIF is JSON, too) to `--output` or to standard output: the same value, and no order to a runner. */
function deliverJson(json, args, terminal) {
	deliver(args.get("output") === void 0 ? logJson(json) : json, args, terminal);
}
function deliver(text, args, terminal) {
	const file = args.get("output");
	if (file === void 0) terminal.write(text);
	else writeTextFile(file, text);
}
function deliverReport(report, args, terminal) {
	(["json", "sarif"].includes(formatOf(args, terminal)) ? deliverJson : deliverProse)(renderReport(report, args, terminal), args, terminal);
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
		if (formatOf(args, terminal) === "json") deliverJson(`${JSON.stringify(summary, null, 2)}\n`, args, terminal);
		else deliverProse(renderBacktest(summary), args, terminal);
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
		deliverReport(report, args, terminal);
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
			deployment: deploymentOf(mode, apiKey, baseUrlOf(args)),
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
function baseUrlOf(args) {
	const value = args.get("anthropic-base-url");
	if (value === void 0 || isWebAddress(value)) return value ?? null;
	throw new Failure("usage", "`--anthropic-base-url` takes a URL such as https://gateway.example.com.");
}
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
		deliverProse(`# System\n\n${brief.system}\n\n# Message\n\n${brief.prompt}\n`, args, terminal);
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
		deliverJson(`${JSON.stringify(list, null, 2)}\n`, args, terminal);
		return 0;
	}
	const width = Math.max(...rules.map((rule) => rule.id.length));
	const lines = rules.map((rule) => {
		const serves = rule.constraint ?? rule.trigger ?? "advice";
		const off = rule.offByDefault ? " (off by default)" : "";
		return `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${serves}${off}`;
	});
	deliverProse(`${lines.join("\n")}\n`, args, terminal);
	return 0;
}
/** `explain RULE`: its page. */
function explainCommand(args, terminal) {
	const id = args.positionals[0] ?? "";
	if (!rules.some((rule) => rule.id === id)) {
		const near = nearest(id, rules.map((rule) => rule.id));
		throw new Failure("usage", `There is no rule \`${id}\`.${near === null ? "" : ` Did you mean \`${near}\`?`} \`rules\` lists all.`);
	}
	deliverProse(shippedRulePage(id), args, terminal);
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
		"**/*.toml",
		"**/sqitch.{conf,plan}"
	]).map((path) => relative(root, path).split(sep).join("/")));
	const texts = /* @__PURE__ */ new Map();
	const entries = /* @__PURE__ */ new Map();
	for (const path of [.../* @__PURE__ */ new Set([...files, ...below])].sort()) {
		const { size } = statSync(join(root, path));
		if (size > fileLimits.each) {
			entries.set(path, {
				path,
				mode: "100644",
				blob: createHash("sha1").update(`${path} ${size}`).digest("hex")
			});
			texts.set(path, {
				kind: "unread",
				reason: "too-large"
			});
			continue;
		}
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

// src/rules/production-migration/style-rules.ts
/** Advice on how migrations are written: off until the configuration names a rule. */
const styleRules = [
	charColumn,
	commitInRevision,
	constraintWithoutName,
	dropIndexNotConcurrently,
	enumTypeCreated,
	indexWithManyColumns,
	integerPrimaryKey,
	jsonColumn,
	lockTimeoutMissing,
	moneyColumn,
	nameAgainstConvention,
	nameTooLong,
	nestedTransaction,
	serialColumn,
	severalAlterations,
	statementNotRepeatable,
	statementTimeoutMissing,
	tableWithoutPrimaryKey,
	timestampWithoutTimeZone,
	transactionLeftOpen,
	varcharWithLimit,
	workBeforeAutocommitBlock
];

// src/rules/check-migrations.ts
const noSchema = {
	tables: /* @__PURE__ */ new Map(),
	unresolved: []
};
const stepRules = [
	...operationRules,
	concurrentIndexIfNotExists,
	...styleRules
];
const hazards = new Set(operationRules.map(({ id }) => id));
const revisionRules = [
	multipleHeads,
	danglingRevision,
	duplicateRevision
];
/** Lints Alembic revisions and SQL files without a comparison: every statement counts as new. */
function checkMigrations(project, graph, selection, settings, syntax) {
	const whole = withLooseFiles(project, graph, selection);
	const changes = changesOf(project, whole, selection, settings, syntax);
	const namingConvention = once(() => readNamingConvention(project));
	const contexts = changes.map((change) => contextOf(change, settings, namingConvention));
	const checked = new Set(changes.flatMap((change) => change.bodies.map((body) => body.path)));
	const environments = whole.environments.filter((environment) => revisionsIn(environment).some((revision) => checked.has(revision.path)));
	return {
		findings: [
			...checkGraph({
				environments,
				unresolved: whole.unresolved
			}, checked, settings),
			...contexts.flatMap(checkSteps),
			...contexts.flatMap(checkBodies)
		],
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
/** Python files that no environment has make one of their own. */
function withLooseFiles(project, graph, selection) {
	const known = new Set(graph.environments.flatMap((one) => [...revisionsIn(one), ...one.unidentified ?? []].map((revision) => revision.path)));
	const named = selection.files.filter((path) => path.endsWith(".py") && !known.has(path));
	const found = project.paths.filter((path) => !known.has(path) && isSelected(path, selection) && isRevision(project, path));
	const loose = [.../* @__PURE__ */ new Set([...named, ...found])];
	return {
		...graph,
		environments: [...graph.environments, ...looseEnvironments(project, loose)]
	};
}
function isSelected(path, { folders }) {
	return folders.some((folder) => folder === "" || path.startsWith(`${folder}/`));
}
function changesOf(project, graph, selection, settings, syntax) {
	const named = selection.files.flatMap((path) => bodiesOf(project, graph, [path], settings, syntax));
	const bodies = bodiesOf(project, graph, [...project.snapshot.entries.keys()].filter((path) => isSelected(path, selection)), settings, syntax);
	const naming = bodiesByTable(bodies);
	const single = bodies.map((body, at) => ({
		graph,
		bodies: [body],
		history: ([table = ""]) => (naming.get(table) ?? []).filter((earlier) => earlier < at).flatMap((earlier) => bodies[earlier] ?? [])
	}));
	return named.length === 0 ? single : [{
		graph,
		bodies: named,
		history: () => []
	}, ...single];
}
/** Positions of the bodies that do something to a table. */
function bodiesByTable(bodies) {
	const positions = /* @__PURE__ */ new Map();
	for (const [at, { upgrade }] of bodies.entries()) {
		const tables = upgrade.flatMap(({ operation }) => operation.kind === "rename-table" ? [operation.table, operation.to] : tableOf(operation) ?? []);
		for (const table of new Set(tables)) positions.set(table, [...positions.get(table) ?? [], at]);
	}
	return positions;
}
/** Revisions in order of the graph, then SQL files in the order of their tools, in whatever folder they lie. */
function bodiesOf(project, graph, paths, settings, syntax) {
	const revisions = new Set(paths.filter((path) => path.endsWith(".py")));
	const { inOrder, directionOf } = findSqlMigrations(project.snapshot, settings.database.migrations);
	const scripts = inOrder(paths.filter((path) => path.endsWith(".sql"))).flatMap((path) => {
		const file = project.snapshot.read(path);
		const direction = directionOf(path);
		return file.kind === "text" && direction !== "none" ? [readSqlFile(path, file.text, syntax.parseSql, direction)] : [];
	});
	return [...readMigrations(project, graph, revisions, syntax), ...scripts];
}
/** A context in which exactly the bodies of a change are new. */
function contextOf({ graph, bodies, history }, settings, namingConvention) {
	const nothing = {
		environments: [],
		unresolved: []
	};
	return {
		before: {
			revisions: nothing,
			schema: noSchema,
			history
		},
		after: {
			revisions: graph,
			schema: noSchema,
			migrations: bodies,
			namingConvention
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
const revisionsByPath = /* @__PURE__ */ new WeakMap();
function revisionOf(body, graph) {
	const byPath = revisionsByPath.get(graph) ?? new Map(graph.environments.flatMap(revisionsIn).map((revision) => [revision.path, revision]));
	revisionsByPath.set(graph, byPath);
	const found = byPath.get(body.path);
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
	return runRules(revisionRules, context).map(withoutImpact);
}
/** What is said of whole revisions: what could not be read, and what has no way back. */
function checkBodies(context) {
	return runRules([unreadableMigration, downgradeRestoresNothing], context).map(withoutImpact);
}
function withoutImpact(finding) {
	return {
		...finding,
		lock: null,
		rewrite: null,
		scan: null,
		existing: null
	};
}
function checkSteps(context) {
	const steps = /* @__PURE__ */ new Map();
	return runRules(stepRules.map((rule) => remembering(rule, steps)), context).map((finding) => ({
		...finding,
		kind: hazards.has(finding.rule) ? "hazard" : finding.kind,
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
	if (formatOf(args, terminal) === "json") deliverJson(`${JSON.stringify({
		...result,
		findings: result.findings.map(written)
	}, null, 2)}\n`, args, terminal);
	else deliverProse(render(result), args, terminal);
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
	const lines = result.findings.filter(({ kind }) => kind !== "unknown").map((finding) => {
		const facts = [
			...Object.entries(finding.lock ?? {}).map(([relation, mode]) => `${mode} on ${relation}`),
			...finding.rewrite === true ? ["rewrites the table"] : [],
			...finding.scan === true ? ["reads every row"] : []
		];
		const detail = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
		return singleLine(`${finding.where.path}:${finding.where.line} ${finding.severity} ${finding.rule}: ${plainText(finding.message)}${detail}`);
	});
	const { statements, analysed, unknown } = result.coverage;
	for (const one of unknown) lines.push(singleLine(`${one.path}:${one.line} not analysed: ${one.reason}`));
	for (const environment of result.environments) lines.push(singleLine(`${environment.path}: ${count(environment.heads.length, "head")} ${environment.heads.join(", ")}`));
	lines.push(`${analysed} of ${count(statements, "statement")} analysed.`);
	return `${lines.join("\n")}\n`;
}

// src/facts/fastapi/to-openapi.ts
/**
* Prints what one application of a contract serves; null stands for routers that no application includes. Hidden
* operations and websockets are no part of a document; opaque types are marked `x-opaque`.
*/
function toOpenApi(contract, application) {
	const paths = /* @__PURE__ */ new Map();
	const schemes = /* @__PURE__ */ new Map();
	for (const operation of contract.operations) {
		if (operation.application !== application) continue;
		if (!operation.includedInSchema || operation.protocol !== "http") continue;
		const path = operation.path.slice(operation.mounted?.length ?? 0);
		const methods = paths.get(path) ?? /* @__PURE__ */ new Map();
		paths.set(path, methods);
		methods.set(operation.method.toLowerCase(), operationObject(operation));
		for (const { scheme, definition } of operation.security ?? []) schemes.set(scheme, definition);
	}
	const schemas = usedSchemas(contract, [...paths.values()]);
	const described = contract.applications?.find(({ name }) => name === application);
	const components = {
		...schemas.length === 0 ? {} : { schemas: Object.fromEntries(schemas) },
		...schemes.size === 0 ? {} : { securitySchemes: Object.fromEntries(schemes) }
	};
	return {
		openapi: "3.1.0",
		info: described?.information ?? {
			title: "FastAPI",
			version: "0.1.0"
		},
		paths: Object.fromEntries([...paths].map(([path, methods]) => [path, Object.fromEntries(methods)])),
		...Object.keys(components).length === 0 ? {} : { components },
		...described?.further
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
	if (!isRecord(schema)) return schema;
	return Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => {
		if (key === "pattern" && isDecimalPattern(value)) return [];
		return [schemaMember(key, value)];
	}));
}
/** FastAPI's document says nothing of the digits of a decimal. */
function isDecimalPattern(pattern) {
	return typeof pattern === "string" && pattern.startsWith("^(?!^[-+.]*$)[+-]?0*");
}
function schemaMember(key, value) {
	if (key === "opaque") return ["x-opaque", value];
	if (key === "default" || key === "enum" || key === "const") return [key, value];
	if (key === "properties" && isRecord(value)) {
		const properties = Object.entries(value).map(([name, inner]) => [name, schemaObject(inner)]);
		return [key, Object.fromEntries(properties)];
	}
	return [key, schemaObject(value)];
}
/** Components that the printed operations reach, in order of their names. */
function usedSchemas(contract, roots) {
	const used = /* @__PURE__ */ new Map();
	const pending = roots.flatMap((methods) => [...methods.values()]);
	while (pending.length > 0) {
		const node = pending.pop();
		if (Array.isArray(node)) pending.push(...node);
		if (!isRecord(node)) continue;
		for (const value of Object.values(node)) pending.push(value);
		const name = typeof node["$ref"] === "string" ? node["$ref"].slice(21) : "";
		const component = contract.components.get(name);
		if (component === void 0 || used.has(name)) continue;
		used.set(name, component.schema);
		pending.push(component.schema);
	}
	return [...used].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0).map(([name, schema]) => [name, schemaObject(schema)]);
}

// src/cli/contract.ts
/** `contract`: the HTTP contract of an application as OpenAPI 3.1. */
async function contractCommand(args, terminal, log) {
	const { project, syntax } = await readProject(args, log);
	const contract = await log.stage("Contract", () => readContract(project, wholeScope(project.paths)));
	log.info(`Python files parsed: ${syntax.pythonParsed()}`);
	const chosen = choose([...new Set(contract.operations.flatMap((operation) => operation.application ?? []))].sort(), args.get("app"), project);
	for (const one of contract.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
	deliverJson(`${JSON.stringify(toOpenApi(contract, chosen), null, 2)}\n`, args, terminal);
	return 0;
}
/** All Python modules at `--rev`, and the parsers that they are read with. */
async function readProject(args, log) {
	const revision = args.get("rev") ?? "HEAD";
	const { git, dispose } = await openLocal(args, [revision]);
	try {
		const commit = await resolveRevision(git, revision);
		const snapshot = await log.stage("Source", () => loadSnapshot(git, commit));
		const syntax = await loadSyntax();
		return {
			project: makeProject(snapshot, syntax),
			syntax
		};
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
		deliverReport(report, args, terminal);
		log.info(`This is the example pull request; a real run would have ended with exit code ${exitCode(verdict, "blocked", "cli")}.`);
		return 0;
	} finally {
		await example.dispose();
	}
}

// src/cli/diff-contract.ts
/** `diff-contract OLD NEW`: every difference of two OpenAPI documents; 1 where one of them breaks callers. */
function diffContractCommand(args, terminal) {
	const [before, after] = args.positionals;
	const changes = diffContracts(readDocument(before ?? ""), readDocument(after ?? ""));
	const breaks = changes.some((change) => change.level === "ERR");
	if (formatOf(args, terminal) === "json") deliverJson(`${JSON.stringify({ changes }, null, 2)}\n`, args, terminal);
	else {
		const lines = changes.map((one) => singleLine(`${[
			one.level.padEnd(4),
			`${one.id}:`,
			one.operation,
			one.path
		].filter(Boolean).join(" ")} ${one.text}`));
		deliverProse(lines.length === 0 ? "No differences.\n" : `${lines.join("\n")}\n`, args, terminal);
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
/** `COMMAND --help`: what it does, its own flags and then those that every command has. Fits 80 columns. */
function helpFor(command) {
	const { arguments: taken, about, exits, formats, flags: allowed } = commands[command];
	const common = new Set(commands.rules.flags);
	const means = (name) => ignored[command]?.includes(name) !== true && (name !== "format" || formats !== "");
	const own = allowed.filter((name) => !common.has(name) && means(name));
	const shared = commands.rules.flags.filter(means);
	return [
		`Usage: coord-platform ${[
			command,
			taken,
			"[FLAGS]"
		].filter((part) => part !== "").join(" ")}`,
		"",
		...wrapped(`${about} ${exits}`.trim(), 80),
		"",
		...[...own, ...shared].flatMap((name) => row(name, name === "format" ? formats : flags[name].text)),
		""
	].join("\n");
}
const flagColumn = 29;
function row(name, text) {
	const flag = flags[name];
	const usage = `--${name}${flag.value === void 0 ? "" : ` ${flag.value}`}`;
	return wrapped(`${text}${flag.default === void 0 ? "" : ` (${flag.default})`}`, 49).map((line, index) => `  ${(index === 0 ? usage : "").padEnd(flagColumn)}${line}`);
}
function wrapped(text, width) {
	const lines = [];
	for (const word of text.split(" ")) {
		const line = lines.at(-1);
		if (line === void 0 || line.length + 1 + word.length > width) lines.push(word);
		else lines[lines.length - 1] = `${line} ${word}`;
	}
	return lines;
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
		if (formatOf(args, terminal) === "json") deliverJson(`${JSON.stringify(plan, null, 2)}\n`, args, terminal);
		else deliverProse(renderPlan(plan), args, terminal);
		return 0;
	} finally {
		await dispose();
	}
}

// src/facts/sqlalchemy/print-schema.ts
/**
* The schema as JSON text with a stable order: tables by name, columns as they are declared, the rest by its content.
* Expressions are written in one form, whether models or migrations said them.
*/
function printSchema(schema, normal = (text) => text) {
	const value = {
		tables: [...schema.tables.values()].sort((a, b) => a.name < b.name ? -1 : 1).map((table) => printTable(table, schema, normal)),
		unresolved: schema.unresolved.map(({ where, what }) => ({
			path: where.path,
			line: where.line,
			what
		}))
	};
	return `${JSON.stringify(value, null, 2)}\n`;
}
function printTable(table, schema, normal) {
	return {
		name: table.name,
		class: table.mappedClass,
		confidence: table.confidence,
		where: {
			path: table.where.path,
			line: table.where.line
		},
		columns: [...table.columns.values()].map((column) => printColumn(column, schema, normal)),
		indexes: byContent(table.indexes.map(({ name, columns, unique, detail }) => ({
			name,
			columns: columns.map((column) => /^\w+$/.test(column) ? column : normalElement(column, normal)),
			unique,
			detail: normalDetail(detail, normal)
		}))),
		constraints: byContent(table.constraints.map(({ kind, name, columns, references, expression, detail }) => ({
			kind,
			name,
			columns,
			references,
			expression: expression === null ? null : normal(expression),
			detail: normalDetail(detail, normal)
		})))
	};
}
function printColumn(column, schema, normal) {
	return {
		name: column.name,
		type: formatColumnType(normalColumnType(typeOf(column, schema, 0))),
		nullable: column.nullable,
		default: column.serverDefault === null ? null : normal(column.serverDefault),
		primaryKey: column.primaryKey,
		identity: column.identity,
		computed: column.computed === null ? null : normal(column.computed)
	};
}
/** `lower(a) desc`: the direction is no part of the expression. */
function normalElement(column, normal) {
	const direction = /(?: desc)?(?: nulls (?:first|last))?$/.exec(column)?.[0] ?? "";
	return `${normal(column.slice(0, column.length - direction.length))}${direction}`;
}
/** The condition stands last. */
function normalDetail(detail, normal) {
	if (detail === void 0) return null;
	const found = /(?:^| )where /.exec(detail);
	if (found === null) return detail;
	const start = found.index + found[0].length;
	return `${detail.slice(0, start)}${normal(detail.slice(start))}`;
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
/** `schema`: the tables that the models declare, or that the migrations make, as JSON. */
async function schemaCommand(args, terminal, log) {
	const { project, syntax } = await readProject(args, log);
	const schema = args.get("from") === "migrations" ? replayedSchema(project, policyOf(args, project.snapshot).settings.database.migrations, syntax) : readSchema(project, wholeScope(project.paths));
	for (const one of schema.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
	deliverJson(printSchema(schema, (sql) => normalizeExpression(sql, syntax.parseSql)), args, terminal);
	return 0;
}
/**
* Alembic's revisions, replayed; without any the SQL migrations in the order of their tools. An environment for SQLite is
* left out where another one is there: both make the same tables.
*/
function replayedSchema(project, globs, syntax) {
	const graph = readRevisions(project);
	const postgres = graph.environments.filter(({ dialect }) => dialect !== "sqlite");
	const environments = postgres.length > 0 ? postgres : graph.environments;
	const paths = environments.flatMap(({ revisions }) => [...revisions.values()].map(({ path }) => path));
	const scripts = [...project.snapshot.entries.keys()].filter(findSqlMigrations(project.snapshot, globs).has);
	const wanted = new Set(paths.length > 0 ? paths : scripts);
	return replayMigrations(readMigrations(project, {
		...graph,
		environments
	}, wanted, syntax, globs));
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
		const usage = error instanceof Failure && error.kind === "usage";
		complain(error, line.terminal);
		if (usage) return 2;
		if (args?.command === "review" && args.get("format") === "json") deliverUnfinished(told(error), args, line.terminal);
		return 3;
	}
}
/** Whoever asked for JSON gets a whole report also where the evaluation could not finish. */
function deliverUnfinished(reason, args, terminal) {
	try {
		deliverJson(renderJson(unfinishedReport(unknownChange, reason)), args, terminal);
	} catch (error) {
		complain(error, terminal);
	}
}
function complain(error, terminal) {
	const lines = [`coord-platform: ${told(error)}`, ...traceOf(error)];
	terminal.complain(`${lines.map(logLine).join("\n")}\n`);
}
/** A defect of ours is no verdict. */
function told(error) {
	if (error instanceof Failure) return error.message;
	return `The evaluation failed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}
/** Where a defect of ours lies: helps to mend it, and is no part of a report. */
function traceOf(error) {
	if (error instanceof Failure || !(error instanceof Error)) return [];
	return (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
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