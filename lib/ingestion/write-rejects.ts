import type { RawTx } from "@/db/tenant";
import { clock } from "@/lib/clock";
import { oncePerProcess } from "@/lib/once-per-process";
import { asObject, type Rejection, type Source, textOf } from "./draft";

export type Rejected = Rejection & { raw: unknown };

type Row = Rejected & { keyId: string; source: Source };

const mostPayload = 65_536;
/** A stranger with a public key must not fill the disk: beyond this many an hour, rejects are counted but not kept. */
const mostAnHour = 10_000;
const hourMs = 3_600_000;

/** Who may look at rejects may not use the project's secret keys. */
const withoutKeys = (text: string): string => text.replace(/tb_sk_\w*/g, "tb_sk_…");

const payloadOf = (raw: unknown): string => {
  if (typeof raw === "string") return withoutKeys(textOf(raw, 4096) ?? "");
  try {
    const text = withoutKeys(JSON.stringify(raw) ?? "null");
    return text.length > mostPayload ? text.slice(0, mostPayload).toWellFormed() : text;
  } catch {
    return "(nested too deeply to be kept)";
  }
};

const nameOf = (raw: unknown): string | null => {
  const object = asObject(raw);
  return textOf(object?.event ?? object?.name ?? object?.type, 200);
};

const room = (projectId: string, wanted: number): number => {
  const kept = oncePerProcess("rejects kept", () => new Map<string, { hour: number; count: number }>());
  const hour = Math.floor(clock.now() / hourMs);
  const known = kept.get(projectId);
  const count = known?.hour === hour ? known.count : 0;
  const taken = Math.max(0, Math.min(wanted, mostAnHour - count));
  kept.set(projectId, { hour, count: count + taken });
  return taken;
};

/** Keeps rejected events with what was sent, so that they can be repaired and sent again. */
export const writeRejects = async (tx: RawTx, projectId: string, all: readonly Row[]): Promise<void> => {
  const rows = all.slice(0, room(projectId, all.length));
  if (rows.length === 0) return;
  await tx`
    insert into rejected_events (project_id, key_id, source, code, path, message, event_name, message_id, payload)
    select ${projectId}, * from unnest(
      ${rows.map(({ keyId }) => keyId)}::uuid[], ${rows.map(({ source }) => source)}::text[],
      ${rows.map(({ code }) => code)}::text[], ${rows.map(({ path }) => path)}::text[],
      ${rows.map(({ message }) => withoutKeys(message).toWellFormed().replaceAll("\u0000", ""))}::text[], ${rows.map(({ raw }) => nameOf(raw))}::text[],
      ${rows.map(({ messageId }) => messageId)}::text[], ${rows.map(({ raw }) => payloadOf(raw))}::text[])`;
};
