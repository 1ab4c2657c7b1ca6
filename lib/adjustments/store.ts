import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { lockDefinitions } from "@/db/lock-definitions";
import { adjustments } from "@/db/schema/adjustments";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import { AppError } from "@/lib/errors";
import type { ListedAdjustment, NewAdjustment } from "./definition";

/** What became of one that was sent; a conflict has the id of another. */
export type Outcome = "accepted" | "duplicate" | "conflict";

/** All that an adjustment says, as one text. */
const contentOf = (said: {
  type: string;
  orderId: string;
  amountMinor?: number | null;
  currency?: string | null;
  occurredAt: string;
}): string => {
  const money = said.type === "cancellation" ? [] : [said.amountMinor, said.currency];
  return JSON.stringify([said.type, said.orderId, ...money, Date.parse(said.occurredAt)]);
};

const digestOf = (wanted: NewAdjustment): Buffer => {
  const said = wanted.adjustmentId === undefined ? contentOf(wanted) : `id ${wanted.adjustmentId}`;
  return createHash("sha256").update(said).digest();
};

const rowOf = ({ projectId }: ProjectScope, wanted: NewAdjustment, digest: Buffer) => ({
  projectId,
  orderId: wanted.orderId,
  type: wanted.type,
  amountMinor: wanted.type === "cancellation" ? null : wanted.amountMinor,
  currency: wanted.type === "cancellation" ? null : wanted.currency,
  adjustmentId: wanted.adjustmentId ?? null,
  digest,
  occurredAt: new Date(wanted.occurredAt).toISOString(),
});

/** What is stored under some digests, by their hex text. */
const storedContents = async (
  tx: Tx,
  { projectId }: ProjectScope,
  digests: readonly Buffer[],
): Promise<Map<string, string>> => {
  const rows = await tx
    .select()
    .from(adjustments)
    .where(and(eq(adjustments.projectId, projectId), inArray(adjustments.digest, [...digests])));
  return new Map(rows.map((row) => [row.digest.toString("hex"), contentOf(row)]));
};

/**
 * Keeps adjustments, whether their orders are known or not, and says in the same order what became of each. What was sent
 * before is a duplicate and changes nothing; another one under a sender's id that is taken is a conflict and is not kept.
 */
export const saveAdjustments = (scope: ProjectScope, sent: readonly NewAdjustment[]): Promise<Outcome[]> =>
  withTenant(scope, async (tx) => {
    if (sent.length === 0) return [];
    // One after the other: then the numbers of receipt are in the order in which others see them.
    await lockDefinitions(tx, scope);
    const digests = sent.map(digestOf);
    const known = await storedContents(tx, scope, digests);
    const rows: ReturnType<typeof rowOf>[] = [];
    const outcomes = sent.map((wanted, place): Outcome => {
      const digest = digests[place] ?? Buffer.alloc(0);
      const stored = known.get(digest.toString("hex"));
      if (stored !== undefined) return stored === contentOf(wanted) ? "duplicate" : "conflict";
      known.set(digest.toString("hex"), contentOf(wanted));
      rows.push(rowOf(scope, wanted, digest));
      return "accepted";
    });
    if (rows.length > 0) await tx.insert(adjustments).values(rows);
    return outcomes;
  });

const instant = (at: string): string => new Date(at).toISOString();

const receiptOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const seq = Number(/^[0-9]{1,15}$/.test(cursor) ? cursor : Number.NaN);
  if (Number.isNaN(seq))
    throw new AppError("invalid", "This is no cursor of ours: send `next` of the page before.", "cursor");
  return seq;
};

/** Adjustments in the order in which they were received, of one order or of all; `next` is the cursor of the page after. */
export const listAdjustments = (
  scope: ProjectScope,
  { orderId, limit, cursor }: { orderId?: string; limit: number; cursor?: string },
): Promise<{ data: ListedAdjustment[]; next: string | null }> =>
  withTenant(scope, async (tx) => {
    const rows = await tx
      .select()
      .from(adjustments)
      .where(
        and(
          eq(adjustments.projectId, scope.projectId),
          gt(adjustments.seq, receiptOf(cursor)),
          orderId === undefined ? undefined : eq(adjustments.orderId, orderId),
        ),
      )
      .orderBy(asc(adjustments.seq))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(({ orderId, type, amountMinor, currency, occurredAt, adjustmentId, receivedAt }) => ({
        orderId,
        type,
        amountMinor,
        currency,
        occurredAt: instant(occurredAt),
        adjustmentId,
        receivedAt: instant(receivedAt),
      })),
      next: last && rows.length > limit ? String(last.seq) : null,
    };
  });
