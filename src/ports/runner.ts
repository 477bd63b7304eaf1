/** What the product asks of the runner that started it. */
export interface Runner {
  readonly input: (name: string) => string;
  /** Masks a value in everything that the job prints from now on. */
  readonly secret: (value: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Throws `Failure`. */
  readonly readFile: (path: string) => string;
  /** Files of the workspace, such as results that an earlier step measured. */
  readonly matchingFiles: (globs: readonly string[]) => readonly string[];
  /** Writes a file below the runner's temp folder and answers with its path. */
  readonly writeReport: (folder: string, name: string, text: string) => string;
  readonly output: (name: string, value: string) => void;
  readonly summary: (markdown: string) => void;
  readonly annotate: (annotation: {
    readonly level: "error" | "warning" | "notice";
    readonly message: string;
    readonly path: string;
    readonly line: number;
    readonly endLine: number;
    readonly title: string;
  }) => void;
}
