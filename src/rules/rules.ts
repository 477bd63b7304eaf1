import { blockingCall } from "./async-only/blocking-call.ts";
import { blockingDatabaseCall } from "./async-only/blocking-database-call.ts";
import { syncEndpoint } from "./async-only/sync-endpoint.ts";
import { newBroker } from "./cross-service/new-broker.ts";
import { newOutboundHost } from "./cross-service/new-outbound-host.ts";
import { submoduleMoved } from "./cross-service/submodule-moved.ts";
import type { Rule } from "./rule.ts";
import { poolSizeChanged } from "./sla-degradation/pool-size-changed.ts";
import { queryInLoop } from "./sla-degradation/query-in-loop.ts";
import { slaExceeded } from "./sla-degradation/sla-exceeded.ts";
import { slaNotMeasured } from "./sla-degradation/sla-not-measured.ts";

/** Every rule, in alphabetical order of its id. A test holds that no rule file is missing here. */
export const rules: readonly Rule[] = [
  blockingCall,
  blockingDatabaseCall,
  newBroker,
  newOutboundHost,
  poolSizeChanged,
  queryInLoop,
  slaExceeded,
  slaNotMeasured,
  submoduleMoved,
  syncEndpoint,
];
