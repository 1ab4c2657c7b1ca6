import "server-only";
import { and, asc, desc, eq, gte, lte, sql } from "drizzle-orm";
import { currencyRates } from "@/db/schema/currency-rates";
import { projects } from "@/db/schema/projects";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { AppError, missing } from "@/lib/errors";
import { type CurrencyRate, oldestRateDays } from "./definition";

const rateColumns = { day: currencyRates.day, currency: currencyRates.currency, rate: currencyRates.rate };
const mostAtOnce = 5_000;

const dayMs = 86_400_000;
const lastDay = Date.parse("9999-12-31");

const dateOf = (at: number): string =>
  new Date(Math.min(Math.max(at, 0), lastDay)).toISOString().slice(0, "YYYY-MM-DD".length);

/** The rates that may hold for events between two times, ms since 1970; by currency, then day. */
export const readRates = (
  scope: ProjectScope,
  { from, to }: { from: number; to: number },
): Promise<CurrencyRate[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(rateColumns)
        .from(currencyRates)
        .where(
          and(
            eq(currencyRates.projectId, scope.projectId),
            // A local day may begin a day before or after that of UTC.
            gte(currencyRates.day, dateOf(from - (oldestRateDays + 1) * dayMs)),
            lte(currencyRates.day, dateOf(to + dayMs)),
          ),
        )
        .orderBy(asc(currencyRates.currency), asc(currencyRates.day)),
  );

/** The rates of one currency or of all, newest day first, at most `limit`. */
export const listRates = (
  scope: ProjectScope,
  { currency, limit }: { currency?: string; limit: number },
): Promise<CurrencyRate[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(rateColumns)
        .from(currencyRates)
        .where(
          and(
            eq(currencyRates.projectId, scope.projectId),
            currency === undefined ? undefined : eq(currencyRates.currency, currency),
          ),
        )
        .orderBy(desc(currencyRates.day), asc(currencyRates.currency))
        .limit(limit),
  );

/**
 * Sets rates; of several for one day and currency the last one holds. `invalid` for the project's own currency, which
 * is never converted.
 */
export const saveRates = (scope: ProjectScope, rates: readonly CurrencyRate[]): Promise<void> =>
  withTenant(scope, async (tx) => {
    const [project] = await tx
      .select({ currency: projects.currency })
      .from(projects)
      .where(and(eq(projects.orgId, scope.orgId), eq(projects.id, scope.projectId)));
    const { currency: own } = project ?? missing("project");
    if (rates.some(({ currency }) => currency === own))
      throw new AppError(
        "invalid",
        `${own} is the project's own currency: its rate is always 1.`,
        "currency",
      );
    const latest = new Map(rates.map((rate) => [`${rate.currency} ${rate.day}`, rate]));
    // Sorted, so that two who save at once wait for each other instead of for ever.
    const rows = [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rate]) => rate);
    for (let i = 0; i < rows.length; i += mostAtOnce)
      await tx
        .insert(currencyRates)
        .values(rows.slice(i, i + mostAtOnce).map((rate) => ({ projectId: scope.projectId, ...rate })))
        .onConflictDoUpdate({
          target: [currencyRates.projectId, currencyRates.currency, currencyRates.day],
          set: { rate: sql`excluded.rate`, updatedAt: sql`now()` },
        });
  });

/** Forgets the rate of a day; `not_found` when there is none. */
export const deleteRate = (
  scope: ProjectScope,
  { currency, day }: { currency: string; day: string },
): Promise<void> =>
  withTenant(scope, async (tx) => {
    const gone = await tx
      .delete(currencyRates)
      .where(
        and(
          eq(currencyRates.projectId, scope.projectId),
          eq(currencyRates.currency, currency),
          eq(currencyRates.day, day),
        ),
      )
      .returning({ day: currencyRates.day });
    if (gone.length === 0) missing("rate");
  });
