import type { Expression, Interpolation, Keyword, Parameter } from "./ast.ts";

/**
 * An expression as canonical source text: one space where Python's style guide wants one, double quotes, no line
 * breaks, no trailing commas. Equal expressions give equal text however they were written, so it serves as the
 * normalised text of what could not be resolved.
 */
export function unparse(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return expression.id;
    case "attribute":
      return `${operand(expression.value)}.${expression.attribute}`;
    case "call":
      return `${operand(expression.callee)}(${[...expression.args.map(unparse), ...expression.keywords.map(keyword)].join(", ")})`;
    case "subscript":
      return `${operand(expression.value)}[${index(expression.index)}]`;
    case "slice":
      return [expression.lower, expression.upper, ...(expression.step === null ? [] : [expression.step])]
        .map((part) => (part === null ? "" : unparse(part)))
        .join(":");
    case "string":
      return JSON.stringify(expression.value);
    case "bytes":
      return `b${JSON.stringify(expression.value)}`;
    case "number":
      return expression.text;
    case "constant":
      return constant(expression.value);
    case "joined-string":
      return `${expression.template ? "t" : "f"}"${expression.parts.map(joinedPart).join("")}"`;
    case "tuple":
      return `(${list(expression.elements)}${expression.elements.length === 1 ? "," : ""})`;
    case "list":
      return `[${list(expression.elements)}]`;
    case "set":
      return `{${list(expression.elements)}}`;
    case "dict":
      return `{${expression.entries
        .map(({ key, value }) =>
          key === null ? `**${operand(value)}` : `${unparse(key)}: ${unparse(value)}`,
        )
        .join(", ")}}`;
    case "binary":
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case "unary":
      return `${expression.operator === "not" ? "not " : expression.operator}${operand(expression.operand)}`;
    case "boolean":
      return expression.operands.map(operand).join(` ${expression.operator} `);
    case "comparison":
      return [
        operand(expression.left),
        ...expression.comparators.map((side, at) => `${expression.operators[at] ?? ""} ${operand(side)}`),
      ].join(" ");
    case "conditional":
      return `${operand(expression.then)} if ${operand(expression.test)} else ${operand(expression.otherwise)}`;
    case "lambda":
      return `lambda${expression.parameters.length === 0 ? "" : " "}${parameters(expression.parameters)}: ${unparse(expression.body)}`;
    case "comprehension":
      return comprehension(expression);
    case "await":
      return `await ${operand(expression.value)}`;
    case "yield":
      return `yield${expression.from ? " from" : ""}${expression.value === null ? "" : ` ${operand(expression.value)}`}`;
    case "starred":
      return `*${operand(expression.value)}`;
    case "named":
      return `${expression.target} := ${operand(expression.value)}`;
    default:
      return expression.text.trim().split(/\s+/u).join(" ");
  }
}

const loose = new Set<Expression["kind"]>([
  "await",
  "binary",
  "boolean",
  "comparison",
  "conditional",
  "lambda",
  "named",
  "slice",
  "starred",
  "unary",
  "yield",
]);

/** Everything that is not an atom stands in parentheses: canonical, not minimal. */
function operand(expression: Expression): string {
  return loose.has(expression.kind) ? `(${unparse(expression)})` : unparse(expression);
}

function list(elements: readonly Expression[]): string {
  return elements.map(unparse).join(", ");
}

function index(expression: Expression): string {
  return expression.kind === "tuple" && expression.elements.length > 1
    ? list(expression.elements)
    : unparse(expression);
}

function keyword({ name, value }: Keyword): string {
  return name === null ? `**${operand(value)}` : `${name}=${unparse(value)}`;
}

function constant(value: true | false | null | "..."): string {
  if (value === null) return "None";
  return value === "..." ? value : value ? "True" : "False";
}

function joinedPart(part: string | Interpolation): string {
  if (typeof part === "string") return JSON.stringify(part).slice(1, -1);
  return `{${unparse(part.value)}${part.conversion ?? ""}${part.format === null ? "" : `:${part.format}`}}`;
}

function parameters(all: readonly Parameter[]): string {
  const prefix = { "var-positional": "*", "var-keyword": "**" } as const;
  return all
    .map(({ name, kind, default: value }) => {
      const star = kind === "var-positional" || kind === "var-keyword" ? prefix[kind] : "";
      return `${star}${name}${value === null ? "" : `=${unparse(value)}`}`;
    })
    .join(", ");
}

function comprehension(expression: Extract<Expression, { kind: "comprehension" }>): string {
  const head =
    expression.key === null
      ? unparse(expression.element)
      : `${unparse(expression.key)}: ${unparse(expression.element)}`;
  const clauses = expression.clauses.map(
    ({ async, target, iterable, conditions }) =>
      `${async ? " async" : ""} for ${unparse(target)} in ${operand(iterable)}${conditions.map((test) => ` if ${operand(test)}`).join("")}`,
  );
  const [open, close] = { list: "[]", set: "{}", dict: "{}", generator: "()" }[expression.type];
  return `${open}${head}${clauses.join("")}${close}`;
}
