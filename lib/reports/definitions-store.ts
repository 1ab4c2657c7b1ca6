import "server-only";
import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import type { Adjustment } from "@/lib/adjustments/definition";
import { missing } from "@/lib/errors";
import { funnelDefinition } from "@/lib/funnels/definition";
import { type Goal, goalDefinition } from "@/lib/goals/definition";
import { alongTheWay, listGoals } from "@/lib/goals/store";
import { segmentDefinition } from "@/lib/segments/definition";
import type { Project } from "@/lib/tenancy/definition";
import type { Definitions } from "./definitions";
import { resolveInstant } from "./range";
import type { AskedTime } from "./report-by-name";

type ToldAdjustment =
  | [orderId: string, occurredAt: number, type: "cancellation", amountMinor: null, currency: null]
  | [orderId: string, occurredAt: number, type: "refund" | "value", amountMinor: number, currency: string];

/** A list is null where there is nothing. */
type Told = {
  project: Project | null;
  goals: unknown[] | null;
  deletedGoals: string[] | null;
  segments: unknown[] | null;
  funnels: unknown[] | null;
  adjustments: ToldAdjustment[] | null;
  hasCookieless: boolean;
};

/**
 * One statement that the server plans once, as every question asks it. Lists are values, since the driver takes long over
 * many rows. Goals, segments and funnels come in the order they were made, adjustments by time, then receipt. Visitors
 * without cookies have ids that begin with "c", in any collation.
 */
const readTold = async (tx: RawTx, { orgId, projectId }: ProjectScope): Promise<Told> => {
  const [told] = await tx<[Told]>`
    select
      (select json_build_object('id', id, 'slug', slug, 'name', name, 'timezone', timezone, 'currency', currency,
          'sessionGapMs', session_gap_ms)
        from projects where org_id = ${orgId} and id = ${projectId}) as project,
      (select json_agg(definition order by created_at, key) from goals where project_id = ${projectId}) as goals,
      (select json_agg(key) filter (where is_deleted) from (
          select distinct on (key) key, definition is null as is_deleted
          from goal_versions where project_id = ${projectId} order by key, version desc) latest) as "deletedGoals",
      (select json_agg(definition order by created_at, key) from segments where project_id = ${projectId}) as segments,
      (select json_agg(definition order by created_at, key) from funnels where project_id = ${projectId}) as funnels,
      (select json_agg(json_build_array(order_id, (extract(epoch from occurred_at) * 1000)::double precision, type,
            amount_minor, currency) order by occurred_at, seq)
        from adjustments where project_id = ${projectId}) as adjustments,
      exists(select from visitor_ids where project_id = ${projectId} and id >= 'c' and id < 'd') as "hasCookieless"`;
  return told;
};

const adjustmentOf = ([orderId, occurredAt, type, amountMinor, currency]: ToldAdjustment): Adjustment =>
  type === "cancellation"
    ? { orderId, type, occurredAt }
    : { orderId, type, amountMinor, currency, occurredAt };

const readGoalsAt = async (
  scope: ProjectScope,
  times: readonly AskedTime[],
  { timezone }: Project,
): Promise<Definitions["goalsAt"]> => {
  const byText = new Map(times.map(({ text, path }) => [text, path]));
  const read = async ([text, path]: [string, string]): Promise<[string, Goal[]]> => {
    const definedAt = resolveInstant(text, timezone, path);
    return [text, await listGoals(scope, { definedAt })];
  };
  return new Map(await Promise.all([...byText].map(read)));
};

/**
 * Reads a project's definitions: one statement of the transaction, sent before this returns. `given` stands in for the
 * stored goals; `definedAt` are the times of which questions want older ones, which are read beside the transaction.
 * Throws `invalid` for a text that is no time.
 */
export const readDefinitions = async (
  tx: RawTx,
  scope: ProjectScope,
  { given, definedAt }: { given: readonly Goal[] | undefined; definedAt: readonly AskedTime[] },
): Promise<Definitions> => {
  const told = await readTold(tx, scope);
  const project = told.project ?? missing("project");
  const segments = (told.segments ?? []).map((one) => segmentDefinition.parse(one));
  const funnels = (told.funnels ?? []).map((one) => funnelDefinition.parse(one));
  return {
    project,
    goals: alongTheWay(given ?? (told.goals ?? []).map((one) => goalDefinition.parse(one))),
    goalsAt: await readGoalsAt(scope, definedAt, project),
    deletedGoals: new Set(told.deletedGoals),
    segments: new Map(segments.map(({ key, filter }) => [key, filter])),
    funnels: new Map(funnels.map((funnel) => [funnel.key, funnel])),
    rates: [],
    adjustments: (told.adjustments ?? []).map(adjustmentOf),
    hasCookieless: told.hasCookieless,
  };
};
