import { unitNoun } from "@/components/charts/format";
import type { Crowd } from "@/components/people/people-drawer";
import type { FunnelQuestion } from "@/lib/reports/funnel/definition";
import { eventFieldLabel } from "./event-field-label";

const pieceKinds = ["reached", "dropped", "open"] as const;
type PieceKind = (typeof pieceKinds)[number];

/** A row of the breakdown: a value, none, all others, or those who did not get to the step it is taken at. */
export type PieceRow = { value: string } | "none" | "other" | "notReached";

/** A piece of a bar, of all or of a row of the breakdown. Steps count from 1. */
export type Piece = { step: number; kind: PieceKind; row?: PieceRow };

/** `2.dropped`, `3.reached.is:mobile`, `2.open.other`. */
export const writePiece = ({ step, kind, row }: Piece): string =>
  `${step}.${kind}${row === undefined ? "" : typeof row === "string" ? `.${row}` : `.is:${row.value}`}`;

/** The piece that `writePiece` wrote; null for anything else. */
export const readPiece = (text: string): Piece | null => {
  const [, step = "", name, rest] = /^([1-9]\d?)\.([a-z]+)(?:\.(.+))?$/s.exec(text) ?? [];
  const kind = pieceKinds.find((one) => one === name);
  if (!kind) return null;
  const piece = { step: Number(step), kind };
  if (rest === undefined) return piece;
  if (rest === "none" || rest === "other" || rest === "notReached") return { ...piece, row: rest };
  return rest.startsWith("is:") ? { ...piece, row: { value: rest.slice(3) } } : null;
};

/** A step as the words about it need it. */
export type NamedStep = { label: string; isOptional: boolean };

/** Who is behind a piece, as a question and in words; null for a piece that the funnel does not have. */
export const crowdOf = (
  { step, kind, row }: Piece,
  question: FunnelQuestion,
  steps: readonly NamedStep[],
): Crowd | null => {
  const named = steps[step - 1];
  const isGone = kind !== "reached" && (step === 1 || named?.isOptional);
  if (!named || isGone || (row !== undefined && !question.breakdown)) return null;
  const before = steps.slice(0, step - 1).findLast((one) => !one.isOptional)?.label ?? "";
  const who = question.unit === "session" ? `Visitors whose ${unitNoun("session")}` : "Visitors who";
  const { breakdown, ...whole } = question;
  const field = breakdown ? eventFieldLabel(breakdown.by) : "";
  const words: Record<PieceKind, [title: string, deed: string]> = {
    reached:
      step === 1
        ? [`Entered: ${named.label}`, `entered the funnel with ${named.label}`]
        : [`Reached ${named.label}`, `went on from ${before} to ${named.label}`],
    dropped: [`Left before ${named.label}`, `reached ${before} and can no longer reach ${named.label}`],
    open: [`May still reach ${named.label}`, `reached ${before} and still have time for ${named.label}`],
  };
  const [title, deed] = words[kind];
  return {
    title,
    description: `${who} ${deed}${row === undefined ? "" : `, ${rowText(row, field)}`}.`,
    of: {
      funnel: row === undefined ? whole : question,
      step,
      kind,
      ...(row === undefined ? {} : rowOf(row)),
    },
  };
};

const rowText = (row: PieceRow, field: string): string => {
  if (row === "none") return `${field} not set`;
  if (row === "other") return `${field} among the smaller groups`;
  return row === "notReached" ? `not at the step where ${field} is taken` : `${field} ${row.value}`;
};

const rowOf = (row: PieceRow) => {
  if (row === "none") return { value: null };
  if (row === "other") return { other: true as const };
  return row === "notReached" ? { notReached: true as const } : { value: row.value };
};
