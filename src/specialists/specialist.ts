export const specialistNames = ["DBA", "BACKEND_ENGINEER", "API_DEVELOPER"] as const;
export type SpecialistName = (typeof specialistNames)[number];
export type Reviewer = SpecialistName | "COORD_PLATFORM";

/** A checked remark: it quotes a line that exists, else it is not published. */
export interface Remark {
  readonly text: string;
  readonly quote: string;
  readonly where: { readonly path: string; readonly line: number };
  readonly severity: "warning" | "info";
}

/** What became of one specialist (interface.md, JSON `specialists`). */
export interface SpecialistResult {
  readonly name: Reviewer;
  readonly status: "completed" | "not-needed" | "not-run" | "failed";
  readonly reason: string | null;
  readonly remarks: readonly Remark[];
  readonly model: string | null;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly usd: number | null;
}
