import type { Node } from "web-tree-sitter";

/**
 * A node of tree-sitter's tree. Each of its properties is a call into WebAssembly, so each is read once and kept,
 * and lowering goes by position among `parts` where the grammar allows it.
 */
export class SyntaxNode {
  readonly type: string;
  /** UTF-16 offset. */
  readonly start: number;
  readonly #node: Node;
  #end = -1;
  #parts: readonly SyntaxNode[] | undefined;
  #tokens: readonly SyntaxNode[] | undefined;

  constructor(node: Node) {
    this.#node = node;
    this.type = node.type;
    this.start = node.startIndex;
  }

  get end(): number {
    if (this.#end === -1) this.#end = this.#node.endIndex;
    return this.#end;
  }

  /** Named children without comments and line continuations, which the grammar allows everywhere. */
  get parts(): readonly SyntaxNode[] {
    this.#parts ??= wrap(this.#node.namedChildren);
    return this.#parts;
  }

  /** All children, keywords and punctuation included, but for comments and line continuations. */
  get tokens(): readonly SyntaxNode[] {
    this.#tokens ??= wrap(this.#node.children);
    return this.#tokens;
  }

  /** The first child in a field, or null. */
  field(name: string): SyntaxNode | null {
    const child = this.#node.childForFieldName(name);
    return child === null ? null : new SyntaxNode(child);
  }

  /** All children in a field. */
  fields(name: string): readonly SyntaxNode[] {
    return wrap(this.#node.childrenForFieldName(name));
  }

  get isNamed(): boolean {
    return this.#node.isNamed;
  }

  /** Whether it is or holds anything that does not belong to the grammar. */
  get hasError(): boolean {
    return this.#node.hasError || this.#node.isMissing;
  }

  /** Whether it is a token that the grammar wants and the text lacks. */
  get isMissing(): boolean {
    return this.#node.isMissing;
  }
}

function wrap(nodes: readonly Node[]): SyntaxNode[] {
  const wrapped: SyntaxNode[] = [];
  for (const node of nodes) {
    const child = new SyntaxNode(node);
    if (child.type !== "comment" && child.type !== "line_continuation") wrapped.push(child);
  }
  return wrapped;
}
