/**
 * The one error that a user may see: a sentence, and the exit code that it means (interface.md, Exit).
 * `usage`: wrong use, not a repository, unknown revision, bad configuration (2).
 * `unfinished`: the evaluation could not finish: no merge base, shallow history, git or API failure (3).
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: "usage" | "unfinished";

  constructor(kind: Failure["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
