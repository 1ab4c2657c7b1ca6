import "server-only";
import { nilUuid } from "@/db/nil-uuid";
import type { ProjectScope } from "@/db/scope";
import { clock } from "@/lib/clock";
import { AppError, isAppError } from "@/lib/errors";
import { type Draft, flag, type IngestResult, type Receipt, type Salts, type Source } from "./draft";
import { writeToLog } from "./log-writer";
import { type Prepared, prepare } from "./prepare";
import { rawToKeep } from "./raw-to-keep";
import { saltsOf } from "./salts-store";
import { ingestionSettings, type ReadSettings } from "./settings-store";

/** What is known about the request that brought the events. Times in ms since 1970. */
export type About = {
  /** The key or webhook secret that vouched; none for files. */
  keyId?: string;
  receivedAt?: number;
  /** When the sender's clock said that it was sent. */
  sentAt?: number | null;
  userAgent?: string | null;
  /** The client's address; never stored. */
  address?: string | null;
  /** Two letters. */
  country?: string | null;
  /** The browser asks not to be recognised (Sec-GPC: 1). */
  optedOut?: boolean;
  /** The body held bytes that are no UTF-8: they became U+FFFD. */
  invalidText?: boolean;
  /** Size of the request, unpacked: what waits to be written is bounded. */
  bytes?: number;
  /** Events beyond are rejected, each with a reason. */
  mostEvents?: number;
};

const dayMs = 86_400_000;

/** An outage is worth another try; that there is no such project is not. */
const orUnavailable = (cause: unknown): unknown => {
  if (isAppError(cause)) return cause;
  const message = "The project's settings cannot be read right now. Send it again in a few seconds.";
  return new AppError("unavailable", message, undefined, { cause });
};

type Remembered = { settings: ReadSettings; salts: Salts | null };

const recall = async (scope: ProjectScope, receivedAt: number): Promise<Remembered> => {
  try {
    const settings = await ingestionSettings(scope);
    // Nobody is recognised by an id of a day that is over.
    const isToday = clock.now() - receivedAt < dayMs;
    return { settings, salts: isToday ? await saltsOf(scope, receivedAt) : null };
  } catch (cause) {
    throw orUnavailable(cause);
  }
};

const receiptOf = (
  scope: ProjectScope,
  source: Source,
  receivedAt: number,
  about: About,
  { settings, salts }: Remembered,
): Receipt => {
  const { address = null } = about;
  return {
    scope,
    source,
    receivedAt,
    sentAt: about.sentAt ?? null,
    userAgent: about.userAgent ?? null,
    address,
    country: about.country ?? null,
    optedOut: about.optedOut ?? false,
    isInternal: source === "write" && address !== null && settings.isInternal(address),
    settings,
    salts,
  };
};

const rejectOverflow = (prepared: Prepared, messages: readonly unknown[], most: number): void => {
  for (let index = most; index < messages.length; index++)
    prepared.rejected.push({
      index,
      messageId: null,
      code: "batch_overflow",
      path: "",
      message: `A request has at most ${most} events; send the rest in another one.`,
      raw: messages[index],
    });
};

/**
 * Stores raw wire events of one project. Durable when it resolves, idempotent by `messageId`; a bad event is kept
 * aside with its reason and never keeps the others out. Throws `unavailable` when nothing was stored and sending it
 * again later is right.
 */
export const appendEvents = async (
  scope: ProjectScope,
  source: Source,
  messages: readonly unknown[],
  about: About = {},
): Promise<IngestResult> => {
  const { keyId = nilUuid, bytes = 0, mostEvents = messages.length } = about;
  const { receivedAt = clock.now() } = about;
  const receipt = receiptOf(scope, source, receivedAt, about, await recall(scope, receivedAt));
  const prepared = prepare(messages.length > mostEvents ? messages.slice(0, mostEvents) : messages, receipt);
  rejectOverflow(prepared, messages, mostEvents);
  if (about.invalidText) flagReplaced(prepared.drafts);
  const { drafts, ignored, rejected } = prepared;
  const toKeep = (raw: unknown) => rawToKeep(raw, receipt);
  const request = { scope, source, keyId, bytes, drafts, ignored, rejected, refused: null, toKeep };
  const answer = await writeToLog(request);
  return {
    accepted: answer.accepted,
    duplicates: answer.duplicates,
    ignored: ignored.length,
    rejected: answer.rejected.map(({ raw, ...rejection }) => rejection),
  };
};

/** Bytes that are no text were replaced while the body was read. */
const flagReplaced = (drafts: readonly Draft[]): void => {
  for (const draft of drafts)
    if (draft.propertiesText.includes("\ufffd") || draft.name.includes("\ufffd")) flag(draft, "invalid_text");
};

const nothing = {
  bytes: 0,
  drafts: [],
  ignored: [],
  rejected: [],
  refused: null,
  toKeep: (raw: unknown) => raw,
};

/** Keeps the beginning of a body that nobody can read: one event received and rejected. */
export const rejectRequest = async (
  scope: ProjectScope,
  {
    keyId,
    source,
    code,
    message,
    payload,
  }: { keyId: string; source: Source; code: string; message: string; payload: string },
): Promise<void> => {
  const rejection = { index: 0, messageId: null, code, path: "", message, raw: payload };
  await writeToLog({ ...nothing, scope, source, keyId, rejected: [rejection] });
};

const writeRefusal = async (scope: ProjectScope, keyId: string, reason: string): Promise<void> => {
  await writeToLog({ ...nothing, scope, source: "write", keyId, refused: reason });
};

/** Counts a request that was turned away before its events were looked at; nobody waits for that. Never throws. */
export const countRefusal = (scope: ProjectScope, keyId: string, reason: string): void => {
  writeRefusal(scope, keyId, reason).catch((error: unknown) =>
    console.error("A refusal was not counted:", error),
  );
};
