import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import { type Moment, readMoment } from "../moment";

/** Where the journeys of a project stand now. */
export const momentOf = (scope: ProjectScope, fields: Iterable<string>): Promise<Moment> =>
  withTenantSnapshot(scope, (tx) => readMoment(tx, scope, fields));
