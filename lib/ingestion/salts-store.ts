import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { visitorSalts } from "@/db/schema/ingestion";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { oncePerProcess } from "@/lib/once-per-process";
import type { Salts } from "./draft";

const dayMs = 86_400_000;

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

type Remembered = { day: number; salts: Promise<Salts> };
const cache = () => oncePerProcess("salts", () => new Map<string, Remembered>());

const readOrMake = (scope: ProjectScope, receivedAt: number): Promise<Salts> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    const [day, before] = [dateOf(receivedAt), dateOf(receivedAt - dayMs)];
    await tx
      .insert(visitorSalts)
      .values({ projectId, day, salt: randomBytes(16) })
      .onConflictDoNothing();
    const rows = await tx
      .select({ day: visitorSalts.day, salt: visitorSalts.salt })
      .from(visitorSalts)
      .where(and(eq(visitorSalts.projectId, projectId), inArray(visitorSalts.day, [day, before])));
    const saltOf = (wanted: string) => rows.find((row) => row.day === wanted)?.salt;
    const today = saltOf(day);
    if (!today) throw new Error(`Project ${projectId} has no salt for ${day}.`);
    return { today, yesterday: saltOf(before) ?? null };
  });

/** The salts of the day of `receivedAt` (UTC) and of the day before. Whoever comes first on a day makes its salt. */
export const saltsOf = (scope: ProjectScope, receivedAt: number): Promise<Salts> => {
  const day = Math.floor(receivedAt / dayMs);
  const known = cache().get(scope.projectId);
  if (known?.day === day) return known.salts;
  const salts = readOrMake(scope, receivedAt);
  cache().set(scope.projectId, { day, salts });
  salts.catch(() => cache().delete(scope.projectId));
  return salts;
};
