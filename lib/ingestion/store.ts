import "server-only";
import type { ProjectScope } from "@/db/scope";
import { clock } from "@/lib/clock";
import type { IngestResult, Source } from "./draft";
import { appendDrafts } from "./log-writer";
import { prepare } from "./prepare";

/**
 * Stores raw wire events of one project. Durable when it resolves, idempotent by `messageId`; a bad event is
 * explained and never keeps the others out. Times in ms since 1970.
 */
export const appendEvents = async (
  scope: ProjectScope,
  source: Source,
  messages: readonly unknown[],
  about: { receivedAt?: number; sentAt?: number | null; userAgent?: string | null } = {},
): Promise<IngestResult> => {
  const { receivedAt = clock.now(), sentAt = null, userAgent = null } = about;
  const { drafts, ignored, rejected } = prepare(messages, { scope, source, receivedAt, sentAt, userAgent });
  const isNew = drafts.length > 0 ? await appendDrafts(scope, drafts) : [];
  let accepted = 0;
  for (const fresh of isNew) if (fresh) accepted++;
  return { accepted, duplicates: drafts.length - accepted, ignored, rejected };
};
