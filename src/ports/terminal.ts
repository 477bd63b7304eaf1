/** Where results go, and what the terminal can show. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** For sentences about what went wrong. */
  readonly complain: (text: string) => void;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly columns: number;
}
