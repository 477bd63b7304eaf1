/** Progress for a person, on standard error or in the job's log. Implementations neutralise workflow commands and control characters. */
export interface Log {
  readonly info: (message: string) => void;
  readonly warning: (message: string) => void;
  readonly error: (message: string) => void;
  readonly debug: (message: string) => void;
  /** Runs a stage under a heading with its duration. */
  readonly stage: <T>(name: string, work: () => T | Promise<T>) => Promise<T>;
}
