import "server-only";
import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { lockDefinitions } from "@/db/lock-definitions";
import { adCosts } from "@/db/schema/ad-costs";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError } from "@/lib/errors";
import { type AdCost, type AdCostOutcome, adCostDay, adCostKey, type SourceCost } from "./definition";

const columns = {
  day: adCosts.day,
  source: adCosts.source,
  medium: adCosts.medium,
  campaign: adCosts.campaign,
  costMinor: adCosts.costMinor,
  currency: adCosts.currency,
  clicks: adCosts.clicks,
  impressions: adCosts.impressions,
};
/** Nine values a row: a statement takes 65,535. */
const mostAtOnce = 5_000;

/** Which costs: local dates, `to` exclusive. Sources are in lower case. */
type AdCostSelection = { from?: string; to?: string; source?: string; campaign?: string };

const chosen = (
  { projectId }: ProjectScope,
  { from, to, source, campaign }: AdCostSelection,
): SQL | undefined =>
  and(
    eq(adCosts.projectId, projectId),
    from === undefined ? undefined : gte(adCosts.day, from),
    to === undefined ? undefined : lt(adCosts.day, to),
    source === undefined ? undefined : eq(adCosts.source, source),
    campaign === undefined ? undefined : eq(adCosts.campaign, campaign),
  );

/** The costs of the local dates from `from` to before `to`, by day, source, medium and campaign. */
export const readAdCosts = (scope: ProjectScope, days: { from: string; to: string }): Promise<AdCost[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(columns)
        .from(adCosts)
        .where(chosen(scope, days))
        .orderBy(asc(adCosts.day), asc(adCosts.source), asc(adCosts.medium), asc(adCosts.campaign)),
  );

const storedLike = async (
  tx: Tx,
  { projectId }: ProjectScope,
  costs: readonly AdCost[],
): Promise<Map<string, AdCost>> => {
  const rows = await tx
    .select(columns)
    .from(adCosts)
    .where(
      and(
        eq(adCosts.projectId, projectId),
        inArray(adCosts.day, [...new Set(costs.map(({ day }) => day))]),
        inArray(adCosts.source, [...new Set(costs.map(({ source }) => source))]),
      ),
    );
  return new Map(rows.map((row) => [adCostKey(row), row]));
};

const isSame = (a: AdCost, b: AdCost): boolean =>
  a.costMinor === b.costMinor &&
  a.currency === b.currency &&
  a.clicks === b.clicks &&
  a.impressions === b.impressions;

const saveSome = async (tx: Tx, scope: ProjectScope, costs: readonly AdCost[]): Promise<AdCostOutcome[]> => {
  const stored = await storedLike(tx, scope, costs);
  const changed = new Map<string, AdCost>();
  const outcomes = costs.map((cost): AdCostOutcome => {
    const key = adCostKey(cost);
    const before = changed.get(key) ?? stored.get(key);
    if (before && isSame(before, cost)) return "unchanged";
    changed.set(key, cost);
    return before ? "replaced" : "created";
  });
  if (changed.size > 0)
    await tx
      .insert(adCosts)
      .values([...changed.values()].map((cost) => ({ projectId: scope.projectId, ...cost })))
      .onConflictDoUpdate({
        target: [adCosts.projectId, adCosts.day, adCosts.source, adCosts.medium, adCosts.campaign],
        set: {
          costMinor: sql`excluded.cost_minor`,
          currency: sql`excluded.currency`,
          clicks: sql`excluded.clicks`,
          impressions: sql`excluded.impressions`,
          updatedAt: sql`now()`,
        },
      });
  return outcomes;
};

/**
 * Keeps costs, and says in the same order what became of each: what is stored for the same day, source, medium and
 * campaign is replaced.
 */
export const saveAdCosts = (scope: ProjectScope, costs: readonly AdCost[]): Promise<AdCostOutcome[]> =>
  withTenant(scope, async (tx) => {
    // One sender at a time, so that what is told of each is so.
    await lockDefinitions(tx, scope);
    const outcomes: AdCostOutcome[] = [];
    for (let i = 0; i < costs.length; i += mostAtOnce)
      outcomes.push(...(await saveSome(tx, scope, costs.slice(i, i + mostAtOnce))));
    return outcomes;
  });

const cursorOf = ({ day, source, medium, campaign }: AdCost): string =>
  Buffer.from(JSON.stringify([day, source, medium, campaign])).toString("base64url");

/** What comes after a cursor in the order of the list. */
const after = (cursor: string): SQL => {
  const place = placeIn(cursor);
  if (!place)
    throw new AppError("invalid", "This is no cursor of ours: send `next` of the page before.", "cursor");
  const [day, ...rest] = place;
  const names = sql.join(
    rest.map((text) => sql`${text}`),
    sql`, `,
  );
  return sql`(${adCosts.day} < ${day}::date or (${adCosts.day} = ${day}::date
    and (${adCosts.source}, ${adCosts.medium}, ${adCosts.campaign}) > (${names})))`;
};

const placeIn = (cursor: string): string[] | null => {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const isOurs =
      Array.isArray(place) &&
      place.length === 4 &&
      place.every((text) => typeof text === "string" && !text.includes("\0")) &&
      adCostDay.safeParse(place[0]).success;
    return isOurs ? place : null;
  } catch {
    return null;
  }
};

/** Costs with the newest day first, then by source, medium and campaign; `next` is the cursor of the page after. */
export const listAdCosts = (
  scope: ProjectScope,
  { limit, cursor, ...selection }: AdCostSelection & { limit: number; cursor?: string },
): Promise<{ data: AdCost[]; next: string | null }> =>
  withTenant(scope, async (tx) => {
    const rows = await tx
      .select(columns)
      .from(adCosts)
      .where(and(chosen(scope, selection), cursor === undefined ? undefined : after(cursor)))
      .orderBy(desc(adCosts.day), asc(adCosts.source), asc(adCosts.medium), asc(adCosts.campaign))
      .limit(limit + 1);
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return { data, next: last && rows.length > limit ? cursorOf(last) : null };
  });

/** What each source cost by day, the newest day first, at most `limit` of them. */
export const listSourceCosts = (scope: ProjectScope, { limit }: { limit: number }): Promise<SourceCost[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select({
          day: adCosts.day,
          source: adCosts.source,
          currency: adCosts.currency,
          costMinor: sql`sum(${adCosts.costMinor})`.mapWith(Number),
          campaigns: sql`count(distinct ${adCosts.campaign})`.mapWith(Number),
        })
        .from(adCosts)
        .where(eq(adCosts.projectId, scope.projectId))
        .groupBy(adCosts.day, adCosts.source, adCosts.currency)
        .orderBy(desc(adCosts.day), asc(adCosts.source), asc(adCosts.currency))
        .limit(limit),
  );

/** Forgets costs and says how many there were. */
export const deleteAdCosts = (
  scope: ProjectScope,
  selection: AdCostSelection & { from: string; to: string },
): Promise<number> =>
  withTenant(scope, async (tx) => {
    const gone = await tx.delete(adCosts).where(chosen(scope, selection)).returning({ day: adCosts.day });
    return gone.length;
  });
