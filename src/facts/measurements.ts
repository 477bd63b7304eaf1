/** Results of load tests or benchmarks that this workflow measured (`sla-results`, `sla-baseline`). */
export interface Measurements {
  readonly head: readonly Measurement[];
  readonly base: readonly Measurement[];
}

export interface Measurement {
  /** `http_req_duration.p(95)`, `GET /users p95`, `test_list_users mean`. */
  readonly metric: string;
  readonly value: number;
  /** `ms`, `1/s`, `%`, … */
  readonly unit: string;
}
