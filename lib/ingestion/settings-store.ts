import "server-only";
import { and, eq } from "drizzle-orm";
import { projects } from "@/db/schema/projects";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import { clock } from "@/lib/clock";
import { missing } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import type { IngestionSettings } from "@/lib/tenancy/definition";
import { rangesOf } from "./address-ranges";

export type ReadSettings = IngestionSettings & {
  linkerSecret: Buffer;
  isInternal: (address: string) => boolean;
};

const rememberedMs = 10_000;
const mostRemembered = 10_000;

type Remembered = { settings: Promise<ReadSettings>; renewAt: number; until: number };
const cache = () => oncePerProcess("ingestion settings", () => new Map<string, Remembered>());

const settingsColumns = {
  currency: projects.currency,
  privacyMode: projects.privacyMode,
  domains: projects.domains,
  internalRanges: projects.internalRanges,
  linkerSecret: projects.linkerSecret,
};

const read = (scope: ProjectScope): Promise<ReadSettings> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .select(settingsColumns)
      .from(projects)
      .where(and(eq(projects.orgId, scope.orgId), eq(projects.id, scope.projectId)));
    return row ? { ...row, isInternal: rangesOf(row.internalRanges) } : missing("project");
  });

const remember = (projectId: string, settings: Promise<ReadSettings>): Remembered => {
  const now = clock.now();
  const made = { settings, renewAt: now + rememberedMs / 2, until: now + rememberedMs };
  if (cache().size >= mostRemembered) cache().clear();
  cache().set(projectId, made);
  return made;
};

/** While the old ones are still good, so that who sends all the time never waits for the pages' connections. */
const renew = (scope: ProjectScope, old: Remembered): void => {
  old.renewAt = Number.POSITIVE_INFINITY;
  const settings = read(scope);
  settings.then(
    () => {
      // Unless they were forgotten meanwhile, because they changed.
      if (cache().get(scope.projectId) === old) remember(scope.projectId, settings);
    },
    () => {},
  );
};

/** The project's settings for ingestion, up to ten seconds old. */
export const ingestionSettings = (scope: ProjectScope): Promise<ReadSettings> => {
  const { projectId } = scope;
  const now = clock.now();
  const known = cache().get(projectId);
  if (known && known.until > now) {
    if (known.renewAt <= now) renew(scope, known);
    return known.settings;
  }
  const made = remember(projectId, read(scope));
  made.settings.catch(() => {
    if (cache().get(projectId) === made) cache().delete(projectId);
  });
  return made.settings;
};

/** Lets this process see changed settings at once; others follow within ten seconds. */
export const forgetIngestionSettings = ({ projectId }: ProjectScope): void => {
  cache().delete(projectId);
};
