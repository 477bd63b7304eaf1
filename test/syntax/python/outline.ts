import type {
  Expression,
  Keyword,
  Module,
  Parameter,
  Statement,
  TypeParameter,
} from "../../../src/syntax/python/ast.ts";

/** Prints a tree as `make-expected.py` prints CPython's, so that the two can be compared line by line. */
export function outline(module: Module): string {
  const lines: string[] = [];
  const emit = (depth: number, node: Statement, text: string): void => {
    lines.push(`${"  ".repeat(depth)}${node.line}-${node.endLine} ${text}`);
  };
  const block = (depth: number, name: string, body: readonly Statement[]): void => {
    if (body.length === 0) return;
    lines.push("  ".repeat(depth) + name);
    statements(depth + 1, body);
  };
  const definition = (depth: number, node: Statement & { decorators: readonly Expression[] }): void => {
    for (const decorator of node.decorators) lines.push(`${"  ".repeat(depth)}@ ${expression(decorator)}`);
  };
  const statements = (depth: number, body: readonly Statement[]): void => {
    for (const node of body) statement(depth, node);
  };
  const statement = (depth: number, node: Statement): void => {
    switch (node.kind) {
      case "function": {
        const header = `def ${node.name} ${typeParameters(node.typeParameters)} ${parameters(node.parameters)} ${optional(node.returns)}`;
        emit(depth, node, `${node.async ? "async " : ""}${header}`);
        definition(depth, node);
        return statements(depth + 1, node.body);
      }
      case "class":
        emit(
          depth,
          node,
          `class ${node.name} ${typeParameters(node.typeParameters)}${argumentsText(node.bases, node.keywords)}`,
        );
        definition(depth, node);
        return statements(depth + 1, node.body);
      case "assign":
        return emit(depth, node, `assign ${all(node.targets)} = ${expression(node.value)}`);
      case "annotated-assign":
        return emit(
          depth,
          node,
          `annotated ${expression(node.target)} ${expression(node.annotation)} ${optional(node.value)}`,
        );
      case "augmented-assign":
        return emit(
          depth,
          node,
          `augmented ${expression(node.target)} ${node.operator} ${expression(node.value)}`,
        );
      case "type-alias":
        return emit(
          depth,
          node,
          `type ${node.name} ${typeParameters(node.typeParameters)} ${expression(node.value)}`,
        );
      case "expression":
        return emit(depth, node, `expression ${expression(node.value)}`);
      case "return":
        return emit(depth, node, `return ${optional(node.value)}`);
      case "raise":
        return emit(depth, node, `raise ${optional(node.exception)} ${optional(node.cause)}`);
      case "if":
        emit(depth, node, `if ${expression(node.test)}`);
        statements(depth + 1, node.body);
        return block(depth, "else", node.otherwise);
      case "for":
        emit(
          depth,
          node,
          `${node.async ? "async " : ""}for ${expression(node.target)} in ${expression(node.iterable)}`,
        );
        statements(depth + 1, node.body);
        return block(depth, "else", node.otherwise);
      case "while":
        emit(depth, node, `while ${expression(node.test)}`);
        statements(depth + 1, node.body);
        return block(depth, "else", node.otherwise);
      case "with": {
        const items = node.items.map((item) => `${expression(item.context)} as ${optional(item.target)}`);
        emit(depth, node, `${node.async ? "async " : ""}with ${items.join(" ")}`);
        return statements(depth + 1, node.body);
      }
      case "try":
        emit(depth, node, "try");
        statements(depth + 1, node.body);
        for (const handler of node.handlers) {
          block(depth, `except ${optional(handler.type)} as ${handler.name ?? "-"}`, handler.body);
        }
        block(depth, "else", node.otherwise);
        return block(depth, "finally", node.finally);
      case "match":
        emit(depth, node, `match ${expression(node.subject)}`);
        for (const branch of node.cases) block(depth, `case ${optional(branch.guard)}`, branch.body);
        return;
      case "import":
        return emit(depth, node, `import ${names(node.names)}`);
      case "import-from":
        return emit(depth, node, `from ${".".repeat(node.level)}${node.module} import ${names(node.names)}`);
      case "global":
      case "nonlocal": {
        const ids = node.expressions.map((name) => (name.kind === "name" ? name.id : "?"));
        return emit(depth, node, `${node.kind} ${ids.join(" ")}`);
      }
      case "delete":
        return emit(depth, node, `delete ${all(node.expressions)}`);
      case "assert": {
        const [test, message] = node.expressions;
        return emit(depth, node, `assert ${optional(test ?? null)} ${optional(message ?? null)}`);
      }
      case "pass":
      case "break":
      case "continue":
        return emit(depth, node, node.kind);
      case "unknown-statement":
        return emit(depth, node, "unknown");
    }
  };
  statements(0, module.body);
  return lines.map((line) => `${line}\n`).join("");
}

/** Before Python 3.12 positions within f-strings are not those of the file: neither side prints them. */
let formatted = 0;

function expression(node: Expression): string {
  const text = shape(node);
  if (formatted > 0) return text;
  return `${text}@${node.line}${node.endLine === node.line ? "" : `-${node.endLine}`}`;
}

function shape(node: Expression): string {
  switch (node.kind) {
    case "name":
      return node.id;
    case "attribute":
      return `(. ${expression(node.value)} ${node.attribute})`;
    case "call":
      return `(call ${expression(node.callee)}${argumentsText(node.args, node.keywords)})`;
    case "subscript":
      return `(index ${expression(node.value)} ${expression(node.index)})`;
    case "slice":
      return `(slice ${optional(node.lower)} ${optional(node.upper)} ${optional(node.step)})`;
    case "string":
      return quote(node.value);
    case "bytes":
      return `b${quote(node.value)}`;
    case "number":
      return number(node.text, node.value);
    case "constant":
      return { true: "True", false: "False", null: "None", "...": "..." }[String(node.value)] ?? "?";
    case "joined-string": {
      formatted += 1;
      const parts = node.parts.map((part) => {
        if (typeof part === "string") return ` ${quote(part)}`;
        const format = part.format === null ? "" : `:${part.format.includes("{") ? "?" : quote(part.format)}`;
        return ` {${expression(part.value)}${part.conversion ?? ""}${format}}`;
      });
      formatted -= 1;
      return `(${node.template ? "t" : "f"}${parts.join("")})`;
    }
    case "tuple":
    case "list":
    case "set":
      return `(${node.kind} ${all(node.elements)})`;
    case "dict": {
      const pairs = node.entries.map(
        ({ key, value }) => `${key === null ? "**" : expression(key)}:${expression(value)}`,
      );
      return `(dict ${pairs.join(" ")})`;
    }
    case "binary":
      return `(${node.operator} ${expression(node.left)} ${expression(node.right)})`;
    case "unary":
      return `(${node.operator} ${expression(node.operand)})`;
    case "boolean":
      return `(${node.operator} ${all(node.operands)})`;
    case "comparison": {
      const pairs = node.comparators.map((right, index) => `${node.operators[index]} ${expression(right)}`);
      return `(compare ${expression(node.left)} ${pairs.join(" ")})`;
    }
    case "conditional":
      return `(if ${expression(node.test)} ${expression(node.then)} ${expression(node.otherwise)})`;
    case "lambda":
      return `(lambda ${parameters(node.parameters)} ${expression(node.body)})`;
    case "comprehension": {
      // CPython's order: element first.
      const element = `${node.key === null ? "" : `${expression(node.key)}:`}${expression(node.element)}`;
      const clauses = node.clauses.map((clause) => {
        const conditions = clause.conditions.map((condition) => ` if ${expression(condition)}`).join("");
        const prefix = clause.async ? " async for" : " for";
        return `${prefix} ${expression(clause.target)} in ${expression(clause.iterable)}${conditions}`;
      });
      return `(${node.type} ${element}${clauses.join("")})`;
    }
    case "await":
      return `(await ${expression(node.value)})`;
    case "yield":
      return node.from ? `(yield from ${optional(node.value)})` : `(yield ${optional(node.value)})`;
    case "starred":
      return `(* ${expression(node.value)})`;
    case "named":
      return `(:= ${node.target} ${expression(node.value)})`;
    default:
      return "unknown";
  }
}

function optional(node: Expression | null): string {
  return node === null ? "-" : expression(node);
}

function all(nodes: readonly Expression[]): string {
  return nodes.map(expression).join(" ");
}

function argumentsText(args: readonly Expression[], keywords: readonly Keyword[]): string {
  const positional = args.map((arg) => ` ${expression(arg)}`).join("");
  return positional + keywords.map(({ name, value }) => ` ${name ?? "**"}=${expression(value)}`).join("");
}

function parameters(list: readonly Parameter[]): string {
  const rows = list.map(
    (parameter) =>
      `${parameter.kind} ${parameter.name}:${optional(parameter.annotation)}=${optional(parameter.default)}`,
  );
  return `[${rows.join(" ")}]`;
}

function typeParameters(list: readonly TypeParameter[]): string {
  return `[${list.map(({ name, bound }) => `${name}:${optional(bound)}`).join(" ")}]`;
}

function names(list: readonly { readonly name: string; readonly alias: string | null }[]): string {
  return list.map(({ name, alias }) => `${name} as ${alias ?? "-"}`).join(" ");
}

/** As Python's `json.dumps`: ASCII only. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function number(text: string, value: number): string {
  if (Number.isNaN(value)) return "complex";
  if (/^(?:0[xob][\da-f]+|\d+)$/i.test(text)) return BigInt(text).toString();
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return `float:${bits.getBigUint64(0).toString(16).padStart(16, "0")}`;
}
