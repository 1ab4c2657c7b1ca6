import { randomBytes, randomUUID } from "node:crypto";
import { afterAll } from "vitest";
import { closePools } from "@/db/client";
import { nilUuid } from "@/db/nil-uuid";
import type { OrgScope, ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { clock } from "@/lib/clock";
import type { Goal } from "@/lib/goals/definition";
import { saveGoals } from "@/lib/goals/store";
import type { Draft, IngestResult, Source } from "@/lib/ingestion/draft";
import { prepare } from "@/lib/ingestion/prepare";
import { type About, appendEvents } from "@/lib/ingestion/store";
import { receiptOf } from "@/lib/ingestion/testing/prepare-one";
import { writeProject } from "@/lib/ingestion/write-project";
import { ask } from "@/lib/reports/engine";
import type { ReportName, Reports } from "@/lib/reports/question";
import type { KeyScope } from "@/lib/tenancy/definition";
import { createKey } from "@/lib/tenancy/keys-store";
import { createOrganisation, createProject } from "@/lib/tenancy/organisations-store";

type Sent = About & { source?: Source };

export type StoredEvent = {
  messageId: string;
  visitorNo: number;
  occurredAt: string;
  name: string;
  properties: Record<string, unknown>;
  flags: string[] | null;
};

/** A project of a test's own, in an organisation of its own. */
export type Site = {
  org: OrgScope;
  orgSlug: string;
  scope: ProjectScope;
  slug: string;
  /** Sends raw wire events, from a server unless told otherwise. */
  send(events: readonly object[], about?: Sent): Promise<IngestResult>;
  ask<N extends ReportName>(report: N, question: Reports[N]["question"]): Promise<Reports[N]["answer"]>;
  /** The project's events as the log keeps them, in order of `seq`. */
  stored(): Promise<StoredEvent[]>;
  writeKey(): Promise<string>;
  secretKey(...scopes: KeyScope[]): Promise<string>;
};

type Wanted = { goals?: readonly Goal[]; timezone?: string; currency?: string };

/** A name that no other test has. */
export const uniqueName = (word: string): string => `${word} ${randomBytes(6).toString("hex")}`;

/** A `track` event; whatever matters to the test is stated in `more`. */
export const track = (visitor: string, event: string, more: object = {}): object => ({
  type: "track",
  event,
  anonymousId: visitor,
  messageId: randomUUID(),
  ...more,
});

/** What ingestion makes of raw wire events before it writes them, for tests that write by themselves. */
export const draftsOf = ({ scope }: Site, messages: readonly object[]): Draft[] =>
  prepare(messages, receiptOf(scope, clock.now())).drafts;

/** Writes drafts as the log writer does, in a transaction of the caller's; answers how many were new. */
export const writeDrafts = async (tx: RawTx, { scope }: Site, drafts: readonly Draft[]): Promise<number> => {
  const request = {
    source: "secret",
    keyId: nilUuid,
    drafts,
    ignored: [],
    rejected: [],
    refused: null,
    toKeep: (raw: unknown) => raw,
  } as const;
  const { written } = await writeProject(tx, scope.projectId, [request]);
  return written[0]?.accepted ?? 0;
};

const storedEvents = (scope: ProjectScope): Promise<StoredEvent[]> =>
  withTenantSnapshot(
    scope,
    async (tx) =>
      await tx<StoredEvent[]>`
        select message_id as "messageId", visitor_no as "visitorNo", name, properties, flags,
          to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt"
        from events order by seq`,
  );

const siteOf = (
  org: OrgScope,
  orgSlug: string,
  { scope, slug }: { scope: ProjectScope; slug: string },
): Site => {
  const key = async (kind: "write" | "secret", scopes: KeyScope[]): Promise<string> =>
    (await createKey(scope, { kind, name: kind, scopes })).secret;
  return {
    org,
    orgSlug,
    scope,
    slug,
    send: (events, { source = "secret", ...about } = {}) => appendEvents(scope, source, events, about),
    ask: async <N extends ReportName>(report: N, question: Reports[N]["question"]) =>
      (await ask(scope, { report, question } as never)) as Reports[N]["answer"],
    stored: () => storedEvents(scope),
    writeKey: () => key("write", ["ingest"]),
    secretKey: (...scopes) => key("secret", scopes),
  };
};

/** Makes a project in a new organisation, or in that of `beside`. */
export const givenProject = async (wanted: Wanted & { beside?: Site } = {}): Promise<Site> => {
  const { goals = [], timezone = "UTC", currency = "EUR", beside } = wanted;
  const owner = beside
    ? { scope: beside.org, slug: beside.orgSlug }
    : await createOrganisation({ name: uniqueName("Org") });
  const project = await createProject(owner.scope, { name: uniqueName("Site"), timezone, currency });
  if (goals.length > 0) await saveGoals(project.scope, goals);
  return siteOf(owner.scope, owner.slug, project);
};

afterAll(() => closePools(0));
