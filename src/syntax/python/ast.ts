/**
 * A typed syntax tree of a Python 3.14 module. Node names follow CPython's `ast` module where it has one;
 * `Unknown…` stands for a region that could not be read, so that a reader sees that something was there.
 */

/** Lines are 1-based, `end` of a block is its last statement's line (a trailing comment does not count). Offsets are UTF-16 units. */
export interface Span {
  readonly line: number;
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
}

export interface Module {
  readonly body: readonly Statement[];
  /** Regions that could not be parsed. Everything outside them is trustworthy. */
  readonly unread: readonly UnreadRegion[];
}

export interface UnreadRegion {
  readonly reason: "syntax-error" | "too-deep";
  readonly line: number;
  readonly endLine: number;
}

// ── expressions ────────────────────────────────────────────────────────────────────────────────────────────────

export type Expression =
  | Name
  | Attribute
  | Call
  | Subscript
  | Slice
  | StringConstant
  | BytesConstant
  | NumberConstant
  | KeywordConstant
  | JoinedString
  | Sequence
  | Dictionary
  | BinaryOperation
  | UnaryOperation
  | BooleanOperation
  | Comparison
  | Conditional
  | Lambda
  | Comprehension
  | Await
  | Yield
  | Starred
  | NamedExpression
  | UnknownExpression;

export interface Name extends Span {
  readonly kind: "name";
  readonly id: string;
}
export interface Attribute extends Span {
  readonly kind: "attribute";
  readonly value: Expression;
  readonly attribute: string;
}
export interface Call extends Span {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: readonly Expression[];
  /** `name` is null for `**mapping`. */
  readonly keywords: readonly Keyword[];
}
export interface Keyword extends Span {
  readonly name: string | null;
  readonly value: Expression;
}
export interface Subscript extends Span {
  readonly kind: "subscript";
  readonly value: Expression;
  /** `X[a, b]` has a `Sequence` of kind `tuple` here, as in CPython. */
  readonly index: Expression;
}
export interface Slice extends Span {
  readonly kind: "slice";
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
/** The decoded value; implicit concatenation of plain strings is already joined. */
export interface StringConstant extends Span {
  readonly kind: "string";
  readonly value: string;
}
export interface BytesConstant extends Span {
  readonly kind: "bytes";
  readonly value: string;
}
/** `text` as written without underscores; `value` is NaN for complex numbers. */
export interface NumberConstant extends Span {
  readonly kind: "number";
  readonly text: string;
  readonly value: number;
}
export interface KeywordConstant extends Span {
  readonly kind: "constant";
  readonly value: true | false | null | "...";
}
/** An f-string or t-string (also when concatenated with plain strings): literal text and interpolated expressions in order. */
export interface JoinedString extends Span {
  readonly kind: "joined-string";
  readonly template: boolean;
  readonly parts: readonly (string | Interpolation)[];
}
export interface Interpolation extends Span {
  readonly kind: "interpolation";
  readonly value: Expression;
  /** `!r`, `!s`, `!a` or null. */
  readonly conversion: string | null;
  /** The format specification as written, or null. */
  readonly format: string | null;
}
export interface Sequence extends Span {
  readonly kind: "tuple" | "list" | "set";
  readonly elements: readonly Expression[];
}
export interface Dictionary extends Span {
  readonly kind: "dict";
  /** `key` is null for `**mapping`. */
  readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
}
export interface BinaryOperation extends Span {
  readonly kind: "binary";
  /** `+`, `-`, `|`, `%`, … */
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}
export interface UnaryOperation extends Span {
  readonly kind: "unary";
  readonly operator: "-" | "+" | "~" | "not";
  readonly operand: Expression;
}
export interface BooleanOperation extends Span {
  readonly kind: "boolean";
  readonly operator: "and" | "or";
  readonly operands: readonly Expression[];
}
export interface Comparison extends Span {
  readonly kind: "comparison";
  readonly left: Expression;
  /** `==`, `not in`, `is not`, … one per comparator. */
  readonly operators: readonly string[];
  readonly comparators: readonly Expression[];
}
export interface Conditional extends Span {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface Lambda extends Span {
  readonly kind: "lambda";
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
export interface Comprehension extends Span {
  readonly kind: "comprehension";
  readonly type: "list" | "set" | "dict" | "generator";
  /** For a dict comprehension the key; else null. */
  readonly key: Expression | null;
  readonly element: Expression;
  readonly clauses: readonly {
    readonly async: boolean;
    readonly target: Expression;
    readonly iterable: Expression;
    readonly conditions: readonly Expression[];
  }[];
}
export interface Await extends Span {
  readonly kind: "await";
  readonly value: Expression;
}
export interface Yield extends Span {
  readonly kind: "yield";
  readonly from: boolean;
  readonly value: Expression | null;
}
export interface Starred extends Span {
  readonly kind: "starred";
  readonly value: Expression;
}
export interface NamedExpression extends Span {
  readonly kind: "named";
  readonly target: string;
  readonly value: Expression;
}
export interface UnknownExpression extends Span {
  readonly kind: "unknown";
  readonly text: string;
}

// ── statements ─────────────────────────────────────────────────────────────────────────────────────────────────

export type Statement =
  | FunctionDefinition
  | ClassDefinition
  | Assignment
  | AnnotatedAssignment
  | AugmentedAssignment
  | TypeAlias
  | ExpressionStatement
  | Return
  | Raise
  | If
  | For
  | While
  | With
  | Try
  | Match
  | Import
  | ImportFrom
  | SimpleStatement
  | UnknownStatement;

export type ParameterKind =
  | "positional-only"
  | "positional"
  | "keyword-only"
  | "var-positional"
  | "var-keyword";

export interface Parameter extends Span {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly annotation: Expression | null;
  readonly default: Expression | null;
}
export interface TypeParameter {
  readonly name: string;
  readonly bound: Expression | null;
}
export interface FunctionDefinition extends Span {
  readonly kind: "function";
  readonly name: string;
  readonly async: boolean;
  readonly decorators: readonly Expression[];
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  readonly body: readonly Statement[];
}
export interface ClassDefinition extends Span {
  readonly kind: "class";
  readonly name: string;
  readonly decorators: readonly Expression[];
  readonly typeParameters: readonly TypeParameter[];
  readonly bases: readonly Expression[];
  /** `metaclass=…`, `table=True`, … */
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
}
export interface Assignment extends Span {
  readonly kind: "assign";
  /** `a = b = 1` has two targets. */
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AnnotatedAssignment extends Span {
  readonly kind: "annotated-assign";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}
export interface AugmentedAssignment extends Span {
  readonly kind: "augmented-assign";
  readonly operator: string;
  readonly target: Expression;
  readonly value: Expression;
}
export interface TypeAlias extends Span {
  readonly kind: "type-alias";
  readonly name: string;
  readonly typeParameters: readonly TypeParameter[];
  readonly value: Expression;
}
export interface ExpressionStatement extends Span {
  readonly kind: "expression";
  readonly value: Expression;
}
export interface Return extends Span {
  readonly kind: "return";
  readonly value: Expression | null;
}
export interface Raise extends Span {
  readonly kind: "raise";
  readonly exception: Expression | null;
  readonly cause: Expression | null;
}
export interface If extends Span {
  readonly kind: "if";
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** `elif` is an `If` as the only statement here. */
  readonly otherwise: readonly Statement[];
}
export interface For extends Span {
  readonly kind: "for";
  readonly async: boolean;
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface While extends Span {
  readonly kind: "while";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface With extends Span {
  readonly kind: "with";
  readonly async: boolean;
  readonly items: readonly { readonly context: Expression; readonly target: Expression | null }[];
  readonly body: readonly Statement[];
}
export interface Try extends Span {
  readonly kind: "try";
  readonly body: readonly Statement[];
  readonly handlers: readonly {
    readonly type: Expression | null;
    readonly name: string | null;
    readonly body: readonly Statement[];
  }[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}
export interface Match extends Span {
  readonly kind: "match";
  readonly subject: Expression;
  /** Patterns are kept as text: no reader needs them. */
  readonly cases: readonly {
    readonly pattern: string;
    readonly guard: Expression | null;
    readonly body: readonly Statement[];
  }[];
}
export interface Import extends Span {
  readonly kind: "import";
  readonly names: readonly { readonly name: string; readonly alias: string | null }[];
}
export interface ImportFrom extends Span {
  readonly kind: "import-from";
  /** Number of leading dots. */
  readonly level: number;
  /** Dotted module without the dots, "" for `from . import x`. */
  readonly module: string;
  /** `*` is a name here. */
  readonly names: readonly { readonly name: string; readonly alias: string | null }[];
}
/** Statements that carry no facts of ours; `delete` and `assert` keep their expressions. */
export interface SimpleStatement extends Span {
  readonly kind: "pass" | "break" | "continue" | "delete" | "assert" | "global" | "nonlocal";
  readonly expressions: readonly Expression[];
}
export interface UnknownStatement extends Span {
  readonly kind: "unknown-statement";
}
