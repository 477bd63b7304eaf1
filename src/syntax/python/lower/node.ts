import type { Node } from "web-tree-sitter";

/**
 * A node of tree-sitter's tree, kept instead of the library's own cache, so that it can be let go. Each of its properties is a call into WebAssembly, so each is read once and kept,
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
    if (this.#parts === undefined) {
      this.#parts = wrap(this.#node.namedChildren);
      // The library keeps them as well, for as long as the tree's root lives.
      Reflect.set(this.#node, "_namedChildren", undefined);
    }
    return this.#parts;
  }

  /** All children, keywords and punctuation included, but for comments and line continuations. */
  get tokens(): readonly SyntaxNode[] {
    if (this.#tokens === undefined) {
      this.#tokens = wrap(this.#node.children);
      Reflect.set(this.#node, "_children", undefined);
    }
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

  /** Forgets the children: those of a module take some three hundred times its text. */
  release(): void {
    this.#parts = [];
    this.#tokens = [];
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
