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

type Remembered = { settings: Promise<ReadSettings>; until: number };
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

/** The project's settings for ingestion, up to ten seconds old. */
export const ingestionSettings = (scope: ProjectScope): Promise<ReadSettings> => {
  const known = cache().get(scope.projectId);
  if (known && known.until > clock.now()) return known.settings;
  const settings = read(scope);
  if (cache().size >= mostRemembered) cache().clear();
  cache().set(scope.projectId, { settings, until: clock.now() + rememberedMs });
  settings.catch(() => cache().delete(scope.projectId));
  return settings;
};

/** Lets this process see changed settings at once; others follow within ten seconds. */
export const forgetIngestionSettings = ({ projectId }: ProjectScope): void => {
  cache().delete(projectId);
};
